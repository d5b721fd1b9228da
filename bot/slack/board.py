"""Draws messages from the record: what a message shows is looked up each time it is sent or updated."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from approvals import assets, drafts, outbox, requests, review_store
from approvals.approval import Approval, ApprovalId, ApprovalState, Decision
from approvals.asides import Asides, counting, ruled_in_draft
from approvals.asset_export import exported
from approvals.assets import Asset, AssetId
from approvals.policy import Policy
from approvals.requests import Request
from bot.clock import Now
from bot.posts import Json, Show
from bot.rulebook import Rules
from bot.slack.ids import Kind, Ref
from bot.slack.permalinks import permalink
from bot.slack.views.approval_card import approval_card
from bot.slack.views.assets import asset_file_message, assets_message, beyond_title
from bot.slack.views.decisions import decision_message, refusal_message, reminder_message
from bot.slack.views.draft_card import draft_card
from bot.slack.views.guidelines import progress_message, result_message
from bot.slack.views.modals.ask import ask_result_message
from bot.slack.views.models import (
    Answered,
    ApprovalCard,
    AskedQuestion,
    AssetLine,
    AssetResults,
    DecisionNews,
    DocumentProgress,
    DraftCard,
    Failure,
    GuidelineProgress,
    GuidelineResult,
    Impact,
    Message,
    Reminder,
    SignOffLine,
    Standing,
    Status,
    Step,
    StepState,
    Work,
)
from bot.slack.views.wording import NO_MODEL
from bot.slack.views.work import asked_message, failure_message, question_message, work_message
from brandkit.briefs import Question
from brandkit.channels import Channel
from brandkit.drafts import Draft, DraftId, RequestId, WriterKind
from brandkit.findings import Finding
from brandkit.kit import BrandKit
from brandkit.passages import Passage
from brandkit.scoring import score

ASSETS_PER_PAGE = 10
_STEPS = ("Reading what you need", "Finding the guidelines it rests on, writing, checking")


class RecordBoard:
    """Builds view models from the record and hands them to the builders."""

    def __init__(
        self,
        *,
        kit: BrandKit,
        rules: Rules,
        policy: Policy,
        has_model: bool,
        workspace: str,
        now: Now,
    ) -> None:
        """`workspace` is its address, for links to messages."""
        self._workspace = workspace
        self._kit = kit
        self._rules = rules
        self._now = now
        self._policy = policy
        self._has_model = has_model
        self._draw: Mapping[Show, Callable[[AsyncConnection, Any], Awaitable[Message]]] = {
            Show.WORK: self._work,
            Show.ASKED: self._asked,
            Show.QUESTION: self._question,
            Show.DRAFT: self._draft,
            Show.FAILURE: self._failure,
            Show.APPROVAL: self._approval,
            Show.NEWS: self._news,
            Show.ANSWER: self._answer,
            Show.GUIDELINES: self._guidelines,
            Show.ASSETS: self._assets,
            Show.ASSET_FILE: self._asset_file,
            Show.TEXT: self._text,
        }

    async def draw(self, connection: AsyncConnection, show: Show, about: Json) -> Message:
        """The message as it should look by what this connection sees."""
        return await self._draw[show](connection, about)

    async def draft_card(self, connection: AsyncConnection, draft: Draft, *, chosen: int | None) -> DraftCard:
        """What the marketer's card shows about a draft."""
        request = await requests.get(connection, draft.request)
        approval = await self._review_of(connection, draft)
        ruled = [await self.ruled(connection, draft, variant) for variant in range(len(draft.variants))]
        return DraftCard(
            draft=draft,
            channel=self.channel(draft),
            requester=request.requester if request else "",
            findings=tuple(findings for findings, _ in ruled),
            aside=tuple(aside for _, aside in ruled),
            scores=tuple(score(counting(findings, aside)) for findings, aside in ruled),
            passages=await drafts.cited_passages(connection, draft.id),
            chosen=approval.variant if approval else chosen,
            status=await self._status_of(connection, draft, approval),
            may_withdraw=approval is not None and approval.is_open,
            degraded=self.degraded(draft),
            may_wait=self._has_model and draft.provenance.writer is WriterKind.HOUSE,
        )

    async def ruled(
        self, connection: AsyncConnection, draft: Draft, variant: int
    ) -> tuple[tuple[Finding, ...], Asides]:
        """What was found in a variant, as its rules stand now, and what of it was set aside."""
        return await ruled_in_draft(
            connection,
            draft,
            variant,
            weigh=self._rules.weighed,
            author_may_approve=self._policy.author_may_approve,
            now=self._now(),
        )

    def channel(self, draft: Draft) -> Channel:
        """The format a draft was written in."""
        return self._kit.channels[draft.channel]

    def thread_link(self, request: Request | None) -> str:
        """The address of the thread a request lives in."""
        return permalink(self._workspace, request.channel_id, request.thread_ts) if request else ""

    async def card_link(self, connection: AsyncConnection, approval: ApprovalId) -> str:
        """The address of an approval's card; empty as long as it is not posted."""
        posted = (row for row in await outbox.about(connection, f"approval:{approval}") if row.ts)
        card = next(posted, None)
        return permalink(self._workspace, card.channel, card.ts, card.thread_ts) if card else ""

    def degraded(self, draft: Draft) -> str:
        """Why no model wrote this; empty where one did, or a person."""
        if draft.provenance.writer is not WriterKind.HOUSE:
            return ""
        if not self._has_model:
            return NO_MODEL
        return draft.provenance.note or "the model was not available"

    async def _work(self, connection: AsyncConnection, about: Json) -> Message:
        request = await requests.get(connection, RequestId(str(about["request"])))
        brief = request.brief if request else None
        step = int(str(about["step"]))
        states = [StepState.DONE] * step + [StepState.RUNNING] + [StepState.WAITING] * len(_STEPS)
        return work_message(
            Work(
                channel=self._kit.channels.get(brief.channel) if brief else None,
                change=str(about["change"]),
                steps=tuple(
                    Step(text=text, state=state) for text, state in zip(_STEPS, states, strict=False)
                ),
                partial_text=str(about.get("text", "")),
                waiting=bool(about.get("waiting")),
                request=str(about["request"]) if self._has_model else "",
            )
        )

    async def _asked(self, _connection: AsyncConnection, about: Any) -> Message:
        return asked_message(str(about["user"]), str(about["text"]))

    async def _question(self, _connection: AsyncConnection, about: Any) -> Message:
        return question_message(
            AskedQuestion(
                request=about["request"],
                question=Question(
                    text=about["text"], missing=about["missing"], choices=tuple(about["choices"])
                ),
                answer=about.get("answer", ""),
                answered_by=about.get("answered_by", ""),
            )
        )

    async def _draft(self, connection: AsyncConnection, about: Any) -> Message:
        draft = await drafts.get(connection, DraftId(about["draft"]))
        if draft is None:
            return refusal_message("This draft is not in the record any more. Ask for it again.")
        return draft_card(await self.draft_card(connection, draft, chosen=about.get("chosen")))

    async def _failure(self, _connection: AsyncConnection, about: Any) -> Message:
        retry = Ref(kind=Kind.REQUEST, id=about["retry"]) if about.get("retry") else None
        return failure_message(
            Failure(
                code=about.get("code", ""),
                happened=about["happened"],
                next_step=about.get("next_step", ""),
                retry=retry,
            )
        )

    async def _approval(self, connection: AsyncConnection, about: Any) -> Message:
        return approval_card(await self.approval_card(connection, ApprovalId(about["approval"])))

    async def approval_card(self, connection: AsyncConnection, approval_id: ApprovalId) -> ApprovalCard:
        """What the approvers' card shows."""
        approval = await review_store.by_id(connection, approval_id)
        draft = await drafts.get(connection, approval.draft) if approval else None
        if approval is None or draft is None:
            raise KeyError(approval_id)
        findings, aside = await self.ruled(connection, draft, approval.variant)
        said = await review_store.sign_offs(connection, approval.id)
        previous = await drafts.numbered(connection, draft.request, draft.number - 1)
        return ApprovalCard(
            approval=approval.id,
            version=approval.version,
            draft=draft,
            variant=approval.variant,
            channel=self.channel(draft),
            requester=approval.requester,
            due_at=approval.due_at,
            late=self._is_late(approval),
            findings=findings,
            aside=aside,
            score=score(counting(findings, aside)),
            passages=_cited(draft, approval.variant, await drafts.given_passages(connection, draft.id)),
            status=await self._status(connection, approval),
            sign_offs=tuple(SignOffLine(by=one.approver, at=one.at) for one in said if one.decision.approves),
            needed=self._policy.stage(approval.stage).needed,
            previous=previous.number if previous else None,
            thread_link=self.thread_link(await requests.get(connection, draft.request)),
            degraded=self.degraded(draft),
        )

    async def _news(self, connection: AsyncConnection, about: Any) -> Message:
        approval = await review_store.by_id(connection, ApprovalId(about["approval"]))
        draft = await drafts.get(connection, approval.draft) if approval else None
        if approval is None or draft is None:
            raise KeyError(about["approval"])
        if about["what"] == "reminded" and approval.is_open:
            return reminder_message(
                Reminder(
                    draft=draft,
                    channel=self.channel(draft),
                    requester=approval.requester,
                    due_at=approval.due_at,
                    late=self._is_late(approval),
                    card_link=await self.card_link(connection, approval.id),
                )
            )
        asset = await assets.of_approval(connection, approval.id)
        return decision_message(
            DecisionNews(
                draft=draft,
                channel=self.channel(draft),
                status=await self._status(connection, approval),
                asset=asset.id if asset else "",
                request_link=self.thread_link(await requests.get(connection, draft.request)),
            )
        )

    async def _answer(self, _connection: AsyncConnection, about: Any) -> Message:
        return ask_result_message(
            Answered(
                question=about["question"],
                text=about["text"],
                covered=about["covered"],
                passages=tuple(_passage(each) for each in about["passages"]),
            )
        )

    async def _guidelines(self, _connection: AsyncConnection, about: Any) -> Message:
        if "result" in about:
            result = about["result"]
            return result_message(
                GuidelineResult(
                    version=result["version"],
                    state=result["state"],
                    documents=result["documents"],
                    passages=result["passages"],
                    added=tuple((name, count) for name, count in result["added"]),
                    refused=tuple((name, why) for name, why in result["refused"]),
                    by=result["by"],
                    impact=Impact(**result["impact"]) if result.get("impact") else None,
                    troubles=result.get("troubles") or {},
                    proposed=result.get("proposed") or 0,
                    untestable=result.get("untestable") or 0,
                )
            )
        progress = tuple(DocumentProgress(**each) for each in about["documents"])
        return progress_message(GuidelineProgress(documents=progress, by=about["by"]))

    async def _assets(self, connection: AsyncConnection, about: Any) -> Message:
        return assets_message(await self.assets(connection, about["query"], page=int(about["page"])))

    async def assets(self, connection: AsyncConnection, query: str, *, page: int = 0) -> AssetResults:
        """One page of the library."""
        brand = self._kit.slug
        found = await assets.search(
            connection, query, brand=brand, limit=ASSETS_PER_PAGE, offset=page * ASSETS_PER_PAGE
        )
        return AssetResults(
            query=query,
            lines=tuple(self.asset_line(asset) for asset in found),
            total=await assets.count(connection, query, brand=brand),
            page=page,
            page_size=ASSETS_PER_PAGE,
        )

    def asset_line(self, asset: Asset) -> AssetLine:
        """One asset in a list."""
        return AssetLine(
            id=asset.id,
            title=asset.title,
            channel_label=self._kit.channels[asset.channel].label,
            approved_by=asset.approved_by,
            approved_at=asset.approved_at,
            snippet=beyond_title(asset.title, [part.text for part in asset.parts]),
        )

    async def _asset_file(self, connection: AsyncConnection, about: Any) -> Message:
        asset = await assets.get(connection, AssetId(about["asset"]))
        if asset is None:
            raise KeyError(about["asset"])
        return asset_file_message(asset.title, exported(asset, str(about["form"])))

    async def _text(self, _connection: AsyncConnection, about: Any) -> Message:
        return refusal_message(about["text"])

    async def _review_of(self, connection: AsyncConnection, draft: Draft) -> Approval | None:
        """The latest review of this draft, open or not."""
        reviews = await review_store.of_request(connection, draft.request)
        return next((one for one in reversed(reviews) if one.draft == draft.id), None)

    async def _status_of(
        self, connection: AsyncConnection, draft: Draft, approval: Approval | None
    ) -> Status:
        newest = await drafts.latest(connection, draft.request)
        if newest is not None and newest.number > draft.number:
            decided = approval is not None and approval.state is ApprovalState.APPROVED
            if not decided:
                return Status(standing=Standing.SUPERSEDED, newest=newest.number)
        return await self._status(connection, approval) if approval else Status()

    def _is_late(self, approval: Approval) -> bool:
        return approval.is_open and approval.due_at <= self._now()

    async def _status(self, connection: AsyncConnection, approval: Approval) -> Status:
        said = await review_store.sign_offs(connection, approval.id)
        return Status(
            standing=Standing(approval.state.value),
            by=approval.decided_by or (approval.requester if approval.is_open else ""),
            at=approval.decided_at or approval.opened_at,
            reason=approval.reason,
            labels=tuple(label.value for label in approval.labels),
            newest=approval.superseded_by,
            with_changes=any(one.decision is Decision.APPROVE_WITH_CHANGES for one in said),
        )


def _cited(draft: Draft, variant: int, passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    cited = {citation.passage for citation in draft.variants[variant].citations}
    return tuple(passage for passage in passages if passage.id in cited)


def _passage(plain: Mapping[str, Any]) -> Passage:
    return Passage(**{**plain, "heading": tuple(plain["heading"])})
