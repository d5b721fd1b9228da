"""Knowing without searching that a pattern cannot be there: the letters that every match must hold.

Where words start and end is marked in the text, so that the word “be” is not taken for a part of “because”.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain

import regex

from brandkit.folding import BEYOND, CAPITALS, DIGIT, END, START, folded
from brandkit.seen import Seen, all_of

_MARKS = frozenset({DIGIT, CAPITALS, BEYOND})
_MOST_KEPT = 20_000
"""Words: a person knows about as many."""
_LONG_WORD = 80
_PART = regex.compile(rf"{START}?\w+{END}?")
_Held = tuple[tuple[str, ...], tuple[tuple[str, int], ...]]
_WORDS = re.compile(rf"{START}([^{END}]*){END}")
_MARKS_A_WORD = START + END
_EVERYWHERE = f" .{START}{END}"
"""Signs that every text holds: another one of a text tells more."""
_WORD = regex.compile(r"\w+")
_COMMON = frozenset(
    _WORD.findall(
        "a an and are as at be but by can do every first for free from get have here how i if in is it its"
        " just last like make more most my new no not now of off on one only or our out s she so t than that"
        " the their them there they this time to up us use want was we what when who will with work works"
        " you your"
    )
)
"""Words that nearly every draft holds: to look for them narrows nothing down."""


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
    """One way to a finding: what a text must hold for it, and a search that must succeed, if one is known.

    `beginnings` are what that search wants to know the places of.
    """

    needed: Needed
    occurs_in: Callable[[Seen], bool] | None = None
    beginnings: frozenset[str] = frozenset()


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
        self._by_sign: dict[str, list[str]] = {}
        self._by_part: dict[str, list[str]] = {}
        for text in texts:
            part = telling_part(text)
            if _PART.match(part):
                self._by_part.setdefault(part, []).append(text)
            else:
                self._by_sign.setdefault(text.strip(_EVERYWHERE)[:1] or text[:1], []).append(text)
        self._lengths = sorted({len(part) for part in self._by_part})
        self._kept: dict[str, _Held] = {}

    def seen_in(self, text: str) -> Seen:
        """Those that are there, and the words of the text."""
        there = folded(text)
        runs = _WORDS.split(there)
        starts = list(accumulate(map(len, runs)))[:-1:2]
        words: dict[str, list[int]] = {}
        for number, word in enumerate(runs[1::2]):
            words.setdefault(word, []).append(number)
        signs = self._by_sign.keys() & set(there)
        found = {each for sign in signs for each in self._by_sign[sign] if each in there}
        for word, numbers in words.items():
            certain, possible = self._kept.get(word) or self._held_by(word)
            found.update(certain)
            for each, shift in possible:
                for number in numbers:
                    at = starts[number] + len(_MARKS_A_WORD) * number + shift
                    if at >= 0 and there.startswith(each, at):
                        found.add(each)
                        break
        return Seen(text=text, texts=frozenset(found), words=words, starts=starts)

    def _held_by(self, bare: str) -> _Held:
        """The texts that are in a word; those that may reach beyond it, and where they would start."""
        word = f"{START}{bare}{END}"
        texts = [(text, part) for part in self._parts_of(word) for text in self._by_part[part]]
        certain = tuple(text for text, _ in texts if text in word)
        possible = tuple(
            (text, at - text.index(part))
            for text, part in texts
            if text not in word
            for at in all_of(part, word)
        )
        held = certain, possible
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        if len(word) < _LONG_WORD:
            self._kept[bare] = held
        return held

    def _parts_of(self, word: str) -> Iterable[str]:
        if len(word) >= _LONG_WORD:  # No word that a writer knows, and too much to take to pieces.
            return [part for part in self._by_part if part in word]
        size = len(word)
        parts = {word[at : at + each] for each in self._lengths for at in range(size - each + 1)}
        return self._by_part.keys() & parts


class Choice:
    """Chooses among many patterns those that a text is worth searching for, in one look at the text.

    `others` are texts of which it is to say as well whether they are there.
    """

    def __init__(self, needs: Sequence[Needed], others: Iterable[str] = ()) -> None:
        self._always = {number for number, each in enumerate(needs) if not each.texts}
        self._numbers: dict[str, list[int]] = {}
        for number, each in enumerate(needs):
            for text in each.texts:
                self._numbers.setdefault(text, []).append(number)
        self._needs = tuple(needs)
        self._others = frozenset(others)

    @cached_property
    def _literals(self) -> Literals:
        also = chain.from_iterable(each.also for each in self._needs)
        return Literals({*self._numbers, *chain.from_iterable(also), *self._others})

    def among(self, text: str) -> list[int]:
        """The numbers of the patterns that may match, in order."""
        return self.of(self.seen_in(text))

    def of(self, seen: Seen) -> list[int]:
        """The same for a text that was looked at already."""
        there = seen.texts
        numbers = {number for text in self._numbers.keys() & there for number in self._numbers[text]}
        return sorted(self._always.union(each for each in numbers if self._needs[each].also_met_by(there)))

    def seen_in(self, text: str) -> Seen:
        """Of all that the patterns need, what is there."""
        return self._literals.seen_in(text)


def telling_part(text: str) -> str:
    """The part of a text within one word that copy holds most seldom; all of a text that has no words."""
    parts = _PART.findall(text) if text not in _MARKS else ()
    return max(parts, key=_rarity, default=text)


def _rarity(part: str) -> tuple[bool, int]:
    """How seldom a part of a word is in copy."""
    return not is_common(part), len(part)


def is_common(text: str) -> bool:
    """Whether a text is made of words that nearly every draft holds."""
    return _COMMON.issuperset(text.replace(START, " ").replace(END, " ").split())
