"""What has to happen in the world after something was decided, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class EffectKind(StrEnum):
    """The kinds of consequence, and what their `args` hold.

    Every effect has `approval`, `version` (of its row), `request`, `draft`, `number` (of the draft),
    `variant`, `what` (see `Effect`) and `by` (who caused it; empty for time).
    """

    CARD = "card"
    """Post the card of this approval, or bring the posted one up to date from the record."""
    NOTE = "note"
    """Say in the request's thread what happened."""
    TELL = "tell"
    """Tell `person` directly what happened."""
    REMIND = "remind"
    """Ask `people` (ids, comma-separated) to decide: `what` is `asked` (a new stage) or `reminded`."""
    ASSET = "asset"
    """Put the approved copy into the library, in the same transaction."""
    WAKE = "wake"
    """Send `TimerFired` to this approval after `delay`."""


@dataclass(frozen=True, kw_only=True)
class Effect:
    """One consequence. `key` is the same whenever the same cause is worked out again.

    `what` in `args` is `opened`, a decision (`approve` …) that left the review open, `asked`, `reminded`
    or the state the review ended in (`approved`, `changes_requested` …).
    """

    kind: EffectKind
    key: str
    args: Mapping[str, str]
    delay: timedelta | None = None
