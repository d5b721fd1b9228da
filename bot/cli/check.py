"""`copydesk check`: hold files against a brand's rules."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot.cli.output import (
    CLEAN,
    FOUND,
    USAGE,
    Format,
    FormatOption,
    console,
    errors,
    print_json,
    told_plainly,
)
from bot.kits import open_kit
from brandkit.briefs import ChannelName
from brandkit.channels import Channel
from brandkit.checking import check_text
from brandkit.errors import Refusal
from brandkit.findings import Finding
from brandkit.kit import BrandKit

_COLOURS = {"error": "red", "warning": "yellow", "suggestion": "cyan"}


def check(
    files: Annotated[list[str], typer.Argument(help="Files to check; - reads standard input.")],
    kit: Annotated[Path, typer.Option("--kit", help="Folder of the brand kit.")],
    channel: Annotated[str, typer.Option("--channel", help="The channel the copy is for.")] = "",
    market: Annotated[str, typer.Option("--market", help="The market the copy is for.")] = "",
    output: FormatOption = Format.TEXT,
) -> None:
    """Check files against a brand's rules and list every finding with its place and fix.

    Exit code 0: nothing found. 1: findings. 2: called the wrong way.

    Example: copydesk check --kit kits/ledgerline --channel linkedin post.md
    """
    with told_plainly():
        brand = open_kit(kit).kit
        target = channel_of(brand, channel)
        rows = []
        for name in files:
            text = _read(name)
            findings = check_text(text, kit=brand, channel=target, market=market, filetype=filetype_of(name))
            rows += [_row(name, text, finding) for finding in findings]
    if output is Format.JSON:
        print_json(rows)
    else:
        _print(rows, len(files))
    raise typer.Exit(FOUND if rows else CLEAN)


def channel_of(kit: BrandKit, name: str) -> Channel | None:
    """The channel of that name; none for an empty name. Raises `Refusal` naming those there are."""
    if not name:
        return None
    try:
        return kit.channels[ChannelName(name)]
    except KeyError:
        known = ", ".join(sorted(kit.channels))
        raise Refusal(f"There is no channel “{name}”. Choose one of: {known}.") from None


def filetype_of(name: str) -> str:
    """How a file is marked up, by its ending: md, html or txt."""
    suffix = Path(name).suffix.lower()
    if suffix in {".html", ".htm"}:
        return "html"
    return "txt" if suffix == ".txt" else "md"


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a code point offset."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def _read(name: str) -> str:
    if name == "-":
        return sys.stdin.read()
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        errors.print(f"[red]✗[/red] {escape(name)} cannot be read as text: {escape(str(error))}")
        raise typer.Exit(USAGE) from error


def _row(name: str, text: str, finding: Finding) -> dict[str, object]:
    line, column = position(text, finding.start)
    evidence = finding.evidence
    return {
        "file": name,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "start": finding.start,
        "end": finding.end,
        "line": line,
        "column": column,
        "message": finding.message,
        "match": finding.match,
        "fix": finding.fixes[0].replacement if finding.fixes else None,
        "evidence": None
        if evidence is None
        else {
            "source": evidence.source,
            "heading": " > ".join(evidence.heading),
            "page": evidence.page,
            "quote": evidence.quote,
        },
    }


def _print(rows: list[dict[str, object]], files: int) -> None:
    for row in rows:
        colour = _COLOURS[str(row["severity"])]
        place = escape(f"{row['file']}:{row['line']}:{row['column']}")
        fix = f" → {escape(str(row['fix']))}" if row["fix"] is not None else ""
        console.print(f"{place}: [{colour}]{row['severity']}[/{colour}] {escape(str(row['message']))}{fix}")
        console.print(f"    [dim]{escape(str(row['rule']))}[/dim]")
    what = "1 finding" if len(rows) == 1 else f"{len(rows)} findings"
    console.print(f"{what} in {files} file{'s' if files != 1 else ''}.")
