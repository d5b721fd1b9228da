"""Knowing without searching that a pattern cannot be there: the letters that every match must hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import regex

_SHORTEST = 2
_MOST = 600
_ITEM = regex.compile(
    r"(?P<comment>\(\?#[^)]*\))"
    r"|(?P<around>\(\?<?[=!])"
    r"|\(\?(?P<flags>[a-z\-]+)\)"
    r"|(?P<open>\((?:\?(?:P?<[A-Za-z_]\w*>|'\w+'|:|>|(?P<scoped>[a-z\-]+):|(?P<odd>.)))?)"
    r"|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<set>\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\])"
    r"|(?P<named>\\(?:[pPN]\{[^}]*\}|[kg](?:<\w+>|'\w+'|\{\w+\})|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|c.|\d+))"
    r"|\\(?P<escape>.)|(?P<any>[.^$])|(?P<letter>.)",
    regex.DOTALL,
)
_REPEAT = regex.compile(r"[*+?]|\{(\d*)(?:,\d*)?\}")
_UNDERSTOOD_FLAGS = frozenset("ims-")


@dataclass(frozen=True, kw_only=True)
class Needed:
    """A match holds at least one of these texts, compared without case; no texts: nothing is known."""

    texts: frozenset[str] = frozenset()

    def allows(self, text: str) -> bool:
        """Whether a match can be in the text. A yes may be wrong, a no never is."""
        if not self.texts:
            return True
        there = folded(text)
        return any(each in there for each in self.texts)


@lru_cache(maxsize=512)
def folded(text: str) -> str:
    """The text without case, as patterns compare it; the dotless i counts as an i there."""
    return text.lower() if text.isascii() else text.casefold().replace("ı", "i")


def needed(source: str) -> Needed:
    """What every match of a pattern must hold; nothing where the pattern uses what is not understood."""
    reader = _Reader(source)
    try:
        texts = reader.alternatives()
    except _NotUnderstood:
        return Needed()
    if reader.at < len(source) or not texts or len(texts) > _MOST:
        return Needed()
    return Needed(texts=frozenset(_without_longer(texts)))


def _without_longer(texts: frozenset[str]) -> Iterable[str]:
    """A text that holds a shorter one of the set adds nothing."""
    kept: list[str] = []
    for text in sorted(texts, key=len):
        if not any(each in text for each in kept):
            kept.append(text)
    return kept


class _NotUnderstood(Exception):
    """The pattern is beyond this reader, so nothing is said about it."""


class _Reader:
    """Reads a pattern from left to right; groups are read by the same reader, one level down."""

    def __init__(self, source: str) -> None:
        self._source = source
        self.at = 0

    def alternatives(self) -> frozenset[str]:
        """What one of the alternatives up to the end of the group must hold; empty: nothing."""
        branches = [self._branch()]
        while self._source.startswith("|", self.at):
            self.at += 1
            branches.append(self._branch())
        return frozenset().union(*branches) if all(branches) else frozenset()

    def _branch(self) -> frozenset[str]:
        best: frozenset[str] = frozenset()
        run = ""
        while self.at < len(self._source) and self._source[self.at] not in "|)":
            letter, inside, joins = self._item()
            if letter:
                run += letter
            if not joins or not letter:
                best = _better(best, frozenset({run}) if len(run) >= _SHORTEST else frozenset())
                run = ""
            best = _better(best, inside)
        return _better(best, frozenset({run}) if len(run) >= _SHORTEST else frozenset())

    def _item(self) -> tuple[str, frozenset[str], bool]:
        """One piece with its repeat: the letter it certainly is, what it must hold, whether a run goes on."""
        found = _ITEM.match(self._source, self.at)
        if found is None:
            raise _NotUnderstood
        self.at = found.end()
        if found["flags"] or found["scoped"]:
            self._check_flags(found["flags"] or found["scoped"])
        inside: frozenset[str] = frozenset()
        if found["around"] or found["open"]:
            inside = self._group(is_around=bool(found["around"]), is_odd=bool(found["odd"]))
        if found["letter"] == "{":
            raise _NotUnderstood
        letter = _letter(found)
        least, repeats = self._repeat()
        if least == 0:
            return "", frozenset(), False
        return letter, inside, bool(letter) and not repeats

    def _group(self, *, is_around: bool, is_odd: bool) -> frozenset[str]:
        inside = self.alternatives()
        if not self._source.startswith(")", self.at) or is_odd:
            raise _NotUnderstood
        self.at += 1
        return frozenset() if is_around else inside

    def _repeat(self) -> tuple[int, bool]:
        found = _REPEAT.match(self._source, self.at)
        if found is None:
            return 1, False
        self.at = found.end()
        if self._source[self.at : self.at + 1] in {"?", "+"}:
            self.at += 1
        least = int(found[1]) if found[1] else int(found[0] == "+")
        return least, True

    @staticmethod
    def _check_flags(flags: str) -> None:
        if not _UNDERSTOOD_FLAGS.issuperset(flags):
            raise _NotUnderstood


def _letter(found: regex.Match[str]) -> str:
    """The letter that a piece stands for, if it is one and only one."""
    if found["letter"]:
        return folded(found["letter"])
    escape: str | None = found["escape"]
    return escape if escape is not None and not escape.isalnum() and escape.isascii() else ""


def _better(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """Of two things that must both be there, the one that is more telling."""
    if not one or not other:
        return one or other
    return max(one, other, key=lambda texts: (min(map(len, texts)), -len(texts)))
