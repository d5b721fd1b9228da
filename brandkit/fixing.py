"""Mending copy: putting a finding's fix into the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from brandkit.drafts import Part, Variant
from brandkit.errors import Refusal
from brandkit.findings import Finding, Fix


class StaleFinding(Refusal):
    """The text has changed since it was checked, so the fix no longer fits."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(
            f"“{finding.match}” is no longer where it was found. Check the text again, then fix it."
        )


def apply_fix(text: str, finding: Finding, fix: Fix) -> str:
    """The text with the finding's span replaced. `StaleFinding` when the span no longer holds the match."""
    if text[finding.start : finding.end] != finding.match or finding.end > len(text):
        raise StaleFinding(finding)
    return text[: finding.start] + fix.replacement + text[finding.end :]


def fix_all_safe(variant: Variant, findings: Iterable[Finding]) -> Variant:
    """The variant with the safe fix of every finding that has one.

    Where two overlap, the one that starts first wins; check again to find what is left.
    """
    chosen = [(finding, fix) for finding in findings if (fix := safe_fix(finding)) is not None]
    return replace(variant, parts=tuple(_mended(part, chosen) for part in variant.parts))


def safe_fix(finding: Finding) -> Fix | None:
    """The fix that nobody needs to read first, if the finding has one."""
    return next((fix for fix in finding.fixes if fix.safe), None)


def _mended(part: Part, chosen: Sequence[tuple[Finding, Fix]]) -> Part:
    mine = [pair for pair in chosen if (pair[0].field, pair[0].index) == (part.field, part.index)]
    text = part.text
    for finding, fix in reversed(_apart(mine)):
        text = apply_fix(text, finding, fix)
    return part if text == part.text else replace(part, text=text)


def _apart(pairs: list[tuple[Finding, Fix]]) -> list[tuple[Finding, Fix]]:
    kept: list[tuple[Finding, Fix]] = []
    end = 0
    for finding, fix in sorted(pairs, key=lambda pair: (pair[0].start, pair[0].end)):
        if finding.start >= end:
            kept.append((finding, fix))
            end = finding.end
    return kept
