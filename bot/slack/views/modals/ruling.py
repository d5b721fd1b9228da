"""Dismiss and Waive: why, and for a waiver how far and until when."""

from __future__ import annotations

from approvals.waiver import WaiverScope
from bot.slack.escaping import clip
from bot.slack.ids import Modal
from bot.slack.views.blocks import asked, context, note, section, select, text_input, words
from bot.slack.views.modals.frame import Values, choice_in, modal, text_in
from bot.slack.views.models import FieldErrors, RulingForm, View, WaiverAsked
from brandkit.findings import Finding

REASON, SCOPE, UNTIL = "reason", "scope", "until"
_MOST = 500
_MESSAGE = 300
_MATCH = 200
_FOR_EVER = "none"
SCOPES = {
    WaiverScope.DRAFT: "These words in this piece of copy",
    WaiverScope.PHRASE: "These words wherever we write them",
    WaiverScope.CHANNEL: "This rule on this channel",
    WaiverScope.BRAND: "This rule for the whole brand",
}
_UNTIL = {"7": "7 days", "30": "30 days", "90": "90 days", "365": "A year", _FOR_EVER: "No end"}


def dismiss_view(form: RulingForm) -> View:
    """Why the rule is wrong about these words."""
    blocks = [
        *_about(form.finding),
        note(
            "It does not count here, nor where the same sentence stands again. The reason teaches the rule."
        ),
        asked(REASON, "Why is it a false alarm?", text_input(multiline=True, most=_MOST)),
    ]
    return modal(Modal.DISMISS, "Dismiss a finding", blocks, metadata=form.metadata, submit="Dismiss")


def waive_view(form: RulingForm) -> View:
    """Why the finding is accepted, how far, and until when."""
    scopes = {each.value: SCOPES[each] for each in form.scopes}
    blocks = [
        *_about(form.finding),
        note("The rule is right, and this is an exception. It is counted and shown wherever the copy goes."),
        asked(REASON, "Why is it accepted?", text_input(multiline=True, most=_MOST)),
        asked(SCOPE, "For what?", select(scopes, WaiverScope.DRAFT.value)),
        asked(UNTIL, "Until when?", select(_UNTIL, "30")),
    ]
    return modal(Modal.WAIVE, "Waive a finding", blocks, metadata=form.metadata, submit="Waive")


def parse_dismissal(values: Values) -> str | FieldErrors:
    """The reason given."""
    reason = text_in(values, REASON).strip()
    return reason or FieldErrors(by_block={REASON: "Say in a sentence why the rule is wrong here."})


def parse_waiver(values: Values) -> WaiverAsked | FieldErrors:
    """What was asked for, or what is missing."""
    reason, until = text_in(values, REASON).strip(), choice_in(values, UNTIL)
    if not reason:
        return FieldErrors(by_block={REASON: "Say why this is accepted: everybody sees it."})
    try:
        scope = WaiverScope(choice_in(values, SCOPE))
        days = None if until == _FOR_EVER else int(until)
    except ValueError:
        return FieldErrors(by_block={SCOPE: "Choose how far and until when."})
    if days is None and scope in {WaiverScope.CHANNEL, WaiverScope.BRAND}:
        return FieldErrors(by_block={UNTIL: "A whole channel or brand needs an end: choose one."})
    return WaiverAsked(reason=reason, scope=scope, days=days)


def _about(finding: Finding) -> list[dict[str, object]]:
    match = [context(words(f"“{clip(finding.match, _MATCH)}”"))] if finding.match.strip() else []
    return [section(words(clip(finding.message, _MESSAGE))), *match, context(words(finding.rule))]
