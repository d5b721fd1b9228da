"""Windows that buttons and commands open: drawn from the record while Slack's short permission lasts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from approvals import assets, drafts, review_store
from approvals.approval import Approval, ApprovalId, Decision
from approvals.asides import counting
from approvals.assets import Asset, AssetId
from approvals.refusals import StaleVersion
from bot.reviewing import Gone
from bot.slack.desk import Desk
from bot.slack.guard import Touch
from bot.slack.handling.clicks import chosen_variant
from bot.slack.ids import Action, Kind, Metadata, Origin, Ref, parse_metadata, parse_ref, split_action
from bot.slack.proposal_windows import edit_window, proposals_window, untestable_window
from bot.slack.ruling_windows import draft_findings, ruling_window
from bot.slack.views.modals.ask import ask_view, query_test_view
from bot.slack.views.modals.asset import asset_view
from bot.slack.views.modals.compare import compare_view
from bot.slack.views.modals.edit import edit_and_approve_view, edit_draft_view
from bot.slack.views.modals.new_draft import new_draft_view
from bot.slack.views.modals.reasons import reject_view, request_changes_view
from bot.slack.views.modals.rulings import standings_view, waivers_view
from bot.slack.views.modals.upload import upload_view
from bot.slack.views.modals.why import why_view
from bot.slack.views.models import (
    AssetDetail,
    Comparison,
    EditForm,
    NewDraft,
    ReasonForm,
    View,
    WhyThis,
)
from brandkit.drafts import Draft, DraftId
from brandkit.scoring import score

_MEASURING = 1.2
"""Seconds that measuring may take while Slack waits for the window: its permission lasts three."""

Window = Callable[[Desk, Touch, str, tuple[int, ...]], Awaitable[View]]


async def new_draft(desk: Desk, touch: Touch) -> View:
    """The New draft form."""
    return new_draft_view(
        NewDraft(
            channels=tuple(desk.kit.channels.values()),
            markets=desk.kit.markets,
            personas=tuple(persona.name for persona in desk.kit.personas),
            origin=Origin(channel=touch.channel),
        )
    )


async def _new_draft(desk: Desk, touch: Touch, _value: str, _numbers: tuple[int, ...]) -> View:
    return await new_draft(desk, touch)


async def _edit(desk: Desk, touch: Touch, value: str, _numbers: tuple[int, ...]) -> View:
    ref = parse_ref(value)
    draft = await _draft(desk, DraftId(ref.id))
    async with desk.database.reading() as connection:
        newest = await drafts.latest(connection, draft.request)
    if newest is not None and newest.number > draft.number:
        raise StaleVersion(newest=newest.number)
    variant = await chosen_variant(desk, draft) or 0
    return edit_draft_view(_edit_form(desk, touch, ref, draft, variant))


async def _edit_and_approve(desk: Desk, touch: Touch, value: str, _numbers: tuple[int, ...]) -> View:
    ref = parse_ref(value)
    approval, draft = await _review(desk, ref)
    desk.reviewing.may_decide(approval, by=touch.user, decision=Decision.APPROVE_WITH_CHANGES)
    return edit_and_approve_view(_edit_form(desk, touch, ref, draft, approval.variant))


async def _request_changes(desk: Desk, touch: Touch, value: str, _numbers: tuple[int, ...]) -> View:
    return request_changes_view(await _reason_form(desk, touch, value, Decision.REQUEST_CHANGES))


async def _reject(desk: Desk, touch: Touch, value: str, _numbers: tuple[int, ...]) -> View:
    return reject_view(await _reason_form(desk, touch, value, Decision.REJECT))


async def _why_draft(desk: Desk, _touch: Touch, value: str, _numbers: tuple[int, ...]) -> View:
    draft = await _draft(desk, DraftId(parse_ref(value).id))
    variant = await chosen_variant(desk, draft) or 0
    return why_view(await _why(desk, draft, variant), _kept(draft, variant))


async def why_page(desk: Desk, metadata: Metadata, page: int) -> View:
    """Another page of the window that explains a draft."""
    if metadata.ref is None:
        raise Gone
    draft = await _draft(desk, DraftId(metadata.ref.id))
    why = await _why(desk, draft, metadata.variant)
    return why_view(replace(why, page=page), metadata)


def _kept(draft: Draft, variant: int) -> Metadata:
    return Metadata(ref=Ref(kind=Kind.DRAFT, id=draft.id, version=draft.number), variant=variant)


async def _findings_draft(desk: Desk, _touch: Touch, value: str, numbers: tuple[int, ...]) -> View:
    draft = await _draft(desk, DraftId(parse_ref(value).id))
    variant = numbers[0] if numbers else await chosen_variant(desk, draft) or 0
    return await draft_findings(desk, draft, _kept(draft, variant))


async def _why_approval(desk: Desk, _touch: Touch, value: str, _numbers: tuple[int, ...]) -> View:
    approval, draft = await _review(desk, parse_ref(value))
    return why_view(await _why(desk, draft, approval.variant), _kept(draft, approval.variant))


async def _findings_approval(desk: Desk, _touch: Touch, value: str, _numbers: tuple[int, ...]) -> View:
    approval, draft = await _review(desk, parse_ref(value))
    return await draft_findings(desk, draft, _kept(draft, approval.variant))


async def _ruling(desk: Desk, touch: Touch, value: str, numbers: tuple[int, ...]) -> View:
    action, _ = split_action(str(touch.body["actions"][0]["action_id"]))
    return await ruling_window(desk, touch.body, touch.user, action=action, value=value, numbers=numbers)


async def _waivers(desk: Desk, touch: Touch, _value: str, _numbers: tuple[int, ...]) -> View:
    if touch.user not in desk.people.approvers:
        desk.people.must_be_admin(touch.user, "look through waivers")
    return waivers_view(await desk.rulings.waivers())


async def _standings(desk: Desk, touch: Touch, _value: str, _numbers: tuple[int, ...]) -> View:
    desk.people.must_be_admin(touch.user, "look into the record of rules")
    return standings_view(await desk.rulings.records())


async def _proposals(desk: Desk, touch: Touch, _value: str, _numbers: tuple[int, ...]) -> View:
    return await proposals_window(desk, touch.user)


async def _untestable(desk: Desk, touch: Touch, _value: str, _numbers: tuple[int, ...]) -> View:
    return await untestable_window(desk, touch.user)


async def _edit_rule(desk: Desk, touch: Touch, value: str, _numbers: tuple[int, ...]) -> View:
    view = touch.body.get("view") or {}
    parent = str(view.get("id") or "") if view.get("type") == "modal" else ""
    page = parse_metadata(str(view.get("private_metadata") or "{}")).page if parent else 0
    return await edit_window(desk, touch.user, value, parent=parent, page=page)


async def _compare(desk: Desk, _touch: Touch, value: str, _numbers: tuple[int, ...]) -> View:
    approval, draft = await _review(desk, parse_ref(value))
    async with desk.database.reading() as connection:
        older = await drafts.numbered(connection, draft.request, draft.number - 1)
    if older is None:
        raise Gone
    variant = min(approval.variant, len(older.variants) - 1)
    return compare_view(
        Comparison(
            channel=desk.board.channel(draft),
            older=older.variants[variant].parts,
            newer=draft.variants[approval.variant].parts,
            older_number=older.number,
            newer_number=draft.number,
            change=draft.change,
        )
    )


async def _upload(desk: Desk, touch: Touch, _value: str, _numbers: tuple[int, ...]) -> View:
    desk.people.must_be_admin(touch.user, "upload guidelines")
    return upload_view(Origin(channel=touch.channel))


async def _test_query(desk: Desk, touch: Touch, _value: str, _numbers: tuple[int, ...]) -> View:
    desk.people.must_be_admin(touch.user, "test what the desk would cite")
    return query_test_view(Origin(channel=touch.channel))


async def _asset(desk: Desk, _touch: Touch, value: str, _numbers: tuple[int, ...]) -> View:
    async with desk.database.reading() as connection:
        asset = await assets.get(connection, AssetId(parse_ref(value).id))
    if asset is None:
        raise Gone
    return asset_view(
        AssetDetail(
            line=desk.board.asset_line(asset),
            channel=desk.kit.channels[asset.channel],
            parts=asset.parts,
            requester=asset.requester,
            number=asset.number,
            content_hash=asset.content_hash,
            provenance=_told(asset),
        )
    )


async def ask(_desk: Desk, touch: Touch) -> View:
    """Where anybody asks what the guidelines say."""
    return ask_view(Origin(channel=touch.channel))


def _told(asset: Asset) -> tuple[tuple[str, str], ...]:
    """How it came to be, in label and text."""
    pairs = (
        ("Asked", asset.brief.ask),
        ("Guidelines", asset.guideline_version),
        ("Brand kit", asset.kit_version),
        ("Audit entry", str((asset.provenance.get("decision") or {}).get("seq", ""))),
    )
    return tuple((label, text) for label, text in pairs if text)


async def _reason_form(desk: Desk, touch: Touch, value: str, decision: Decision) -> ReasonForm:
    ref = parse_ref(value)
    approval, draft = await _review(desk, ref)
    desk.reviewing.may_decide(approval, by=touch.user, decision=decision)
    label = desk.board.channel(draft).label
    return ReasonForm(
        ref=ref, title=f"{label}: {draft.brief.topic}, version {draft.number}", origin=_origin(touch)
    )


def _edit_form(desk: Desk, touch: Touch, ref: Ref, draft: Draft, variant: int) -> EditForm:
    return EditForm(
        ref=ref,
        channel=desk.board.channel(draft),
        parts=draft.variants[variant].parts,
        number=draft.number,
        variant=variant,
        origin=_origin(touch),
    )


async def _why(desk: Desk, draft: Draft, variant: int) -> WhyThis:
    async with desk.database.reading() as connection:
        findings, aside = await desk.board.ruled(connection, draft, variant)
        given = await drafts.given_passages(connection, draft.id)
    cited = {citation.passage for citation in draft.variants[variant].citations}
    explanation = await desk.drafting.explain(
        draft.brief, draft.variants[variant], findings=findings, passages=given, within=_MEASURING
    )
    return WhyThis(
        draft=draft,
        variant=variant,
        channel=desk.board.channel(draft),
        passages=tuple(passage for passage in given if passage.id in cited),
        findings=findings,
        aside=aside,
        score=score(counting(findings, aside)),
        explanation=explanation,
    )


async def _draft(desk: Desk, draft_id: DraftId) -> Draft:
    async with desk.database.reading() as connection:
        draft = await drafts.get(connection, draft_id)
    if draft is None:
        raise Gone
    return draft


async def _review(desk: Desk, ref: Ref) -> tuple[Approval, Draft]:
    async with desk.database.reading() as connection:
        approval = await review_store.by_id(connection, ApprovalId(ref.id))
    if approval is None:
        raise Gone
    return approval, await _draft(desk, approval.draft)


def _origin(touch: Touch) -> Origin:
    container = touch.body.get("container") or {}
    return Origin(
        channel=touch.channel,
        ts=str(container.get("message_ts") or ""),
        thread_ts=str(container.get("thread_ts") or ""),
    )


WINDOWS: Mapping[Action, Window] = {
    Action.REQUEST_NEW: _new_draft,
    Action.DRAFT_EDIT: _edit,
    Action.DRAFT_WHY: _why_draft,
    Action.DRAFT_OPEN: _why_draft,
    Action.DRAFT_FINDINGS: _findings_draft,
    Action.APPROVAL_EDIT: _edit_and_approve,
    Action.APPROVAL_REQUEST_CHANGES: _request_changes,
    Action.APPROVAL_REJECT: _reject,
    Action.APPROVAL_WHY: _why_approval,
    Action.APPROVAL_FINDINGS: _findings_approval,
    Action.APPROVAL_COMPARE: _compare,
    Action.DRAFT_DISMISS: _ruling,
    Action.DRAFT_WAIVE: _ruling,
    Action.CHECK_DISMISS: _ruling,
    Action.CHECK_WAIVE: _ruling,
    Action.WAIVERS: _waivers,
    Action.RULES_STANDING: _standings,
    Action.PROPOSALS: _proposals,
    Action.PROPOSALS_UNTESTABLE: _untestable,
    Action.PROPOSAL_EDIT: _edit_rule,
    Action.GUIDELINES_UPLOAD: _upload,
    Action.GUIDELINES_TEST: _test_query,
    Action.ASSET_OPEN: _asset,
}
"""Buttons whose whole effect is a window."""


async def window_for(desk: Desk, touch: Touch, action_id: str, value: str) -> View | None:
    """The window a button opens; None for buttons that do something instead."""
    action, numbers = split_action(action_id)
    make = WINDOWS.get(action)
    return await make(desk, touch, value, numbers) if make else None
