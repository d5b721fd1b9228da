"""What a brand owner should look at in a version: said twice, contradicting, spelled two ways, too vague."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from brandkit.amounts import counted
from brandkit.passages import Passage
from retrieval.embedding import Vectors
from retrieval.limits import limits
from retrieval.spellings import two_ways, words_of
from retrieval.statements import preferences
from retrieval.vagueness import vague

SAME, ALIKE = 0.95, 0.85
"""As near in meaning, and with that share of words in common, two passages say the same."""
NEARLY_THE_SAME = 0.8
IN_COMMON = 0.6
ABOUT_THE_SAME = 0.6
FEWEST_WORDS, MANY_WORDS = 6, 40
"""Shorter ones repeat nothing; within one document only what is so long should not be said twice, for lists
of words name a rule under each of its words."""
REFERENCE = ("see ", "find out ", "read more ", "for more ", "learn more ", "refer to ", "go to ")
AT_ONCE = 1_000


class Trouble(Enum):
    """What is the matter, the most pressing first."""

    CONFLICT = "conflict"
    SPELLING = "spelling"
    DUPLICATE = "duplicate"
    NEAR_DUPLICATE = "near-duplicate"
    VAGUE = "vague"


@dataclass(frozen=True, kw_only=True)
class Concern:
    """One or two passages to look at, why, and what to do. `second` is None for what stands alone."""

    trouble: Trouble
    first: Passage
    second: Passage | None = None
    why: str
    suggestion: str


def troubles(passages: Sequence[Passage], vectors: Vectors) -> tuple[Concern, ...]:
    """What to look at, the most pressing first. `vectors` are the passages' own, row by row."""
    near = list(_near(passages, vectors))
    found = [*_twice(near), *_limits(near), *_preferences(passages), *_spelled(passages), *_vague(passages)]
    order = list(Trouble)
    return tuple(sorted(found, key=lambda one: order.index(one.trouble)))


def _near(passages: Sequence[Passage], vectors: Vectors) -> Iterator[tuple[Passage, Passage, float]]:
    """Every two passages about the same, once; compared in blocks to spare memory."""
    for start in range(0, len(passages), AT_ONCE):
        nearness = vectors[start : start + AT_ONCE] @ vectors.T
        for row, column in zip(*np.where(nearness >= ABOUT_THE_SAME), strict=True):
            if column > row + start:
                yield passages[row + start], passages[column], float(nearness[row, column])


def _twice(near: Iterable[tuple[Passage, Passage, float]]) -> Iterator[Concern]:
    """What is said twice, once for each two documents."""
    found: defaultdict[tuple[Trouble, str, str], list[tuple[Passage, Passage]]] = defaultdict(list)
    for first, second, nearness in near:
        trouble = _said_twice(first, second, nearness)
        if trouble is not None:
            found[trouble, first.document, second.document].append((first, second))
    for (trouble, _, _), pairs in found.items():
        same = trouble is Trouble.DUPLICATE
        yield Concern(
            trouble=trouble,
            first=pairs[0][0],
            second=pairs[0][1],
            why=("They say the same." if same else "They say almost the same in other words.")
            + _more(len(pairs) - 1),
            suggestion="Keep one of them, and let the other point to it."
            if same
            else "Say it once, so that an edit of one cannot leave the other behind.",
        )


def _more(pairs: int) -> str:
    if not pairs:
        return ""
    return f" So {'does one more pair' if pairs == 1 else f'do {pairs} more pairs'} of these two documents."


def _said_twice(first: Passage, second: Passage, near: float) -> Trouble | None:
    if near < NEARLY_THE_SAME or _points_elsewhere(first) or _points_elsewhere(second):
        return None
    ours, theirs = (words_of(one.text) for one in (first, second))
    if min(len(ours), len(theirs)) < FEWEST_WORDS or _overlap(first, second):
        return None
    if first.document == second.document:
        long = len(ours) >= MANY_WORDS
        return Trouble.DUPLICATE if long and first.text == second.text else None
    common = len(set(ours) & set(theirs))
    if first.text == second.text or (
        near >= SAME and common >= ALIKE * max(len(set(ours)), len(set(theirs)))
    ):
        return Trouble.DUPLICATE
    nearly = common >= IN_COMMON * max(len(set(ours)), len(set(theirs)))
    return Trouble.NEAR_DUPLICATE if nearly else None


def _limits(near: Iterable[tuple[Passage, Passage, float]]) -> Iterator[Concern]:
    """Two limits for the same unit of the same thing."""
    for first, second, _ in near:
        ours, theirs = (limits(one.text, one.heading[-1] if one.heading else "") for one in (first, second))
        said = (
            f"One allows {one.number} {one.unit}, the other {other.number}."
            for one in ours
            for other in theirs
            if one.unit == other.unit and one.number != other.number and one.same_thing(other)
        )
        yield from (_conflict(first, second, why) for why in dict.fromkeys(said))


def _preferences(passages: Sequence[Passage]) -> Iterator[Concern]:
    """One says a and not b, another b and not a, wherever they stand."""
    asked: dict[tuple[str, str], Passage] = {}
    for passage in passages:
        for each in preferences(passage.text):
            say, avoid = each.say.lower(), each.avoid.lower()
            against = asked.get((avoid, say)) if say else None
            if against is not None and against is not passage:
                yield _conflict(against, passage, f"One asks for “{avoid}”, the other for “{say}”.")
            asked.setdefault((say, avoid), passage)


def _conflict(first: Passage, second: Passage, why: str) -> Concern:
    return Concern(
        trouble=Trouble.CONFLICT,
        first=first,
        second=second,
        why=why,
        suggestion="Decide which one holds, and correct the other.",
    )


def _spelled(passages: Sequence[Passage]) -> Iterator[Concern]:
    for each in two_ways(passages):
        yield Concern(
            trouble=Trouble.SPELLING,
            first=each.usually[0],
            second=each.otherwise[0],
            why=f"“{each.usual}” stands in {counted(len(each.usually), 'passage')}, "
            f"“{each.other}” in {len(each.otherwise)}.",
            suggestion="Choose one spelling, add it to terms.csv, and correct the other here. "
            f"“{each.usual}” is the more usual one.",
        )


def _vague(passages: Sequence[Passage]) -> Iterator[Concern]:
    for passage in passages:
        found = vague(passage.text)
        if found is not None:
            yield Concern(
                trouble=Trouble.VAGUE,
                first=passage,
                why=f"Nobody can check “{found.sentence}”.",
                suggestion=f"Say what “{found.words}” means: give a number, a list of words, or a good and "
                "a bad example.",
            )


def _points_elsewhere(passage: Passage) -> bool:
    """A passage that only says where the rule stands."""
    return passage.text.lower().startswith(REFERENCE) and "\n" not in passage.text.strip()


def _overlap(first: Passage, second: Passage) -> bool:
    """Neighbours of one section share words by design."""
    return first.document == second.document and first.start < second.end and second.start < first.end
