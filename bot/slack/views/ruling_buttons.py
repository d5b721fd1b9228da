"""The buttons beside a finding: mend it, call it a false alarm, accept it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.ids import Action, Ref, numbered
from bot.slack.views.blocks import Element, button
from bot.slack.views.shown_findings import FindingButtons

DISMISS, WAIVE = "Dismiss…", "Waive…"


def draft_buttons(ref: Ref, variant: int, *, fixes: bool) -> FindingButtons:
    """For the findings of one variant of a draft; `fixes` where the copy may still be changed."""

    def make(index: int, fix_label: str) -> Sequence[Element]:
        fix = button(fix_label, numbered(Action.DRAFT_FIX, variant, index), ref) if fix_label else None
        return [
            *([fix] if fix and fixes else []),
            button(DISMISS, numbered(Action.DRAFT_DISMISS, variant, index), ref),
            button(WAIVE, numbered(Action.DRAFT_WAIVE, variant, index), ref),
        ]

    return make


def check_buttons(ref: Ref) -> FindingButtons:
    """For the findings of a checked text."""

    def make(index: int, fix_label: str) -> Sequence[Element]:
        fix = button(fix_label, numbered(Action.CHECK_FIX, index), ref) if fix_label else None
        return [
            *([fix] if fix else []),
            button(DISMISS, numbered(Action.CHECK_DISMISS, index), ref),
            button(WAIVE, numbered(Action.CHECK_WAIVE, index), ref),
        ]

    return make
