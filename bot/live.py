"""One turn while people watch: the text as it grows, and whether somebody stopped it.

What is shown on the way goes through the outbox like everything else, so that a late piece can never
cover the finished card; and nothing that goes wrong with showing it can keep the copy from being written.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from approvals.database import Database
from bot.posts import Json, Posts, Show

log = logging.getLogger(__name__)
T = TypeVar("T")

LOOK_EVERY = 0.5
"""Seconds between two looks at whether somebody pressed Stop: in another process, perhaps."""
SHOW_EVERY = 1.5
"""Seconds between two updates, of all turns together: Slack takes about 50 a minute from one app, and
finished cards need some of them."""
MOST = 2_400
"""As much as a message at work shows of what is written so far."""


class Stopped(Exception):
    """Somebody stopped the turn; the message says so already."""


class Pace:
    """Lets something happen no more often than every so many seconds, counted over all who ask."""

    def __init__(self, every: float = SHOW_EVERY, clock: Callable[[], float] = time.monotonic) -> None:
        self._every = every
        self._clock = clock
        self._last = clock()

    def may(self) -> bool:
        """Whether it may happen now; asking counts as doing it."""
        if self._clock() - self._last < self._every:
            return False
        self._last = self._clock()
        return True


class Lookout:
    """Notices when turns under way are over: one look for all of them, however many there are."""

    def __init__(self, *, database: Database, posts: Posts, every: float = LOOK_EVERY) -> None:
        self._database = database
        self._posts = posts
        self._every = every
        self._over: dict[str, asyncio.Event] = {}
        self._looking: asyncio.Task[None] | None = None

    async def until_over(self, key: str) -> None:
        """Return when the message of that key shows something else than work."""
        over = self._over[key] = asyncio.Event()
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look(), name="lookout")
        try:
            await over.wait()
        finally:
            self._over.pop(key, None)

    async def _look(self) -> None:
        while self._over:
            await asyncio.sleep(self._every)
            try:
                async with self._database.reading() as connection:
                    shown = await self._posts.showing_each(connection, tuple(self._over))
            except Exception as error:  # noqa: BLE001 - the next look may see it
                log.warning("not looked", extra={"event": "not_looked", "why": type(error).__name__})
                continue
            for key, show in shown.items():
                if show is not Show.WORK and key in self._over:
                    self._over[key].set()


class Live:
    """The message of one turn, which shows `about` and the text so far."""

    def __init__(
        self,
        *,
        database: Database,
        posts: Posts,
        pace: Pace,
        lookout: Lookout,
        key: str,
        subject: str,
        about: Json,
    ) -> None:
        self._database = database
        self._posts = posts
        self._pace = pace
        self._lookout = lookout
        self._key = key
        self._subject = subject
        self._about = about
        self._text = ""

    async def hear(self, piece: str) -> None:
        """More of the text; it is shown when it is time to."""
        self._text += piece
        if self._pace.may():
            try:
                await self._show()
            except Exception as error:  # noqa: BLE001 - copy matters more than watching it being written
                log.warning("not shown", extra={"event": "not_shown", "why": type(error).__name__})

    async def watch(self, work: Awaitable[T]) -> T:
        """Do the work, and let go of it as soon as somebody stops the turn; raises Stopped."""
        task = asyncio.ensure_future(work)
        over = asyncio.create_task(self._lookout.until_over(self._key))
        try:
            await asyncio.wait({task, over}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
            raise Stopped
        finally:
            for each in (task, over):
                each.cancel()
            await asyncio.gather(task, over, return_exceptions=True)

    async def _show(self) -> None:
        shown = self._text if len(self._text) <= MOST else f"… {self._text[-MOST:]}"
        async with self._database.transaction() as connection:
            now = await self._posts.showing(connection, self._key, hold=True)
            if now is not None and now[0] is Show.WORK:
                about = {**self._about, "text": shown}
                await self._posts.turn(connection, self._key, Show.WORK, about, subject=self._subject)
