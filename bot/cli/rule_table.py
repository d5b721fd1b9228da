"""The table of a kit's rules on a page: how often each was right, drawn from labelled texts."""

from __future__ import annotations

from brandkit.errors import Refusal
from brandkit.rule_evidence import Interval, RuleEvidence, Tally

_BEGIN, _END = "<!-- rules: begin -->", "<!-- rules: end -->"


def with_table(written: str, evidence: RuleEvidence, name: str) -> str:
    """The page with a new table between its two marks; raises `Refusal` when it has none."""
    before, begin, rest = written.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise Refusal(f"{name} has no place for the table. Put the lines {_BEGIN} and {_END} where it goes.")
    return f"{before}{begin}\n\n{_table(evidence)}\n\n{end}{after}"


def _table(evidence: RuleEvidence) -> str:
    rows = [_row(name, tally) for name, tally in evidence.rules.items()]
    return "\n".join(
        [
            f"{evidence.texts} texts. In brackets: 95 % interval.",
            "",
            "| rule | right | wrong | missed | precision | recall |",
            "| --- | --: | --: | --: | --- | --- |",
            _row("all together", evidence.overall),
            *rows,
        ]
    )


def _row(name: str, tally: Tally) -> str:
    precision = _cell(tally.precision, tally.precision_interval)
    recall = _cell(tally.recall, tally.recall_interval)
    return f"| {name} | {tally.hits} | {tally.false_alarms} | {tally.misses} | {precision} | {recall} |"


def _cell(value: float | None, interval: Interval) -> str:
    shown = "–" if value is None else f"{value:.3f}"
    return f"{shown} ({interval.low:.2f} to {interval.high:.2f})"
