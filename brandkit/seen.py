"""What is known of a text before patterns are tried on it: what it holds of what they look for, and where."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile

import regex

from brandkit.folding import DIGIT, END, START, digit_places, is_word

_STARTS_AT_LEAST = 16
_SIGNS_A_START = 50


@dataclass(frozen=True, kw_only=True)
class Seen:
    """`texts` are in the `folded` text of all that patterns look for; `words` are its words by their numbers.

    `starts` tells by their numbers where they start, if each sign is one sign in the folded text. `firsts`
    keeps the first match of what was searched for already, `answers` whether what was asked for is there, and
    `live` which parts of a pattern can be there, by their numbers.
    """

    text: str
    folded: str = field(repr=False)
    texts: frozenset[str]
    words: Mapping[str, Sequence[int]] = field(repr=False)
    starts: Sequence[int] = field(repr=False)
    firsts: dict[object, regex.Match[str] | None] = field(default_factory=dict, compare=False, repr=False)
    answers: dict[object, bool] = field(default_factory=dict, compare=False, repr=False)
    live: dict[object, list[int]] = field(default_factory=dict, compare=False, repr=False)

    def places(self, beginnings: frozenset[str], openings: tuple[str, ...] = ()) -> list[int] | None:
        """Where one of these stands, in order; None where they are not known or stand nearly everywhere.

        Each is a part of a word, with its edges marked, a sign, or `DIGIT`, and belongs to what patterns look
        for. Where there are `openings`, one of them stands at the start of a word as well.
        """
        if not beginnings or not self._keeps_places:
            return None
        places: set[int] = set()
        for each in beginnings & self.texts:
            places.update(self._places_of(each))
        if len(places) > self._most_starts:
            return None
        if openings:
            is_opened, starts = self.folded.startswith, self._marked_starts
            return sorted(place for place in places if is_opened(openings, starts[place]))
        return sorted(places)

    @cached_property
    def _most_starts(self) -> int:
        """To try more than that costs as much as to search all of the text."""
        return _STARTS_AT_LEAST + len(self.text) // _SIGNS_A_START

    @cached_property
    def _keeps_places(self) -> bool:
        """Whether each of its signs is one sign in the folded text as well."""
        return self.text.isascii() or len(self.text.casefold()) == len(self.text)

    def _places_of(self, beginning: str) -> Iterable[int]:
        places = self._kept.get(beginning)
        if places is None:
            places = self._kept[beginning] = tuple(self._found(beginning))
        return places

    @cached_property
    def _kept(self) -> dict[str, tuple[int, ...]]:
        return {}

    def _found(self, beginning: str) -> Iterable[int]:
        if beginning == DIGIT:
            return digit_places(self.text)
        if beginning.startswith(START):
            return self._words_with(beginning)
        if is_word(beginning[0]):
            return self._within_words(beginning)
        return all_of(beginning, self.text)

    def _words_with(self, start: str) -> Iterable[int]:
        if start.endswith(END):
            return self._starts_of(start[len(START) : -len(END)])
        bare = start[len(START) :]
        begun = bisect_left(self._different, bare)
        alike = takewhile(lambda word: word.startswith(bare), self._different[begun:])
        return (place for word in alike for place in self._starts_of(word))

    def _within_words(self, part: str) -> Iterator[int]:
        bare = part.rstrip(END)
        for word in self._different:
            if bare in word and (bare is part or word.endswith(bare)):
                for at in all_of(bare, word) if bare is part else (len(word) - len(bare),):
                    yield from (place + at for place in self._starts_of(word))

    def _starts_of(self, word: str) -> Iterable[int]:
        return [self.starts[number] for number in self.words.get(word, ())]

    @cached_property
    def _marked_starts(self) -> dict[int, int]:
        """Where each word is in the folded text, by where it is in the text."""
        return {start: start + number * len(START + END) for number, start in enumerate(self.starts)}

    @cached_property
    def _different(self) -> list[str]:
        return sorted(self.words)


def all_of(part: str, text: str) -> Iterator[int]:
    """Where a part stands in a text, also where it overlaps itself."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)
