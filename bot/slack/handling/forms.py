"""Submitted forms: the same checks as at the door, then the consequence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from approvals.approval import ApprovalId, Decision, ReasonLabel
from bot.guideline_desk import Handed
from bot.reviewing import Edit
from bot.slack.desk import Desk
from bot.slack.handling.edits import broken_by
from bot.slack.handling.messages import done, said_by, start_thread
from bot.slack.handling.proposals import edited
from bot.slack.handling.rulings import dismissed, waived
from bot.slack.ids import Metadata, Modal, parse_metadata
from bot.slack.inbound import Heard
from bot.slack.views.modals.document import parse_document
from bot.slack.views.modals.edit import parse_edit
from bot.slack.views.modals.new_draft import parse_new_draft
from bot.slack.views.modals.reasons import parse_reason
from bot.slack.views.modals.upload import parse_upload
from bot.slack.views.models import EditedCopy, FieldErrors, Reason
from brandkit.briefs import Brief
from brandkit.drafts import DraftId

Values = Mapping[str, Mapping[str, Any]]


async def on_submit(desk: Desk, heard: Heard) -> None:
    """Do what the form says. One that was refused at the door is refused here too, without a word."""
    do = _FORMS.get(Modal(heard.name)) if heard.name in {modal.value for modal in Modal} else None
    if do is None:
        await done(desk, heard)
        return
    await do(desk, heard, parse_metadata(heard.value))


async def _new_draft(desk: Desk, heard: Heard, metadata: Metadata) -> None:
    parsed = parse_new_draft(values_of(heard))
    if isinstance(parsed, FieldErrors):
        return await done(desk, heard)
    asked = _as_asked(desk, parsed)
    placed = replace(heard, channel=metadata.origin.channel, text=asked, value="")
    return await start_thread(desk, placed, filled=tuple(replace(each, ask=asked) for each in parsed))


async def _edit(desk: Desk, heard: Heard, metadata: Metadata) -> None:
    copy = parse_edit(values_of(heard))
    if isinstance(copy, FieldErrors) or metadata.ref is None or await _refused(desk, heard, copy):
        return await done(desk, heard)
    return await desk.conversation.edit(
        _at_origin(heard, metadata),
        draft=DraftId(metadata.ref.id),
        variant=metadata.variant,
        edit=_edit_of(copy),
    )


async def _edit_and_approve(desk: Desk, heard: Heard, metadata: Metadata) -> None:
    copy = parse_edit(values_of(heard))
    if isinstance(copy, FieldErrors) or metadata.ref is None or await _refused(desk, heard, copy):
        return await done(desk, heard)
    return await desk.reviewing.edit_and_approve(
        approval=ApprovalId(metadata.ref.id), by=heard.user, edit=_edit_of(copy), cause=heard.key
    )


async def _request_changes(desk: Desk, heard: Heard, metadata: Metadata) -> None:
    await _say_no(desk, heard, metadata, Decision.REQUEST_CHANGES)


async def _reject(desk: Desk, heard: Heard, metadata: Metadata) -> None:
    await _say_no(desk, heard, metadata, Decision.REJECT)


async def _say_no(desk: Desk, heard: Heard, metadata: Metadata, decision: Decision) -> None:
    reason = parse_reason(values_of(heard))
    if isinstance(reason, FieldErrors) or metadata.ref is None:
        return await done(desk, heard)
    return await desk.reviewing.decide(
        approval=ApprovalId(metadata.ref.id),
        by=heard.user,
        decision=decision,
        cause=heard.key,
        reason=reason.text,
        labels=_labels(reason),
    )


async def _upload(desk: Desk, heard: Heard, _metadata: Metadata) -> None:
    upload = parse_upload(values_of(heard))
    if isinstance(upload, FieldErrors):
        return await done(desk, heard)
    files = tuple(
        {"id": each.id, "name": each.name, "size": each.size, "url_private_download": each.url}
        for each in upload.files
    )
    return await desk.guidelines.receive(
        Handed(key=heard.key, user=heard.user, files=files, activate=upload.activate)
    )


async def _refused(desk: Desk, heard: Heard, copy: EditedCopy) -> bool:
    """Whether the form itself already said what is wrong with this edit."""
    return await broken_by(desk, heard.payload.get("view") or {}, copy) is not None


async def _document(desk: Desk, heard: Heard, metadata: Metadata) -> None:
    said = parse_document(values_of(heard))
    if isinstance(said, FieldErrors) or metadata.ref is None:
        return await done(desk, heard)
    await desk.guidelines.look_after(document=metadata.ref.id, said=said, by=heard.user, cause=heard.key)
    return await desk.homes.publish(heard.user)


async def _dismiss(desk: Desk, heard: Heard, metadata: Metadata) -> None:
    await dismissed(desk, heard, metadata, values_of(heard))


async def _waive(desk: Desk, heard: Heard, metadata: Metadata) -> None:
    await waived(desk, heard, metadata, values_of(heard))


async def _edit_rule(desk: Desk, heard: Heard, metadata: Metadata) -> None:
    await edited(desk, heard, metadata, values_of(heard))


def values_of(heard: Heard) -> Values:
    """What was filled in, by block and action."""
    view = heard.payload.get("view") or {}
    values: Values = (view.get("state") or {}).get("values") or {}
    return values


def _at_origin(heard: Heard, metadata: Metadata) -> Any:
    placed = replace(heard, channel=metadata.origin.channel, thread_ts=metadata.origin.thread_ts)
    return said_by(placed)


def _edit_of(copy: EditedCopy) -> Edit:
    return Edit(parts=copy.parts, note=copy.note)


def _labels(reason: Reason) -> tuple[ReasonLabel, ...]:
    return tuple(ReasonLabel(label) for label in reason.labels)


def _as_asked(desk: Desk, briefs: Sequence[Brief]) -> str:
    """The form in words, for the message that opens the thread."""
    brief = briefs[0]
    known = desk.kit.channels
    labels = [known[each.channel].label if each.channel in known else each.channel for each in briefs]
    readers = dict.fromkeys(each.audience for each in briefs if each.audience)
    wanted = f"{' and '.join(dict.fromkeys(labels))} about {brief.topic}"
    more = (
        f"for {' and '.join(readers)}" if readers else "",
        brief.tone,
        f"link to {brief.link}" if brief.link else "",
        f"mention {', '.join(each.rstrip('.') for each in brief.must_mention)}" if brief.must_mention else "",
        f"market {brief.market}" if brief.market else "",
        f"{brief.variants} variants" if brief.variants > 1 else "",
    )
    return ", ".join(filter(None, (wanted, *more)))


Form = Callable[[Desk, Heard, Metadata], Awaitable[None]]

_FORMS: Mapping[Modal, Form] = {
    Modal.NEW_DRAFT: _new_draft,
    Modal.EDIT_DRAFT: _edit,
    Modal.EDIT_AND_APPROVE: _edit_and_approve,
    Modal.REQUEST_CHANGES: _request_changes,
    Modal.REJECT: _reject,
    Modal.UPLOAD: _upload,
    Modal.DOCUMENT: _document,
    Modal.DISMISS: _dismiss,
    Modal.WAIVE: _waive,
    Modal.EDIT_RULE: _edit_rule,
}
