"""Assertion: words that must be provable, left alone where their proof is stated or in the brand's list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from brandkit.findings import Finding
from brandkit.proofs import Claim
from brandkit.rules.claims import is_figure
from brandkit.rules.context import ANY_CONTEXT, Context, context_of
from brandkit.rules.patterns import Pattern, is_exception, words
from brandkit.rules.prefilter import Trigger
from brandkit.rules.rule import Header, Rule
from brandkit.rules.rule_entry import RuleEntry
from brandkit.scopes import Block, ScopedText

_DIGIT = regex.compile(r"\d")
_NOTE = regex.compile(r"\s*(?:[*†‡§¹²³]|[(\[]?\d{1,2}[)\]]|(?:sources?|based on)\b)", regex.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Assertion:
    """Every match is a finding, unless a claim that holds here and now says the same words.

    `basis` is what a stated proof looks like, such as “a survey of 1,204 customers”. It settles a match in
    the same paragraph, and from a footnote anywhere in the copy. Where the brand keeps a list, the figures
    that the rule of claims knows are left to it, so that nothing is said twice.
    """

    header: Header
    pattern: Pattern
    exceptions: tuple[Pattern, ...] = ()
    context: Context = ANY_CONTEXT
    basis: Pattern | None = None
    claims: tuple[Claim, ...] = ()
    market: str = ""
    today: dt.date | None = None

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """What each of its findings starts from in a block."""
        return self.pattern.triggers

    def check(self, text: ScopedText) -> Iterator[Finding]:
        """One finding for each assertion without proof; its message takes the words."""
        blocks = tuple(self.header.blocks(text))
        for block in blocks:
            for found in self.pattern.matches(block.text, text.seen):
                if self._is_left_alone(block, found) or self._is_settled(found[0]):
                    continue
                if not self._is_based(block, blocks):
                    yield self.header.finding(block, *found.span(), found[0])

    def _is_left_alone(self, block: Block, found: regex.Match[str]) -> bool:
        return is_exception(found[0], self.exceptions) or self.context.excuses(block.text, *found.span())

    def _is_based(self, block: Block, blocks: Sequence[Block]) -> bool:
        """Whether the copy says what the words rest on."""
        if self.basis is None:
            return False
        notes = (each for each in blocks if each is not block and _NOTE.match(each.text))
        return any(self.basis.occurs_in(each.text) for each in (block, *notes))

    def _is_settled(self, asserted: str) -> bool:
        if self.claims and _DIGIT.search(asserted) and is_figure(asserted):
            return True
        said = _normal(asserted)
        return any(
            said in _normal(claim.text) and not claim.objection(market=self.market, today=self.today)
            for claim in self.claims
        )


def held_against(rule: Rule, claims: Sequence[Claim], *, market: str, today: dt.date | None) -> Rule:
    """The rule with the brand's proofs at hand, if it is one that asks for them."""
    if not isinstance(rule, Assertion):
        return rule
    return replace(rule, claims=tuple(claims), market=market, today=today)


def _normal(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def parse(entry: RuleEntry) -> Assertion:
    """`tokens` are alternatives of one word pattern, as in an existence rule; `basis` is a pattern."""
    tokens = entry.texts("tokens")
    if not tokens:
        raise entry.error(
            "an assertion rule needs “tokens”. Add the words that have to be proven.", "extends"
        )
    ignore_case = entry.flag("ignorecase")
    listed = words(tokens, nonword=entry.flag("nonword"))
    basis = entry.text("basis", "")
    rule = Assertion(
        header=entry.header(default_message="“%s” has to be proven. Add the proof to the list of claims."),
        pattern=entry.pattern(listed, ignore_case=ignore_case, key="tokens"),
        exceptions=entry.exceptions(ignore_case=ignore_case),
        context=context_of(entry, ignore_case=ignore_case),
        basis=entry.pattern(basis, ignore_case=ignore_case, key="basis") if basis else None,
    )
    entry.finish()
    return rule
