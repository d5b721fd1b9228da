"""The windows in which findings are looked at and ruled about, drawn from the record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from approvals import drafts, review_store
from approvals.approval import ApprovalState
from approvals.asides import counting
from approvals.waiver import MayNotWaive, WaiverScope
from bot.checked import Checked
from bot.rulings import Found, Target
from bot.slack.desk import Desk
from bot.slack.ids import Action, Kind, Metadata, Origin, Ref, UnreadableReference, parse_ref
from bot.slack.views.modals.check import check_result_view
from bot.slack.views.modals.findings import findings_view
from bot.slack.views.modals.ruling import dismiss_view, waive_view
from bot.slack.views.models import CheckResult, RulingForm, View, WhyThis
from brandkit.drafts import Draft, DraftId
from brandkit.fixing import fix_all_safe
from brandkit.scoring import score

Body = dict[str, Any]


def target_of(ref: Ref, numbers: tuple[int, ...]) -> Target:
    """What a button on a finding is about. `UnreadableReference` when we never made such a button."""
    if ref.kind is Kind.CHECK and len(numbers) == 1:
        return Target(check=ref.id, number=numbers[0])
    if ref.kind is Kind.DRAFT and len(numbers) == 2:  # noqa: PLR2004 - variant and finding
        return Target(draft=DraftId(ref.id), variant=numbers[0], number=numbers[1])
    raise UnreadableReference


def target_in(metadata: Metadata) -> Target:
    """What a form is about."""
    if metadata.ref is None or metadata.finding is None:
        raise UnreadableReference
    is_check = metadata.ref.kind is Kind.CHECK
    numbers = (metadata.finding,) if is_check else (metadata.variant, metadata.finding)
    return target_of(metadata.ref, numbers)


async def ruling_window(
    desk: Desk, body: Body, user: str, *, action: Action, value: str, numbers: tuple[int, ...]
) -> View:
    """The form behind Dismiss or Waive; raises for a person who may not, before they write a reason."""
    ref = parse_ref(value)
    target = target_of(ref, numbers)
    await desk.rulebook.refresh()
    found = await desk.rulings.find(target)
    metadata = Metadata(
        ref=ref,
        variant=target.variant,
        finding=target.number,
        parent=_open_window(body),
        origin=_origin(body),
    )
    if action in {Action.DRAFT_DISMISS, Action.CHECK_DISMISS}:
        desk.rulings.may_dismiss(found, by=user)
        return dismiss_view(RulingForm(finding=found.finding, metadata=metadata))
    desk.rulings.may_waive(found, by=user)
    scopes = tuple(each for each in WaiverScope if _may(desk, found, user, each))
    return waive_view(RulingForm(finding=found.finding, metadata=metadata, scopes=scopes))


async def draft_findings(desk: Desk, draft: Draft, metadata: Metadata) -> View:
    """Every finding of one variant, a page of them."""
    await desk.rulebook.refresh()
    async with desk.database.reading() as connection:
        findings, aside = await desk.board.ruled(connection, draft, metadata.variant)
        newest = await drafts.latest(connection, draft.request)
        reviews = await review_store.of_request(connection, draft.request)
    decided = any(each.draft == draft.id and each.state is not ApprovalState.SUPERSEDED for each in reviews)
    why = WhyThis(
        draft=draft,
        variant=metadata.variant,
        channel=desk.board.channel(draft),
        findings=findings,
        aside=aside,
        score=score(counting(findings, aside)),
    )
    is_newest = newest is not None and newest.id == draft.id
    return findings_view(why, metadata, fixes=is_newest and not decided)


def check_window(checked: Checked, *, page: int = 0) -> View:
    """What a check of any text found."""
    text = checked.text
    safe = fix_all_safe(text.variant, checked.counting)
    return check_result_view(
        CheckResult(
            check=text.id,
            text=text.text,
            findings=text.findings,
            aside=checked.aside,
            score=score(checked.counting),
            channel=checked.channel,
            fixed_text=safe.parts[0].text,
            mended=text.root != text.id,
            page=page,
        )
    )


async def again(desk: Desk, metadata: Metadata) -> View | None:
    """The window that a form was opened from, as it is now; None for windows that show no findings."""
    ref = metadata.ref
    if ref is None:
        return None
    if ref.kind is Kind.CHECK:
        return check_window(await desk.checks.shown(ref.id), page=metadata.page)
    async with desk.database.reading() as connection:
        draft = await drafts.get(connection, DraftId(ref.id)) if ref.kind is Kind.DRAFT else None
    return await draft_findings(desk, draft, metadata) if draft else None


def turned(metadata: Metadata, page: int) -> Metadata:
    """The same window on another page."""
    return replace(metadata, page=page)


def _may(desk: Desk, found: Found, user: str, scope: WaiverScope) -> bool:
    if scope is WaiverScope.PHRASE and not found.finding.match.strip():
        return False
    if scope is WaiverScope.CHANNEL and not found.place.channel:
        return False
    try:
        desk.rulings.may_waive(found, by=user, scope=scope)
    except MayNotWaive:
        return False
    return True


def _open_window(body: Body) -> str:
    view = body.get("view") or {}
    return str(view.get("id") or "") if view.get("type") == "modal" else ""


def _origin(body: Body) -> Origin:
    container = body.get("container") or {}
    channel = str((body.get("channel") or {}).get("id") or container.get("channel_id") or "")
    return Origin(
        channel=channel,
        ts=str(container.get("message_ts") or ""),
        thread_ts=str(container.get("thread_ts") or ""),
    )
