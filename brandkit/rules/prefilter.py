"""Knowing without searching that a pattern cannot be there: the letters that every match must hold.

Where words start and end is marked in the text, so that the word “be” is not taken for a part of “because”.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from brandkit.folding import END, START, Folded, folded
from brandkit.rules.literals import Literals, telling_part
from brandkit.seen import Seen


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

    def is_met_in(self, there: Folded) -> bool:
        """The same for a text that was folded already."""
        text = there.text
        for words, others in self._lists:
            if words and not words.isdisjoint(there.words):
                continue
            for part, other in others:  # Loops, as this is asked for hundreds of patterns of each text.
                if part in text and other in text:
                    break
            else:
                return False
        return True

    @cached_property
    def _lists(self) -> tuple[tuple[frozenset[str], tuple[tuple[str, str], ...]], ...]:
        return tuple(map(_told_apart, (self.texts, *self.also))) if self.texts else ()

    def also_met_by(self, present: frozenset[str]) -> bool:
        """Whether one of each list in `also` is there, for a text of which it is known what is there."""
        for each in self.also:  # noqa: SIM110 - asked hundreds of times a draft, where a generator is slow
            if each.isdisjoint(present):
                return False
        return True


def _told_apart(texts: Iterable[str]) -> tuple[frozenset[str], tuple[tuple[str, str], ...]]:
    """Whole words, which are looked up, and other texts, each behind a part of it that is letters only.

    Letters are looked for much faster than marks, which stand at every word.
    """
    words, others = set(), []
    for text in texts:
        part = telling_part(text).strip(START + END)
        if text == f"{START}{part}{END}":
            words.add(part)
        else:
            others.append((part, text))
    return frozenset(words), tuple(others)


NOTHING = Needed()


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """One way to a finding: what a text must hold for it, and a search that must succeed, if one is known.

    `beginnings` are what that search wants to know the places of. `number` is its own among the parts of a
    `whole` pattern.
    """

    needed: Needed
    occurs_in: Callable[[Seen], bool] | None = None
    beginnings: frozenset[str] = frozenset()
    whole: object = None
    number: int = 0

    @property
    def asked(self) -> frozenset[str]:
        """All texts of which it asks whether or where they are in a text."""
        return self.beginnings.union(self.needed.texts, *self.needed.also)


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
