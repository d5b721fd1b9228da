"""Approvals as a use case: each change is one transaction with everything that follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from approvals import drafts, inbox, requests, review_store
from approvals.approval import Approval, ApprovalId, Decision, ReasonLabel
from approvals.asides import counting, ruled_in_draft
from approvals.database import Database
from approvals.deciding import decide
from approvals.events import DecisionMade, EditedAndApproved, Event, NewVersionSent, TimerFired, Withdrawn
from approvals.permission import why_not
from approvals.policy import Policy
from approvals.refusals import StaleVersion
from approvals.reviewing import Reviewing as Record
from bot.clock import Now
from bot.drafting import Drafting
from bot.effects import Effects
from bot.ids import stable_id
from bot.posts import Post, Posts, Show
from brandkit.amounts import counted
from brandkit.drafts import Draft, DraftId, Part, Provenance, RequestId, Variant, WriterKind
from brandkit.errors import Refusal
from brandkit.findings import Finding, Severity
from brandkit.kit import BrandKit


class Gone(Refusal):
    """What the button is about is not in the record."""

    def __init__(self) -> None:
        super().__init__(
            "I can't find what this button is about. Ask again in the thread to get a fresh card."
        )


class ErrorsRemain(Refusal):
    """Copy that breaks a hard rule is not approved unless somebody waived it."""

    def __init__(self, errors: Sequence[Finding]) -> None:
        what = counted(len(errors), "error has", "errors have")
        super().__init__(
            f"{what} to be fixed or waived before this can be approved: {errors[0].message} "
            "Press Dismiss or waive on the card, edit it, or ask for changes."
        )


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A person's edit of one variant: all its parts as they should be, and a note on why."""

    parts: tuple[Part, ...]
    note: str = ""


def policy_of(kit: BrandKit, approvers: frozenset[str]) -> Policy:
    """The brand's approval policy with the people who may decide here."""
    return Policy.one_stage(
        approvers,
        needed=kit.policy.approvers_needed,
        due_in=timedelta(hours=kit.policy.due_hours),
        author_may_approve=kit.policy.author_may_approve,
    )


class Reviewing:
    """Everything that can happen to copy once it leaves the marketer's hands.

    `cause` is the key of the inbound event; it is marked as done in the same transaction, so that the
    same click is never worked on twice.
    """

    def __init__(
        self,
        *,
        database: Database,
        record: Record,
        drafting: Drafting,
        effects: Effects,
        posts: Posts,
        policy: Policy,
        now: Now,
    ) -> None:
        self._database = database
        self._record = record
        self._drafting = drafting
        self._effects = effects
        self._posts = posts
        self.policy = policy
        self._now = now

    async def send(self, *, draft: DraftId, variant: int, by: str, cause: str) -> None:
        """Ask the approvers to decide on one variant of the newest draft."""
        async with self._database.transaction() as connection:
            it = await self._newest(connection, draft)
            request = await requests.get(connection, it.request)
            if request is None or not 0 <= variant < len(it.variants):
                raise Gone
            recorded = await self._record.send(
                connection,
                it,
                variant=variant,
                requester=request.requester,
                author=it.provenance.person or request.requester,
                by=by,
                policy=self.policy,
            )
            await self._effects.apply(connection, recorded.effects)
            await inbox.finish(connection, cause, at=self._now())

    async def decide(
        self,
        *,
        approval: ApprovalId,
        by: str,
        decision: Decision,
        cause: str,
        reason: str = "",
        labels: tuple[ReasonLabel, ...] = (),
    ) -> None:
        """Record one person's decision; raises the refusal to tell them where it cannot count."""
        async with self._database.transaction() as connection:
            it = await self._kept(connection, approval)
            event = DecisionMade(
                by=by,
                decision=decision,
                content_hash=it.content_hash,
                draft_number=it.draft_number,
                reason=reason,
                labels=labels,
            )
            if self._would_count(it, by, decision) and decision is Decision.APPROVE:
                await self._must_be_clean(connection, await drafts.get(connection, it.draft), it.variant)
            await self._handle(connection, approval, event)
            await inbox.finish(connection, cause, at=self._now())

    async def edit_and_approve(self, *, approval: ApprovalId, by: str, edit: Edit, cause: str) -> None:
        """An approver's edit becomes the next version, which they approve with it."""
        async with self._database.transaction() as connection:
            it = await self._kept(connection, approval)
            old = await drafts.get(connection, it.draft)
            if old is None:
                raise Gone
            new = await self._edited(connection, old, it.variant, edit, by=by, cause=cause)
            await self._keep(connection, new)
            if self._would_count(it, by, Decision.APPROVE_WITH_CHANGES):
                await self._must_be_clean(connection, new, 0)
            await self._show(connection, new, cause=cause)
            event = EditedAndApproved(
                by=by,
                content_hash=it.content_hash,
                draft_number=it.draft_number,
                successor=ApprovalId(stable_id("approval", cause)),
                new_draft=new.id,
                new_number=new.number,
                new_variant=0,
                new_hash=new.content_hash(0),
                reason=edit.note,
            )
            await self._handle(connection, approval, event)
            await inbox.finish(connection, cause, at=self._now())

    def may_decide(self, it: Approval, *, by: str, decision: Decision) -> None:
        """A first look before someone fills in a form; raises what the decision itself would raise."""
        event: Event = DecisionMade(
            by=by,
            decision=decision,
            content_hash=it.content_hash,
            draft_number=it.draft_number,
            reason="not given yet",
        )
        if decision is Decision.APPROVE_WITH_CHANGES:
            event = EditedAndApproved(
                by=by,
                content_hash=it.content_hash,
                draft_number=it.draft_number,
                successor=it.id,
                new_draft=it.draft,
                new_number=it.draft_number + 1,
                new_variant=0,
                new_hash="not written yet",
            )
        decide(it, (), event, policy=self.policy, now=self._now())

    async def withdraw(self, *, draft: DraftId, by: str, cause: str) -> None:
        """Take copy back from review."""
        async with self._database.transaction() as connection:
            it = await review_store.open_for_draft(connection, draft)
            if it is None:
                raise Refusal("This version is not in review any more. The card shows what happened.")
            await self._handle(connection, it.id, Withdrawn(by=by))
            await inbox.finish(connection, cause, at=self._now())

    async def wake(self, approval: ApprovalId) -> None:
        """Do what is due by now: remind, or close what nobody decided."""
        async with self._database.transaction() as connection:
            if await review_store.by_id(connection, approval) is not None:
                await self._handle(connection, approval, TimerFired())

    async def save_edit(
        self, connection: AsyncConnection, old: Draft, edit: Edit, *, variant: int, by: str, cause: str
    ) -> Draft:
        """A marketer's edit becomes the next version; reviews of older ones are void."""
        await self.must_be_newest(connection, old)
        new = await self._edited(connection, old, variant, edit, by=by, cause=cause)
        await self._keep(connection, new)
        await self.supersede(connection, new.request, by=by, number=new.number)
        return new

    async def supersede(
        self, connection: AsyncConnection, request: RequestId, *, by: str, number: int
    ) -> None:
        """Void every open review of this request, because version `number` took its place."""
        for it in await review_store.open_for_request(connection, request):
            await self._handle(connection, it.id, NewVersionSent(by=by, draft_number=number))

    async def must_be_newest(self, connection: AsyncConnection, it: Draft) -> None:
        """Raise `StaleVersion` when a newer version was written in the meantime."""
        newest = await drafts.latest(connection, it.request)
        if newest is not None and newest.number > it.number:
            raise StaleVersion(newest=newest.number)

    def _would_count(self, it: Approval, by: str, decision: Decision) -> bool:
        """Whether this person may decide so here; who may not hears that, not what the copy lacks."""
        return it.is_open and not why_not(it, by, decision, self.policy)

    async def _must_be_clean(self, connection: AsyncConnection, draft: Draft | None, variant: int) -> None:
        """Raise `ErrorsRemain` for errors that nobody but the requester set aside."""
        if draft is None:
            return
        findings, aside = await ruled_in_draft(
            connection,
            draft,
            variant,
            weigh=self._drafting.weighed,
            author_may_approve=self.policy.author_may_approve,
            now=self._now(),
        )
        errors = [each for each in counting(findings, aside) if each.severity is Severity.ERROR]
        if errors:
            raise ErrorsRemain(errors)

    async def _handle(self, connection: AsyncConnection, approval: ApprovalId, event: Event) -> None:
        recorded = await self._record.handle(connection, approval, event, policy=self.policy)
        if recorded.approval.id != approval:
            await self._effects.take_over(connection, approval, recorded.approval.id)
        await self._effects.apply(connection, recorded.effects)

    async def _edited(
        self, connection: AsyncConnection, old: Draft, variant: int, edit: Edit, *, by: str, cause: str
    ) -> Draft:
        newest = await drafts.latest(connection, old.request) or old
        return Draft(
            id=DraftId(stable_id("draft", cause)),
            request=old.request,
            number=newest.number + 1,
            brief=replace(old.brief, variants=1),
            variants=(_with_parts(old.variants[variant], edit.parts),),
            provenance=Provenance(
                writer=WriterKind.PERSON,
                person=by,
                kit_version=self._drafting.kit.version,
                guideline_version=old.provenance.guideline_version,
                passages=old.provenance.passages,
                uncovered=old.provenance.uncovered,
                note=f"Edited by hand from version {old.number}.",
            ),
            created_at=self._now(),
            change=edit.note or "edited by hand",
        )

    async def _keep(self, connection: AsyncConnection, new: Draft) -> None:
        before = await drafts.numbered(connection, new.request, new.number - 1)
        passages = await drafts.given_passages(connection, before.id) if before else ()
        findings = self._drafting.check(new.brief, new.variants[0], passages)
        await drafts.add(connection, new, (findings,), passages)
        for draft in await drafts.of_request(connection, new.request):
            await self._posts.redraw(connection, f"draft:{draft.id}")

    async def _show(self, connection: AsyncConnection, new: Draft, *, cause: str) -> None:
        """Let the requester see in the thread what an approver made of their draft."""
        request = await requests.get(connection, new.request)
        if request is None:
            raise Gone
        post = Post(
            key=f"edited:{cause}",
            show=Show.DRAFT,
            channel=request.channel_id,
            thread_ts=request.thread_ts,
            user=request.requester,
            subject=f"draft:{new.id}",
            about={"draft": new.id},
        )
        await self._posts.leave(connection, post)

    async def _newest(self, connection: AsyncConnection, draft: DraftId) -> Draft:
        it = await drafts.get(connection, draft)
        if it is None:
            raise Gone
        await self.must_be_newest(connection, it)
        return it

    @staticmethod
    async def _kept(connection: AsyncConnection, approval: ApprovalId) -> Approval:
        it = await review_store.locked(connection, approval)
        if it is None:
            raise Gone
        return it


def _with_parts(before: Variant, parts: tuple[Part, ...]) -> Variant:
    """The edited copy; citations stay with the parts that were left as they were."""
    same = {(part.field, part.index) for part in parts if part in before.parts}
    kept = tuple(one for one in before.citations if (one.field, one.index) in same)
    return Variant(parts=parts, citations=kept, gaps=before.gaps)
