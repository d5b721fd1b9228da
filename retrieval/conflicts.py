"""What a brand owner should look at in a version: passages said twice, and passages that disagree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from brandkit.passages import Passage
from retrieval.embedding import Vectors

SAME = 0.95
ABOUT_THE_SAME = 0.6
FEWEST_WORDS = 6
AT_ONCE = 1_000
LIMIT = re.compile(
    r"(?:no more than|at most|up to|maximum(?: of)?|max\.?|under|fewer than|less than|limit(?:ed)? (?:of|to)"
    r"|keep \w+ to)\s+(\d[\d,.]*)\s+(\w+)",
    re.IGNORECASE,
)
PREFERENCE = re.compile(
    r"[“\"‘']([^”\"’']{2,40})[”\"’'],? (?:not|never|instead of|rather than) [“\"‘']([^”\"’']{2,40})"
)


class Trouble(Enum):
    """What is the matter with two passages."""

    DUPLICATE = "duplicate"
    CONFLICT = "conflict"


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two passages to look at together, why, and what to do."""

    trouble: Trouble
    first: Passage
    second: Passage
    why: str
    suggestion: str


def troubles(passages: Sequence[Passage], vectors: Vectors) -> tuple[Pair, ...]:
    """Pairs to look at, conflicts first. `vectors` are the passages' own, row by row."""
    found = [pair for first, second, near in _near(passages, vectors) for pair in _pairs(first, second, near)]
    return tuple(sorted(found, key=lambda pair: pair.trouble is not Trouble.CONFLICT))


def _near(passages: Sequence[Passage], vectors: Vectors) -> Iterator[tuple[Passage, Passage, float]]:
    """Every two passages about the same, once; compared in blocks to spare memory."""
    for start in range(0, len(passages), AT_ONCE):
        nearness = vectors[start : start + AT_ONCE] @ vectors.T
        for row, column in zip(*np.where(nearness >= ABOUT_THE_SAME), strict=True):
            if column > row + start:
                yield passages[row + start], passages[column], float(nearness[row, column])


def _pairs(first: Passage, second: Passage, near: float) -> Iterator[Pair]:
    if near >= SAME and _long(first) and _long(second) and not _overlap(first, second):
        yield Pair(
            trouble=Trouble.DUPLICATE,
            first=first,
            second=second,
            why="They say the same.",
            suggestion="Keep one of them, and let the other point to it.",
        )
    for why in (*_limits(first, second), *_preferences(first, second)):
        yield Pair(
            trouble=Trouble.CONFLICT,
            first=first,
            second=second,
            why=why,
            suggestion="Decide which one holds, and correct the other.",
        )


def _limits(first: Passage, second: Passage) -> Iterable[str]:
    """Two limits for the same unit, where each passage names only one."""
    ours, theirs = _limit_of(first), _limit_of(second)
    return [
        f"One allows {ours[unit]} {unit}, the other {theirs[unit]}."
        for unit in ours.keys() & theirs.keys()
        if ours[unit] != theirs[unit]
    ]


def _limit_of(passage: Passage) -> dict[str, str]:
    named: dict[str, set[str]] = {}
    for number, unit in LIMIT.findall(passage.text):
        named.setdefault(unit.lower().rstrip("s") + "s", set()).add(number.rstrip(".,"))
    return {unit: numbers.pop() for unit, numbers in named.items() if len(numbers) == 1}


def _preferences(first: Passage, second: Passage) -> Iterable[str]:
    """One says a and not b, the other b and not a."""
    ours, theirs = _preferred(first), _preferred(second)
    return [
        f"One asks for “{say}”, the other for “{avoid}”." for say, avoid in ours if (avoid, say) in theirs
    ]


def _preferred(passage: Passage) -> list[tuple[str, str]]:
    return [(say.lower(), avoid.lower()) for say, avoid in PREFERENCE.findall(passage.text)]


def _long(passage: Passage) -> bool:
    return len(passage.text.split()) >= FEWEST_WORDS


def _overlap(first: Passage, second: Passage) -> bool:
    """Neighbours of one section share words by design."""
    return first.document == second.document and first.start < second.end and second.start < first.end
