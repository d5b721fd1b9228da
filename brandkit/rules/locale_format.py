"""Locale format: dates, numbers and sums of money written the way readers in a place write them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import regex

from brandkit.findings import Finding, Fix
from brandkit.folding import DIGIT
from brandkit.rules.patterns import Pattern
from brandkit.rules.prefilter import Needed, Trigger
from brandkit.rules.rule import Header
from brandkit.rules.rule_entry import RuleEntry
from brandkit.scopes import Block, ScopedText

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY_FIRST = regex.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTHS})\b(?P<year>,? \d{{4}})?"
)
_MONTH_FIRST = regex.compile(
    rf"\b(?P<month>{_MONTHS}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[:.]\d)(?P<year>,? \d{{4}})?"
)
_FIGURES = regex.compile(
    r"(?<![\w./\-])(?:(\d{1,2})/(\d{1,2})/(?:\d{4}|\d{2})|(\d{1,2})\.(\d{1,2})\.\d{4})(?![\w/\-]|\.\d)"
)
_AMOUNT = r"\d(?:[\d.,]*\d)?"
_SIGN_BEHIND = regex.compile(rf"(?<![\w.,])({_AMOUNT})\s?([€£$])(?![\w\d])")
_SIGN_BEFORE = regex.compile(rf"(?<![\w€£$])([€£$])\s?({_AMOUNT})")
_UNIT = (
    "%|€|£|[$]|km|kg|g|m|cm|mm|l|ml|miles?|hours?|lit(?:re|er)s?|met(?:re|er)s?|million|billion|percent"
    "|stars?|points?|euros?|pounds?|dollars?|inch(?:es)?|f(?:oo|ee)t|ft|yards?|ounces?|oz|lbs?|tons?|tonnes?"
    "|grams?|kilos?|kilomet(?:re|er)s?|centimet(?:re|er)s?|watts?|kW|kWh|volts?|GB|TB|MB|degrees?|°C?"
    "|minutes?|mins?|seconds?|days?|weeks?|months?|years?|per ?cent|acres?|hectares?|gallons?|cups?|pints?"
    "|mph|bn|k|times"
)
_UNIT_ELSEWHERE = (
    "%|km|kg|g|m|cm|mm|l|cl|ml|m²|ha|kW|kWh|GB|°C?|Metern?|mètres?|Kilometern?|kilomètres?|Kilo(?:gramm)?"
    "|kilos?|Gramm|grammes?|Litern?|litres?|Prozent|pour ?cent|Grad|degrés?|Stunden?|heures?|Tonnen?|tonnes?"
    "|Euro|euros?|Millionen|millions?|Quadratmetern?|Hektar|hectares?|Zentimetern?|centimètres?|Zoll|pouces?"
    "|Sternen?|étoiles?"
)
_DECIMAL_COMMA = regex.compile(
    rf"(?<![\w.,])(?:[€£$]\d+(?:\.\d{{3}})*,\d{{1,2}}(?![\w,]|\.\d)|\d+(?:\.\d{{3}})*,\d{{1,2}}(?=\s?(?:{_UNIT})(?!\w)))"
)
_DECIMAL_POINT = regex.compile(
    r"(?<![\w.,])(?:[€£$]?\d+(?:,\d{3})*\.\d{2}(?![\w.]|,\d|\s?Uhr)"
    rf"|\d+(?:,\d{{3}})*\.\d(?=\s?(?:{_UNIT_ELSEWHERE})(?!\w)))"
)
_MOST_MONTHS = 12


class Order(Enum):
    """Which comes first in a date with the name of its month."""

    DAY = "day"
    MONTH = "month"


class Decimal(Enum):
    """What parts the whole from the fraction."""

    POINT = "point"
    COMMA = "comma"


class Grouping(Enum):
    """What parts the thousands of a number with a decimal comma."""

    POINT = "point"
    SPACE = "space"


class Sign(Enum):
    """Where the sign of a currency stands."""

    BEFORE = "before"
    BEHIND = "behind"


@dataclass(frozen=True, kw_only=True)
class LocaleFormat:
    """What is written otherwise than asked for is a finding; what nobody asked for is left alone.

    `no_figures` refuses dates such as 03/04/2026, which mean one day in London and another in Boston; a
    date that can be read in one way only is left alone. `given` holds the rule to text with a match of it:
    copy for a market may be in another language than that market's.
    """

    header: Header
    dates: Order | None = None
    no_figures: bool = False
    decimals: Decimal | None = None
    currency: Sign | None = None
    grouping: Grouping = Grouping.POINT
    given: Pattern | None = None

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """Whatever it finds has figures in it."""
        return (Trigger(needed=Needed(texts=frozenset({DIGIT}))),)

    def check(self, text: ScopedText) -> Iterator[Finding]:
        """One finding for each date, number or sum; its message takes what was found."""
        for block in self.header.blocks(text):
            if self.given is None or self.given.occurs_in(block.text):
                yield from self._dates(block)
                yield from self._numbers(block)

    def _dates(self, block: Block) -> Iterator[Finding]:
        if self.dates is not None:
            pattern = _MONTH_FIRST if self.dates is Order.DAY else _DAY_FIRST
            for found in pattern.finditer(block.text):
                yield self._finding(block, found, _turned(found, self.dates))
        if self.no_figures:
            for found in _FIGURES.finditer(block.text):
                first, second = (int(part) for part in found.groups() if part)
                if _is_ambiguous(first, second):
                    yield self._finding(block, found, "")

    def _numbers(self, block: Block) -> Iterator[Finding]:
        if self.decimals is not None:
            pattern = _DECIMAL_COMMA if self.decimals is Decimal.POINT else _DECIMAL_POINT
            for found in pattern.finditer(block.text):
                yield self._finding(block, found, self._swapped(found[0]))
        if self.currency is Sign.BEFORE:
            for found in _SIGN_BEHIND.finditer(block.text):
                yield self._finding(block, found, f"{found[2]}{found[1]}")
        elif self.currency is Sign.BEHIND:
            for found in _SIGN_BEFORE.finditer(block.text):
                yield self._finding(block, found, f"{found[2]}\u00a0{found[1]}")

    def _swapped(self, number: str) -> str:
        """A number with the other mark before its fraction."""
        if self.decimals is Decimal.POINT:
            return number.translate(_SWAPPED)
        return number.translate(_WITH_COMMA[self.grouping])

    def _finding(self, block: Block, found: regex.Match[str], better: str) -> Finding:
        fixes = (Fix(replacement=better, safe=True),) if better else ()
        return self.header.finding(block, *found.span(), found[0], better, fixes=fixes)


@dataclass(frozen=True, kw_only=True)
class TurnedDates:
    """A text with its dates in another order, and each date before and after."""

    text: str
    changed: tuple[tuple[str, str], ...]


def with_dates_in(text: str, order: Order) -> TurnedDates:
    """The text with the dates that name their month in this order; dates in figures are left alone."""
    changed: list[tuple[str, str]] = []

    def turned(found: regex.Match[str]) -> str:
        better = _turned(found, order)
        changed.append((found[0], better))
        return better

    pattern = _MONTH_FIRST if order is Order.DAY else _DAY_FIRST
    return TurnedDates(text=pattern.sub(turned, text), changed=tuple(changed))


_SWAPPED = str.maketrans(",.", ".,")
_WITH_COMMA = {Grouping.POINT: _SWAPPED, Grouping.SPACE: str.maketrans(",.", "\u202f,")}


def _turned(found: regex.Match[str], order: Order) -> str:
    year = (found["year"] or "").lstrip(", ")
    if order is Order.DAY:
        return f"{found['day']} {found['month']} {year}".rstrip()
    return f"{found['month']} {found['day']}" + (f", {year}" if year else "")


def _is_ambiguous(first: int, second: int) -> bool:
    return 0 < first <= _MOST_MONTHS and 0 < second <= _MOST_MONTHS and first != second


def parse(entry: RuleEntry) -> LocaleFormat:
    """`dates: day|month`, `figures: false`, `decimals: point|comma`, `currency: before|behind`.

    `grouping: point|space` goes with a decimal comma; `given` is a pattern that the text must match.
    """
    given = entry.text("given", "")
    rule = LocaleFormat(
        header=entry.header(default_message="“%s” is not how it is written here."),
        dates=entry.choice("dates", Order) if entry.has("dates") else None,
        no_figures=not entry.flag("figures", default=True),
        decimals=entry.choice("decimals", Decimal) if entry.has("decimals") else None,
        currency=entry.choice("currency", Sign) if entry.has("currency") else None,
        grouping=entry.choice("grouping", Grouping, Grouping.POINT),
        given=entry.pattern(given, ignore_case=False, key="given") if given else None,
    )
    entry.finish()
    return rule
