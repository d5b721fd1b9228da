"""One guideline document: who looks after it, until when, what it is for, and taking it out."""

from __future__ import annotations

from datetime import date

from bot.slack.escaping import clip
from bot.slack.ids import Action, Kind, Metadata, Modal, Ref
from bot.slack.views.blocks import (
    VALUE,
    actions,
    are_you_sure,
    asked,
    button,
    note,
    section,
    text_input,
    words,
)
from bot.slack.views.modals.frame import Values, modal, text_in
from bot.slack.views.models import FieldErrors, View
from retrieval.front_matter import Care

OWNER, REVIEW_BY = "owner", "review_by"
LISTS = {"channels": "Channels", "markets": "Markets", "products": "Products", "locales": "Locales"}
_MOST = 200


def document_view(document: str, name: str, care: Care) -> View:
    """The form. `document` is the id; `care` what holds now."""
    ref = Ref(kind=Kind.GUIDELINES, id=document)
    day = {"type": "datepicker", "action_id": VALUE}
    if care.review_by:
        day["initial_date"] = care.review_by.isoformat()
    owner = text_input(clip(care.owner, _MOST), placeholder="A name, or a Slack user id", most=_MOST)
    sure = are_you_sure(
        "Take it out?", "A version without it is made. It goes when you activate that.", "Make it"
    )
    blocks = [
        section(words(name, 300)),
        asked(OWNER, "Owner", owner, hint="With a Slack user id, that person is reminded.", optional=True),
        asked(REVIEW_BY, "Review by", day, optional=True),
        note("For everything, unless you name what it is for. Separate several with commas."),
        *(
            asked(
                key, label, text_input(clip(", ".join(getattr(care, key)), _MOST), most=_MOST), optional=True
            )
            for key, label in LISTS.items()
        ),
        *actions([button("Take out…", Action.GUIDELINES_ARCHIVE, ref, tone="danger", confirm=sure)]),
    ]
    return modal(Modal.DOCUMENT, "Guideline document", blocks, metadata=Metadata(ref=ref), submit="Save")


def parse_document(values: Values) -> Care | FieldErrors:
    """What was filled in."""
    picked = str((values.get(REVIEW_BY, {}).get(VALUE, {})).get("selected_date") or "")
    try:
        by = date.fromisoformat(picked) if picked else None
    except ValueError:
        return FieldErrors(by_block={REVIEW_BY: "Pick a day."})
    named = {key: _named(text_in(values, key)) for key in LISTS}
    return Care(owner=text_in(values, OWNER).strip(), review_by=by, **named)


def _named(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (each.strip() for each in text.split(",")))))
