"""Which of a kit's rules are worth running on a text, seen in one look for all of them together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import chain
from typing import Protocol, runtime_checkable

from brandkit.rules.prefilter import Choice, Trigger
from brandkit.rules.rule import Rule
from brandkit.scopes import Block, ScopedText
from brandkit.seen import Seen

_BEYOND = ("raw", "link")
_ADDED = (frozenset[str](), frozenset({"sentence"}), frozenset({"summary"}))


@runtime_checkable
class Sought(Protocol):
    """A rule that looks at each block by itself, and knows what each of its findings starts from."""

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """One for each way to a finding; none where it cannot say."""
        ...


@runtime_checkable
class Asking(Protocol):
    """A rule that asks more of a text in which one of its findings starts."""

    @property
    def asides(self) -> tuple[Trigger, ...]:
        """What it asks for with the `look` of a text."""
        ...


class Sieve:
    """Lets through the rules that may find something; one that is held back would have found nothing.

    A rule is let through when one of its patterns is in a block that it reads: most rules find nothing in
    most texts, and a search alone costs much less than running the rule.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        triggers = [_triggers(rule) for rule in rules]
        self._sought = {number for number, each in enumerate(triggers) if each}
        self._owners = [number for number, each in enumerate(triggers) for _ in each]
        self._triggers = [trigger for each in triggers for trigger in each]
        beside = chain.from_iterable(rule.asides for rule in rules if isinstance(rule, Asking))
        asked = chain.from_iterable(trigger.asked for trigger in (*self._triggers, *beside))
        self._choice = Choice([trigger.needed for trigger in self._triggers], asked)
        self._readers: dict[frozenset[str], frozenset[int]] = {}

    def among(
        self, text: ScopedText, admits: Callable[[Rule], bool] = lambda _: True
    ) -> list[tuple[Rule, tuple[ScopedText, ...]]]:
        """The rules worth running, in their order, each with the parts of the text it is worth running on.

        Only those that `admits` says are meant for such a text; for others nothing is searched.
        """
        is_meant = cache(lambda number: admits(self._rules[number]))
        look = cache(self._choice.seen_in)
        places: dict[int, list[ScopedText]] = {}
        slow: set[int] = set()
        for block in text.blocks:
            seen = look(block.text)
            part = ScopedText(sources=text.sources, blocks=(block,), seen=seen, look=look)
            for number in self._let_through(block, seen, slow, is_meant):
                places.setdefault(number, []).append(part)
        return [
            (rule, tuple(places[number]) if number in self._sought else (text,))
            for number, rule in enumerate(self._rules)
            if number in places or (number not in self._sought and is_meant(number))
        ]

    def _let_through(
        self, block: Block, seen: Seen, slow: set[int], is_meant: Callable[[int], bool]
    ) -> set[int]:
        """The rules that may find something in a block; `slow` collects those whose search took too long.

        They are let through without a search from then on, and it is for the check to say so.
        """
        through: set[int] = set()
        readers = self._reading(block.tags)
        among = self._choice.of(seen)
        for each in among if not seen.live else ():  # The same words may stand in two blocks.
            trigger = self._triggers[each]
            seen.live.setdefault(trigger.whole, []).append(trigger.number)
        for each in among:
            number = self._owners[each]
            is_asked = number in readers and number not in through and is_meant(number)
            if is_asked and self._occurs(each, seen, slow):
                through.add(number)
        return through

    def _occurs(self, each: int, seen: Seen, slow: set[int]) -> bool:
        occurs_in = self._triggers[each].occurs_in
        if occurs_in is None or self._owners[each] in slow:
            return True
        try:
            return occurs_in(seen)
        except TimeoutError:
            slow.add(self._owners[each])
            return True

    def _reading(self, tags: frozenset[str]) -> frozenset[int]:
        """The rules that read a block with such tags."""
        found = self._readers.get(tags)
        if found is None:
            found = self._readers[tags] = frozenset(
                number for number in self._sought if _reads(self._rules[number], tags)
            )
        return found


def _triggers(rule: Rule) -> tuple[Trigger, ...]:
    """None for a rule that reads more than the blocks, or what is cut out of them within a word."""
    scope = rule.header.scope
    if any(map(scope.names, _BEYOND)) or not isinstance(rule, Sought):
        return ()
    if scope.names("sentence"):  # A sentence ends where a block goes on, which patterns can see.
        return tuple(Trigger(needed=trigger.needed) for trigger in rule.triggers)
    return rule.triggers


def _reads(rule: Rule, tags: frozenset[str]) -> bool:
    """Whether it reads a block, its sentences or the block as part of the whole."""
    selector = rule.header.selector
    return any(selector.matches(tags | more) for more in _ADDED)
