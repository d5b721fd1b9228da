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

    def objection(self, *, market: str, today: date | None) -> str:
        """Why the claim cannot be made in this market on this day; empty when it can."""
        if self.territory and market.casefold() not in {name.casefold() for name in self.territory}:
            return f"may be said only in {', '.join(self.territory)}"
        if today and self.expires and self.expires < today:
            return f"could be said until {self.expires:%Y-%m-%d}, and its proof has expired"
        return ""
