"""Something to wait at: until a while has passed, until it is rung, or until all waiting ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

LONGEST = 2.0
"""Seconds after which a waiting ends though nothing seems to be worth it."""


class Bell(threading.Event):
    """An event that can also be rung: that cuts one waiting short, the running one or else the next."""

    def __init__(self, worth: Callable[[], bool] = lambda: True) -> None:
        """A waiting whose time is up goes on for as long again while nothing is `worth` ending it."""
        super().__init__()
        self._worth = worth
        self._turn = threading.Condition()
        self._rung = self._over = False

    def ring(self) -> None:
        """Wake whoever waits."""
        with self._turn:
            self._rung = True
            self._turn.notify_all()

    def set(self) -> None:
        """End this waiting and every later one."""
        with self._turn:
            self._over = True
            self._turn.notify_all()

    def is_set(self) -> bool:
        """Whether all waiting is over."""
        return self._over

    def wait(self, timeout: float | None = None) -> bool:
        """Wait so many seconds at least, unless it is rung; whether all waiting is over."""
        give_up = time.monotonic() + LONGEST
        while not (self._was_rung(timeout) or self._over or self._worth() or time.monotonic() > give_up):
            pass
        return self._over

    def _was_rung(self, timeout: float | None) -> bool:
        with self._turn:
            self._turn.wait_for(lambda: self._over or self._rung, timeout)
            rung, self._rung = self._rung, False
        return rung
