"""Substitution: a word that has a better one, and what that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from brandkit.findings import Finding, Fix
from brandkit.rules.casing import like
from brandkit.rules.patterns import Pattern, PatternError, is_exception, without_groups, words
from brandkit.rules.rule import Header
from brandkit.rules.rule_entry import RuleEntry
from brandkit.scopes import ScopedText

_PLAIN = regex.compile(r"[\w\s'’\-.,/&+]*")


@dataclass(frozen=True, kw_only=True)
class Swap:
    """What to write instead of what the pattern finds; an empty tuple of options means: leave it out."""

    pattern: Pattern
    good: str

    def options(self, bad: str) -> tuple[str, ...]:
        """The good forms for one bad text, with the pattern's groups filled in."""
        found = self.pattern.compiled.fullmatch(bad, timeout=0.1) if "$" in self.good else None
        good = (
            regex.sub(r"\$(\d)", lambda slot: _group(found, int(slot[1])), self.good) if found else self.good
        )
        return tuple(good.split("|"))

    def accepts(self, text: str) -> bool:
        """Whether the text already is the good form."""
        if text in self.options(text):
            return True
        if _PLAIN.fullmatch(self.good):
            return False
        try:
            return Pattern(source=self.good).is_whole(text)
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

    def check(self, text: ScopedText) -> Iterator[Finding]:
        """One finding for each match; its message takes the good form, then the bad one."""
        for block in self.header.blocks(text):
            for found in self.pattern.matches(block.text):
                swap = self.swaps[int((found.lastgroup or "s0")[1:])]
                bad = found[0]
                if swap.accepts(bad) or is_exception(bad, self.exceptions):
                    continue
                options = self._options(swap, bad)
                fixes = tuple(
                    Fix(replacement=option, safe=self.header.action.safe and number == 0)
                    for number, option in enumerate(options)
                )
                yield self.header.finding(block, *found.span(), " or ".join(options), bad, fixes=fixes)

    def _options(self, swap: Swap, bad: str) -> tuple[str, ...]:
        options = swap.options(bad)
        return tuple(like(bad, option) for option in options) if self.capitalize else options


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
                pattern=swap_entry_pattern(entry, key, ignore_case=ignore_case),
                good=str(swap.mapping[key] or ""),
            )
            for key in keys
        ),
        exceptions=entry.exceptions(ignore_case=ignore_case),
        capitalize=entry.flag("capitalize"),
    )
    entry.finish()
    return rule


def swap_entry_pattern(entry: RuleEntry, key: str, *, ignore_case: bool) -> Pattern:
    """The pattern of one swap by itself, with its own groups."""
    return entry.pattern(key, ignore_case=ignore_case, key="swap")
