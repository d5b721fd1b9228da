"""What time it is, how long Slack waits for things, and how ids and message timestamps are made."""

import secrets
import time
from dataclasses import dataclass, replace
from typing import Self

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, kw_only=True)
class Timing:
    """Slack's waiting times, in seconds."""

    ack: float = 3.0
    retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    trigger: float = 3.0
    stream: float = 300.0
    status: float = 120.0
    response_url: float = 1800.0

    def scaled(self, factor: float) -> Self:
        """Shorten the long waits by `factor`; the three-second rules people feel stay as they are."""
        return replace(
            self,
            retries=tuple(wait * factor for wait in self.retries),
            stream=self.stream * factor,
            status=self.status * factor,
            response_url=self.response_url * factor,
        )


class Clock:
    """Wall time, and message timestamps which never repeat."""

    def __init__(self) -> None:
        self._last_micros = 0

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def next_ts(self) -> str:
        """Give the next message timestamp, as `seconds.micros`."""
        self._last_micros = max(int(self.now() * 1_000_000), self._last_micros + 1)
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    def start_after(self, ts: str) -> None:
        """Never give `ts` or an earlier timestamp again (after reading a saved workspace)."""
        seconds, _, micros = ts.partition(".")
        self._last_micros = max(self._last_micros, int(seconds) * 1_000_000 + int(micros or 0))


def new_id(prefix: str, length: int = 10) -> str:
    """Make a Slack-like id, such as F0 and eight more characters."""
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(length - len(prefix)))
