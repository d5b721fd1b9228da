"""What activating a version of the guidelines would change for copy that is written already."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from approvals.database import Database
from approvals.held_copy import HeldCopy, assets_in_use, open_drafts
from bot.rulebook import Rules
from brandkit.checking import check_variant
from brandkit.findings import Finding, Severity
from brandkit.kit import BrandKit, Term, TermStatus
from brandkit.passages import Passage, PassageId
from brandkit.rules.rule import Rule
from retrieval.changes import changes_between
from retrieval.library import GuidelineLibrary
from retrieval.standing import Stale, stale_among
from retrieval.statements import preferences
from retrieval.versions import Change, ChangeKind

NEWEST = 50
"""How many drafts, and how many assets, are looked at."""
STATED = "stated by the guidelines"

Weigh = Callable[[Iterable[Finding]], tuple[Finding, ...]]
"""Gives findings the severity that the record of their rules leaves them."""


class Verdict(Enum):
    """How a piece of copy stands with the brand's rules."""

    CLEAN = "clean"
    WARNED = "warned"
    BROKEN = "broken"


@dataclass(frozen=True, kw_only=True)
class Flip:
    """Copy whose verdict would be another one; `findings` are those that come or go."""

    copy: HeldCopy
    before: Verdict
    after: Verdict
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class StaleCopy:
    """Copy that cites passages which do not stand any more as they were."""

    copy: HeldCopy
    passages: tuple[Stale, ...]


@dataclass(frozen=True, kw_only=True)
class Unfounded:
    """A rule of the kit whose place in the guidelines was reworded or taken out."""

    rule: str
    change: Change


@dataclass(frozen=True, kw_only=True)
class ShadowRun:
    """What would change if `version` took the place of `against` (empty: nothing is in force)."""

    version: str
    against: str
    checked: int
    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]
    stale: tuple[StaleCopy, ...]
    rules: tuple[Unfounded, ...] = ()

    def count(self, kind: ChangeKind) -> int:
        """How many passages changed in that way."""
        return sum(change.kind is kind for change in self.changes)

    @property
    def harmless(self) -> bool:
        """Whether no copy that exists is touched."""
        return not self.flips and not self.stale


def shadow_run(
    held: Sequence[HeldCopy],
    *,
    version: str,
    against: str,
    old: Sequence[Passage],
    new: Sequence[Passage],
    kit: BrandKit,
    today: date,
    weighed: Weigh = tuple,
) -> ShadowRun:
    """Hold every piece of copy against both versions, by the same rules and on the same day.

    `kit` has every rule that is in force, and `weighed` leaves each finding the severity its rule has now.

    What a changed passage states plainly (this word, not that one) counts as a rule of its version, for
    the kit may not have it yet.
    """
    changes = changes_between(old, new)
    before = _with_stated(kit, [change.before for change in changes])
    after = _with_stated(kit, [change.after for change in changes])
    holds = {passage.id: passage for passage in new}
    stale = stale_copy(held, holds)
    passages = {id(each.copy): each.passages for each in stale}
    flips = (
        _flip(
            each,
            _checked(each, before, each.cited, today, weighed),
            _checked(each, after, _evidence(each.cited, passages.get(id(each), ())), today, weighed),
        )
        for each in held
        if each.brief.channel in kit.channels
    )
    return ShadowRun(
        version=version,
        against=against,
        checked=len(held),
        changes=changes,
        flips=tuple(flip for flip in flips if flip is not None),
        stale=stale,
        rules=tuple(_unfounded(kit.rules, changes)),
    )


def stale_copy(held: Iterable[HeldCopy], holds: Mapping[PassageId, Passage]) -> tuple[StaleCopy, ...]:
    """The copy that cites passages which are not held word for word."""
    looked_at = ((each, stale_among(each.cited, holds)) for each in held)
    return tuple(StaleCopy(copy=each, passages=passages) for each, passages in looked_at if passages)


def verdict_of(findings: Iterable[Finding]) -> Verdict:
    """The most serious thing that was found."""
    found = {finding.severity for finding in findings}
    if Severity.ERROR in found:
        return Verdict.BROKEN
    return Verdict.WARNED if Severity.WARNING in found else Verdict.CLEAN


class Shadow:
    """Runs versions in the shadow of the one in force."""

    def __init__(
        self, *, database: Database, library: GuidelineLibrary, rules: Rules, today: Callable[[], date]
    ) -> None:
        self._database = database
        self._library = library
        self._rules = rules
        self._today = today

    async def run(self, version: str) -> ShadowRun:
        """What activating this version would change. Raises NoSuchVersion."""
        kit = await self._rules.refresh()
        brand = kit.slug
        new = await self._library.all_passages(brand, version=version)
        active = await self._library.active(brand)
        old = await self._library.all_passages(brand) if active else ()
        held = await self._held()
        return await asyncio.to_thread(
            shadow_run,
            held,
            version=version,
            against=active.version if active else "",
            old=old,
            new=new,
            kit=kit,
            today=self._today(),
            weighed=self._rules.weighed,
        )

    async def stale(self) -> tuple[StaleCopy, ...]:
        """Open drafts and assets that rest on passages which the version in force does not hold."""
        holds = await self._library.holdings(self._rules.kit.slug)
        return stale_copy(await self._held(), holds) if holds else ()

    async def _held(self) -> tuple[HeldCopy, ...]:
        brand = self._rules.kit.slug
        async with self._database.reading() as connection:
            drafts = await open_drafts(connection, brand=brand, limit=NEWEST)
            return (*drafts, *await assets_in_use(connection, brand=brand, limit=NEWEST))


def _with_stated(kit: BrandKit, passages: Iterable[Passage | None]) -> BrandKit:
    """The kit with the words that these passages ask to avoid."""
    known = {term.text.casefold() for term in kit.terms}
    stated = [
        Term(
            text=each.avoid,
            status=TermStatus.DEPRECATED,
            replacement=each.say,
            note=STATED,
        )
        for passage in passages
        if passage is not None
        for each in preferences(passage.text)
        if each.avoid.casefold() not in known and each.avoid.casefold() != each.say.casefold()
    ]
    return replace(kit, terms=(*kit.terms, *dict.fromkeys(stated)))


def _evidence(cited: Sequence[Passage], stale: Sequence[Stale]) -> tuple[Passage, ...]:
    """The cited passages as the new version has them."""
    became = {each.before.id: each.after for each in stale}
    found = (became.get(each.id, each) for each in cited)
    return tuple(passage for passage in found if passage is not None)


def _flip(held: HeldCopy, old: tuple[Finding, ...], new: tuple[Finding, ...]) -> Flip | None:
    if verdict_of(old) is verdict_of(new):
        return None
    places = {_place(each) for each in old} ^ {_place(each) for each in new}
    return Flip(
        copy=held,
        before=verdict_of(old),
        after=verdict_of(new),
        findings=tuple({_place(each): each for each in (*old, *new) if _place(each) in places}.values()),
    )


def _checked(
    held: HeldCopy, kit: BrandKit, passages: tuple[Passage, ...], today: date, weighed: Weigh
) -> tuple[Finding, ...]:
    found = check_variant(
        held.copy,
        channel=kit.channels[held.brief.channel],
        kit=kit,
        market=held.brief.market,
        product=held.brief.product,
        passages=passages,
        today=today,
    )
    return weighed(found)


def _place(finding: Finding) -> tuple[str, str, int, int]:
    return (finding.rule, finding.field, finding.index, finding.start)


def _unfounded(rules: Sequence[Rule], changes: Sequence[Change]) -> Iterable[Unfounded]:
    """Rules that name a heading under which something was reworded or taken out."""
    touched = [change for change in changes if change.before is not None]
    for rule in rules:
        named = rule.header.evidence
        if named is None or not named.heading:
            continue
        for change in touched:
            assert change.before is not None, "only such changes are looked at"
            same = change.before.document.rsplit("/", 1)[-1] == named.document.rsplit("/", 1)[-1]
            if same and named.heading.casefold() in {each.casefold() for each in change.before.heading}:
                yield Unfounded(rule=rule.header.name, change=change)
                break
