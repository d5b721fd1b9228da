"""Editing copy by hand: one input a field, long fields in several that join again without loss.

The block id says which piece of the copy a box holds and what stood between it and the box before:
`edit/4/body/0/1/p` is the fifth box of the form: the second piece of the first body, after a blank
line. So boxes begin and end cleanly, whatever Slack does to white space at the ends of what people
type, and come back in order, whatever the order in which they are sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.slack import limits
from bot.slack.escaping import clip, split
from bot.slack.ids import Metadata, Modal
from bot.slack.views.blocks import asked, note, section, text_input, words
from bot.slack.views.modals.frame import Values, modal, text_in
from bot.slack.views.models import Block, EditedCopy, EditForm, FieldErrors, View
from bot.slack.views.shown_copy import count_label, field_label, field_of
from brandkit.channels import Channel
from brandkit.drafts import Part
from brandkit.findings import Finding, Severity

NOTE = "note"
_PIECE = 2_400
_NOTE_MOST = 500
_ERROR_MOST = 300
_GUIDANCE = 300
_JOINERS = {"p": "\n\n", "l": "\n", "w": " ", "x": ""}
_BLOCK_ID = re.compile(r"edit/([0-9]+)/([^/]+)/([0-9]+)/([0-9]+)/([plwx])")


@dataclass(frozen=True, kw_only=True)
class _Box:
    place: int
    field: str
    index: int
    piece: int
    joiner: str

    @property
    def block_id(self) -> str:
        return f"edit/{self.place}/{self.field}/{self.index}/{self.piece}/{self.joiner}"


def edit_draft_view(form: EditForm) -> View:
    """The form that makes the next version."""
    return _form(form, Modal.EDIT_DRAFT, title="Edit the draft", submit="Save")


def edit_and_approve_view(form: EditForm) -> View:
    """The form that makes the next version and approves it in one go."""
    return _form(form, Modal.EDIT_AND_APPROVE, title="Edit & approve", submit="Approve")


def parse_edit(values: Values) -> EditedCopy | FieldErrors:
    """The copy as edited, in the form's order; an error when there is nothing left of it."""
    boxes = _boxes_in(values)
    texts: dict[tuple[str, int], str] = {}
    for box in boxes:
        typed, before = text_in(values, box.block_id), texts.get((box.field, box.index), "")
        joiner = _JOINERS[box.joiner] if before and typed else ""
        texts[box.field, box.index] = before + joiner + typed
    parts = _renumbered(texts)
    if not parts:
        at = boxes[0].block_id if boxes else NOTE
        return FieldErrors(by_block={at: "There is no copy left. Write something, or press Cancel."})
    return EditedCopy(parts=parts, note=text_in(values, NOTE).strip())


def field_errors(values: Values, channel: Channel, findings: Sequence[Finding]) -> FieldErrors | None:
    """Errors among the findings, at the boxes they are about; None when there are none to show.

    A finding names a field and an index of the parsed copy, where empty boxes do not count. What is
    about no box of the form is shown at the first one.
    """
    boxes = _first_boxes(values)
    errors: dict[str, str] = {}
    for finding in findings:
        here = boxes.get((finding.field, finding.index))
        at = here or next(iter(boxes.values()), None)
        if finding.severity is Severity.ERROR and at is not None:
            name = field_label(channel, Part(field=finding.field, text="", index=finding.index))
            told = finding.message if here or not finding.field else f"{name}: {finding.message}"
            errors.setdefault(at, clip(told, _ERROR_MOST))
    return FieldErrors(by_block=errors) if errors else None


# ---- the form --------------------------------------------------------------------------------


def _form(form: EditForm, kind: Modal, *, title: str, submit: str) -> View:
    metadata = Metadata(ref=form.ref, origin=form.origin, variant=form.variant)
    history = text_input(most=_NOTE_MOST, placeholder="For those who read the history")
    blocks = [
        note(f"This makes version {form.number + 1}. Version {form.number} stays as it is."),
        *_inputs(form),
        asked(NOTE, "What did you change?", history, optional=True),
    ]
    view = modal(kind, title, blocks, metadata=metadata, submit=submit)
    return _too_long(metadata) if limits.view_problems(view) else view


def _too_long(metadata: Metadata) -> View:
    told = (
        "This copy is longer than a form in Slack can hold. Say in the thread what to change, "
        "part by part, and I will make the next version."
    )
    return modal(Modal.ERROR, "Too long to edit here", [section(words(told))], metadata=metadata)


def _inputs(form: EditForm) -> Iterator[Block]:
    """Every field in the channel's order, with an empty box where there may be one more."""
    place = 0
    for part in _fields(form):
        pieces = _pieces(part.text)
        for piece, (joiner, text) in enumerate(pieces):
            box = _Box(place=place, field=part.field, index=part.index, piece=piece, joiner=joiner)
            yield _asked(box, part, text, form.channel, of=len(pieces))
            place += 1


def _fields(form: EditForm) -> Iterator[Part]:
    for field in form.channel:
        parts = [part for part in form.parts if part.field == field.name]
        yield from parts
        if len(parts) < field.at_most:
            yield Part(field=field.name, text="", index=len(parts))
    known = {field.name for field in form.channel}
    yield from (part for part in form.parts if part.field not in known)


def _asked(box: _Box, part: Part, text: str, channel: Channel, *, of: int) -> Block:
    label = field_label(channel, part) + (f" ({box.piece + 1} of {of})" if of > 1 else "")
    field = field_of(channel, part.field)
    multiline = field is None or field.multiline or "\n" in text
    hint = "" if box.piece else _hint(part, channel)
    return asked(box.block_id, label, text_input(text, multiline=multiline), hint=hint, optional=True)


def _hint(part: Part, channel: Channel) -> str:
    field = field_of(channel, part.field)
    if field is None:
        return ""
    used = count_label(channel, part) if field.limits else ""
    return " · ".join(filter(None, (used, clip(field.guidance, _GUIDANCE))))


def _pieces(text: str) -> list[tuple[str, str]]:
    """The text in pieces that fit a box, each with what stands between it and the one before."""
    whole = split(text, _PIECE)
    pieces: list[tuple[str, str]] = []
    joiner = "x"
    for number, piece in enumerate(whole, start=1):
        after, kept = _cut_off(piece) if number < len(whole) else ("x", piece)
        pieces.append((joiner, kept))
        joiner = after
    return pieces


def _cut_off(piece: str) -> tuple[str, str]:
    """The name of the white space at the end of a piece, and the piece without it."""
    for name, joiner in _JOINERS.items():
        if joiner and piece.endswith(joiner) and piece != joiner:
            return name, piece.removesuffix(joiner)
    return "x", piece


# ---- what came back --------------------------------------------------------------------------


def _boxes_in(values: Values) -> list[_Box]:
    """The boxes of the form, in its order."""
    return sorted(filter(None, map(_box_of, values)), key=lambda box: box.place)


def _box_of(block_id: str) -> _Box | None:
    match = _BLOCK_ID.fullmatch(block_id)
    if match is None:
        return None
    place, field, index, piece, joiner = match.groups()
    return _Box(place=int(place), field=field, index=int(index), piece=int(piece), joiner=joiner)


def _renumbered(texts: dict[tuple[str, int], str]) -> tuple[Part, ...]:
    """Parts without the empty ones, each list counted from 0 again."""
    parts: list[Part] = []
    for (field, _), text in texts.items():
        if text.strip():
            index = sum(part.field == field for part in parts)
            parts.append(Part(field=field, text=text, index=index))
    return tuple(parts)


def _first_boxes(values: Values) -> dict[tuple[str, int], str]:
    """The first box of each part of the parsed copy, and of the first part that is missing."""
    found: dict[tuple[str, int], str] = {}
    missing: dict[tuple[str, int], str] = {}
    counts: dict[str, int] = {}
    for box in _boxes_in(values):
        count = counts.get(box.field, 0)
        if box.piece:
            continue
        if text_in(values, box.block_id).strip():
            found[box.field, count] = box.block_id
            counts[box.field] = count + 1
        else:
            missing.setdefault((box.field, count), box.block_id)
    return missing | found
