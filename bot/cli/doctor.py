"""`copydesk doctor`: what is wrong, and how to mend it."""

from __future__ import annotations

import asyncio
from dataclasses import asdict

import typer
from rich.markup import escape

from bot.cli.output import CLEAN, FOUND, Format, FormatOption, console, print_json, told_plainly
from bot.doctor import Health, Report, examine
from bot.settings import read_settings

_MARKS = {Health.GOOD: "[green]✓[/green]", Health.UNUSED: "[dim]–[/dim]", Health.BAD: "[red]✗[/red]"}


def doctor(output: FormatOption = Format.TEXT) -> None:
    """Check every part of the desk and say how to mend what is wrong. Exit code 1: something is."""
    with told_plainly():
        reports = asyncio.run(_examine(show=output is Format.TEXT))
    if output is Format.JSON:
        print_json([asdict(report) for report in reports])
    raise typer.Exit(FOUND if any(report.health is Health.BAD for report in reports) else CLEAN)


async def _examine(*, show: bool) -> list[Report]:
    settings, slack = read_settings()
    reports = []
    async for report in examine(settings, slack):
        reports.append(report)
        if show:
            console.print(f"{_MARKS[report.health]} [bold]{report.part}[/bold]: {escape(report.found)}")
            if report.fix:
                console.print(f"    {escape(report.fix)}")
    return reports
