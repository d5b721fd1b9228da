"""Substitution: a word that has a better one, and what that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from brandkit.findings import Finding, Fix
from brandkit.rules.casing import like
from brandkit.rules.dialect import without_groups
from brandkit.rules.patterns import (
    SECONDS_A_SEARCH,
    Pattern,
    PatternError,
    is_exception,
    words,
)
from brandkit.rules.prefilter import Trigger
from brandkit.rules.rule import Header
from brandkit.rules.rule_entry import RuleEntry
from brandkit.scopes import ScopedText

_GROUP = regex.compile(r"\$(\d)")
_PLAIN = regex.compile(r"[\w\s'’\-.,/&+]*")


@dataclass(frozen=True, kw_only=True)
class Swap:
    """What to write instead of what the pattern finds; an empty text means: leave it out."""

    pattern: Pattern
    good: str

    def options(self, found: regex.Match[str]) -> tuple[str, ...]:
        """The good forms for one match, with the groups of the swap's own pattern filled in."""
        if "$" not in self.good:
            return tuple(self.good.split("|"))
        own = self.pattern.compiled.match(found.string, found.start(), timeout=SECONDS_A_SEARCH)
        return tuple(_GROUP.sub(lambda slot: _group(own, int(slot[1])), self.good).split("|"))

    def accepts(self, found: regex.Match[str]) -> bool:
        """Whether what was found already is the good form."""
        if found[0] in self.options(found):
            return True
        if _PLAIN.fullmatch(self.good):
            return False
        try:
            return Pattern(source=self.good).is_whole(found[0])
        except PatternError:
            return False


def _group(found: regex.Match[str] | None, number: int) -> str:
    if found is None or number > len(found.groups()):
        return ""
    return found[number] or ""


@dataclass(frozen=True, kw_only=True)
class Substitution:
    """Every match of a swap's pattern is a finding that offers the swap's good forms."""

    header: Header
    pattern: Pattern
    swaps: tuple[Swap, ...]
    exceptions: tuple[Pattern, ...] = ()
    capitalize: bool = False

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """What each of its findings starts from in a block."""
        return self.pattern.triggers

    def check(self, text: ScopedText) -> Iterator[Finding]:
        """One finding for each match; its message takes the good form, then the bad one."""
        for block in self.header.blocks(text):
            for found in self.pattern.matches(block.text, text.seen):
                swap = self.swaps[int((found.lastgroup or "s0")[1:])]
                bad = found[0]
                if swap.accepts(found) or is_exception(bad, self.exceptions):
                    continue
                options = self._options(swap, found)
                fixes = tuple(
                    Fix(replacement=option, safe=self.header.action.safe and number == 0)
                    for number, option in enumerate(options)
                )
                yield self.header.finding(block, *found.span(), " or ".join(options), bad, fixes=fixes)

    def _options(self, swap: Swap, found: regex.Match[str]) -> tuple[str, ...]:
        options = swap.options(found)
        return tuple(like(found[0], option) for option in options) if self.capitalize else options


def parse(entry: RuleEntry) -> Substitution:
    """`swap` maps a pattern to the good text; longer keys go first, `a|b` offers both."""
    swap = entry.entry("swap")
    if swap is None or not swap.mapping:
        raise entry.error("a substitution rule needs “swap”. Add lines “bad: good” under it.", "extends")
    ignore_case, nonword = entry.flag("ignorecase"), entry.flag("nonword")
    keys = sorted(swap.mapping, key=len, reverse=True)
    listed = [f"(?P<s{number}>{without_groups(key)})" for number, key in enumerate(keys)]
    rule = Substitution(
        header=entry.header(default_message="Use “%s” instead of “%s”."),
        pattern=entry.pattern(words(listed, nonword=nonword), ignore_case=ignore_case, key="swap"),
        swaps=tuple(
            Swap(
                pattern=entry.pattern(key, ignore_case=ignore_case, key="swap"),
                good=swap.text(key, ""),
            )
            for key in keys
        ),
        exceptions=entry.exceptions(ignore_case=ignore_case),
        capitalize=entry.flag("capitalize"),
    )
    entry.finish()
    return rule
