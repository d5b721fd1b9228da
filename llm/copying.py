"""Finds copy that repeats a text it was shown: the longest run of words that the two have in common."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from brandkit.drafts import Part, Variant
from brandkit.findings import Evidence, Finding, Severity

RULE = "copied"
FEW = 8
"""So many words in a row are rarely the same by chance."""
MANY = 16
"""So many are no turn of phrase any more but a sentence."""
_WORD = re.compile(r"\w+(?:[’'\-]\w+)*")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A text that copy may have been copied from; `what` names it to people, as in "approved copy “…”"."""

    what: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Run:
    """Words of a text, at `[start, end)`, that stand in the same order in a text that was shown."""

    shown: Shown
    start: int
    end: int
    words: int


def copied(variant: Variant, shown: Sequence[Shown], *, cleared: Sequence[str] = ()) -> tuple[Finding, ...]:
    """One finding for each run of words that a part has from what was `shown`, the longest source each.

    `cleared` may be repeated word for word: fixed wordings, proven claims, what the brief itself says.
    """
    free = tuple(" ".join(_words(each)) for each in cleared)
    where = _places(shown)
    return tuple(
        _finding(part, run)
        for part in variant.parts
        for run in _runs(part.text, shown, where)
        if not _is_cleared(part.text[run.start : run.end], free)
    )


_Places = Mapping[tuple[str, ...], Sequence[tuple[int, int]]]


def _places(shown: Sequence[Shown]) -> _Places:
    """Where each run of `FEW` words stands: the number of the text, and the word it begins at."""
    places: defaultdict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for number, each in enumerate(shown):
        words = list(_words(each.text))
        for at in range(len(words) - FEW + 1):
            places[tuple(words[at : at + FEW])].append((number, at))
    return places


def _runs(text: str, shown: Sequence[Shown], where: _Places) -> Iterator[Run]:
    """From left to right, each as long as it goes, none within another."""
    spans = [(found.start(), found.end()) for found in _WORD.finditer(text)]
    words = list(_words(text))
    said = [list(_words(each.text)) for each in shown]
    at = 0
    while at <= len(words) - FEW:
        places = where.get(tuple(words[at : at + FEW]), ())
        long, number = max(((_length(words, at, said[n], begin), -n) for n, begin in places), default=(0, 0))
        if long:
            yield Run(shown=shown[-number], start=spans[at][0], end=spans[at + long - 1][1], words=long)
        at += max(1, long)


def _length(words: Sequence[str], at: int, source: Sequence[str], begin: int) -> int:
    long = 0
    while at + long < len(words) and begin + long < len(source) and words[at + long] == source[begin + long]:
        long += 1
    return long


def _words(text: str) -> Iterable[str]:
    return (found[0].casefold() for found in _WORD.finditer(text))


def _is_cleared(text: str, free: Sequence[str]) -> bool:
    said = " ".join(_words(text))
    return any(said in each for each in free)


def _finding(part: Part, run: Run) -> Finding:
    return Finding(
        rule=RULE,
        severity=Severity.WARNING if run.words >= MANY else Severity.SUGGESTION,
        message=(
            f"{run.words} words in a row are those of {run.shown.what}. "
            "Say it in other words, unless it is meant to be the same."
        ),
        start=run.start,
        end=run.end,
        match=part.text[run.start : run.end],
        field=part.field,
        index=part.index,
        evidence=Evidence(source=run.shown.what, quote=run.shown.text),
    )
