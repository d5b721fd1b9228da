"""Something to wait at: until a while has passed, until it is rung, or until all waiting ends."""

from __future__ import annotations

import threading


class Bell(threading.Event):
    """An event that can also be rung: that cuts one waiting short, the running one or else the next."""

    def __init__(self) -> None:
        super().__init__()
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
        """Wait so many seconds at most; whether all waiting is over."""
        with self._turn:
            self._turn.wait_for(lambda: self._over or self._rung, timeout)
            self._rung = False
            return self._over
