"""Knowing without searching that a pattern cannot be there: the letters that every match must hold.

Where words start and end is marked in the text, so that the word “be” is not taken for a part of “because”.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

import regex

DIGIT = "\0digit"
CAPITALS = "\0capitals"
"""Stand in the folded text when there is a digit, and when there are two capital letters side by side."""
_MARKS = frozenset({DIGIT, CAPITALS})
START, END = "\x01", "\x02"
"""Stand where a word starts and where it ends."""
_MOST_KEPT = 20_000
"""Words: a person knows about as many."""
_LONG_WORD = 80
_PART = regex.compile(rf"{START}?\w+{END}?")
_MARKED = re.compile(rf"{START}[^{END}]*{END}")
_SHORT_TEXT = 20_000
_WORD = regex.compile(r"\w+")
_ASCII_WORD = re.compile(r"(\w+)", re.ASCII)
_COMMON = frozenset(
    _WORD.findall(
        "a an and are as at be but by can do every first for free from get have here how i if in is it its"
        " just last like make more most my new no not now of off on one only or our out s she so t than that"
        " the their them there they this time to up us use want was we what when who will with work works"
        " you your"
    )
)
"""Words that nearly every draft holds: to look for them narrows nothing down."""
_DIGITS = regex.compile(r"\d")
_SHOUTED = regex.compile(r"\p{Lu}\p{Lu}")


@dataclass(frozen=True, kw_only=True)
class Needed:
    """A match holds at least one of these texts, compared without case; no texts: nothing is known.

    Of each list in `also` it holds one as well.
    """

    texts: frozenset[str] = frozenset()
    also: tuple[frozenset[str], ...] = ()

    def allows(self, text: str) -> bool:
        """Whether a match can be in the text. A yes may be wrong, a no never is."""
        return self.is_met_in(folded(text))

    def is_met_in(self, there: str) -> bool:
        """The same for a text that was `folded` already."""
        return not self.texts or all(any(text in there for text in each) for each in (self.texts, *self.also))

    def also_met_by(self, present: frozenset[str]) -> bool:
        """Whether one of each list in `also` is there, for a text of which it is known what is there."""
        for each in self.also:  # noqa: SIM110 - asked hundreds of times a draft, where a generator is slow
            if each.isdisjoint(present):
                return False
        return True


NOTHING = Needed()


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """One way to a finding: what a text must hold for it, and a search that must succeed, if one is known."""

    needed: Needed
    occurs_in: Callable[[str], bool] | None = None


ALWAYS = Trigger(needed=NOTHING)


def either(*needs: Needed) -> Needed:
    """What is needed where any of several matches will do."""
    if len(needs) == 1:
        return needs[0]
    return Needed(
        texts=frozenset().union(*(each.texts for each in needs))
        if all(each.texts for each in needs)
        else frozenset()
    )


class Literals:
    """Finds which of many texts are in a longer one, by the words of the longer one.

    Each text is known by the most telling part of it that lies within one word. Which parts a word holds is
    kept, because writers use the same words again and again.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._wordless: list[str] = []
        self._by_part: dict[str, list[str]] = {}
        for text in texts:
            part = telling_part(text)
            if _PART.match(part):
                self._by_part.setdefault(part, []).append(text)
            else:
                self._wordless.append(text)
        self._lengths = sorted({len(part) for part in self._by_part})
        self._kept: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def present(self, text: str) -> frozenset[str]:
        """Those that are there."""
        there = folded(text)
        found = {each for each in self._wordless if each in there}
        asked: set[str] = set()
        for word in set(_MARKED.findall(there)):
            certain, possible = self._kept.get(word) or self._held_by(word)
            found.update(certain)
            asked.update(possible)
        found.update(each for each in asked if each in there)
        return frozenset(found)

    def _held_by(self, word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The texts that are in a marked word, and those of which a part is in it."""
        texts = [text for part in self._parts_of(word) for text in self._by_part[part]]
        certain = tuple(text for text in texts if text in word)
        held = certain, tuple(text for text in texts if text not in word)
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        if len(word) < _LONG_WORD:
            self._kept[word] = held
        return held

    def _parts_of(self, word: str) -> Iterable[str]:
        if len(word) >= _LONG_WORD:  # No word that a writer knows, and too much to take to pieces.
            return [part for part in self._by_part if part in word]
        size = len(word)
        parts = {word[at : at + each] for each in self._lengths for at in range(size - each + 1)}
        return self._by_part.keys() & parts


class Choice:
    """Chooses among many patterns those that a text is worth searching for, in one look at the text."""

    def __init__(self, needs: Sequence[Needed]) -> None:
        self._always = {number for number, each in enumerate(needs) if not each.texts}
        self._numbers: dict[str, list[int]] = {}
        for number, each in enumerate(needs):
            for text in each.texts:
                self._numbers.setdefault(text, []).append(number)
        self._needs = tuple(needs)

    @cached_property
    def _literals(self) -> Literals:
        others = chain.from_iterable(each.also for each in self._needs)
        return Literals({*self._numbers, *chain.from_iterable(others)})

    def among(self, text: str) -> list[int]:
        """The numbers of the patterns that may match, in order."""
        return self.of(self._literals.present(text))

    def of(self, present: frozenset[str]) -> list[int]:
        """The same for a text whose literals were found already."""
        numbers = {number for text in self._numbers.keys() & present for number in self._numbers[text]}
        return sorted(self._always.union(each for each in numbers if self._needs[each].also_met_by(present)))

    def present(self, text: str) -> frozenset[str]:
        """Of all that the patterns need, what is there."""
        return self._literals.present(text)


def folded(text: str) -> str:
    """The text without case, as patterns compare it, its words marked, and with marks for what it holds.

    The dotless i and the dotted capital count as an i.
    """
    return _folded_short(text) if len(text) < _SHORT_TEXT else _folded_long(text)


@lru_cache(maxsize=4096)
def _folded_short(text: str) -> str:
    if text.isascii():  # Where both engines agree on what a word is, the plain one is much faster.
        runs = _ASCII_WORD.split(text.lower())
        runs[1::2] = [f"{START}{word}{END}" for word in runs[1::2]]
        plain = "".join(runs)
    else:
        plain = _WORD.sub(rf"{START}\g<0>{END}", text).replace("İ", "i").casefold().replace("ı", "i")
    return plain + DIGIT * bool(_DIGITS.search(plain)) + CAPITALS * bool(_SHOUTED.search(text))


_folded_long = lru_cache(maxsize=2)(_folded_short.__wrapped__)


def telling_part(text: str) -> str:
    """The part of a text within one word that copy holds most seldom; all of a text that has no words."""
    parts = _PART.findall(text) if text not in _MARKS else ()
    return max(parts, key=_rarity, default=text)


def _rarity(part: str) -> tuple[bool, int]:
    """How seldom a part of a word is in copy."""
    return not is_common(part), len(part)


@lru_cache(maxsize=1024)
def is_word(sign: str) -> bool:
    """Whether a sign is a part of words, as patterns see it."""
    return _WORD.match(sign) is not None


def is_common(text: str) -> bool:
    """Whether a text is made of words that nearly every draft holds."""
    return _COMMON.issuperset(text.replace(START, " ").replace(END, " ").split())
