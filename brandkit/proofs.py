"""What the brand can prove, where, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A statement the brand can prove, where and until when, and what must be said with it."""

    text: str
    evidence: str
    territory: tuple[str, ...] = ()
    expires: date | None = None
    disclaimer: str = ""
