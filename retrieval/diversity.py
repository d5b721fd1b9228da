"""Keeps what says the same twice from taking two places among the results."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from brandkit.passages import Passage

WORD = re.compile(r"\w+(?:['’]\w+)*")
TELLING = re.compile(
    r"\d|^(?:no|not|never|without|only|always|must|may|can|cannot|do|don['’]?t|avoid|except|unless)$|n['’]t$"
)
MANY_WORDS, ALIKE = 40, 0.9
"""From so many words on, passages that share so much of them say the same."""
Words = Counter[str]


def distinct(passages: Iterable[Passage]) -> Iterator[int]:
    """The places of the passages in order, of each that repeats an earlier one left out.

    Short ones repeat only word for word under the same heading, for “One word.” stands under many. Of long
    ones a few words may differ, but no number and no word that turns a rule into its opposite: two rules
    that contradict each other are both to be seen.
    """
    seen: list[Words] = []
    for place, passage in enumerate(passages):
        words = _words(passage)
        if not any(_repeats(words, one) for one in seen):
            seen.append(words)
            yield place


def _words(passage: Passage) -> Words:
    topic = passage.heading[-1] if passage.heading else ""
    return Counter(WORD.findall(f"{topic} {passage.text}".lower()))


def _repeats(ours: Words, theirs: Words) -> bool:
    if ours == theirs:
        return True
    common, most = (ours & theirs).total(), max(ours.total(), theirs.total())
    if most < MANY_WORDS or common < ALIKE * most:
        return False
    return not any(TELLING.search(word) for word in (ours - theirs) + (theirs - ours))
