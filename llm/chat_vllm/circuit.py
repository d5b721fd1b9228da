"""Keeps a dead endpoint from being asked again and again: after some failures it is left to rest."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock


class Circuit:
    """Open after `failures` in a row; then one request in `rest` seconds may find out whether it is back.

    Each failed probe doubles the rest, up to `longest_rest`. Times are seconds of `clock`, which only
    ever goes forward. Safe to share between threads.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float],
        failures: int = 3,
        rest: float = 2.0,
        longest_rest: float = 30.0,
    ) -> None:
        self._clock = clock
        self._failures_to_open = failures
        self._first_rest = rest
        self._longest_rest = longest_rest
        self._lock = Lock()
        self._failures = 0
        self._rest = rest
        self._closed_again_at = 0.0
        self._probing = False

    @property
    def is_open(self) -> bool:
        """Whether the endpoint is being left alone."""
        return self._failures >= self._failures_to_open

    def admits(self) -> bool:
        """Whether a request may go there now; a yes from an open circuit is the one probe."""
        with self._lock:
            if not self.is_open:
                return True
            if self._probing or self._clock() < self._closed_again_at:
                return False
            self._probing = True
            return True

    def succeeded(self) -> None:
        """The endpoint answered, whatever it said."""
        with self._lock:
            self._failures, self._rest, self._probing = 0, self._first_rest, False

    def failed(self) -> None:
        """The endpoint did not answer, or is going down."""
        with self._lock:
            if self._probing:
                self._rest = min(self._rest * 2, self._longest_rest)
            self._failures += 1
            self._probing = False
            self._closed_again_at = self._clock() + self._rest

    def released(self) -> None:
        """The request was given up by us: that says nothing about the endpoint."""
        with self._lock:
            self._probing = False
