"""Which of a kit's rules are worth running on a text, seen in one look for all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from brandkit.rules.prefilter import NOTHING, Choice, Needed
from brandkit.rules.rule import Rule
from brandkit.scopes import ScopedText


@runtime_checkable
class Sought(Protocol):
    """A rule that knows what a text must hold for it to find anything."""

    @property
    def needed(self) -> Needed:
        """Empty where nothing is known."""
        ...


class Sieve:
    """Lets through the rules that may find something; one that is held back would have found nothing."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        self._choice = Choice([_needed(rule) for rule in rules])

    def among(self, text: ScopedText) -> list[Rule]:
        """The rules worth running, in their order."""
        blocks = "\n\n".join(block.text for block in text.blocks)
        return [self._rules[number] for number in self._choice.among(blocks)]


def _needed(rule: Rule) -> Needed:
    """A rule that reads more than the blocks, such as addresses as they are written, always runs."""
    if rule.header.scope.names("raw") or not isinstance(rule, Sought):
        return NOTHING
    return rule.needed
