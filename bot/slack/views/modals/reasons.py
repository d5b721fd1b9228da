"""Request changes and Reject: the reason an approver owes, and labels that can be counted."""

from __future__ import annotations

from bot.slack.escaping import clip
from bot.slack.ids import Metadata, Modal
from bot.slack.views.blocks import asked, checkboxes, context, text_input, words
from bot.slack.views.modals.frame import Values, modal, text_in, ticked_in
from bot.slack.views.models import FieldErrors, Reason, ReasonForm, View
from bot.slack.views.wording import REASON_LABELS

REASON, LABELS = "reason", "labels"
_MOST = 1_000


def request_changes_view(form: ReasonForm) -> View:
    """What has to change, in the approver's words."""
    return _form(
        form,
        Modal.REQUEST_CHANGES,
        "Request changes",
        "What should change?",
        "The more exact, the fewer rounds.",
    )


def reject_view(form: ReasonForm) -> View:
    """Why this will not be published."""
    return _form(
        form, Modal.REJECT, "Reject", "Why not?", "The author reads this. It ends this version for good."
    )


def parse_reason(values: Values) -> Reason | FieldErrors:
    """The reason given, or what is missing."""
    text = text_in(values, REASON).strip()
    if not text:
        return FieldErrors(by_block={REASON: "Say why in a sentence: the author works from it."})
    return Reason(text=text, labels=ticked_in(values, LABELS))


def _form(form: ReasonForm, kind: Modal, title: str, question: str, hint: str) -> View:
    blocks = [
        context(words(form.title, 300)),
        asked(REASON, question, text_input(clip(form.reason, _MOST), multiline=True, most=_MOST), hint=hint),
        asked(LABELS, "What kind of problem?", checkboxes(REASON_LABELS, form.labels), optional=True),
    ]
    return modal(kind, title, blocks, metadata=Metadata(ref=form.ref, origin=form.origin), submit=title)
