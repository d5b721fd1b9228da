"""Stop: lets go of a turn at once, whichever process works on it, and says so."""

from __future__ import annotations

import contextlib

from sqlalchemy.ext.asyncio import AsyncConnection

from approvals import drafts, inbox, requests
from approvals.database import Database
from approvals.states import RequestState
from bot.clock import Now
from bot.pieces import part_turns
from bot.posts import Posts, Show
from brandkit.drafts import RequestId
from brandkit.errors import Refusal

_MESSAGE = "message"
"""The kind of inbound that can be worked on again from what is on record."""


class NothingToStop(Refusal):
    """The turn was over already, or there was none."""

    def __init__(self) -> None:
        super().__init__("There is nothing to stop any more: it was just finished.")


class Stopping:
    """Turns the message at work into one that says it was stopped.

    That message is the signal: whoever works on the turn sees that it does not show work any more, lets
    go of the model, and keeps nothing.
    """

    def __init__(self, *, database: Database, posts: Posts, now: Now) -> None:
        self._database = database
        self._posts = posts
        self._now = now

    async def stop(self, request: RequestId, *, cause: str) -> None:
        """Stop what is being done about a request; raises NothingToStop when nothing is."""
        async with self._database.transaction() as connection:
            working = [
                key
                for key, _ in await self._posts.showing_about(connection, f"turn:{request}")
                if (shown := await self._posts.showing(connection, key, hold=True)) and shown[0] is Show.WORK
            ]
            if not working:
                raise NothingToStop
            for key in working:
                heard = await inbox.get(connection, key.removeprefix("turn:"))
                again = heard.key if heard is not None and heard.kind == _MESSAGE else ""
                about = {
                    "happened": "Stopped. Nothing of it was kept.",
                    "next_step": "Say in this thread what you would like instead.",
                    "retry": again,
                }
                await self._posts.turn(connection, key, Show.FAILURE, about)
                if heard is not None and not await self._further_at_work(connection, heard.key):
                    await inbox.finish(connection, heard.key, at=self._now())
            newest = await drafts.latest(connection, request)
            state = RequestState.DRAFTED if newest else RequestState.CANCELLED
            await requests.save_state(connection, request, state, at=self._now())
            await inbox.finish(connection, cause, at=self._now())

    async def _further_at_work(self, connection: AsyncConnection, cause: str) -> bool:
        """Whether other pieces of the same message are being written; the event is not over then."""
        return any([shown is Show.WORK async for _, shown in part_turns(connection, self._posts, cause)])

    async def stop_thread(self, *, channel: str, thread_ts: str, cause: str) -> None:
        """Stop what is being done in a thread; quietly, where nothing is."""
        async with self._database.reading() as connection:
            request = await requests.by_thread(connection, channel_id=channel, thread_ts=thread_ts)
            pieces = await requests.together(connection, request) if request else ()
        for piece in pieces:
            with contextlib.suppress(NothingToStop):
                await self.stop(piece.id, cause=cause)
        async with self._database.transaction() as connection:
            await inbox.finish(connection, cause, at=self._now())
