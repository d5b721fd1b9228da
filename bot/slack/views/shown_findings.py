"""What the checks found, most serious first, with the score added up in the open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.slack import limits
from bot.slack.escaping import clip
from bot.slack.views.blocks import Element, context, note, say, section, words
from bot.slack.views.models import Block
from bot.slack.views.shown_copy import field_label
from bot.slack.views.wording import counted
from brandkit.channels import Channel
from brandkit.drafts import Part
from brandkit.findings import Deduction, Finding, Fix, ScoreCard, Severity

_MESSAGE = 260
_MATCH = 80
_REPLACEMENT = 60
_SCORE = 600
_NAMES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.SUGGESTION: "suggestion"}

FixButton = Callable[[int, str], Element | None]
"""Makes the button for the finding at an index, given its label; None where there is none to press."""


def no_button(_index: int, _label: str) -> None:
    """For places where nothing can be pressed."""


def summary(findings: Sequence[Finding]) -> str:
    """The findings in a few words: "1 error, 2 warnings"."""
    counts = [
        (name, sum(finding.severity is severity for finding in findings)) for severity, name in _NAMES.items()
    ]
    return ", ".join(counted(count, name) for name, count in counts if count) or "no findings"


def has_safe_fix(finding: Finding) -> bool:
    """Whether the finding can be mended without anybody reading the result first."""
    return any(fix.safe for fix in finding.fixes)


def finding_blocks(
    findings: Sequence[Finding], channel: Channel | None, *, fix: FixButton = no_button
) -> Iterator[list[Block]]:
    """One list of blocks a finding, most serious first; the first of each severity brings its heading."""
    order = sorted(enumerate(findings), key=lambda pair: pair[1].severity.rank)
    before: Severity | None = None
    for index, finding in order:
        same = sum(each.severity is finding.severity for each in findings)
        heading = [note(f"*{counted(same, _NAMES[finding.severity]).capitalize()}*")]
        yield [*(heading if finding.severity is not before else []), _finding(index, finding, channel, fix)]
        before = finding.severity


def within(groups: Iterator[list[Block]], *, room: int, count: int) -> tuple[list[Block], int]:
    """As many findings as fit into `room` and `count` blocks, and how many were left out."""
    blocks: list[Block] = []
    left_out = 0
    for group in groups:
        if left_out or len(blocks) + len(group) > count or limits.total([*blocks, *group]) > room:
            left_out += 1
        else:
            blocks += group
    return blocks, left_out


def score_blocks(score: ScoreCard | None) -> list[Block]:
    """The score as a sum that can be checked by hand, or nothing."""
    if score is None:
        return []
    steps = "".join(f" − {each.points} ({_deduction(each)})" for each in score.deductions if each.points)
    added = f": {score.full}{steps}" if steps else ""
    return [context(words(f"Score {score.points} of {score.full}{added}", _SCORE))]


def _deduction(deduction: Deduction) -> str:
    return f"{deduction.rule}, {deduction.findings}×" if deduction.findings > 1 else deduction.rule


def _finding(index: int, finding: Finding, channel: Channel | None, fix: FixButton) -> Block:
    safe = next((each for each in finding.fixes if each.safe), None)
    pressed = fix(index, _fix_label(safe)) if safe is not None else None
    return section(words("\n".join(_sentences(finding, channel))), pressed)


def _fix_label(fix: Fix) -> str:
    if fix.label:
        return fix.label
    return f"Fix: {clip(fix.replacement, _REPLACEMENT)}" if fix.replacement.strip() else "Fix"


def _sentences(finding: Finding, channel: Channel | None) -> Iterator[str]:
    yield clip(finding.message, _MESSAGE)
    where = _where(finding, channel)
    match = f"“{clip(finding.match, _MATCH)}”" if finding.match.strip() else ""
    if match or where:
        yield " in ".join(filter(None, (match, where)))
    unsafe = next((each for each in finding.fixes if not each.safe and each.replacement), None)
    if unsafe and not has_safe_fix(finding):
        yield f"Try “{clip(unsafe.replacement, _MATCH)}”"


def _where(finding: Finding, channel: Channel | None) -> str:
    if not finding.field:
        return ""
    part = Part(field=finding.field, text="", index=finding.index)
    return field_label(channel, part) if channel else finding.field.replace("_", " ")


def findings_heading(findings: Sequence[Finding]) -> Block:
    """The line above the findings."""
    return section(say(f"*Checks:* {summary(findings)}"))
