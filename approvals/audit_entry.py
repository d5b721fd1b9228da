"""One line of the decision log, and the seal that ties it to the line before."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

FORMAT = 1
GENESIS = "0" * 64

Detail = str | int | bool | list[str] | None


@dataclass(frozen=True, kw_only=True)
class AuditEntry:
    """Who did what to what, when.

    `detail` holds ids, numbers and hashes, never customers' words: so a text can be erased later
    without breaking the chain.
    """

    actor: str
    action: str
    subject: str
    at: datetime
    detail: Mapping[str, Detail]


@dataclass(frozen=True, kw_only=True)
class SealedEntry:
    """An entry in its place: the `seq`-th, after the one whose hash is `prev_hash`.

    `body` is the exact text that was hashed; it repeats every column, so that an edited column shows.
    """

    seq: int
    entry: AuditEntry
    body: str
    prev_hash: str
    hash: str


def seal(entry: AuditEntry, *, seq: int, prev_hash: str, key: bytes) -> SealedEntry:
    """The entry tied to the one before it. `TypeError` for details that have no canonical form."""
    body = _body(entry, seq)
    return SealedEntry(
        seq=seq, entry=entry, body=body, prev_hash=prev_hash, hash=digest(prev_hash, body, key)
    )


def digest(prev_hash: str, body: str, key: bytes) -> str:
    """SHA-256 over the chain so far and this body; keyed (HMAC) when there is a key."""
    message = (prev_hash + body).encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest() if key else hashlib.sha256(message).hexdigest()


def spelled(at: datetime) -> str:
    """The one spelling of a moment in the log: UTC with microseconds, which also sorts as text."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _body(entry: AuditEntry, seq: int) -> str:
    plain = {
        "v": FORMAT,
        "seq": seq,
        "at": spelled(entry.at),
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "detail": {name: _canonical(name, value) for name, value in entry.detail.items()},
    }
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _canonical(name: str, value: object) -> object:
    """Floats have no single spelling, so they would make the same fact hash differently elsewhere."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    raise TypeError(f"audit detail {name!r} must be text, a whole number, yes/no, nothing or a list of texts")


def parse(body: str) -> tuple[int, AuditEntry]:
    """The seq and the entry that a body speaks of. `ValueError` or `KeyError` for a text that is none."""
    plain = json.loads(body)
    entry = AuditEntry(
        actor=plain["actor"],
        action=plain["action"],
        subject=plain["subject"],
        at=datetime.fromisoformat(plain["at"]),
        detail=plain["detail"],
    )
    return plain["seq"], entry


def as_line(sealed: SealedEntry) -> str:
    """One line of an export: enough to check the chain anywhere, with nothing but SHA-256 and the key."""
    plain = {"seq": sealed.seq, "prev_hash": sealed.prev_hash, "hash": sealed.hash, "body": sealed.body}
    return json.dumps(plain, separators=(",", ":"))
