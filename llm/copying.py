"""Finds copy that repeats a text it was shown: the longest run of words that the two have in common."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
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
    sources = _Sources(shown)
    runs = [(part, run) for part in variant.parts for run in sources.runs(part.text)]
    free = tuple(" ".join(_words(each)) for each in cleared) if runs else ()
    return tuple(
        _finding(part, run) for part, run in runs if not _is_cleared(part.text[run.start : run.end], free)
    )


class _Sources:
    """What was shown, as words, and where each run of `FEW` of them stands."""

    def __init__(self, shown: Sequence[Shown]) -> None:
        self._shown = shown
        self._said = [_words(each.text) for each in shown]
        self._places: defaultdict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
        for number, words in enumerate(self._said):
            for at, few in enumerate(zip(*(words[ahead:] for ahead in range(FEW)), strict=False)):
                self._places[few].append((number, at))

    def runs(self, text: str) -> Iterator[Run]:
        """What the text has from them, from left to right, each as long as it goes, none within another."""
        words = _words(text)
        spans = [found.span() for found in _WORD.finditer(text)]
        at = 0
        while at <= len(words) - FEW:
            long, number = self._longest(words, at)
            if long:
                shown = self._shown[number]
                yield Run(shown=shown, start=spans[at][0], end=spans[at + long - 1][1], words=long)
            at += max(1, long)

    def _longest(self, words: Sequence[str], at: int) -> tuple[int, int]:
        """How many words from there on stand in one source, and in which: the first of the longest."""
        places = self._places.get(tuple(words[at : at + FEW]), ())
        found = [(_length(words, at, self._said[number], begin), -number) for number, begin in places]
        long, number = max(found, default=(0, 0))
        return long, -number


def _length(words: Sequence[str], at: int, source: Sequence[str], begin: int) -> int:
    long = 0
    while at + long < len(words) and begin + long < len(source) and words[at + long] == source[begin + long]:
        long += 1
    return long


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


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
