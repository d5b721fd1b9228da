"""Edits by hand, held against the hard rules: at the door while Slack waits, and again in their job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from approvals import drafts, review_store
from approvals.approval import ApprovalId
from approvals.asides import counting
from bot.slack.desk import Desk
from bot.slack.ids import Kind, Metadata, parse_metadata
from bot.slack.views.modals.edit import field_errors
from bot.slack.views.models import EditedCopy, FieldErrors
from brandkit.drafts import Draft, DraftId, Variant


async def broken_by(desk: Desk, view: Mapping[str, Any], copy: EditedCopy) -> FieldErrors | None:
    """The hard rules that an edit breaks, each at its box.

    Those that the copy before broke as well may stay in a draft, but not in copy that this form approves.
    """
    await desk.rulebook.refresh()
    metadata = parse_metadata(str(view.get("private_metadata") or ""))
    draft = await _edited_draft(desk, metadata)
    if draft is None:
        return None  # its job has the words for that
    async with desk.database.reading() as connection:
        before = await drafts.findings(connection, draft.id, metadata.variant)
        passages = await drafts.given_passages(connection, draft.id)
        edited = Variant(parts=copy.parts)
        found = desk.drafting.check(draft.brief, edited, passages)
        aside = await desk.rulings.of_draft(connection, found, edited, draft)
    old = {(finding.rule, finding.field, finding.index) for finding in before}
    approves = metadata.ref is not None and metadata.ref.kind is Kind.APPROVAL
    counts = counting(found, aside)
    broken = [each for each in counts if approves or (each.rule, each.field, each.index) not in old]
    return field_errors(view["state"]["values"], desk.board.channel(draft), broken)


async def _edited_draft(desk: Desk, metadata: Metadata) -> Draft | None:
    if metadata.ref is None:
        return None
    async with desk.database.reading() as connection:
        if metadata.ref.kind is Kind.DRAFT:
            return await drafts.get(connection, DraftId(metadata.ref.id))
        approval = await review_store.by_id(connection, ApprovalId(metadata.ref.id))
        return await drafts.get(connection, approval.draft) if approval else None
