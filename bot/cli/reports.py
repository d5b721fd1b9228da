"""What a check of files found, as lines for people, JSON for scripts and SARIF for code hosts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from rich.markup import escape

from approvals.judgements import Judgement
from approvals.waiver import Waiver
from bot.cli.output import console, print_json
from brandkit.amounts import counted
from brandkit.findings import Finding, Severity
from brandkit.vale.linting import Alert

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.SUGGESTION: "cyan"}
_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.SUGGESTION: "note"}
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


class ReportFormat(StrEnum):
    """What `copydesk check` prints."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A finding in a file; lines and columns count from 1, `last_column` is that of the last character.

    `match` is the text as the rule read it, which markup may break up in the file.
    """

    file: str
    finding: Finding
    line: int
    column: int
    last_column: int
    match: str
    link: str = ""
    waiver: Waiver | None = None
    dismissal: Judgement | None = None

    @property
    def counts(self) -> bool:
        """Whether nobody set it aside."""
        return self.waiver is None and self.dismissal is None


def spot_of(
    file: str,
    text: str,
    finding: Finding,
    *,
    waiver: Waiver | None = None,
    dismissal: Judgement | None = None,
) -> Spot:
    """A finding of a kit's rule, with its line and column, and what set it aside."""
    line, column = position(text, finding.start)
    return Spot(
        file=file,
        finding=finding,
        line=line,
        column=column,
        last_column=column + max(0, finding.end - finding.start - 1),
        match=finding.match,
        waiver=waiver,
        dismissal=dismissal,
    )


def spot_of_alert(file: str, alert: Alert) -> Spot:
    """An alert of a Vale rule, where Vale says it is."""
    return Spot(
        file=file,
        finding=alert.finding,
        line=alert.line,
        column=alert.column,
        last_column=alert.last_column,
        match=alert.match,
        link=alert.link,
    )


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a code point offset."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def report(spots: Sequence[Spot], *, files: int, shape: ReportFormat) -> None:
    """Print what was found in so many files."""
    match shape:
        case ReportFormat.JSON:
            print_json([_row(spot) for spot in spots])
        case ReportFormat.SARIF:
            print_json(_sarif(spots))
        case ReportFormat.TEXT:
            _print(spots, files)


def _row(spot: Spot) -> dict[str, object]:
    finding = spot.finding
    evidence = finding.evidence
    return {
        "file": spot.file,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "start": finding.start,
        "end": finding.end,
        "line": spot.line,
        "column": spot.column,
        "end_column": spot.last_column,
        "message": finding.message,
        "match": spot.match,
        "fix": finding.fixes[0].replacement if finding.fixes else None,
        "fixes": [fix.replacement for fix in finding.fixes],
        "link": spot.link,
        "note": finding.note,
        "waived": None
        if spot.waiver is None
        else {"id": spot.waiver.id, "by": spot.waiver.by, "reason": spot.waiver.reason},
        "dismissed": None
        if spot.dismissal is None
        else {"by": spot.dismissal.by, "reason": spot.dismissal.reason},
        "evidence": None
        if evidence is None
        else {
            "source": evidence.source,
            "heading": " > ".join(evidence.heading),
            "page": evidence.page,
            "quote": evidence.quote,
        },
    }


def _print(spots: Sequence[Spot], files: int) -> None:
    for spot in spots:
        finding = spot.finding
        colour = _COLOURS[finding.severity]
        place = escape(f"{spot.file}:{spot.line}:{spot.column}")
        fix = f" → {escape(finding.fixes[0].replacement)}" if finding.fixes else ""
        console.print(
            f"{place}: [{colour}]{finding.severity.value}[/{colour}] {escape(finding.message)}{fix}"
        )
        note = f" · {escape(finding.note)}" if finding.note else ""
        console.print(f"    [dim]{escape(finding.rule)}{note}{_aside(spot)}[/dim]")
    what = counted(len(spots), "finding")
    over = sum(not spot.counts for spot in spots)
    left = f", {over} of them set aside" if over else ""
    console.print(f"{what} in {counted(files, 'file')}{left}.")


def _aside(spot: Spot) -> str:
    if spot.dismissal:
        return f" · dismissed: {escape(spot.dismissal.reason)}"
    return f" · waived: {escape(spot.waiver.reason)}" if spot.waiver else ""


def _sarif(spots: Sequence[Spot]) -> dict[str, object]:
    names = sorted({spot.finding.rule for spot in spots})
    links = {spot.finding.rule: spot.link for spot in spots if spot.link}
    rules = [{"id": name, **({"helpUri": links[name]} if name in links else {})} for name in names]
    return {
        "$schema": _SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "copydesk", "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": [_sarif_result(spot, names) for spot in spots],
            }
        ],
    }


def _sarif_result(spot: Spot, names: Sequence[str]) -> dict[str, object]:
    finding = spot.finding
    location = {"artifactLocation": {"uri": _uri(spot.file)}, "region": _region(spot)}
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": names.index(finding.rule),
        "level": _SARIF_LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": location}],
    }
    ruled = spot.dismissal or spot.waiver
    if ruled:
        result["suppressions"] = [{"kind": "external", "justification": ruled.reason}]
    if finding.fixes:
        result["fixes"] = [_sarif_fix(spot, fix.replacement) for fix in finding.fixes]
    return result


def _region(spot: Spot) -> dict[str, object]:
    region: dict[str, object] = {"startLine": spot.line, "startColumn": spot.column}
    if spot.match and "\n" not in spot.match:
        region["endColumn"] = max(spot.last_column, spot.column) + 1
    return region


def _sarif_fix(spot: Spot, replacement: str) -> dict[str, object]:
    finding = spot.finding
    region = {"charOffset": finding.start, "charLength": finding.end - finding.start}
    change = {"deletedRegion": region, "insertedContent": {"text": replacement}}
    return {
        "description": {"text": f"Write “{replacement}”." if replacement else "Take it out."},
        "artifactChanges": [{"artifactLocation": {"uri": _uri(spot.file)}, "replacements": [change]}],
    }


def _uri(file: str) -> str:
    """A path as SARIF wants it: with slashes, and without the signs that mean something in an address."""
    return quote(file.replace("\\", "/"), safe="/:.~")
