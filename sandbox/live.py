"""Tells open pages, and waiting tests, that something changed."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.payload import Json

_BACKLOG = 1_000


@dataclass(kw_only=True, eq=False)
class Listener:
    """One open page, looking as one person."""

    person: str | None
    queue: asyncio.Queue[Json] = field(default_factory=lambda: asyncio.Queue(maxsize=_BACKLOG))

    def offer(self, item: Json) -> None:
        """Queue an item; a page that stopped reading loses the oldest ones."""
        if self.queue.full():
            self.queue.get_nowait()
        self.queue.put_nowait(item)


class Live:
    """Passes changes on to whoever listens."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._changed = asyncio.Event()
        self.on_change: list[Callable[[], None]] = []

    def push(self, kind: str, *, to: list[str] | None = None, **item: object) -> None:
        """Send a change to every page, or only to the pages of the people in `to`."""
        for listener in self._listeners:
            if to is None or listener.person in to:
                listener.offer({"type": kind, **item})
        if kind != "traffic":
            for notify in self.on_change:
                notify()
        self._changed.set()
        self._changed = asyncio.Event()

    def next_change(self) -> asyncio.Event:
        """Give what is set at the next change. Ask before looking, so that no change is missed."""
        return self._changed

    def join(self, person: str | None) -> Listener:
        """Start listening."""
        listener = Listener(person=person)
        self._listeners.add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """Stop listening."""
        self._listeners.discard(listener)
