"""The rules of approval, one by one: no database, no clock but the one passed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from approvals.approval import Approval, ApprovalId, ApprovalState, Decision, ReasonLabel, SignOff
from approvals.deciding import decide
from approvals.effects import EffectKind
from approvals.events import DecisionMade, EditedAndApproved, Event, NewVersionSent, TimerFired, Withdrawn
from approvals.opening import open_review
from approvals.outcome import Outcome
from approvals.policy import Policy, Stage
from approvals.refusals import (
    AlreadyDecided,
    MayNotDecide,
    MayNotWithdraw,
    NothingChanged,
    ReasonRequired,
    ReviewClosed,
    StaleVersion,
)
from brandkit.briefs import Brief, ChannelName
from brandkit.drafts import Draft, DraftId, Part, Provenance, RequestId, Variant, WriterKind

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
MAYA, NOOR, OLEG, PIA, LEA = "U-maya", "U-noor", "U-oleg", "U-pia", "U-lea"
POLICY = Policy.one_stage(frozenset({NOOR, OLEG, PIA}))
TWO_OF_THREE = Policy.one_stage(frozenset({NOOR, OLEG, PIA}), needed=2)
LEGAL_AFTER = Policy(
    stages=(
        Stage(name="brand", approvers=frozenset({NOOR, OLEG})),
        Stage(name="legal", approvers=frozenset({LEA})),
    )
)


def a_review(*, policy: Policy = POLICY, requester: str = MAYA, author: str = MAYA) -> Approval:
    draft = Draft(
        id=DraftId("D1"),
        request=RequestId("R1"),
        number=1,
        brief=Brief(channel=ChannelName("x"), ask="a post", topic="reminders"),
        variants=(Variant(parts=(Part(field="body", text="Get paid on time."),)),),
        provenance=Provenance(writer=WriterKind.HOUSE),
        created_at=NOON,
    )
    return open_review(
        approval=ApprovalId("A1"),
        draft=draft,
        variant=0,
        requester=requester,
        author=author,
        by=requester,
        policy=policy,
        now=NOON,
    ).approval


def says(
    by: str, decision: Decision = Decision.APPROVE, *, reason: str = "", number: int = 1, text_hash: str = ""
) -> DecisionMade:
    return DecisionMade(
        by=by,
        decision=decision,
        content_hash=text_hash or a_review().content_hash,
        draft_number=number,
        reason=reason,
    )


def edits(by: str, *, new_hash: str = "e" * 64) -> EditedAndApproved:
    return EditedAndApproved(
        by=by,
        content_hash=a_review().content_hash,
        draft_number=1,
        successor=ApprovalId("A2"),
        new_draft=DraftId("D2"),
        new_number=2,
        new_variant=0,
        new_hash=new_hash,
    )


def after(
    *events: Event, policy: Policy = POLICY, start: Approval | None = None, now: datetime = LATER
) -> Outcome:
    """What the last event makes of a review that all the others happened to."""
    it, sign_offs = start or a_review(policy=policy), list[SignOff]()
    outcome = Outcome(approval=it)
    for event in events:
        outcome = decide(outcome.approval, sign_offs, event, policy=policy, now=now)
        sign_offs += [outcome.sign_off] if outcome.sign_off else []
    return outcome


def kinds(outcome: Outcome) -> list[EffectKind]:
    return [effect.kind for effect in outcome.all_effects]


def test_one_approver_is_enough_by_default() -> None:
    outcome = after(says(NOOR))

    assert outcome.approval.state is ApprovalState.APPROVED
    assert (outcome.approval.decided_by, outcome.approval.decided_at) == (NOOR, LATER)
    assert kinds(outcome) == [EffectKind.CARD, EffectKind.NOTE, EffectKind.TELL, EffectKind.ASSET]


@pytest.mark.parametrize("decision", [Decision.REQUEST_CHANGES, Decision.REJECT])
def test_a_no_needs_a_reason(decision: Decision) -> None:
    with pytest.raises(ReasonRequired):
        after(says(NOOR, decision, reason=" \n"))


def test_a_no_by_one_ends_the_review_whatever_the_others_said() -> None:
    outcome = after(says(OLEG), says(NOOR, Decision.REJECT, reason="Off brand"), policy=TWO_OF_THREE)

    assert (outcome.approval.state, outcome.approval.reason) == (ApprovalState.REJECTED, "Off brand")
    assert kinds(outcome) == [EffectKind.CARD, EffectKind.NOTE, EffectKind.TELL]


def test_the_requester_cannot_approve_their_own_copy_even_as_an_approver() -> None:
    with pytest.raises(MayNotDecide, match="someone else"):
        after(says(NOOR), start=a_review(requester=NOOR, author=NOOR))


def test_the_requester_cannot_approve_what_someone_else_edited_for_them() -> None:
    with pytest.raises(MayNotDecide, match="someone else"):
        after(says(NOOR), start=a_review(requester=NOOR, author=OLEG))


def test_whoever_wrote_the_version_cannot_approve_it() -> None:
    with pytest.raises(MayNotDecide, match="another approver"):
        after(says(OLEG), start=a_review(author=OLEG))


def test_a_policy_may_let_authors_approve_their_own_copy() -> None:
    alone = Policy.one_stage(frozenset({NOOR}), author_may_approve=True)

    outcome = after(says(NOOR), policy=alone, start=a_review(policy=alone, requester=NOOR, author=NOOR))

    assert outcome.approval.state is ApprovalState.APPROVED


def test_only_approvers_decide() -> None:
    with pytest.raises(MayNotDecide, match="Only the approvers"):
        after(says("U-stranger"))


def test_without_approvers_people_are_told_whom_to_ask() -> None:
    nobody = Policy.one_stage(frozenset())

    with pytest.raises(MayNotDecide, match="admin"):
        after(says(NOOR), policy=nobody)


def test_a_decision_about_other_text_is_stale() -> None:
    with pytest.raises(StaleVersion):
        after(says(NOOR, text_hash="0" * 64))


def test_a_decision_about_another_number_is_stale() -> None:
    with pytest.raises(StaleVersion):
        after(says(NOOR, number=2))


def test_a_superseded_card_names_the_newest_version() -> None:
    with pytest.raises(StaleVersion, match="version 4") as refusal:
        after(NewVersionSent(by=MAYA, draft_number=4), says(NOOR))
    assert refusal.value.newest == 4


def test_a_double_click_is_told_that_it_counted() -> None:
    with pytest.raises(AlreadyDecided, match="You already") as refusal:
        after(says(NOOR), says(NOOR))
    assert refusal.value.repeated


def test_a_double_click_before_the_quorum_counts_once() -> None:
    with pytest.raises(AlreadyDecided, match="counts once") as refusal:
        after(says(NOOR), says(NOOR), policy=TWO_OF_THREE)
    assert (refusal.value.by, refusal.value.what) == (NOOR, Decision.APPROVE)


def test_the_second_person_hears_who_was_first_and_what_they_said() -> None:
    with pytest.raises(AlreadyDecided) as refusal:
        after(says(NOOR), says(OLEG, Decision.REJECT, reason="no"))
    assert str(refusal.value) == (
        "<@U-noor> was first: it was approved on 23 November 2026 at 12:05 UTC. Your click changed nothing."
    )
    assert refusal.value.naming("Noor").startswith("Noor was first")
    assert not refusal.value.repeated


def test_one_person_who_decided_hears_of_a_different_second_click_too() -> None:
    with pytest.raises(AlreadyDecided) as refusal:
        after(says(NOOR), says(NOOR, Decision.REJECT, reason="oh"))
    assert not refusal.value.repeated


def test_two_of_three_need_two_different_people() -> None:
    one = after(says(NOOR), policy=TWO_OF_THREE)
    two = after(says(NOOR), says(PIA), policy=TWO_OF_THREE)

    assert (one.approval.state, two.approval.state) == (ApprovalState.IN_REVIEW, ApprovalState.APPROVED)
    assert kinds(one) == [EffectKind.CARD, EffectKind.TELL, EffectKind.WAKE]


def test_an_approver_may_change_their_mind_while_it_is_open() -> None:
    outcome = after(
        says(NOOR), says(NOOR, Decision.REQUEST_CHANGES, reason="On second thought"), policy=TWO_OF_THREE
    )

    assert outcome.approval.state is ApprovalState.CHANGES_REQUESTED


def test_on_hold_no_clock_runs_and_others_cannot_finish_it() -> None:
    held = after(says(NOOR, Decision.HOLD))
    others = after(says(NOOR, Decision.HOLD), says(OLEG), says(PIA))

    assert (held.approval.held_by, held.approval.wake_at) == (NOOR, None)
    assert others.approval.state is ApprovalState.IN_REVIEW


def test_whoever_held_it_lets_it_go_with_a_decision() -> None:
    outcome = after(says(NOOR, Decision.HOLD), says(OLEG), says(NOOR))

    assert outcome.approval.state is ApprovalState.APPROVED


def test_after_a_hold_the_clock_starts_again() -> None:
    outcome = after(says(NOOR, Decision.HOLD), says(NOOR), policy=TWO_OF_THREE)

    assert (outcome.approval.held_by, outcome.approval.due_at) == ("", LATER + TWO_OF_THREE.due_in)
    assert outcome.approval.wake_at == LATER + TWO_OF_THREE.remind_every


def test_a_hold_can_be_taken_over() -> None:
    outcome = after(says(NOOR, Decision.HOLD), says(OLEG, Decision.HOLD), says(OLEG))

    assert outcome.approval.state is ApprovalState.APPROVED


def test_each_stage_asks_its_own_people() -> None:
    brand = after(says(NOOR), policy=LEGAL_AFTER)
    legal = after(says(NOOR), says(LEA), policy=LEGAL_AFTER)

    assert (brand.approval.state, brand.approval.stage) == (ApprovalState.IN_REVIEW, 1)
    assert [effect.args["people"] for effect in brand.effects if effect.kind is EffectKind.REMIND] == [LEA]
    assert legal.approval.state is ApprovalState.APPROVED


def test_the_first_stage_has_no_say_in_the_second() -> None:
    with pytest.raises(MayNotDecide):
        after(says(NOOR), says(OLEG), policy=LEGAL_AFTER)


def test_edit_and_approve_replaces_the_version_and_approves_the_edit() -> None:
    outcome = after(edits(NOOR))

    assert (outcome.approval.state, outcome.approval.superseded_by) == (ApprovalState.SUPERSEDED, 2)
    new = outcome.final
    assert (new.id, new.state, new.author, new.requester) == ("A2", ApprovalState.APPROVED, NOOR, MAYA)
    assert outcome.then is not None
    assert outcome.then.sign_off is not None
    assert outcome.then.sign_off.decision is Decision.APPROVE_WITH_CHANGES


def test_the_requester_cannot_edit_and_approve_whatever_the_policy() -> None:
    for policy in (POLICY, Policy.one_stage(frozenset({NOOR}), author_may_approve=True)):
        with pytest.raises(MayNotDecide, match="send the new version"):
            after(edits(NOOR), policy=policy, start=a_review(policy=policy, requester=NOOR))


def test_an_edit_without_a_change_is_no_edit() -> None:
    with pytest.raises(NothingChanged):
        after(edits(NOOR, new_hash=a_review().content_hash))


def test_an_edit_sent_twice_makes_one_version() -> None:
    with pytest.raises(StaleVersion, match="version 2"):
        after(edits(NOOR), edits(NOOR))


def test_an_edit_under_a_quorum_asks_the_others_about_the_new_text() -> None:
    outcome = after(says(OLEG), edits(NOOR), policy=TWO_OF_THREE)

    assert outcome.final.state is ApprovalState.IN_REVIEW
    asked = [effect.args["people"] for effect in outcome.all_effects if effect.kind is EffectKind.REMIND]
    assert asked == [f"{OLEG},{PIA}"]


def test_only_the_requester_withdraws() -> None:
    with pytest.raises(MayNotWithdraw):
        after(Withdrawn(by=NOOR))
    assert after(Withdrawn(by=MAYA)).approval.state is ApprovalState.WITHDRAWN


def test_a_withdrawn_review_says_so() -> None:
    with pytest.raises(ReviewClosed, match="withdrawn"):
        after(Withdrawn(by=MAYA), says(NOOR))


def test_a_late_click_is_refused_even_before_the_timer_came() -> None:
    late = a_review().expires_at
    assert late is not None

    with pytest.raises(ReviewClosed, match="nobody decided in time"):
        after(says(NOOR), now=late)


def test_reminders_go_to_those_who_have_not_decided() -> None:
    start = a_review(policy=TWO_OF_THREE)
    signed = decide(start, (), says(NOOR), policy=TWO_OF_THREE, now=LATER)
    assert signed.sign_off is not None
    assert signed.approval.remind_at is not None

    outcome = decide(
        signed.approval, (signed.sign_off,), TimerFired(), policy=TWO_OF_THREE, now=signed.approval.remind_at
    )

    asked = [effect.args["people"] for effect in outcome.effects if effect.kind is EffectKind.REMIND]
    assert asked == [f"{OLEG},{PIA}"]
    assert EffectKind.CARD in {effect.kind for effect in outcome.effects}


def test_the_moment_it_becomes_late_is_a_reminder_too() -> None:
    policy = replace(TWO_OF_THREE, due_in=timedelta(hours=30), remind_every=timedelta(hours=24))
    start = a_review(policy=policy)
    assert (start.remind_at, start.due_at) == (NOON + timedelta(hours=24), NOON + timedelta(hours=30))

    day_later = decide(start, (), TimerFired(), policy=policy, now=NOON + timedelta(hours=24)).approval
    assert day_later.remind_at == start.due_at
    late = decide(day_later, (), TimerFired(), policy=policy, now=NOON + timedelta(hours=30)).approval
    assert late.remind_at == NOON + timedelta(hours=54)


def test_time_alone_never_refuses() -> None:
    for event in (says(NOOR), Withdrawn(by=MAYA), NewVersionSent(by=MAYA, draft_number=2)):
        outcome = after(event, TimerFired())
        assert not outcome.changed


def test_reasons_reach_the_review_but_only_their_hash_the_log() -> None:
    event = DecisionMade(
        by=NOOR,
        decision=Decision.REJECT,
        content_hash=a_review().content_hash,
        draft_number=1,
        reason="Leaks the code name",
        labels=(ReasonLabel.TIMING,),
    )

    outcome = after(event)

    assert outcome.audit is not None
    assert outcome.approval.labels == (ReasonLabel.TIMING,)
    assert "Leaks" not in str(outcome.audit.detail)
    assert len(str(outcome.audit.detail["reason_sha256"])) == 64


def test_approving_with_changes_needs_the_changes() -> None:
    with pytest.raises(NothingChanged):
        after(says(NOOR, Decision.APPROVE_WITH_CHANGES))


def test_a_stage_cannot_need_nobody() -> None:
    with pytest.raises(ValueError, match="at least one approval"):
        Stage(name="brand", approvers=frozenset({NOOR}), needed=0)


def test_a_sign_off_on_other_text_does_not_count() -> None:
    other = SignOff(
        approval=ApprovalId("A1"), approver=OLEG, decision=Decision.APPROVE, at=NOON, content_hash="0" * 64
    )

    outcome = decide(a_review(policy=TWO_OF_THREE), (other,), says(NOOR), policy=TWO_OF_THREE, now=LATER)

    assert outcome.approval.state is ApprovalState.IN_REVIEW


def test_a_sign_off_at_one_stage_says_nothing_about_the_next() -> None:
    twice = Policy(
        stages=(
            Stage(name="brand", approvers=frozenset({NOOR})),
            Stage(name="legal", approvers=frozenset({NOOR, LEA}), needed=2),
        )
    )

    once_more = after(says(NOOR), says(LEA), policy=twice)
    done = after(says(NOOR), says(LEA), says(NOOR), policy=twice)

    assert (once_more.approval.state, done.approval.state) == (
        ApprovalState.IN_REVIEW,
        ApprovalState.APPROVED,
    )
