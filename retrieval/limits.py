"""The limits that guidelines set: so many of a unit at most, and for what."""

from __future__ import annotations

import re
from dataclasses import dataclass

WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBERS = {word: str(number) for number, word in enumerate(WORDS, 1)}
AT_MOST = re.compile(
    r"(?:no (?:more|longer) than|at most|up to|maximum(?: of)?|max\.?|under|fewer than|less than"
    r"|limit(?:ed)? (?:of|to)|keep [\w ]{1,30}? to)\s+"
    rf"(\d[\d,.]*|{'|'.join(WORDS)})\s+(\w+)",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[^.!?\n]+")
IDLE = re.compile(
    r"(?:an?|all|and|any|are|as|at|be|below|best|both|but|by|can|characters?|do|each|every|exactly|few|fewer"
    r"|for|from|hard|ha[sd]|have|if|in|into|is|its?|keep|length|less|limit(?:ed|s)?|long(?:er)?|make|max(?:imum)?"
    r"|may|more|most|must|need|never|not?|of|on|one|only|or|our|per|same|short|should|so|th(?:an|at|e|eir|em|ere"
    r"|ese|is|ose)|to|too|total|under|unique|up|us(?:e|ing)|we|when|which|with|words?|write|your?)"
)
"""Words that do not say what a limit is for."""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """So many of a unit at most; `of` is what the sentence speaks of, `under` what the heading names."""

    number: str
    unit: str
    of: frozenset[str]
    under: frozenset[str]

    def same_thing(self, other: Limit) -> bool:
        """Whether all that one sentence limits is what the other speaks of, or what its heading names."""
        return self.of <= other.of | other.under or other.of <= self.of | self.under


def limits(text: str, heading: str = "") -> tuple[Limit, ...]:
    """The limits that a text sets. Where a sentence does not say what for, its heading does."""
    under = _things(heading, "")
    found = []
    for sentence in SENTENCE.findall(text):
        for number, word in AT_MOST.findall(sentence):
            unit = f"{word.lower().rstrip('s')}s"
            plain = NUMBERS.get(number.lower(), number.rstrip(".,"))
            found.append(Limit(number=plain, unit=unit, of=_things(sentence, unit) or under, under=under))
    return tuple(found)


def _things(words: str, unit: str) -> frozenset[str]:
    """What is spoken of: words without idle ones, numbers, the unit, and plural endings."""
    said = [word for word in re.findall(r"[a-z][a-z-]+", words.lower()) if not IDLE.fullmatch(word)]
    plain = {word.rstrip("s") for word in said if word not in NUMBERS}
    return frozenset(plain - {unit.rstrip("s")})
