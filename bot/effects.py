"""What follows from a decision, in the same transaction: cards, words to people, assets, timers."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from approvals import requests
from approvals.approval import ApprovalId
from approvals.effects import Effect, EffectKind
from approvals.requests import Request
from bot.jobs.jobs import Job, JobKind, Jobs
from bot.posts import Audience, Post, Posts, Show
from brandkit.drafts import RequestId


class Effects:
    """Turns effects, which are data, into posts and jobs."""

    def __init__(self, *, posts: Posts, jobs: Jobs, approvals_channel: str) -> None:
        """`approvals_channel` is where cards go; empty means each approver's direct messages."""
        self._posts = posts
        self._jobs = jobs
        self._channel = approvals_channel

    async def apply(self, connection: AsyncConnection, effects: tuple[Effect, ...]) -> None:
        """Leave everything that the effects ask for; doing it twice changes nothing."""
        for effect in effects:
            await self._apply(connection, effect)
        for draft in {effect.args["draft"] for effect in effects}:
            await self._posts.redraw(connection, f"draft:{draft}")

    async def take_over(self, connection: AsyncConnection, old: ApprovalId, new: ApprovalId) -> None:
        """Let the cards of one review show its successor, so that an edit never makes a second card."""
        subject = f"approval:{new}"
        for key, _ in await self._posts.showing_about(connection, f"approval:{old}"):
            await self._posts.turn(connection, key, Show.APPROVAL, {"approval": new}, subject=subject)

    async def _apply(self, connection: AsyncConnection, effect: Effect) -> None:
        match effect.kind:
            case EffectKind.CARD:
                await self._card(connection, effect)
            case EffectKind.NOTE:
                await self._note(connection, effect)
            case EffectKind.TELL:
                await self._tell(connection, effect)
            case EffectKind.REMIND:
                await self._remind(connection, effect)
            case EffectKind.WAKE:
                await self._wake(connection, effect)
            case EffectKind.ASSET:
                pass  # Reviewing stores the asset itself: it needs the sign-offs.

    async def _card(self, connection: AsyncConnection, effect: Effect) -> None:
        approval = effect.args["approval"]
        subject = f"approval:{approval}"
        if self._channel and not await self._posts.showing_about(connection, subject):
            post = Post(
                key=f"card:{approval}",
                show=Show.APPROVAL,
                channel=self._channel,
                subject=subject,
                about={"approval": approval},
            )
            await self._posts.leave(connection, post)
        else:
            await self._posts.redraw(connection, subject)

    async def _note(self, connection: AsyncConnection, effect: Effect) -> None:
        request = await self._request(connection, effect)
        await self._posts.leave(
            connection,
            Post(
                key=effect.key,
                show=Show.NEWS,
                channel=request.channel_id,
                thread_ts=request.thread_ts,
                about={"approval": effect.args["approval"], "what": effect.args["what"]},
            ),
        )

    async def _tell(self, connection: AsyncConnection, effect: Effect) -> None:
        """Tell the requester directly, unless the thread they will read is a direct message already."""
        request = await self._request(connection, effect)
        if request.channel_id.startswith("D") and effect.args["what"] != "hold":
            return
        await self._posts.leave(
            connection,
            Post(
                key=effect.key,
                show=Show.NEWS,
                audience=Audience.PERSON,
                user=effect.args["person"],
                about={"approval": effect.args["approval"], "what": effect.args["what"]},
            ),
        )

    @staticmethod
    async def _request(connection: AsyncConnection, effect: Effect) -> Request:
        request = await requests.get(connection, RequestId(effect.args["request"]))
        if request is None:
            raise KeyError(effect.args["request"])
        return request

    async def _remind(self, connection: AsyncConnection, effect: Effect) -> None:
        """A new card is seen in the channel; people are written to when it is late, or without a channel."""
        reminded = effect.args["what"] == "reminded"
        people = [person for person in effect.args["people"].split(",") if person]
        for person in people:
            if self._channel and not reminded:
                continue
            await self._posts.leave(
                connection,
                Post(
                    key=f"{effect.key}:{person}",
                    show=Show.NEWS if reminded else Show.APPROVAL,
                    audience=Audience.PERSON,
                    user=person,
                    subject="" if reminded else f"approval:{effect.args['approval']}",
                    about={"approval": effect.args["approval"], "what": effect.args["what"]},
                ),
            )

    async def _wake(self, connection: AsyncConnection, effect: Effect) -> None:
        approval = ApprovalId(effect.args["approval"])
        await self._jobs.add(
            connection,
            Job(kind=JobKind.WAKE, key=effect.key, args={"approval": approval}, delay=effect.delay),
        )
