"""What the checks found, most serious first, with the score added up in the open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from approvals.asides import Aside, AsideKind, Asides, counting
from bot.slack import limits
from bot.slack.escaping import clip
from bot.slack.views.blocks import Element, actions, context, note, person, say, section, words
from bot.slack.views.models import Block
from bot.slack.views.shown_copy import field_label
from brandkit.amounts import counted
from brandkit.channels import Channel
from brandkit.drafts import Part
from brandkit.findings import Deduction, Finding, Fix, ScoreCard, Severity
from brandkit.scoring import POINTS

_MESSAGE = 260
_MATCH = 80
_REPLACEMENT = 60
_SCORE = 600
_REASON = 120
_NAMES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.SUGGESTION: "suggestion"}
_DEEDS = {AsideKind.WAIVED: "waived", AsideKind.DISMISSED: "dismissed"}

FindingButtons = Callable[[int, str], Sequence[Element]]
"""Makes the buttons for the finding at an index, given the label of its fix; the label is empty without a
fix that needs no reading."""


def no_buttons(_index: int, _label: str) -> Sequence[Element]:
    """For places where nothing can be pressed."""
    return ()


def summary(findings: Sequence[Finding], aside: Asides = ()) -> str:
    """The findings in a few words: "1 error, 2 warnings, 1 waived"."""
    counts = [
        (name, sum(finding.severity is severity for finding in counting(findings, aside)))
        for severity, name in _NAMES.items()
    ]
    told = [counted(count, name) for name, count in counts if count]
    return ", ".join([*told, *_set_aside(aside)]) or "no findings"


def waived(aside: Asides) -> int:
    """How many findings were waived."""
    return sum(each is not None and each.kind is AsideKind.WAIVED for each in aside)


def has_safe_fix(finding: Finding) -> bool:
    """Whether the finding can be mended without anybody reading the result first."""
    return any(fix.safe for fix in finding.fixes)


def finding_blocks(
    findings: Sequence[Finding],
    channel: Channel | None,
    *,
    buttons: FindingButtons = no_buttons,
    aside: Asides = (),
) -> Iterator[list[Block]]:
    """One list of blocks a finding, most serious first; the first of each severity brings its heading.

    What was set aside comes last, with who did it and why, and can be ruled about no more.
    """
    kept = [(number, each) for number, each in enumerate(findings) if _aside_of(aside, number) is None]
    before: Severity | None = None
    for index, finding in sorted(kept, key=lambda pair: pair[1].severity.rank):
        same = sum(each.severity is finding.severity for _, each in kept)
        heading = [note(f"*{counted(same, _NAMES[finding.severity]).capitalize()}*")]
        yield [
            *(heading if finding.severity is not before else []),
            section(words("\n".join(_sentences(finding, channel)))),
            *actions(buttons(index, _fix_label(finding))),
        ]
        before = finding.severity
    for number, finding in enumerate(findings):
        ruled = _aside_of(aside, number)
        if ruled is not None:
            told = words(_ruled(finding, channel, ruled), _MESSAGE + _REASON)
            yield [context(told, say(f"by {person(ruled.by)}"))]


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


def findings_heading(findings: Sequence[Finding], aside: Asides = ()) -> Block:
    """The line above the findings."""
    return section(say(f"*Checks:* {summary(findings, aside)}"))


def _aside_of(aside: Asides, number: int) -> Aside | None:
    return aside[number] if number < len(aside) else None


def _set_aside(aside: Asides) -> Iterator[str]:
    for kind, deed in _DEEDS.items():
        count = sum(each is not None and each.kind is kind for each in aside)
        if count:
            yield f"{count} {deed}"


def _deduction(deduction: Deduction) -> str:
    return f"{deduction.rule}, {deduction.findings}×" if deduction.findings > 1 else deduction.rule


def _fix_label(finding: Finding) -> str:
    safe: Fix | None = next((each for each in finding.fixes if each.safe), None)
    if safe is None:
        return ""
    if safe.label:
        return safe.label
    return f"Fix: {clip(safe.replacement, _REPLACEMENT)}" if safe.replacement.strip() else "Fix"


def _sentences(finding: Finding, channel: Channel | None) -> Iterator[str]:
    yield clip(finding.message, _MESSAGE)
    where = _where(finding, channel)
    match = f"“{clip(finding.match, _MATCH)}”" if finding.match.strip() else ""
    cost = f"−{POINTS[finding.severity]} ({finding.rule})"
    yield " · ".join(filter(None, (" in ".join(filter(None, (match, where))), cost)))
    unsafe = next((each for each in finding.fixes if not each.safe and each.replacement), None)
    if unsafe and not has_safe_fix(finding):
        yield f"Try “{clip(unsafe.replacement, _MATCH)}”"
    if finding.note:
        yield clip(f"{finding.note[:1].upper()}{finding.note[1:]}", _MESSAGE)


def _ruled(finding: Finding, channel: Channel | None, ruled: Aside) -> str:
    where = _where(finding, channel)
    what = " in ".join(filter(None, (f"“{clip(finding.match, _MATCH)}”" if finding.match else "", where)))
    until = f" until {ruled.until:%d %b %Y}" if ruled.until else ""
    reach = f" for this {ruled.scope}" if ruled.scope else ""
    deed = f"{_DEEDS[ruled.kind].capitalize()}{reach}{until}"
    return f"{deed}, not counted: {what or finding.rule} ({finding.rule}). {clip(ruled.reason, _REASON)}"


def _where(finding: Finding, channel: Channel | None) -> str:
    if not finding.field:
        return ""
    part = Part(field=finding.field, text="", index=finding.index)
    return field_label(channel, part) if channel else finding.field.replace("_", " ")
