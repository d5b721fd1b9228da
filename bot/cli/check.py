"""`copydesk check`: hold files against a brand's rules, or against a Vale set-up."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from approvals.waiver import Place, first_covering
from bot.cli.output import CLEAN, FOUND, errors, told_plainly
from bot.cli.record import known_of
from bot.cli.reports import ReportFormat, Spot, report, spot_of, spot_of_alert
from bot.clock import now, today
from bot.kits import open_kit
from brandkit.briefs import ChannelName
from brandkit.cases import case_of
from brandkit.channel_files import known_channel, shipped_formats
from brandkit.channels import Channel
from brandkit.checking import check_text
from brandkit.errors import Refusal
from brandkit.findings import Severity
from brandkit.kit import BrandKit
from brandkit.layout import written_in
from brandkit.vale.linting import lint
from brandkit.vale.rule_sets import RuleSet
from brandkit.vale.tree import read_setup

_Check = Callable[[str, str], list[Spot]]
_STANDARD_INPUT = "-"


def check(
    files: Annotated[list[str], typer.Argument(help="Files to check; - reads standard input.")],
    *,
    kit: Annotated[Path | None, typer.Option("--kit", help="Folder of the brand kit.")] = None,
    channel: Annotated[str, typer.Option("--channel", help="The channel the copy is for.")] = "",
    market: Annotated[str, typer.Option("--market", help="The market the copy is for.")] = "",
    vale_config: Annotated[
        Path | None, typer.Option("--vale-config", help="A .vale.ini to check by; no kit is needed.")
    ] = None,
    output: Annotated[
        ReportFormat,
        typer.Option("--format", help="text for people, json for scripts, sarif for code hosts."),
    ] = ReportFormat.TEXT,
    fail_on: Annotated[
        Severity, typer.Option("--fail-on", help="The least severity that makes the exit code 1.")
    ] = Severity.SUGGESTION,
) -> None:
    """Check files against a brand's rules, or a Vale set-up, and list every finding with its place and fix.

    Where there is a record, rules accepted in Slack count too, rules that lost their voice are suggestions,
    and what was waived or dismissed is shown and not counted.

    Exit code 0: nothing found. 1: findings. 2: called the wrong way, or a file that cannot be read.

    Example: copydesk check --kit kits/ledgerline --channel linkedin post.md

    Example: copydesk check --vale-config .vale.ini --format json content/*.md
    """
    with told_plainly():
        checks = list(_checks(kit, vale_config, channel, market))
        texts = _read_all(files)
        spots = [spot for name, text in texts for found in checks for spot in found(name, text)]
    report(spots, files=len(files), shape=output)
    counting = [spot for spot in spots if spot.counts and spot.finding.severity.rank <= fail_on.rank]
    raise typer.Exit(FOUND if counting else CLEAN)


def _checks(kit: Path | None, vale_config: Path | None, channel: str, market: str) -> Iterator[_Check]:
    if kit is None and vale_config is None:
        raise Refusal("Say what to check by: --kit FOLDER for a brand kit, or --vale-config .vale.ini.")
    if kit is not None:
        yield _by_kit(open_kit(kit).kit, channel, market)
    if vale_config is not None:
        yield _by_vale(vale_config)


def _by_kit(folder: BrandKit, channel: str, market: str) -> _Check:
    known = known_of(folder)
    brand = known.rules.kit
    target, day = _format_of(brand, channel), today()
    place = Place(brand=brand.slug, subject="", channel=target.name if target else "", market=market)

    def found(name: str, written: str) -> list[Spot]:
        text = written.replace("\r\n", "\n")
        filetype = written_in(text) if name == _STANDARD_INPUT else filetype_of(name)
        findings = check_text(text, kit=brand, channel=target, market=market, filetype=filetype, today=day)
        return [
            spot_of(
                name,
                text,
                finding,
                waiver=first_covering(known.waivers, finding, place, now()),
                dismissal=known.dismissals.get(case_of(finding, text).id),
            )
            for finding in known.rules.weighed(findings)
        ]

    return found


def _by_vale(config: Path) -> _Check:
    rules = read_setup(config)
    _tell_left_out(rules)

    def found(name: str, text: str) -> list[Spot]:
        path = "stdin.md" if name == _STANDARD_INPUT else name
        return [spot_of_alert(name, alert) for alert in lint(text, path, rules)]

    return found


def _tell_left_out(rules: RuleSet) -> None:
    """Beside the findings, so that scripts can read these on their own."""
    for rule in rules.left_out:
        errors.print(f"[yellow]![/yellow] {escape(rule.name)} was left out: {escape(rule.reason)}")
    for note in rules.settings.notes:
        errors.print(f"[yellow]![/yellow] {escape(note)}")


def channel_of(kit: BrandKit, name: str) -> Channel | None:
    """The channel of that name; none for an empty name. Raises `Refusal` naming those there are."""
    if not name:
        return None
    try:
        return kit.channels[ChannelName(name)]
    except KeyError:
        known = ", ".join(sorted(kit.channels))
        raise Refusal(f"There is no channel “{name}”. Choose one of: {known}.") from None


def _format_of(kit: BrandKit, name: str) -> Channel | None:
    """The same, or one of the formats that copy can only be checked for."""
    found = known_channel(kit.channels, name) if name else None
    if name and found is None:
        known = ", ".join(sorted({*kit.channels, *shipped_formats()}))
        raise Refusal(f"There is no channel “{name}”. Choose one of: {known}.")
    return found


def filetype_of(name: str) -> str:
    """How a file is marked up, by its ending: md, html or txt."""
    suffix = Path(name).suffix.lower()
    if suffix in {".html", ".htm"}:
        return "html"
    return "txt" if suffix == ".txt" else "md"


def _read_all(names: list[str]) -> list[tuple[str, str]]:
    """All files or none: whoever names a file that cannot be read hears of each, and nothing else."""
    texts: list[tuple[str, str]] = []
    problems = []
    for name in names:
        try:
            texts.append((name, _read(name)))
        except Refusal as problem:
            problems.append(str(problem))
    if problems:
        raise Refusal("\n".join(problems))
    return texts


def _read(name: str) -> str:
    try:
        content = sys.stdin.buffer.read() if name == _STANDARD_INPUT else Path(name).read_bytes()
    except IsADirectoryError:
        raise Refusal(f"{name} is a folder. Name the files in it, such as {name.rstrip('/')}/*.md.") from None
    except FileNotFoundError:
        raise Refusal(f"{name} does not exist. Check the path.") from None
    except OSError as error:
        raise Refusal(f"{name} cannot be read: {error.strerror or error}.") from error
    if b"\0" in content:
        raise Refusal(f"{name} is not a text file. Name Markdown, HTML or plain text.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = content[: error.start].count(b"\n") + 1
        raise Refusal(f"{name} is not UTF-8 text (line {place}). Save it with the encoding UTF-8.") from error
