"""Substitution: a word that has a better one, and what that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from brandkit.findings import Fix
from brandkit.rules.dialect import without_groups
from brandkit.rules.patterns import SECONDS_A_SEARCH, Pattern, PatternError
from brandkit.rules.prefilter import Needed
from brandkit.vale.exceptions import Exceptions
from brandkit.vale.rule_file import RuleFile
from brandkit.vale.rules import Header, Hit, Memory, listed

_SLOT = regex.compile(r"\$(?:(\d+)|\{(\w+)\})")
_BEYOND_LITERAL = frozenset("[](){}|.*+^$")


@dataclass(frozen=True, kw_only=True)
class Swap:
    """What to write instead of what the pattern finds."""

    pattern: Pattern
    good: str

    def better(self, bad: str, *, capitalize: bool) -> str:
        """The good text for one match, with the groups of the swap's own pattern filled in."""
        good = _capital(self.good) if capitalize and bad == _capital(bad) else self.good
        if not _SLOT.search(good):
            return good
        template = _SLOT.sub(lambda slot: rf"\g<{slot[1] or slot[2]}>", good.replace("\\", r"\\"))
        try:
            return self.pattern.compiled.sub(template, bad, timeout=SECONDS_A_SEARCH)
        except (regex.error, IndexError):
            return good


@dataclass(frozen=True, kw_only=True)
class Substitution:
    """Every match of a swap that is not in a good form already."""

    header: Header
    pattern: Pattern
    swaps: tuple[Swap, ...]
    exceptions: Exceptions
    capitalize: bool = False

    @property
    def needed(self) -> Needed:
        """What a block must hold for a match."""
        return self.pattern.needed

    def check(self, text: str, _: Memory) -> Iterator[Hit]:
        """One hit a match; the message takes the good form, then the bad one."""
        for found in self.pattern.searched(text):
            swap = self.swaps[int((found.lastgroup or "s0")[1:])]
            better = swap.better(found[0], capitalize=self.capitalize)
            if not self._is_good(found[0], better) and not self.exceptions.cover(text, *found.span()):
                yield self._hit(text, found, better)

    def _is_good(self, bad: str, better: str) -> bool:
        if self.header.action.name == "replace":
            return bad in options(better)
        if all(sign.isalpha() or sign.isdigit() or sign in " -" for sign in better):
            return bad == better
        try:
            return Pattern(source=better, lines=False).is_whole(bad)
        except PatternError:
            return bad == better

    def _hit(self, text: str, found: regex.Match[str], better: str) -> Hit:
        """With `replace` and no options of its own, the options are the swap's."""
        action, message, shown = self.header.action, self.header.message, better
        if action.name == "replace" and not action.params:
            texts = options(better)
            if self.capitalize and found[0] == _capital(found[0]):
                texts = tuple(map(_capital, texts))
            action = replace(action, params=texts)
            shown, message = listed(texts), _once_quoted(message)
        elif action.name != "replace":
            shown = _recased(better, found[0])
        said = replace(self.header, message=message).says(shown, found[0])
        if action.name:
            fixes = action.fixes(found[0])
        else:
            fixes = tuple(Fix(replacement=option) for option in options(shown) if _is_text(option))
        return Hit(start=found.start(), end=found.end(), message=said, fixes=fixes)


def options(good: str) -> tuple[str, ...]:
    r"""The texts of `a|b`; `\|` is a bar of the text itself."""
    parts = good.replace(r"\|", "\0").split("|")
    return tuple(part.replace("\0", "|") for part in parts if part)


def _once_quoted(message: str) -> str:
    """Options bring quotes of their own."""
    for quoted in ("'%s'", '"%s"'):
        if message.count(quoted) == 2:  # noqa: PLR2004  (the good form and the bad one)
            message = message.replace(quoted, "%s", 1)
    return message


def _recased(pattern: str, bad: str) -> str:
    """A good form that is a pattern, as the text it describes, where it describes but one."""
    if not _BEYOND_LITERAL.isdisjoint(regex.sub(r"\\.", "", pattern)):
        return pattern
    text = regex.sub(r"\\(.)", r"\1", regex.sub(r"(?<!\\)\?", "", pattern))
    return text if text and text.casefold() == bad.casefold() else pattern


def _is_text(option: str) -> bool:
    """A good form that is a pattern cannot be put in."""
    return _BEYOND_LITERAL.isdisjoint(option.replace(".", "")) and "\\" not in option


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text[:1].isascii() else text


def parse(file: RuleFile) -> Substitution:
    """`swap` maps a pattern to the good text; longer keys go first."""
    swap = file.mapping("swap")
    ignore_case = file.flag("ignorecase")
    keys = sorted(swap, key=lambda key: len(key.encode()), reverse=True)
    alternatives = [f"(?P<s{number}>{without_groups(key)})" for number, key in enumerate(keys)]
    nonword = file.flag("nonword")
    return Substitution(
        header=file.header(),
        pattern=file.pattern(file.words(alternatives, nonword=nonword), ignore_case=ignore_case),
        swaps=tuple(Swap(pattern=file.pattern(key, ignore_case=ignore_case), good=swap[key]) for key in keys),
        exceptions=file.exceptions(),
        capitalize=file.flag("capitalize"),
    )
