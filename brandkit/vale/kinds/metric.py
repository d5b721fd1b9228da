"""Metric and readability: a figure over a whole file, such as a reading grade."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import regex

from brandkit.rules.metric import COMPARISONS, CONDITION, FormulaError, calculate
from brandkit.rules.prefilter import NOTHING, Needed
from brandkit.vale.blocks import Scope
from brandkit.vale.prose_counts import Counts, count
from brandkit.vale.rule_file import RuleFile
from brandkit.vale.rules import Header, Hit, Memory

_WHOLE_FILE = Scope.parse(["summary"])
_HEADING = regex.compile(r"\bheading\.(h[1-6])")
_TALLIES = ("pre", "list", "blockquote", *(f"heading_h{level}" for level in range(1, 7)))
_GRADES: Mapping[str, Callable[[Counts], float]] = {
    "Flesch-Kincaid": lambda each: (
        0.39 * each.words / each.sentences + 11.8 * each.syllables / each.words - 15.59
    ),
    "Gunning Fog": lambda each: 0.4 * (each.words / each.sentences + 100 * each.complex_words / each.words),
    "Coleman-Liau": lambda each: (
        5.88 * each.characters / each.words - 29.6 * each.sentences / each.words - 15.8
    ),
    "SMOG": lambda each: 1.0430 * math.sqrt(each.polysyllabic_words * 30 / each.sentences) + 3.1291,
    "Automated Readability": lambda each: (
        4.71 * each.characters / each.words + 0.5 * each.words / each.sentences - 21.43
    ),
}


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A formula over the counts of a file whose value meets the condition."""

    header: Header
    formula: ast.expr
    compare: str
    bound: float

    needed: ClassVar[Needed] = NOTHING

    def check(self, text: str, memory: Memory) -> Iterator[Hit]:
        """At most one hit for the file; its message takes the value with two decimals."""
        counts = count(text)
        if counts.words:
            value = calculate(self.formula, _variables(counts, memory.tallies))
            if COMPARISONS[self.compare](value, self.bound):
                yield Hit(start=0, end=0, message=self.header.says(f"{value:.2f}"), is_placed=False)


@dataclass(frozen=True, kw_only=True)
class Readability:
    """The mean of reading grades, when it is above the highest that is accepted."""

    header: Header
    grades: tuple[str, ...]
    highest: float

    needed: ClassVar[Needed] = NOTHING

    def check(self, text: str, _: Memory) -> Iterator[Hit]:
        """At most one hit for the file; its message takes the grade with two decimals."""
        counts = count(text)
        if counts.words:
            grade = sum(_GRADES[name](counts) for name in self.grades) / len(self.grades)
            if grade > self.highest:
                yield Hit(start=0, end=0, message=self.header.says(f"{grade:.2f}"), is_placed=False)


def _variables(counts: Counts, tallies: Mapping[str, int]) -> Mapping[str, float]:
    named = {name.replace(".", "_"): float(number) for name, number in tallies.items()}
    return {**dict.fromkeys(_TALLIES, 0.0), **named, **counts.by_name()}


def parse(file: RuleFile) -> Metric:
    """`formula` such as `words / sentences`, `condition` such as `> 20`."""
    condition = CONDITION.fullmatch(file.text("condition"))
    if condition is None:
        raise file.error("“condition” must compare with a number, such as “> 8”.", "condition")
    written = " ".join(_HEADING.sub(r"heading_\1", file.text("formula")).split())
    try:
        formula = ast.parse(written, mode="eval").body
        calculate(formula, _variables(Counts(), {}))
    except (SyntaxError, FormulaError, RecursionError) as error:
        raise file.error(f"the formula cannot be used: {error}.", "formula") from error
    header = replace(file.header(), scope=_WHOLE_FILE)
    return Metric(header=header, formula=formula, compare=condition[1], bound=float(condition[2]))


def parse_readability(file: RuleFile) -> Readability:
    """`metrics` names reading grades, `grade` is the highest that is accepted."""
    names = file.texts("metrics")
    unknown = [name for name in names if name not in _GRADES]
    if unknown or not names:
        raise file.error(f"“metrics” must name some of: {', '.join(_GRADES)}.", "metrics")
    header = replace(file.header(), scope=_WHOLE_FILE)
    return Readability(header=header, grades=names, highest=file.share("grade"))
