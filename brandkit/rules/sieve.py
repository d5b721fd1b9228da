"""Which of a kit's rules are worth running on a text, seen in one look for all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from brandkit.rules.prefilter import Choice, Needed
from brandkit.rules.rule import Rule
from brandkit.scopes import ScopedText


@runtime_checkable
class Sought(Protocol):
    """A rule that looks at each block by itself, and knows what a block must hold for it to find anything."""

    @property
    def triggers(self) -> tuple[Needed, ...]:
        """What each of its alternatives needs."""
        ...


class Sieve:
    """Lets through the rules that may find something; one that is held back would have found nothing."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        needs = [_triggers(rule) for rule in rules]
        self._sought = {number for number, each in enumerate(needs) if each}
        self._owners = [number for number, each in enumerate(needs) for _ in each]
        self._choice = Choice([need for each in needs for need in each])

    def among(self, text: ScopedText) -> list[tuple[Rule, tuple[ScopedText, ...]]]:
        """The rules worth running, in their order, each with the parts of the text it is worth running on."""
        places: list[list[ScopedText]] = [[] for _ in self._rules]
        for block in text.blocks:
            present = self._choice.present(block.text)
            part = ScopedText(sources=text.sources, blocks=(block,), present=present)
            for number in {self._owners[each] for each in self._choice.of(present)}:
                places[number].append(part)
        return [
            (rule, tuple(places[number]) if number in self._sought else (text,))
            for number, rule in enumerate(self._rules)
            if places[number] or number not in self._sought
        ]


def _triggers(rule: Rule) -> tuple[Needed, ...]:
    """None for a rule that reads more than the blocks, such as addresses as they are written."""
    if rule.header.scope.names("raw") or not isinstance(rule, Sought):
        return ()
    return rule.triggers
