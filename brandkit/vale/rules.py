"""What every rule of a Vale style carries, and what a rule says when it finds something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from brandkit.findings import Fix, Severity
from brandkit.rules.actions import NO_ACTION, Action
from brandkit.rules.messages import filled
from brandkit.rules.prefilter import Needed
from brandkit.vale.blocks import Scope


@dataclass(frozen=True, kw_only=True)
class Header:
    """The part of a rule that all kinds share; `name` is `Style.Rule`, `limit` 0 means no limit."""

    name: str
    message: str
    severity: Severity
    scope: Scope
    link: str = ""
    description: str = ""
    limit: int = 0
    action: Action = NO_ACTION

    def says(self, *values: str) -> str:
        """The message with its values, on one line."""
        return filled(self.message, values).replace("\n", " ")

    def hit(self, text: str, start: int, end: int, *values: str) -> Hit:
        """What a match of the usual sort gives: the message takes the match, then what would mend it."""
        match = text[start:end]
        fixes = self.action.fixes(match)
        given = values or self._usual(match)
        return Hit(start=start, end=end, message=self.says(*given), fixes=fixes)

    def _usual(self, match: str) -> tuple[str, ...]:
        if not self.action.name:
            return (match,)
        mended = self.action.texts(match)
        return match, (mended[0] if len(mended) == 1 else listed(mended))


def listed(options: tuple[str, ...]) -> str:
    """Options in quotes, as Vale words a choice: 'a', 'b', or 'c'."""
    quoted = [f"'{option}'" for option in options]
    if len(quoted) <= 2:  # noqa: PLR2004  (two need no comma)
        return " or ".join(quoted)
    return f"{', '.join(quoted[:-1])}, or {quoted[-1]}"


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Something a rule found in a block; `is_placed` is false where it is about the file as a whole."""

    start: int
    end: int
    message: str
    fixes: tuple[Fix, ...] = ()
    is_placed: bool = True


@dataclass
class Memory:
    """What rules remember of the blocks of one file that they have read, and how many there were of each.

    All rules of a file share it, as in Vale: what one of them has seen defined is defined for all.
    """

    seen: set[str] = field(default_factory=set)
    tallies: Mapping[str, int] = field(default_factory=dict)


class Rule(Protocol):
    """A rule of a style."""

    @property
    def header(self) -> Header:
        """What it is called and says."""
        ...

    @property
    def needed(self) -> Needed:
        """What a block must hold for the rule to have anything to do with it."""
        ...

    def check(self, text: str, memory: Memory) -> Iterator[Hit]:
        """What it finds in one block. `TimeoutError` when its pattern takes too long."""
        ...
