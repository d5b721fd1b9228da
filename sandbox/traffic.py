"""What went over the wire, for the inspector, and the counts that tests assert on."""

import re
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Literal

from sandbox.payload import Json

Direction = Literal["app→slack", "slack→app"]
Transport = Literal["web", "socket", "http", "response_url"]
_KEPT = 2_000
_SECRET = re.compile(r"(xox[a-z]|xapp)-[\w-]+")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One exchange: who asked whom for what, and what came back. `ms` is how long the answer took."""

    n: int
    at: float
    direction: Direction
    transport: Transport
    name: str
    ok: bool
    status: int | None
    ms: float
    request: object
    response: object


class Traffic:
    """The latest exchanges, oldest first."""

    def __init__(self, on_entry: Callable[[Json], None]) -> None:
        self._entries: deque[Entry] = deque(maxlen=_KEPT)
        self._count = 0
        self._on_entry = on_entry

    def note(
        self,
        *,
        at: float,
        direction: Direction,
        transport: Transport,
        name: str,
        ok: bool,
        ms: float,
        request: object,
        response: object,
        status: int | None = None,
    ) -> None:
        """Write one exchange down, without its tokens."""
        self._count += 1
        entry = Entry(
            n=self._count,
            at=at,
            direction=direction,
            transport=transport,
            name=name,
            ok=ok,
            status=status,
            ms=round(ms, 1),
            request=_without_secrets(request),
            response=_without_secrets(response),
        )
        self._entries.append(entry)
        self._on_entry(asdict(entry))

    def after(self, n: int) -> list[Json]:
        """Give the kept exchanges numbered above `n`."""
        return [asdict(entry) for entry in self._entries if entry.n > n]


def _without_secrets(value: object) -> object:
    if isinstance(value, str):
        return _SECRET.sub(r"\1-…", value)
    if isinstance(value, dict):
        return {key: _without_secrets(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_secrets(each) for each in value]
    return value


@dataclass(kw_only=True)
class Tallies:
    """Running totals since the sandbox started."""

    by_metadata_key: Counter[str] = field(default_factory=Counter)
    posted: int = 0
    updated: int = 0
    deleted: int = 0
    events: Counter[str] = field(default_factory=Counter)
    unacked: int = 0
    lost: int = 0
    slowest_ack_ms: float = 0.0
    late_acks: int = 0
    limit_violations: list[Json] = field(default_factory=list)

    def count_post(self, metadata: Json | None) -> None:
        """Count an accepted chat.postMessage, also by `metadata.event_payload.key` where it carries one."""
        self.posted += 1
        key = ((metadata or {}).get("event_payload") or {}).get("key")
        if key is not None:
            self.by_metadata_key[str(key)] += 1

    def as_json(self) -> Json:
        """The totals as /sandbox/api/counts shows them."""
        return {**asdict(self), "by_metadata_key": dict(self.by_metadata_key), "events": dict(self.events)}
