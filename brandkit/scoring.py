"""A score that anyone can add up: full marks minus named deductions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from brandkit.findings import Deduction, Finding, ScoreCard, Severity

POINTS: Mapping[Severity, int] = MappingProxyType(
    {Severity.ERROR: 10, Severity.WARNING: 3, Severity.SUGGESTION: 1}
)
_FREE = ("rule-error.", "opinion.")


def score(findings: Iterable[Finding], *, full: int = 100) -> ScoreCard:
    """Each finding costs the points of its severity; opinions and rules that failed to run cost nothing."""
    counts = Counter((each.rule, each.severity) for each in findings if not each.rule.startswith(_FREE))
    deductions = (
        Deduction(rule=rule, severity=severity, findings=number, points=number * POINTS[severity])
        for (rule, severity), number in counts.items()
    )
    return ScoreCard(full=full, deductions=tuple(sorted(deductions, key=_costliest_first)))


def _costliest_first(deduction: Deduction) -> tuple[int, int, str]:
    return -deduction.points, deduction.severity.rank, deduction.rule
