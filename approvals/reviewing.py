"""A review in one transaction: look under the lock, decide, write, put what was approved into the library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from approvals import assets, drafts, requests, review_store
from approvals.approval import Approval, ApprovalId, ApprovalState
from approvals.asides import asides_in_draft
from approvals.asset_provenance import provenance_of
from approvals.assets import Asset, AssetId, asset_of
from approvals.audit import AuditLog
from approvals.audit_entry import SealedEntry
from approvals.deciding import decide
from approvals.effects import Effect, EffectKind
from approvals.events import Event, NewVersionSent
from approvals.opening import open_review
from approvals.outcome import Outcome
from approvals.policy import Policy
from approvals.refusals import AlreadyReviewed, StaleVersion
from brandkit.drafts import Draft
from brandkit.errors import Refusal


class NoSuchReview(Refusal):
    """The review is not on record, as after a restore from an older backup."""


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What was written; `effects` are those still to be done, `asset` is what came into the library."""

    outcome: Outcome
    effects: tuple[Effect, ...] = ()
    asset: Asset | None = None
    entries: tuple[SealedEntry, ...] = ()

    @property
    def approval(self) -> Approval:
        """The review that now stands for the copy."""
        return self.outcome.final


class Reviewing:
    """Opens reviews and applies events to them, always inside the caller's transaction."""

    def __init__(self, *, audit: AuditLog, now: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        self._audit = audit
        self._now = now
        self._new_id = new_id

    async def send(
        self,
        conn: AsyncConnection,
        draft: Draft,
        *,
        variant: int,
        requester: str,
        author: str,
        by: str,
        policy: Policy,
    ) -> Recorded:
        """Open a review of a variant; open reviews of the request's other versions are superseded.

        Raises `AlreadyInReview` when this very text is under review and `AlreadyReviewed` when it was, so
        that pressing twice does no harm however late the second press is; `StaleVersion` when there is a
        newer version.
        """
        await self._must_be_fresh(conn, draft)
        effects = await self.supersede(conn, draft, by=by, policy=policy)
        outcome = open_review(
            approval=ApprovalId(self._new_id()),
            draft=draft,
            variant=variant,
            requester=requester,
            author=author,
            by=by,
            policy=policy,
            now=self._now(),
        )
        entries = await review_store.open_approval(conn, outcome, audit=self._audit)
        return Recorded(outcome=outcome, effects=effects + outcome.all_effects, entries=entries)

    @staticmethod
    async def _must_be_fresh(conn: AsyncConnection, draft: Draft) -> None:
        """Under the lock of the request's row, for which whoever adds a version of it waits."""
        await requests.locked(conn, draft.request)
        newest = await drafts.latest(conn, draft.request)
        if newest is not None and newest.number > draft.number:
            raise StaleVersion(newest=newest.number)
        for it in await review_store.of_request(conn, draft.request):
            if it.draft == draft.id and it.decided_at is not None and not it.is_open:
                raise AlreadyReviewed(state=it.state, at=it.decided_at)

    async def supersede(
        self, conn: AsyncConnection, draft: Draft, *, by: str, policy: Policy
    ) -> tuple[Effect, ...]:
        """Close the open reviews of all other versions of what was asked: this draft takes their place."""
        await requests.locked(conn, draft.request)
        effects: tuple[Effect, ...] = ()
        for other in await review_store.open_for_request(conn, draft.request):
            if other.draft_number != draft.number:
                event = NewVersionSent(by=by, draft_number=draft.number)
                effects += (await self._apply(conn, other, event, policy=policy)).effects
        return effects

    async def handle(
        self, conn: AsyncConnection, approval_id: ApprovalId, event: Event, *, policy: Policy
    ) -> Recorded:
        """Apply what happened; a refusal (`approvals.refusals`) says why not, and nothing is written then."""
        it = await review_store.locked(conn, approval_id)
        if it is None:
            raise NoSuchReview(
                "This review is not on record any more. Ask for the copy to be sent for approval again."
            )
        return await self._apply(conn, it, event, policy=policy)

    async def _apply(self, conn: AsyncConnection, it: Approval, event: Event, *, policy: Policy) -> Recorded:
        outcome = decide(it, await review_store.sign_offs(conn, it.id), event, policy=policy, now=self._now())
        entries = await review_store.save(conn, outcome, expected_version=it.version, audit=self._audit)
        asset = None
        if entries and outcome.final.state is ApprovalState.APPROVED:
            asset = await self._shelve(conn, outcome.final, entries[-1], policy)
        todo = tuple(effect for effect in outcome.all_effects if effect.kind is not EffectKind.ASSET)
        return Recorded(outcome=outcome, effects=todo, asset=asset, entries=entries)

    async def _shelve(
        self, conn: AsyncConnection, approved: Approval, decision: SealedEntry, policy: Policy
    ) -> Asset:
        """Put the approved copy into the library with all that explains it."""
        history = [
            one
            for one in await drafts.of_request(conn, approved.request)
            if one.number <= approved.draft_number
        ]
        request = await requests.get(conn, approved.request)
        assert request is not None
        findings = await drafts.findings(conn, approved.draft, approved.variant)
        draft = history[-1]
        copy = draft.variants[approved.variant]
        provenance = provenance_of(
            approved,
            history,
            findings=findings,
            aside=await asides_in_draft(
                conn,
                findings,
                copy,
                draft,
                author_may_approve=policy.author_may_approve,
                now=self._now(),
            ),
            passages=await drafts.given_passages(conn, approved.draft),
            sign_offs=await review_store.sign_offs(conn, approved.id),
            decision=decision,
        )
        asset = asset_of(
            approved,
            history[-1],
            asset_id=AssetId(self._new_id()),
            brand=request.brand,
            provenance=provenance,
        )
        await assets.add(conn, asset)
        return asset
