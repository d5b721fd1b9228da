"""Metric: a formula over counts of words, sentences and syllables, such as a reading grade."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import regex

from brandkit.findings import Finding
from brandkit.prose import Prose, measure
from brandkit.rules.rule import Header
from brandkit.rules.rule_entry import RuleEntry
from brandkit.scopes import ScopedText, whole

CONDITION = regex.compile(r"\s*(<=|>=|==|!=|<|>)\s*(-?\d+(?:\.\d+)?)\s*")
COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_ARITHMETIC: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_FUNCTIONS: Mapping[str, Callable[[float], float]] = {
    "sqrt": math.sqrt,
    "abs": abs,
    "floor": math.floor,
    "ceil": math.ceil,
    "log": math.log,
    "log10": math.log10,
}


class FormulaError(ValueError):
    """A formula that is not plain arithmetic over the known counts."""


@dataclass(frozen=True, kw_only=True)
class Metric:
    """The whole copy is a finding when its value meets the condition."""

    header: Header
    formula: ast.expr
    compare: str
    bound: float

    def check(self, text: ScopedText) -> Iterator[Finding]:
        """At most one finding, at the start of the copy; the message takes the value."""
        prose = measure(text)
        if not prose.words or not text.sources:
            return
        value = evaluate(self.formula, prose)
        if COMPARISONS[self.compare](value, self.bound):
            yield self.header.finding(whole(text.sources[0]), 0, 0, f"{value:.2f}")


def evaluate(node: ast.expr, prose: Prose) -> float:
    """The value of a formula over the counts of a text."""
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return calculate(node, {name: float(getattr(prose, name)) for name in names if hasattr(prose, name)})


def calculate(node: ast.expr, values: Mapping[str, float]) -> float:
    """The value of a formula over named values; a division by nothing is nothing."""
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name) if name in values:
            return values[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -calculate(operand, values)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            return _calculated(_ARITHMETIC[type(op)], calculate(left, values), calculate(right, values))
        case ast.Call(func=ast.Attribute(value=ast.Name(id="math"), attr=name), args=[argument]) if (
            name in _FUNCTIONS
        ):
            return _calculated(lambda value, _: _FUNCTIONS[name](value), calculate(argument, values), 0.0)
    raise FormulaError(f"“{ast.unparse(node)}” is not arithmetic over known counts")


def _calculated(function: Callable[[float, float], float], left: float, right: float) -> float:
    try:
        return function(left, right)
    except (ZeroDivisionError, ValueError, OverflowError):
        return 0.0


def parse(entry: RuleEntry) -> Metric:
    """`formula` such as `words / sentences`, `condition` such as `> 20`."""
    condition = CONDITION.fullmatch(entry.text("condition"))
    if condition is None:
        raise entry.error("“condition” must compare with a number, such as “> 8”.", "condition")
    rule = Metric(
        header=entry.header(default_message="This text scores %s.", default_scope="summary"),
        formula=_formula(entry),
        compare=condition[1],
        bound=float(condition[2]),
    )
    entry.finish()
    return rule


def _formula(entry: RuleEntry) -> ast.expr:
    try:
        formula = ast.parse(" ".join(entry.text("formula").split()), mode="eval").body
        evaluate(formula, Prose())
    except (SyntaxError, FormulaError, RecursionError) as error:
        advice = "Use + - * / ( ), numbers, and counts such as words, sentences, syllables, long_words."
        raise entry.error(f"the formula cannot be used: {error}. {advice}", "formula") from error
    return formula
