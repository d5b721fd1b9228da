"""The changes to one variant: each takes copy and gives copy, and says what it did or why it could not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from brandkit.drafts import Variant
from llm.house import content_changes, decorating, exchanges
from llm.house.change_kinds import (
    Another,
    Change,
    Correct,
    Decorate,
    Drop,
    Longer,
    Mention,
    NewAudience,
    NewCallToAction,
    NewLink,
    Postscript,
    Shorter,
    Swap,
    Tone,
)
from llm.house.desk import Desk, Outcome

# Each change type is handed to its own function; the key fixes the type that the lambda receives.
_APPLY: Mapping[type, Callable[[Variant, Any, Desk], Outcome]] = {
    Shorter: lambda variant, _change, desk: content_changes.shorter(variant, desk),
    Longer: lambda variant, _change, desk: content_changes.longer(variant, desk),
    Tone: lambda variant, change, _desk: content_changes.toned(variant, formal=change.formal),
    Mention: lambda variant, change, desk: content_changes.mentioning(variant, change.what, desk),
    Postscript: lambda variant, change, desk: content_changes.adding_postscript(variant, change.what, desk),
    Drop: lambda variant, change, desk: content_changes.without(variant, change.what, desk),
    Decorate: lambda variant, change, desk: decorating.decorated(variant, change.what, desk, add=change.add),
    NewCallToAction: lambda variant, change, desk: exchanges.asking(variant, change.text, desk),
    NewLink: lambda variant, change, desk: exchanges.linking(variant, change.url, desk),
    NewAudience: lambda variant, change, desk: exchanges.speaking_to(variant, change.who, desk),
    Correct: lambda variant, change, desk: exchanges.corrected(variant, change.kind, change.new, desk),
    Swap: lambda variant, change, _desk: exchanges.swapped(variant, change.old, change.new),
    Another: lambda variant, change, desk: exchanges.anew(variant, change.part, desk),
}


def apply_to(variant: Variant, change: Change, desk: Desk) -> Outcome:
    """Make one change to one variant; everything else in it stays."""
    return _APPLY[type(change)](variant, change, desk)
