"""From prose to rules: what guidelines state becomes proposed rules, and admins decide about each.

Nothing becomes active by itself. An accepted rule is a row; every process takes it up at its next check.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from approvals import inbox, rule_proposals
from approvals.audit import AuditLog
from approvals.audit_entry import AuditEntry
from approvals.database import Database
from approvals.rule_proposal import ProposalState, RuleProposal
from bot.clock import Now
from bot.drafting import Model
from bot.ids import stable_id
from bot.people import People
from bot.rulebook import Rules
from brandkit.errors import CopydeskError, Refusal
from brandkit.kit import BrandKit
from brandkit.passages import Passage
from brandkit.stated import StatedRule, Statements, Untestable, problem_with
from retrieval.prose.reading import statements

log = logging.getLogger(__name__)

MOST_BY_MODEL = 48
"""Passages a model is asked about after one upload: at eight a question, a minute or two on one GPU."""


class AlreadyDecided(Refusal):
    """Somebody decided about the proposal before."""

    def __init__(self, it: RuleProposal) -> None:
        accepted = it.state is ProposalState.ACCEPTED
        deed, other = ("accepted", "reject") if accepted else ("turned down", "accept")
        by = f"on the {it.decided_by}" if " " in it.decided_by else f"by <@{it.decided_by}>"
        super().__init__(
            f"“{it.name}” was {deed} {by} before, and that stands. `copydesk kit {other}` changes it."
        )


class Passages(Protocol):
    """Where the passages of a version are."""

    async def all_passages(self, brand: str, *, version: str | None = None) -> tuple[Passage, ...]:
        """Every passage of a version, by document and in reading order."""


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """What came of reading a version: proposals that wait, and statements that cannot be tested."""

    rules: int = 0
    untestable: int = 0


class Proposals:
    """What admins do with the rules that guidelines suggest."""

    def __init__(
        self,
        *,
        database: Database,
        passages: Passages,
        rules: Rules,
        people: People,
        audit: AuditLog,
        model: Model | None,
        now: Now,
    ) -> None:
        """`model` reads what no pattern understands, where there is one."""
        self._database = database
        self._passages = passages
        self._rules = rules
        self._people = people
        self._audit = audit
        self._model = model
        self._now = now

    async def propose(self, version: str, documents: Collection[str]) -> Proposed:
        """Read these documents of a version. What was proposed before, whatever became of it, stays so.

        Gives what came of them and nobody decided about, so a reading that is repeated says the same.
        """
        kit = await self._rules.refresh()
        held = await self._passages.all_passages(kit.slug, version=version)
        passages = [each for each in held if each.document in documents]
        found = await asyncio.to_thread(statements, passages, kit)
        found = await self._with_model(found, kit)
        async with self._database.transaction() as connection:
            await rule_proposals.add(connection, await self._named(connection, found.rules, version))
            await rule_proposals.add(connection, self._untestable(found.untestable, version))
            new = [
                await rule_proposals.in_state(connection, kit.slug, state, version=version)
                for state in (ProposalState.PROPOSED, ProposalState.UNTESTABLE)
            ]
        rules, untestable = ([each for each in rows if each.document in documents] for rows in new)
        return Proposed(rules=len(rules), untestable=len(untestable))

    async def waiting(self) -> tuple[RuleProposal, ...]:
        """Those that nobody decided about."""
        return await self._in_state(ProposalState.PROPOSED)

    async def accepted(self) -> tuple[RuleProposal, ...]:
        """Those that are rules now."""
        return await self._in_state(ProposalState.ACCEPTED)

    async def untestable(self) -> tuple[RuleProposal, ...]:
        """Statements that no rule can hold copy against."""
        return await self._in_state(ProposalState.UNTESTABLE)

    async def find(self, proposal: str) -> RuleProposal:
        """One by its id or name. Raises `Refusal`."""
        async with self._database.reading() as connection:
            rows = await self._all(connection)
        found = next((each for each in rows if proposal in {each.id, each.name}), None)
        if found is None:
            raise Refusal(f"There is no proposed rule {proposal}. Look at the list for those there are.")
        return found

    async def must_wait_for(self, proposal: str, *, by: str) -> RuleProposal:
        """A first look before somebody edits it; raises what accepting would raise. Gives the proposal."""
        self._people.must_be_admin(by, "accept a rule")
        it = await self.find(proposal)
        if it.state is not ProposalState.PROPOSED and it.decided_by != by:
            raise AlreadyDecided(it)
        return it

    async def problem_with(self, yaml: str, name: str) -> str:
        """Why a text cannot be a rule, in words; empty when it can.

        In a thread: a pattern of somebody's own may take a second to be given up.
        """
        return await asyncio.to_thread(problem_with, yaml, name, self._rules.kit)

    async def accept(
        self, proposal: str, *, by: str, cause: str = "", yaml: str | None = None
    ) -> RuleProposal:
        """Make it a rule, as proposed or as edited. Harmless to repeat.

        A click (one with a `cause`) decides what nobody has decided; the command line may overrule.
        Raises `Refusal` for whoever may not or comes too late, and for a text that does not compile or
        whose examples fail.
        """
        if cause:
            self._people.must_be_admin(by, "accept a rule")
        it = await self.find(proposal)
        text = it.yaml if yaml is None else yaml
        if it.state is ProposalState.UNTESTABLE:
            raise Refusal("This statement cannot be tested, so there is no rule to accept.")
        problem = await self.problem_with(text, it.name)
        if problem:
            raise Refusal(f"“{it.name}” cannot be a rule yet: {problem}")
        return await self._decided(it, ProposalState.ACCEPTED, by=by, cause=cause, yaml=text)

    async def reject(self, proposal: str, *, by: str, cause: str = "") -> RuleProposal:
        """Turn it down; the command line may take an accepted rule out again. It is not proposed again."""
        if cause:
            self._people.must_be_admin(by, "turn a rule down")
        it = await self.find(proposal)
        if it.state is ProposalState.UNTESTABLE:
            raise Refusal("This statement cannot be tested, so there is no rule to turn down.")
        return await self._decided(it, ProposalState.REJECTED, by=by, cause=cause)

    async def _decided(
        self, it: RuleProposal, state: ProposalState, *, by: str, cause: str, yaml: str | None = None
    ) -> RuleProposal:
        async with self._database.transaction() as connection:
            now = await rule_proposals.get(connection, it.id) or it
            if cause:
                _must_be_undecided(now, state, by=by, yaml=yaml)
            if now.state is not state or (yaml is not None and yaml != now.yaml):
                await rule_proposals.decide(connection, now, state, by=by, at=self._now(), yaml=yaml)
                await self._note(connection, now, state, by=by, edited=yaml is not None and yaml != now.yaml)
            if cause:
                await inbox.finish(connection, cause, at=self._now())
        await self._rules.refresh()
        return replace(now, state=state, yaml=yaml or now.yaml)

    async def _note(
        self, connection: AsyncConnection, it: RuleProposal, state: ProposalState, *, by: str, edited: bool
    ) -> None:
        entry = AuditEntry(
            actor=by,
            action=f"rule.{state.value}",
            subject=f"rule:{it.name}",
            at=self._now(),
            detail={
                "brand": it.brand,
                "rule": it.name,
                "proposal": it.id,
                "edited": edited,
                "guidelines": it.guideline_version,
                "sentence_sha256": hashlib.sha256(it.sentence.encode("utf-8", "replace")).hexdigest(),
            },
        )
        await self._audit.append(connection, entry)

    async def _with_model(self, found: Statements, kit: BrandKit) -> Statements:
        """What a model makes of the statements that no pattern understood; an outage leaves them."""
        if self._model is None or not found.untestable:
            return found
        passages = list(dict.fromkeys(each.passage for each in found.untestable))[:MOST_BY_MODEL]
        try:
            writers = await self._model()
            more = await writers.proposer.propose(passages, kit) if writers.proposer else ()
        except (CopydeskError, TimeoutError) as error:
            log.warning("no proposals", extra={"event": "no_proposals", "why": type(error).__name__})
            return found
        said = {" ".join(each.sentence.split()) for each in more}
        left = tuple(each for each in found.untestable if " ".join(each.sentence.split()) not in said)
        return Statements(rules=(*found.rules, *more), untestable=left)

    async def _named(
        self, connection: AsyncConnection, found: Sequence[StatedRule], version: str
    ) -> list[RuleProposal]:
        """As rows, each with a name that no other has."""
        kit = self._rules.kit
        rows = await self._all(connection)
        known = {each.id for each in rows}
        taken = {each.name for each in rows} | {rule.header.name for rule in kit.rules}
        fresh = []
        for place, each in enumerate(found):
            it = self._row(each, version, place)
            if it.id not in known:
                name = _free(each.name, taken)
                taken.add(name)
                fresh.append(replace(it, name=name))
        return fresh

    def _row(self, rule: StatedRule, version: str, place: int) -> RuleProposal:
        brand, passage = self._rules.kit.slug, rule.passage
        return RuleProposal(
            id=stable_id("proposal", brand, rule.yaml),
            brand=brand,
            name=rule.name,
            yaml=rule.yaml,
            sentence=rule.sentence,
            document=passage.document,
            heading=" › ".join(passage.heading),
            page=passage.page,
            guideline_version=version,
            found_by=rule.found_by,
            at=self._now(),
            position=place,
        )

    def _untestable(self, found: Sequence[Untestable], version: str) -> list[RuleProposal]:
        brand = self._rules.kit.slug
        return [
            RuleProposal(
                id=stable_id("untestable", brand, each.passage.document, each.sentence),
                brand=brand,
                name="",
                yaml="",
                sentence=each.sentence,
                document=each.passage.document,
                heading=" › ".join(each.passage.heading),
                page=each.passage.page,
                guideline_version=version,
                why=each.why,
                state=ProposalState.UNTESTABLE,
                at=self._now(),
                position=place,
            )
            for place, each in enumerate(found)
        ]

    async def _in_state(self, state: ProposalState) -> tuple[RuleProposal, ...]:
        async with self._database.reading() as connection:
            return await rule_proposals.in_state(connection, self._rules.kit.slug, state)

    async def _all(self, connection: AsyncConnection) -> tuple[RuleProposal, ...]:
        """Every proposal that is a rule or could be one."""
        brand = self._rules.kit.slug
        found = [
            await rule_proposals.in_state(connection, brand, state)
            for state in (ProposalState.PROPOSED, ProposalState.ACCEPTED, ProposalState.REJECTED)
        ]
        return tuple(each for rows in found for each in rows)


def _must_be_undecided(it: RuleProposal, state: ProposalState, *, by: str, yaml: str | None) -> None:
    """Raise `AlreadyDecided` where somebody came first; the same click of the same person repeats nothing."""
    repeated = (it.state, it.decided_by) == (state, by) and yaml in {None, it.yaml}
    if it.state is not ProposalState.PROPOSED and not repeated:
        raise AlreadyDecided(it)


def _free(name: str, taken: Collection[str]) -> str:
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(each for each in numbered if each not in taken)
