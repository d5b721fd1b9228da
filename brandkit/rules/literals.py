"""Finds which of many texts are in a longer one, and where its words stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise

import regex

from brandkit.folding import BEYOND, CAPITALS, DIGIT, END, START, folded
from brandkit.seen import Seen, all_of

_MARKS = frozenset({DIGIT, CAPITALS, BEYOND})
_MOST_KEPT = 20_000
"""Words: a person knows about as many."""
_LONG_WORD = 80
_FIRST_LETTERS = 3
"""Of a part within words; those of one or two letters are few, and looked for one by one."""
_PART = regex.compile(rf"{START}?\w+{END}?")
_Held = tuple[tuple[str, ...], tuple[tuple[str, int], ...]]
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


class Literals:
    """The texts, found by the words of the longer one.

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
        self._starts = Prefixes(part for part in self._by_part if part[0] == START)
        self._ends = Prefixes(part[::-1] for part in self._by_part if part[-1] == END)
        self._within: dict[str, list[str]] = {}
        for part in self._by_part:
            if part[0] != START and part[-1] != END:
                self._within.setdefault(part[:_FIRST_LETTERS], []).append(part)
        self._shortest = {part for part in self._within if len(part) < _FIRST_LETTERS}
        self._kept: dict[str, _Held] = {}

    def seen_in(self, text: str) -> Seen:
        """Those that are there, and the words of the text."""
        whole = folded(text)
        there = whole.text
        starts = list(accumulate(map(len, whole.runs)))[:-1:2]
        words: dict[str, list[int]] = {}
        for number, word in enumerate(whole.runs[1::2]):
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
        return Seen(text=text, folded=there, texts=frozenset(found), words=words, starts=starts)

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
        places = range(len(START), len(word) - len(END))
        begun = [(at, self._within.get(word[at : at + _FIRST_LETTERS])) for at in places]
        return {
            *self._starts.of(word),
            *(part[::-1] for part in self._ends.of(word[::-1])),
            *(part for at, parts in begun if parts for part in parts if word.startswith(part, at)),
            *self._shortest.intersection(word),
            *self._shortest.intersection(word[at : at + 2] for at in places),
        }


class Prefixes:
    """Finds which of many texts a longer one starts with."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = sorted(set(texts))
        self._shorter: dict[str, str] = {}
        for before, text in pairwise(["", *self._texts]):
            shorter = before
            while not text.startswith(shorter):
                shorter = self._shorter[shorter]
            self._shorter[text] = shorter

    def of(self, text: str) -> Iterator[str]:
        """Those it starts with, the longest first.

        The last text before it in order is one of them, or starts with the longest of them.
        """
        at = bisect_right(self._texts, text)
        prefix = self._texts[at - 1] if at else ""
        while not text.startswith(prefix):
            prefix = self._shorter[prefix]
        while prefix:
            yield prefix
            prefix = self._shorter[prefix]


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
