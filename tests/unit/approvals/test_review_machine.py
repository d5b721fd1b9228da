"""Whatever people and time do in whatever order, a review keeps its promises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from approvals.approval import Approval, ApprovalId, ApprovalState, Decision, SignOff
from approvals.deciding import decide
from approvals.effects import EffectKind
from approvals.events import DecisionMade, EditedAndApproved, Event, NewVersionSent, TimerFired, Withdrawn
from approvals.opening import open_review
from approvals.outcome import Outcome
from approvals.policy import Policy, Stage
from brandkit.briefs import Brief, ChannelName
from brandkit.drafts import Draft, DraftId, Part, Provenance, RequestId, Variant, WriterKind
from brandkit.errors import Refusal

PEOPLE = ("U1", "U2", "U3", "U4")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
people = st.sampled_from(PEOPLE)
sets_of_people = st.frozensets(people, min_size=1)
stages = st.builds(lambda who, n: Stage(name="s", approvers=who, needed=n), sets_of_people, st.integers(1, 3))
policies = st.builds(
    lambda them, own, editor: Policy(stages=tuple(them), author_may_approve=own, editor_may_approve=editor),
    st.lists(stages, min_size=1, max_size=3),
    st.booleans(),
    st.booleans(),
)


class Review(RuleBasedStateMachine):
    """A chain of reviews of one piece of copy, as the record would keep it."""

    @initialize(policy=policies, requester=people, author=people)
    def open(self, policy: Policy, requester: str, author: str) -> None:
        self.policy, self.requester, self.now = policy, requester, NOON
        draft = Draft(
            id=DraftId("D1"),
            request=RequestId("R1"),
            number=1,
            brief=Brief(channel=ChannelName("x"), ask="", topic=""),
            variants=(Variant(parts=(Part(field="body", text="copy"),)),),
            provenance=Provenance(writer=WriterKind.HOUSE),
            created_at=NOON,
        )
        self.sign_offs: dict[ApprovalId, list[SignOff]] = {}
        self.seen: dict[ApprovalId, Approval] = {}
        self.keys: list[str] = []
        self.assets: list[str] = []
        self.keep(
            open_review(
                approval=ApprovalId("A1"),
                draft=draft,
                variant=0,
                requester=requester,
                author=author,
                by=requester,
                policy=policy,
                now=NOON,
            )
        )

    @rule(
        by=people,
        decision=st.sampled_from(Decision),
        reason=st.sampled_from(["", "because"]),
        stale=st.booleans(),
    )
    def someone_decides(self, by: str, decision: Decision, reason: str, stale: bool) -> None:  # noqa: FBT001
        it = self.current
        self.happen(
            DecisionMade(
                by=by,
                decision=decision,
                content_hash="0" * 64 if stale else it.content_hash,
                draft_number=it.draft_number,
                reason=reason,
            )
        )

    @rule(by=people)
    def someone_edits_and_approves(self, by: str) -> None:
        it = self.current
        number = it.draft_number + 1
        self.happen(
            EditedAndApproved(
                by=by,
                content_hash=it.content_hash,
                draft_number=it.draft_number,
                successor=ApprovalId(f"A{number}"),
                new_draft=DraftId(f"D{number}"),
                new_number=number,
                new_variant=0,
                new_hash=f"{number:064d}",
            )
        )

    @rule(by=people)
    def someone_withdraws(self, by: str) -> None:
        self.happen(Withdrawn(by=by))

    @rule(by=people)
    def a_new_version_is_sent(self, by: str) -> None:
        self.happen(NewVersionSent(by=by, draft_number=self.current.draft_number + 1))

    @rule(hours=st.integers(0, 80))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.happen(TimerFired())

    @property
    def current(self) -> Approval:
        return self.seen[next(reversed(self.seen))]

    def happen(self, event: Event) -> None:
        before = self.current
        try:
            outcome = decide(before, self.sign_offs[before.id], event, policy=self.policy, now=self.now)
        except Refusal:
            assert not isinstance(event, TimerFired), "time has nobody to refuse"
            return
        assert outcome.changed or isinstance(event, TimerFired)
        if not outcome.changed:
            assert outcome.approval == before
            assert not outcome.effects
            return
        assert before.is_open, "a closed review never changes"
        assert outcome.approval.version == before.version + 1
        self.keep(outcome)

    def keep(self, outcome: Outcome | None) -> None:
        while outcome is not None:
            it = outcome.approval
            self.seen[it.id] = it
            self.sign_offs.setdefault(it.id, [])
            self.sign_offs[it.id] += [outcome.sign_off] if outcome.sign_off else []
            self.keys += [effect.key for effect in outcome.effects]
            self.assets += [
                effect.args["approval"] for effect in outcome.effects if effect.kind is EffectKind.ASSET
            ]
            assert outcome.audit is not None
            assert outcome.audit.detail["version"] == it.version
            outcome = outcome.then

    @invariant()
    def approval_rests_on_enough_different_allowed_people(self) -> None:
        for it in self.seen.values():
            if it.state is not ApprovalState.APPROVED:
                continue
            for number, stage in enumerate(self.policy.stages):
                last = {one.approver: one for one in self.sign_offs[it.id] if one.stage == number}
                yes = {who for who, one in last.items() if one.decision.approves}
                assert len(yes & stage.approvers) >= stage.needed
                assert all(one.content_hash == it.content_hash for one in last.values())

    @invariant()
    def nobody_signs_off_their_own_wish(self) -> None:
        if not self.policy.author_may_approve:
            assert all(one.approver != self.requester for them in self.sign_offs.values() for one in them)

    @invariant()
    def editors_approve_their_edit_only_where_the_policy_lets_them(self) -> None:
        if self.policy.author_may_approve or self.policy.editor_may_approve:
            return
        for it in self.seen.values():
            assert all(one.approver != it.author for one in self.sign_offs[it.id])

    @invariant()
    def only_approved_copy_becomes_an_asset_and_only_once(self) -> None:
        approved = [it.id for it in self.seen.values() if it.state is ApprovalState.APPROVED]
        assert self.assets == approved

    @invariant()
    def every_effect_has_a_key_of_its_own(self) -> None:
        assert len(self.keys) == len(set(self.keys))

    @invariant()
    def an_open_review_has_a_clock_unless_it_is_held(self) -> None:
        for it in self.seen.values():
            assert (it.wake_at is not None) == (it.is_open and not it.held_by)

    @invariant()
    def at_most_the_newest_is_open(self) -> None:
        assert all(not it.is_open for it in list(self.seen.values())[:-1])


Review.TestCase.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
TestReview = Review.TestCase
