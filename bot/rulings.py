"""What people rule about findings: false alarms, waivers, and rules that lose their voice and get it back.

Each ruling is one transaction with its line in the decision log and the cards it changes. Who may do it is
decided here, at the moment of the click.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from approvals import (
    checked_texts,
    drafts,
    inbox,
    judgements,
    requests,
    review_store,
    rule_standings,
    waiver_store,
)
from approvals.asides import Asides, asides, asides_in_draft, place_of, text_of
from approvals.audit import AuditLog
from approvals.audit_entry import AuditEntry, Detail
from approvals.database import Database
from approvals.judgements import How, Judgement
from approvals.opening import DESK
from approvals.rule_standings import RuleStanding
from approvals.ruling_entries import told_of_dismissal, told_of_standing, told_of_waiver
from approvals.waiver import (
    Place,
    Roles,
    Waiver,
    WaiverId,
    WaiverScope,
    must_be_allowed,
    must_be_sound,
)
from bot.clock import Now
from bot.ids import stable_id
from bot.people import People
from bot.posts import Posts
from bot.rulebook import Rules
from brandkit.cases import Case, case_of, shown
from brandkit.drafts import Draft, DraftId, RequestId, Variant
from brandkit.errors import Refusal
from brandkit.findings import Finding, Severity
from brandkit.kit import BrandKit
from brandkit.rule_evidence import Reports, Tally


class NoSuchFinding(Refusal):
    """What the button is about is not in the record."""

    def __init__(self) -> None:
        super().__init__(
            "I can't find this finding any more. Look at the newest card, or check the text again."
        )


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where a finding is: `check` for a text that was checked, else a variant of a draft."""

    number: int
    draft: DraftId | None = None
    variant: int = 0
    check: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A finding where it stands; `requester` asked for the copy, and is empty for pasted text."""

    finding: Finding
    copy: Variant
    place: Place
    requester: str = ""
    draft: Draft | None = None

    @property
    def case(self) -> Case:
        """The finding in its sentence, as it is judged."""
        return case_of(self.finding, text_of(self.copy, self.finding))


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """Why something is waived, how far, and for how long; without `lasts` it has no end."""

    reason: str
    scope: WaiverScope
    lasts: timedelta | None = None


@dataclass(frozen=True, kw_only=True)
class RuleRecord:
    """What people said about a rule, and how it stands; `counted` is what of it counts against the rule."""

    rule: str
    reports: Reports
    counted: Tally
    standing: RuleStanding | None = None


class Rulings:
    """Everything people can rule about findings and the rules behind them."""

    def __init__(
        self,
        *,
        database: Database,
        rules: Rules,
        people: People,
        audit: AuditLog,
        posts: Posts | None,
        now: Now,
    ) -> None:
        """`posts` are the cards to bring up to date; None where there is no Slack."""
        self._database = database
        self._rules = rules
        self._people = people
        self._audit = audit
        self._posts = posts
        self._now = now

    # ---- looking ---------------------------------------------------------------------------

    async def of_copy(
        self, connection: AsyncConnection, findings: Sequence[Finding], copy: Variant, place: Place
    ) -> Asides:
        """What was set aside among these findings."""
        return await asides(connection, findings, copy, place, now=self._now())

    async def of_draft(
        self, connection: AsyncConnection, findings: Sequence[Finding], copy: Variant, draft: Draft
    ) -> Asides:
        """What was set aside among the findings of copy that is, or will be, part of this piece."""
        return await asides_in_draft(
            connection,
            findings,
            copy,
            draft,
            author_may_approve=self._kit.policy.author_may_approve,
            now=self._now(),
        )

    async def waivers(self) -> tuple[Waiver, ...]:
        """Those in force, the newest first."""
        async with self._database.reading() as connection:
            return await waiver_store.in_force(connection, self._kit.slug, now=self._now())

    async def records(self) -> tuple[RuleRecord, ...]:
        """Every rule that was judged or turned: the demoted first, then those with most false alarms."""
        async with self._database.reading() as connection:
            reports = await judgements.reports(connection, self._kit.slug)
            standings = await rule_standings.of_brand(connection, self._kit.slug)
        found = [
            self._record(rule, reports.get(rule, Reports()), standings.get(rule))
            for rule in {*reports, *standings}
        ]
        return tuple(sorted(found, key=_most_pressing))

    async def find(self, target: Target) -> Found:
        """The finding a button is about, as its rule stands now. Raises NoSuchFinding."""
        async with self._database.reading() as connection:
            return await self._find(connection, target)

    def may_dismiss(self, found: Found, *, by: str) -> None:
        """Raise `MayNotWaive` unless this person may call it a false alarm."""
        must_be_allowed(
            by,
            found.finding.severity,
            scope=WaiverScope.DRAFT,
            roles=self._roles,
            requester=found.requester,
            deed="dismiss",
        )

    def may_waive(self, found: Found, *, by: str, scope: WaiverScope = WaiverScope.DRAFT) -> None:
        """Raise `MayNotWaive` unless this person may waive it that far."""
        must_be_allowed(by, found.finding.severity, scope=scope, roles=self._roles, requester=found.requester)

    def may_waive_so(self, found: Found, grounds: Grounds, *, by: str) -> None:
        """Raise `Refusal` unless this person may waive it on these grounds."""
        self.may_waive(found, by=by, scope=grounds.scope)
        must_be_sound(found.finding, found.place, grounds.scope, grounds.lasts)

    # ---- ruling ----------------------------------------------------------------------------

    async def dismiss(self, target: Target, *, reason: str, by: str, cause: str) -> Found:
        """It is a false alarm. May cost the rule its voice."""
        async with self._database.transaction() as connection:
            found = await self._find(connection, target)
            self.may_dismiss(found, by=by)
            if await self._judge(connection, found, How.DISMISSED, by=by, reason=reason):
                detail = told_of_dismissal(
                    found.finding, case=found.case.id, place=found.place, draft=found.draft, reason=reason
                )
                await self._note(connection, "finding.dismissed", f"rule:{found.finding.rule}", by, detail)
                await self._weigh(connection, found.finding)
            await self._redraw(connection, found)
            await inbox.finish(connection, cause, at=self._now())
        return found

    async def waive(self, target: Target, grounds: Grounds, *, by: str, cause: str) -> Found:
        """It is accepted here, for that long. Harmless to repeat."""
        async with self._database.transaction() as connection:
            found = await self._find(connection, target)
            self.may_waive_so(found, grounds, by=by)
            it = self._waiver(found, grounds, by=by, cause=cause)
            if await waiver_store.add(connection, it):
                await self._note(connection, "waiver.granted", f"waiver:{it.id}", by, told_of_waiver(it))
                await self._judge(connection, found, How.WAIVED, by=by, reason=grounds.reason)
            await self._redraw(connection, found)
            await inbox.finish(connection, cause, at=self._now())
        return found

    async def revoke(self, waiver: WaiverId, *, by: str, cause: str = "") -> Waiver:
        """The waiver does not count any more. Raises `Refusal` where there is none to take back."""
        if by not in self._roles.admins | self._roles.approvers and cause:
            raise Refusal("Only an approver or an admin can take a waiver back.")
        async with self._database.transaction() as connection:
            it = await waiver_store.get(connection, waiver)
            if it is None or it.place.brand != self._kit.slug:
                raise Refusal(f"There is no waiver {waiver}. `copydesk waivers list` names them.")
            if await waiver_store.revoke(connection, waiver, by=by, at=self._now()):
                await self._note(connection, "waiver.revoked", f"waiver:{it.id}", by, told_of_waiver(it))
                await self._redraw_subject(connection, it.place.subject)
            if cause:
                await inbox.finish(connection, cause, at=self._now())
        return it

    async def fixed(self, found: Sequence[Found], *, by: str) -> None:
        """Somebody took a rule's advice, so it was right."""
        async with self._database.transaction() as connection:
            for each in found:
                await self._judge(connection, each, How.FIXED, by=by, reason="")

    async def promote(self, rule: str, *, by: str, cause: str = "") -> RuleStanding:
        """Give a rule its voice back. From now on only later judgements count against it."""
        if cause:
            self._people.must_be_admin(by, "give a rule its voice back")
        async with self._database.transaction() as connection:
            before = await rule_standings.get(connection, self._kit.slug, rule)
            if before is None:
                raise Refusal(f"The rule “{rule}” was never demoted, so there is nothing to give back.")
            if before.demoted:
                before = RuleStanding(
                    brand=self._kit.slug, rule=rule, demoted=False, tally=before.tally, by=by, at=self._now()
                )
                await rule_standings.keep(connection, before)
                await self._note(connection, "rule.promoted", f"rule:{rule}", by, told_of_standing(before))
            if cause:
                await inbox.finish(connection, cause, at=self._now())
        return before

    # ---- how -------------------------------------------------------------------------------

    @property
    def _kit(self) -> BrandKit:
        return self._rules.kit

    @property
    def _roles(self) -> Roles:
        return Roles(
            admins=self._people.admins,
            approvers=self._people.approvers,
            author_may_approve=self._kit.policy.author_may_approve,
        )

    async def _find(self, connection: AsyncConnection, target: Target) -> Found:
        found = await (
            self._in_check(connection, target) if target.check else self._in_draft(connection, target)
        )
        if found is None:
            raise NoSuchFinding
        (weighed,) = self._rules.weighed([found.finding])
        return replace(found, finding=weighed)

    async def _in_draft(self, connection: AsyncConnection, target: Target) -> Found | None:
        draft = await drafts.get(connection, target.draft) if target.draft else None
        request = await requests.get(connection, draft.request) if draft else None
        if draft is None or request is None or not 0 <= target.variant < len(draft.variants):
            return None
        findings = await drafts.findings(connection, draft.id, target.variant)
        if not 0 <= target.number < len(findings):
            return None
        return Found(
            finding=findings[target.number],
            copy=draft.variants[target.variant],
            place=place_of(draft, brand=self._kit.slug),
            requester=request.requester,
            draft=draft,
        )

    async def _in_check(self, connection: AsyncConnection, target: Target) -> Found | None:
        checked = await checked_texts.get(connection, target.check)
        if checked is None or not 0 <= target.number < len(checked.findings):
            return None
        place = Place(brand=checked.brand, subject=checked.root, channel=checked.channel)
        return Found(finding=checked.findings[target.number], copy=checked.variant, place=place)

    async def _judge(
        self, connection: AsyncConnection, found: Found, how: How, *, by: str, reason: str
    ) -> bool:
        case = found.case
        return await judgements.keep(
            connection,
            Judgement(
                brand=self._kit.slug,
                case=case.id,
                rule=case.rule,
                how=how,
                match=case.match,
                text=shown(case),
                reason=reason,
                by=by,
                at=self._now(),
            ),
        )

    async def _weigh(self, connection: AsyncConnection, finding: Finding) -> None:
        """Demote the rule if its record, since it was last promoted, is under the floor."""
        brand, rule, policy = self._kit.slug, finding.rule, self._kit.policy
        before = await rule_standings.get(connection, brand, rule)
        if rule in policy.promoted or (before is not None and before.demoted):
            return
        since = before.at if before else None
        said = await judgements.reports_on(connection, brand, rule, since=since)
        if finding.severity is Severity.SUGGESTION or not said.cost_the_voice(policy):
            return
        tally = said.counted(policy)
        turned = RuleStanding(brand=brand, rule=rule, demoted=True, tally=tally, by=DESK, at=self._now())
        await rule_standings.keep(connection, turned)
        await self._note(connection, "rule.demoted", f"rule:{rule}", DESK, told_of_standing(turned))

    def _record(self, rule: str, said: Reports, standing: RuleStanding | None) -> RuleRecord:
        counted = said.counted(self._kit.policy)
        return RuleRecord(rule=rule, reports=said, counted=counted, standing=standing)

    def _waiver(self, found: Found, grounds: Grounds, *, by: str, cause: str) -> Waiver:
        at = self._now()
        return Waiver(
            id=WaiverId(stable_id("waiver", cause)),
            place=found.place,
            rule=found.finding.rule,
            match=found.finding.match,
            scope=grounds.scope,
            text_hash=found.case.id,
            severity=found.finding.severity,
            reason=grounds.reason,
            by=by,
            at=at,
            expires_at=at + grounds.lasts if grounds.lasts else None,
        )

    async def _redraw(self, connection: AsyncConnection, found: Found) -> None:
        await self._redraw_subject(connection, found.place.subject if found.draft else "")

    async def _redraw_subject(self, connection: AsyncConnection, subject: str) -> None:
        """Bring the cards of a request up to date."""
        if self._posts is None or not subject:
            return
        for approval in await review_store.of_request(connection, RequestId(subject)):
            await self._posts.redraw(connection, f"approval:{approval.id}")
        for draft in await drafts.of_request(connection, RequestId(subject)):
            await self._posts.redraw(connection, f"draft:{draft.id}")

    async def _note(
        self, connection: AsyncConnection, action: str, subject: str, by: str, detail: Mapping[str, Detail]
    ) -> None:
        told = {"brand": self._kit.slug, **detail}
        entry = AuditEntry(actor=by, action=action, subject=subject, at=self._now(), detail=told)
        await self._audit.append(connection, entry)


def _most_pressing(record: RuleRecord) -> tuple[bool, int, str]:
    is_demoted = record.standing is not None and record.standing.demoted
    return (not is_demoted, -record.reports.tally.false_alarms, record.rule)
