"""Reviews in real transactions: one decision, one log entry, one asset, whoever clicks when."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from approvals import assets, drafts, requests, review_store
from approvals.approval import Approval, ApprovalId, ApprovalState, Decision, ReasonLabel
from approvals.audit import AuditLog
from approvals.database import Database
from approvals.effects import EffectKind
from approvals.events import DecisionMade, EditedAndApproved, Event, TimerFired, Withdrawn
from approvals.policy import Policy
from approvals.refusals import (
    AlreadyDecided,
    AlreadyInReview,
    AlreadyReviewed,
    ChangedMeanwhile,
    MayNotDecide,
    StaleVersion,
)
from approvals.reviewing import NoSuchReview, Recorded, Reviewing
from approvals.tables import approval as approval_table
from brandkit.drafts import Draft
from tests.contracts.approvals.builders import (
    FINDING,
    HOUR,
    MAYA,
    NOON,
    NOOR,
    OLEG,
    PASSAGE,
    PIA,
    UNUSED,
    Clock,
    a_draft,
    a_policy,
    a_request,
    a_reviewing,
    a_sent_draft,
    numbered,
)


def said(it: Approval, by: str, decision: Decision = Decision.APPROVE, reason: str = "") -> DecisionMade:
    return DecisionMade(
        by=by, decision=decision, content_hash=it.content_hash, draft_number=it.draft_number, reason=reason
    )


async def handle(
    database: Database,
    it: Approval,
    event: Event,
    *,
    reviewing: Reviewing | None = None,
    policy: Policy | None = None,
) -> Recorded:
    async with database.transaction() as conn:
        return await (reviewing or a_reviewing(now=Clock(NOON + HOUR))).handle(
            conn, it.id, event, policy=policy or a_policy()
        )


async def edit(
    database: Database, it: Approval, by: str, text: str, policy: Policy
) -> tuple[Draft, Recorded]:
    new = a_draft(it.draft_number + 1, text)
    event = EditedAndApproved(
        by=by,
        content_hash=it.content_hash,
        draft_number=it.draft_number,
        successor=ApprovalId("edited"),
        new_draft=new.id,
        new_number=new.number,
        new_variant=0,
        new_hash=new.content_hash(0),
    )
    async with database.transaction() as conn:
        await drafts.add(conn, new, [[FINDING]], [PASSAGE])
        return new, await a_reviewing(now=Clock(NOON + HOUR)).handle(conn, it.id, event, policy=policy)


async def test_a_sent_draft_waits_for_every_approver_and_for_no_one_else(database: Database) -> None:
    _, sent = await a_sent_draft(database)

    async with database.reading() as conn:
        assert await review_store.by_id(conn, sent.approval.id) == sent.approval
        assert await review_store.waiting_for(conn, NOOR, policy=a_policy()) == (sent.approval,)
        assert await review_store.waiting_for(conn, MAYA, policy=a_policy(NOOR, MAYA)) == ()
        assert await review_store.open_for_draft(conn, sent.approval.draft) == sent.approval
    assert [effect.kind for effect in sent.effects] == [EffectKind.CARD, EffectKind.REMIND, EffectKind.WAKE]


async def test_the_same_text_is_not_sent_twice(database: Database) -> None:
    draft, sent = await a_sent_draft(database)

    with pytest.raises(AlreadyInReview) as refusal:
        async with database.transaction() as conn:
            await a_reviewing().send(
                conn, draft, variant=0, requester=MAYA, author=MAYA, by=MAYA, policy=a_policy()
            )
    assert refusal.value.approval == sent.approval.id


@pytest.mark.parametrize(
    ("by", "decision"), [(NOOR, Decision.APPROVE), (NOOR, Decision.REQUEST_CHANGES), (NOOR, Decision.REJECT)]
)
async def test_a_second_press_of_send_that_comes_after_the_decision_opens_no_review(
    database: Database, by: str, decision: Decision
) -> None:
    draft, sent = await a_sent_draft(database)
    done = await handle(database, sent.approval, said(sent.approval, by, decision, reason="See the brief."))

    with pytest.raises(AlreadyReviewed) as refusal:
        await send(database, draft)

    assert refusal.value.state is done.approval.state
    async with database.reading() as conn:
        assert len(await review_store.of_request(conn, draft.request)) == 1


async def test_a_version_that_is_sent_while_the_next_one_is_written_is_not_reviewed(
    database: Database,
) -> None:
    draft = a_draft()
    async with database.transaction() as conn:
        await requests.add(conn, a_request(draft.request))
        await drafts.add(conn, draft, [[FINDING]], [PASSAGE])
    async with database.transaction() as conn:
        newer = a_draft(draft.number + 1, "Another text.")
        await drafts.add(conn, newer, [[FINDING]], [PASSAGE])
        sending = asyncio.create_task(send(database, draft))
        await asyncio.wait({sending}, timeout=0.3)  # as far as it gets before the commit

    with pytest.raises(StaleVersion):
        await sending


async def send(database: Database, draft: Draft) -> Recorded:
    async with database.transaction() as conn:
        return await a_reviewing().send(
            conn, draft, variant=0, requester=MAYA, author=MAYA, by=MAYA, policy=a_policy()
        )


async def test_the_database_itself_holds_one_open_review_of_a_text(database: Database) -> None:
    _, sent = await a_sent_draft(database)
    row = review_store._row(sent.approval) | {"id": "another"}

    with pytest.raises(IntegrityError):
        async with database.transaction() as conn:
            await conn.execute(insert(approval_table).values(row))


async def test_approval_puts_the_very_copy_into_the_library_with_its_history(database: Database) -> None:
    draft, sent = await a_sent_draft(database)

    done = await handle(database, sent.approval, said(sent.approval, NOOR))

    assert done.asset is not None
    async with database.reading() as conn:
        kept = await assets.of_approval(conn, sent.approval.id)
        log = [entry async for entry in AuditLog().entries(conn)]
    assert kept == done.asset
    assert kept.parts == draft.variants[0].parts
    assert kept.content_hash == draft.content_hash(0)
    assert (kept.requester, kept.approved_by, kept.approved_at) == (MAYA, NOOR, NOON + HOUR)
    assert kept.provenance["audit"] == {"seq": log[-1].seq, "hash": log[-1].hash}
    assert [entry.entry.action for entry in log] == ["approval.opened", "approval.approved"]
    assert [one["id"] for one in kept.provenance["passages"]] == [PASSAGE.id, UNUSED.id]
    assert [one["cited"] for one in kept.provenance["passages"]] == [True, False]
    assert kept.provenance["findings"][0]["rule"] == FINDING.rule
    assert kept.provenance["sign_offs"][0]["by"] == NOOR


async def test_two_approvers_at_once_make_one_decision(database: Database) -> None:
    _, sent = await a_sent_draft(database)

    answers = await asyncio.gather(
        handle(database, sent.approval, said(sent.approval, NOOR)),
        handle(database, sent.approval, said(sent.approval, OLEG, Decision.REJECT, reason="Off brand")),
        return_exceptions=True,
    )

    won = next(answer for answer in answers if isinstance(answer, Recorded))
    lost = next(answer for answer in answers if isinstance(answer, AlreadyDecided))
    assert (lost.by, lost.what, lost.at) == (won.approval.decided_by, won.approval.state, NOON + HOUR)
    async with database.reading() as conn:
        assert len(await review_store.sign_offs(conn, sent.approval.id)) == 1
        assert await assets.count(conn) == (won.approval.state is ApprovalState.APPROVED)
        assert (await AuditLog().verify(conn)).entries == 2


async def test_twenty_clicks_at_once_make_one_asset(database: Database) -> None:
    _, sent = await a_sent_draft(database)

    clicks = [handle(database, sent.approval, said(sent.approval, who)) for who in (NOOR, OLEG, PIA) * 7]
    answers = await asyncio.gather(*clicks, return_exceptions=True)

    assert Counter(type(answer) for answer in answers) == {Recorded: 1, AlreadyDecided: 20}
    async with database.reading() as conn:
        assert await assets.count(conn) == 1


async def test_two_of_three_at_once_both_count(database: Database) -> None:
    policy = a_policy(needed=2)
    _, sent = await a_sent_draft(database, policy=policy)

    both = await asyncio.gather(
        handle(database, sent.approval, said(sent.approval, NOOR), policy=policy),
        handle(database, sent.approval, said(sent.approval, OLEG), policy=policy),
    )

    assert {one.approval.state for one in both} == {ApprovalState.IN_REVIEW, ApprovalState.APPROVED}
    async with database.reading() as conn:
        assert {one.approver for one in await review_store.sign_offs(conn, sent.approval.id)} == {NOOR, OLEG}
        assert await review_store.waiting_for(conn, PIA, policy=policy) == ()


async def test_a_refused_decision_writes_nothing(database: Database) -> None:
    _, sent = await a_sent_draft(database)

    with pytest.raises(MayNotDecide):
        await handle(database, sent.approval, said(sent.approval, "U-stranger"))
    async with database.reading() as conn:
        assert await review_store.by_id(conn, sent.approval.id) == sent.approval
        assert (await AuditLog().verify(conn)).entries == 1


async def test_a_reason_and_its_labels_are_kept_but_not_in_the_log(database: Database) -> None:
    _, sent = await a_sent_draft(database)
    event = DecisionMade(
        by=NOOR,
        decision=Decision.REQUEST_CHANGES,
        content_hash=sent.approval.content_hash,
        draft_number=1,
        reason="Too stiff for freelancers",
        labels=(ReasonLabel.TONE_MISMATCH, ReasonLabel.TIMING),
    )

    await handle(database, sent.approval, event)

    async with database.reading() as conn:
        kept = await review_store.by_id(conn, sent.approval.id)
        log = [entry async for entry in AuditLog().entries(conn, subject=sent.approval.id)]
    assert kept is not None
    assert (kept.state, kept.reason, kept.labels) == (
        ApprovalState.CHANGES_REQUESTED,
        event.reason,
        event.labels,
    )
    assert event.reason not in log[-1].body
    assert log[-1].entry.detail["labels"] == ["tone_mismatch", "timing"]


async def test_an_edit_is_approved_as_a_new_version_and_the_old_one_is_stale(database: Database) -> None:
    _, sent = await a_sent_draft(database)

    new, done = await edit(database, sent.approval, NOOR, "Get paid. On time.", a_policy())

    async with database.reading() as conn:
        old = await review_store.by_id(conn, sent.approval.id)
        kept = await review_store.by_id(conn, ApprovalId("edited"))
        shelf = await assets.search(conn)
        log = [entry.entry async for entry in AuditLog().entries(conn)]
    assert old is not None
    assert (old.state, old.superseded_by) == (ApprovalState.SUPERSEDED, 2)
    assert kept == done.approval
    assert (done.approval.state, done.approval.author, done.approval.requester) == (
        ApprovalState.APPROVED,
        NOOR,
        MAYA,
    )
    assert [one.content_hash for one in shelf] == [new.content_hash(0)]
    assert log[-1].detail["decision"] == "approve_with_changes"
    with pytest.raises(StaleVersion, match="version 2"):
        await handle(database, sent.approval, said(sent.approval, OLEG))


async def test_an_edit_voids_the_sign_offs_on_the_old_text(database: Database) -> None:
    policy = a_policy(needed=2)
    _, sent = await a_sent_draft(database, policy=policy)
    await handle(database, sent.approval, said(sent.approval, OLEG), policy=policy)

    _, edited = await edit(database, sent.approval, NOOR, "Get paid. On time.", policy)

    assert edited.approval.state is ApprovalState.IN_REVIEW
    done = await handle(database, edited.approval, said(edited.approval, OLEG), policy=policy)
    assert done.approval.state is ApprovalState.APPROVED
    async with database.reading() as conn:
        assert {one.approver for one in await review_store.sign_offs(conn, edited.approval.id)} == {
            NOOR,
            OLEG,
        }


async def test_an_edit_its_editor_may_not_approve_waits_for_someone_else(database: Database) -> None:
    policy = a_policy(editor_may_approve=False)
    _, sent = await a_sent_draft(database, policy=policy)

    _, edited = await edit(database, sent.approval, NOOR, "Get paid. On time.", policy)

    assert edited.approval.state is ApprovalState.IN_REVIEW
    with pytest.raises(MayNotDecide, match="another approver"):
        await handle(database, edited.approval, said(edited.approval, NOOR), policy=policy)
    done = await handle(database, edited.approval, said(edited.approval, OLEG), policy=policy)
    assert done.approval.state is ApprovalState.APPROVED


async def test_sending_a_new_version_closes_the_review_of_the_old_one(database: Database) -> None:
    _, sent = await a_sent_draft(database)
    new = a_draft(2)
    async with database.transaction() as conn:
        await drafts.add(conn, new)
        reviewing = Reviewing(audit=AuditLog(), now=Clock(NOON + HOUR), new_id=numbered("second"))
        again = await reviewing.send(
            conn, new, variant=0, requester=MAYA, author=MAYA, by=MAYA, policy=a_policy()
        )

    async with database.reading() as conn:
        states = [one.state for one in await review_store.of_request(conn, new.request)]
    assert states == [ApprovalState.SUPERSEDED, ApprovalState.IN_REVIEW]
    assert again.effects[0].args["approval"] == sent.approval.id


async def test_a_version_check_stops_a_write_that_was_not_locked(database: Database) -> None:
    _, sent = await a_sent_draft(database)
    done = await handle(database, sent.approval, Withdrawn(by=MAYA))

    with pytest.raises(ChangedMeanwhile):
        async with database.transaction() as conn:
            await review_store.save(conn, done.outcome, expected_version=1, audit=AuditLog())


async def test_what_is_due_is_found_and_a_second_timer_does_nothing(database: Database) -> None:
    policy = a_policy()
    _, sent = await a_sent_draft(database, policy=policy)
    clock = Clock(NOON + policy.remind_every)
    async with database.reading() as conn:
        early = await review_store.due(conn, clock() - HOUR)
        late = await review_store.due(conn, clock())

    first = await handle(database, sent.approval, TimerFired(), reviewing=a_reviewing(now=clock))
    second = await handle(database, sent.approval, TimerFired(), reviewing=a_reviewing(now=clock))

    assert (early, late) == ((), (sent.approval,))
    assert [effect.kind for effect in first.effects] == [
        EffectKind.CARD,
        EffectKind.REMIND,
        EffectKind.WAKE,
    ]
    assert (second.effects, second.entries) == ((), ())


async def test_a_review_nobody_decides_expires(database: Database) -> None:
    policy = a_policy()
    _, sent = await a_sent_draft(database, policy=policy)
    clock = Clock(NOON + policy.due_in + policy.grace)

    done = await handle(database, sent.approval, TimerFired(), reviewing=a_reviewing(now=clock))

    assert done.approval.state is ApprovalState.EXPIRED
    async with database.reading() as conn:
        assert await review_store.due(conn, clock()) == ()
        assert await review_store.waiting_for(conn, NOOR, policy=policy) == ()


async def test_a_review_that_is_not_on_record_is_explained(database: Database) -> None:
    with pytest.raises(NoSuchReview, match="sent"):
        async with database.transaction() as conn:
            await a_reviewing().handle(conn, ApprovalId("gone"), TimerFired(), policy=a_policy())
