"""The rules as they are now: those of the kit, those an admin accepted since, and which lost their voice.

The record counts every change of them. Each use asks for that number and reads anew only when it moved, so
that a rule accepted in one process holds in all others from their next check on.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from approvals import rule_proposals, rule_standings
from approvals.database import Database
from approvals.rule_proposal import ProposalState, RuleProposal
from approvals.rule_standings import RuleStanding
from brandkit.entries import parse_yaml
from brandkit.errors import KitError
from brandkit.findings import Finding
from brandkit.kit import BrandKit
from brandkit.rule_evidence import demoted
from brandkit.rules import Rule, parse

log = logging.getLogger(__name__)


class Rules(Protocol):
    """What copy is held against."""

    @property
    def kit(self) -> BrandKit:
        """The brand with every rule that is in force."""

    async def refresh(self) -> BrandKit:
        """Notice what changed since."""

    def weighed(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings at the severity that each rule's record leaves it."""


class Rulebook:
    """The rules of one brand; `kit` is what its folder says."""

    def __init__(self, *, kit: BrandKit, database: Database | None) -> None:
        """Without a `database` the folder alone counts."""
        self._folder = kit
        self._kit = kit
        self._database = database
        self._revision = 0
        self._accepted: Sequence[RuleProposal] = ()
        self._standings: Mapping[str, RuleStanding] = {}

    @classmethod
    def of_folder(cls, kit: BrandKit) -> Rulebook:
        """The rules of a folder, where there is no record."""
        return cls(kit=kit, database=None)

    @property
    def kit(self) -> BrandKit:
        """The brand with every rule that is in force."""
        return self._kit

    @property
    def folder(self) -> BrandKit:
        """The brand as its folder has it, without what was accepted since."""
        return self._folder

    async def refresh(self) -> BrandKit:
        """Read the accepted rules and the standings again if any changed; one short query if none did."""
        if self._database is None:
            return self._kit
        brand = self._folder.slug
        async with self._database.reading() as connection:
            revision = await rule_standings.revision(connection, brand)
            if revision == self._revision:
                return self._kit
            accepted = await rule_proposals.in_state(connection, brand, ProposalState.ACCEPTED)
            standings = await rule_standings.of_brand(connection, brand)
        if accepted != self._accepted:
            kit = with_accepted(self._folder, accepted)
            await asyncio.to_thread(_sifted, kit)
            self._kit, self._accepted = kit, accepted
        self._standings, self._revision = standings, revision
        return self._kit

    async def warm(self) -> None:
        """Have the rules in force ready, so that the first check does not wait for it."""
        await asyncio.to_thread(_sifted, await self.refresh())

    def weighed(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings of demoted rules as suggestions that say why."""
        return tuple(self._weighed(each) for each in findings)

    def _weighed(self, finding: Finding) -> Finding:
        standing = self._standings.get(finding.rule)
        if standing is None or not standing.demoted or finding.rule in self._folder.policy.promoted:
            return finding
        return demoted(finding, standing.why)


def _sifted(kit: BrandKit) -> None:
    """Work out what to look for before each rule is run: a second's work for a few hundred of them."""
    kit.sieve  # noqa: B018 - it is kept


def with_accepted(kit: BrandKit, accepted: Iterable[RuleProposal]) -> BrandKit:
    """The kit with the accepted rules in it, and a version that says so.

    A rule of the folder goes before an accepted one of its name, which was exported into it. One that
    cannot be read any more, after an upgrade, is left out and logged.
    """
    own = {rule.header.name for rule in kit.rules}
    digest = hashlib.sha256(kit.version.encode())
    rules: list[Rule] = []
    for each in accepted:
        if each.name in own:
            continue
        try:
            rules.append(rule_of(each.yaml, each.name, kit))
        except KitError as error:
            log.error("rule left out", extra={"event": "rule_left_out", "rule": each.name, "why": str(error)})  # noqa: TRY400
            continue
        digest.update(f"\0{each.name}\0{each.yaml}".encode())
    if not rules:
        return kit
    return replace(kit, rules=(*kit.rules, *rules), version=digest.hexdigest()[:12])


def rule_of(yaml: str, name: str, kit: BrandKit) -> Rule:
    """The rule that a text in the rule file format describes; `KitError` says what to correct."""
    file = f"rules/{name}.yml"
    return parse(parse_yaml(yaml, file), file, vocabulary=kit.own_words, name=name)
