"""What every rule carries, whatever its kind: name, severity, words, setting and grounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from brandkit.findings import Evidence, Finding, Fix, Severity
from brandkit.references import Reference
from brandkit.rules.actions import NO_ACTION, Action
from brandkit.rules.messages import filled
from brandkit.scopes import EVERYWHERE, Block, ScopedText, Selector


@dataclass(frozen=True, kw_only=True)
class Example:
    """Copy that a rule must find (bad) or leave alone (good), and the setting it stands in."""

    text: str
    channel: str = ""
    field: str = ""
    market: str = ""
    product: str = ""


@dataclass(frozen=True, kw_only=True)
class Header:
    """The part of a rule that all kinds share.

    Empty `channels`, `markets`, `products` and `fields` mean all. `at_most` caps the findings in one
    check (0: no cap). `gives_way_to` names the rules that say it more exactly of the same words. `source`
    names what a rule rests on outside the brand's own guidelines, `checked_on` the day somebody last read
    it, and `confirmed` whether that was the primary text.
    """

    name: str
    message: str
    severity: Severity = Severity.WARNING
    scope: Selector = EVERYWHERE
    channels: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    evidence: Reference | None = None
    source: str = ""
    checked_on: date | None = None
    confirmed: bool = True
    link: str = ""
    description: str = ""
    owner: str = ""
    review_by: date | None = None
    good: tuple[Example, ...] = ()
    bad: tuple[Example, ...] = ()
    at_most: int = 0
    gives_way_to: tuple[str, ...] = ()
    action: Action = NO_ACTION

    def applies(self, *, channel: str, market: str, products: frozenset[str]) -> bool:
        """Whether the rule is meant for copy in this setting; names are compared without case."""
        return (
            (not self.channels or channel.casefold() in self._channels)
            and (not self.markets or market.casefold() in self._markets)
            and (not self.products or any(name.casefold() in self._products for name in products))
        )

    @cached_property
    def _channels(self) -> frozenset[str]:
        return frozenset(map(str.casefold, self.channels))

    @cached_property
    def _markets(self) -> frozenset[str]:
        return frozenset(map(str.casefold, self.markets))

    @cached_property
    def _products(self) -> frozenset[str]:
        return frozenset(map(str.casefold, self.products))

    def blocks(self, text: ScopedText) -> tuple[Block, ...]:
        """The blocks this rule reads."""
        return text.within(self.selector)

    @cached_property
    def selector(self) -> Selector:
        """Which those are: its scope, in its fields."""
        return self.scope.narrowed(self.fields)

    def finding(
        self, block: Block, start: int, end: int, *values: str, fixes: tuple[Fix, ...] | None = None
    ) -> Finding:
        """A finding at the block's `[start, end)`, its message filled with `values` in order."""
        low, high = block.place(start, end)
        match = block.source.text[low:high]
        if fixes is None:
            fixes = self.action.fixes(match)
        return Finding(
            rule=self.name,
            severity=self.severity,
            message=filled(self.message, values),
            start=low,
            end=high,
            match=match,
            field=block.source.field,
            index=block.source.index,
            fixes=fixes,
            evidence=self.grounds(),
        )

    def grounds(self) -> Evidence | None:
        """What the rule rests on, as far as the rule itself knows."""
        if self.evidence is not None:
            return self.evidence.as_evidence()
        return Evidence(source=self.source, quote=self._remark()) if self.source else None

    def _remark(self) -> str:
        """What a reader should know of the source: what it says, and how sure we are of it."""
        checked = f"Checked on {self.checked_on:%Y-%m-%d}." if self.checked_on else ""
        doubt = "" if self.confirmed else "Not confirmed from the primary text."
        return " ".join(filter(None, (self.description, checked, doubt)))


class Rule(Protocol):
    """A testable statement about copy."""

    @property
    def header(self) -> Header:
        """What it is called, says and rests on."""
        ...

    def check(self, text: ScopedText) -> Iterable[Finding]:
        """The places where the copy breaks the rule. `TimeoutError` when its pattern takes too long."""
        ...
