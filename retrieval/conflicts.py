"""What a brand owner should look at in a version: said twice, contradicting, spelled two ways, too vague."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from brandkit.passages import Passage
from retrieval.embedding import Vectors
from retrieval.statements import limits, preferences

SAME = 0.95
NEARLY_THE_SAME = 0.8
IN_COMMON = 0.6
ABOUT_THE_SAME = 0.6
FEWEST_WORDS = 6
AT_ONCE = 1_000
WORD = re.compile(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*")
SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
VAGUE = re.compile(
    r"\b(?:as (?:appropriate|needed|necessary|required)|where(?:ver)? (?:appropriate|possible|necessary)"
    r"|(?:an? )?(?:appropriate|suitable|proper|good|nice|reasonable)"
    r" (?:tone|length|amount|style|language|way)"
    r"|be (?:engaging|creative|professional|consistent|appropriate|authentic|relevant)"
    r"|not too (?:long|short|formal|informal|many|much)|try (?:not )?to|use (?:good|your) (?:judg\w+|sense)"
    r"|common sense|and so on|in moderation|sparingly)\b",
    re.IGNORECASE,
)
CONCRETE = re.compile(
    r"\d|[“\"‘][^”\"’]+[”\"’]|for example|such as|instead|rather than|, not ", re.IGNORECASE
)


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
    near = [each for first, second, at in _near(passages, vectors) for each in _pairs(first, second, at)]
    found = [*near, *_spellings(passages), *_vague(passages)]
    order = list(Trouble)
    return tuple(sorted(found, key=lambda one: order.index(one.trouble)))


def _near(passages: Sequence[Passage], vectors: Vectors) -> Iterator[tuple[Passage, Passage, float]]:
    """Every two passages about the same, once; compared in blocks to spare memory."""
    for start in range(0, len(passages), AT_ONCE):
        nearness = vectors[start : start + AT_ONCE] @ vectors.T
        for row, column in zip(*np.where(nearness >= ABOUT_THE_SAME), strict=True):
            if column > row + start:
                yield passages[row + start], passages[column], float(nearness[row, column])


def _pairs(first: Passage, second: Passage, near: float) -> Iterator[Concern]:
    twice = _twice(first, second, near)
    if twice is Trouble.DUPLICATE:
        yield Concern(
            trouble=twice,
            first=first,
            second=second,
            why="They say the same.",
            suggestion="Keep one of them, and let the other point to it.",
        )
    elif twice is Trouble.NEAR_DUPLICATE:
        yield Concern(
            trouble=twice,
            first=first,
            second=second,
            why="They say almost the same in other words.",
            suggestion="Say it once, so that an edit of one cannot leave the other behind.",
        )
    for why in (*_limits(first, second), *_preferences(first, second)):
        yield Concern(
            trouble=Trouble.CONFLICT,
            first=first,
            second=second,
            why=why,
            suggestion="Decide which one holds, and correct the other.",
        )


def _twice(first: Passage, second: Passage, near: float) -> Trouble | None:
    if near < NEARLY_THE_SAME or not (_long(first) and _long(second)) or _overlap(first, second):
        return None
    if near >= SAME or first.text == second.text:
        return Trouble.DUPLICATE
    ours, theirs = (set(_words(one.text)) for one in (first, second))
    common = len(ours & theirs) / max(1, min(len(ours), len(theirs)))
    return Trouble.NEAR_DUPLICATE if common >= IN_COMMON and first.document != second.document else None


def _limits(first: Passage, second: Passage) -> Iterable[str]:
    """Two limits for the same unit, where each passage names only one."""
    ours, theirs = limits(first.text), limits(second.text)
    return [
        f"One allows {ours[unit]} {unit}, the other {theirs[unit]}."
        for unit in ours.keys() & theirs.keys()
        if ours[unit] != theirs[unit]
    ]


def _preferences(first: Passage, second: Passage) -> Iterable[str]:
    """One says a and not b, the other b and not a."""
    theirs = {(each.say.lower(), each.avoid.lower()) for each in preferences(second.text)}
    ours = [(each.say.lower(), each.avoid.lower()) for each in preferences(first.text) if each.say]
    return [
        f"One asks for “{say}”, the other for “{avoid}”." for say, avoid in ours if (avoid, say) in theirs
    ]


def _spellings(passages: Sequence[Passage]) -> Iterator[Concern]:
    """A word that the guidelines themselves write with and without a hyphen, apart from rules about it."""
    for forms in _by_letters(passages).values():
        apart = {form: [one for one in found if not _speaks_of(one, forms)] for form, found in forms.items()}
        used = sorted((form for form in apart if apart[form]), key=lambda form: (-len(apart[form]), form))
        if len(used) > 1:
            usual, other = used[0], used[1]
            yield Concern(
                trouble=Trouble.SPELLING,
                first=apart[usual][0],
                second=apart[other][0],
                why=f"“{usual}” stands in {len(apart[usual])} passages, “{other}” in {len(apart[other])}.",
                suggestion=f"Choose one spelling, add it to terms.csv, and correct the other here. “{usual}” "
                "is the more usual one.",
            )


def _by_letters(passages: Sequence[Passage]) -> dict[str, dict[str, list[Passage]]]:
    """Words that are the same but for a hyphen: letters, then spelling, then where it stands."""
    forms: defaultdict[str, dict[str, list[Passage]]] = defaultdict(dict)
    for passage in passages:
        for word in dict.fromkeys(_words(passage.text)):
            forms[word.replace("-", "").replace("‑", "")].setdefault(word, []).append(passage)
    return {letters: found for letters, found in forms.items() if len(found) > 1}


def _speaks_of(passage: Passage, forms: Mapping[str, object]) -> bool:
    """A passage that has both spellings, or has one as an example, is about them."""
    words = _words(passage.text)
    both = sum(form in words for form in forms) > 1
    return both or any(
        form in (each.say.lower(), each.avoid.lower()) for each in preferences(passage.text) for form in forms
    )


def _vague(passages: Sequence[Passage]) -> Iterator[Concern]:
    """Demands that nobody could check: no number, no example, no word for word."""
    for passage in passages:
        for sentence in SENTENCE.findall(passage.text):
            found = VAGUE.search(sentence)
            if found and not CONCRETE.search(sentence):
                yield Concern(
                    trouble=Trouble.VAGUE,
                    first=passage,
                    why=f"Nobody can check “{' '.join(sentence.split())}”.",
                    suggestion=f"Say what “{found.group()}” means: give a number, a list of words, or a good "
                    "and a bad example.",
                )
                break


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def _long(passage: Passage) -> bool:
    return len(passage.text.split()) >= FEWEST_WORDS


def _overlap(first: Passage, second: Passage) -> bool:
    """Neighbours of one section share words by design."""
    return first.document == second.document and first.start < second.end and second.start < first.end
