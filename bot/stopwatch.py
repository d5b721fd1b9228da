"""How long each stage of a draft took."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

Hear = Callable[[str], Awaitable[None]]


class Stopwatch:
    """Runs from when it is made; `clock` gives seconds that only go forward."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._begun = self._lap = clock()
        self._taken: dict[str, int] = {}

    @property
    def taken(self) -> tuple[tuple[str, int], ...]:
        """Milliseconds by stage, in the order in which the stages ended."""
        return tuple(self._taken.items())

    @property
    def whole(self) -> int:
        """Milliseconds since it was made."""
        return round((self._clock() - self._begun) * 1000)

    def lap(self, stage: str) -> None:
        """The stage that began with the lap before ends here."""
        now = self._clock()
        self._taken[stage] = round((now - self._lap) * 1000)
        self._lap = now

    def first(self, stage: str, hear: Hear | None) -> Hear | None:
        """The same listener; the stage is the time from the lap before until it hears something."""
        if hear is None:
            return None

        async def heard(text: str) -> None:
            if stage not in self._taken:
                self._taken[stage] = round((self._clock() - self._lap) * 1000)
            await hear(text)

        return heard
