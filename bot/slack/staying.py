"""Deliveries that stay: while a turn is under way, the one job of its message shows every change of it.

A job for each change is taken down, found, recorded and forgotten again; that cost several times what
showing the change does. The promise stays the same: whatever is committed is read afterwards by a job that
a crash would start again. A change finds either a job that has not looked for the last time, or leaves
one of its own; and since the job that stays holds the message's lane, no other shows the message meanwhile.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.database import at_end


@dataclass
class Stay:
    """One message at work in this process.

    `turns` that are under way, `changes` in transactions that are still open, and whether a job is there.
    """

    turns: int = 0
    changes: int = 0
    attended: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing can come of it any more."""
        return self.turns == 0 and self.changes == 0


class Stays:
    """The messages at work in this process, by key. For one event loop."""

    def __init__(self) -> None:
        self._kept: dict[str, Stay] = {}

    @contextlib.contextmanager
    def at_work(self, key: str) -> Iterator[None]:
        """While this lasts, a job that delivers the message stays with it."""
        self._enter(key)
        try:
            yield
        finally:
            self._leave(key)

    @contextlib.contextmanager
    def elsewhere(self, key: str) -> Iterator[None]:
        """Inside of `at_work`: while this lasts nobody looks after the message, so no job stays with it."""
        self._leave(key)
        try:
            yield
        finally:
            self._enter(key)

    def expects(self, connection: AsyncConnection, key: str) -> bool:
        """Whether a job that stays will show what this transaction makes of the message."""
        stay = self._kept.get(key)
        if stay is None or not stay.attended:
            return False
        at_end(connection, partial(self._decided, key, stay))
        stay.changes += 1
        return True

    async def stay(self, key: str, deliver: Callable[[], Awaitable[object]]) -> None:
        """Deliver, and again at every change, until no turn of the message is under way here.

        What fails is raised: the changes that come until it is tried again leave jobs of their own.
        """
        while (stay := self._kept.get(key)) is not None and stay.attended:
            await stay.left.wait()  # the engine began the job a second time: two would show old over new
        if stay is None:
            await deliver()
            return
        stay.attended = True
        stay.left.clear()
        try:
            while True:
                stay.news.clear()
                await deliver()
                if stay.is_quiet and not stay.news.is_set():
                    return  # nobody else had a word since that look
                await stay.news.wait()
        finally:
            stay.attended = False
            stay.left.set()
            self._tell(key, stay)

    def _enter(self, key: str) -> None:
        self._kept.setdefault(key, Stay()).turns += 1

    def _leave(self, key: str) -> None:
        stay = self._kept[key]
        stay.turns -= 1
        self._tell(key, stay)

    def _decided(self, key: str, stay: Stay) -> None:
        stay.changes -= 1
        self._tell(key, stay)

    def _tell(self, key: str, stay: Stay) -> None:
        """The job may have something to show or nothing more to wait for; without one, this is forgotten."""
        stay.news.set()
        if stay.is_quiet and not stay.attended:
            self._kept.pop(key, None)
