"""Knowing without searching that a pattern cannot be there: the letters that every match must hold.

Where words start and end is marked in the text, so that the word “be” is not taken for a part of “because”.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from brandkit.folding import folded
from brandkit.rules.literals import Literals
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
