"""Which of a kit's rules are worth running on a text, seen in one look for all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from brandkit.rules.prefilter import NOTHING, Choice, Needed
from brandkit.rules.rule import Rule
from brandkit.scopes import Block, ScopedText


@runtime_checkable
class Sought(Protocol):
    """A rule that looks at each block by itself, and knows what a block must hold for it to find anything."""

    @property
    def needed(self) -> Needed:
        """Empty where nothing is known."""
        ...


class Sieve:
    """Lets through the rules that may find something; one that is held back would have found nothing."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        needs = [_needed(rule) for rule in rules]
        self._choice = Choice(needs)
        self._sought = {number for number, need in enumerate(needs) if need.texts}

    def among(self, text: ScopedText) -> list[tuple[Rule, ScopedText]]:
        """The rules worth running, in their order, each with the part of the text it is worth running on."""
        places: list[list[Block]] = [[] for _ in self._rules]
        for block in text.blocks:
            for number in self._choice.among(block.text):
                places[number].append(block)
        return [
            (rule, _narrowed(text, places[number]) if number in self._sought else text)
            for number, rule in enumerate(self._rules)
            if places[number] or number not in self._sought
        ]


def _narrowed(text: ScopedText, blocks: list[Block]) -> ScopedText:
    return text if len(blocks) == len(text.blocks) else ScopedText(sources=text.sources, blocks=tuple(blocks))


def _needed(rule: Rule) -> Needed:
    """A rule that reads more than the blocks, such as addresses as they are written, always runs."""
    if rule.header.scope.names("raw") or not isinstance(rule, Sought):
        return NOTHING
    return rule.needed
