"""`copydesk rules`: what people said about a brand's rules, and which lost their voice."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from approvals import judgements
from approvals.judgements import Judgement
from approvals.rule_standings import RuleStanding
from bot.cli.library import COMMAND_LINE
from bot.cli.output import CLEAN, FOUND, Format, FormatOption, console, print_json, told_plainly
from bot.cli.record import open_record
from bot.rulings import RuleRecord
from brandkit.amounts import counted

rules = typer.Typer(help="The record of rules: reports, demotions, promotions.", no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(help="Folder of the brand kit.")]


@rules.command("standing")
def standing(folder: Folder, output: FormatOption = Format.TEXT) -> None:
    """List the rules that people judged, and how each stands. Exit code 1: a rule lost its voice.

    Example: copydesk rules standing kits/ledgerline --format json
    """
    with told_plainly():
        found = asyncio.run(_records(folder))
    if output is Format.JSON:
        print_json([_record_as_json(each) for each in found])
    else:
        for each in found:
            console.print(_line(each))
        console.print(f"{counted(len(found), 'rule was', 'rules were')} judged.")
    raise typer.Exit(FOUND if any(_is_demoted(each) for each in found) else CLEAN)


@rules.command("promote")
def promote(
    folder: Folder,
    rule: Annotated[str, typer.Argument(help="The rule's name, such as worn-phrases.")],
) -> None:
    """Give a demoted rule its voice back. From now on only later reports count against it.

    Example: copydesk rules promote kits/ledgerline worn-phrases
    """
    with told_plainly():
        asyncio.run(_promote(folder, rule))
        console.print(f"{escape(rule)} keeps its severity again.")


@rules.command("dismissals")
def dismissals(folder: Folder, output: FormatOption = Format.TEXT) -> None:
    """List what people dismissed as false alarms: rule, sentence, reason. Exit code 1: there are some.

    Example: copydesk rules dismissals kits/ledgerline
    """
    with told_plainly():
        found = asyncio.run(_dismissals(folder))
    if output is Format.JSON:
        print_json([_dismissal_as_json(each) for each in found])
    else:
        for each in found:
            console.print(f"[bold]{escape(each.rule)}[/bold]  “{escape(each.match)}”  {escape(each.reason)}")
            console.print(f"      [dim]{escape(each.text)}[/dim]")
        console.print(f"{counted(len(found), 'dismissal')}.")
    raise typer.Exit(FOUND if found else CLEAN)


async def _records(folder: Path) -> tuple[RuleRecord, ...]:
    async with open_record(folder) as record:
        return await record.rulings.records()


async def _promote(folder: Path, rule: str) -> RuleStanding:
    async with open_record(folder) as record:
        return await record.rulings.promote(rule, by=COMMAND_LINE)


async def _dismissals(folder: Path) -> tuple[Judgement, ...]:
    async with open_record(folder) as record, record.database.reading() as connection:
        return await judgements.false_alarms(connection, record.kit.slug)


def _is_demoted(each: RuleRecord) -> bool:
    return each.standing is not None and each.standing.demoted


def _line(each: RuleRecord) -> str:
    said, people = each.reports.tally, len(each.reports.dismissals)
    told = f"{said.hits} right, {counted(said.false_alarms, 'false alarm')}"
    told += (
        f" ({each.counted.false_alarms} counted, by {counted(people, 'person', 'people')})" if people else ""
    )
    why = f"  [yellow]{escape(each.standing.why)}[/yellow]" if each.standing and _is_demoted(each) else ""
    by = each.standing.by if each.standing and not each.standing.demoted else ""
    return f"{escape(each.rule)}: {told}{why}{f'  promoted by {escape(by)}' if by else ''}"


def _record_as_json(each: RuleRecord) -> dict[str, object]:
    standing = each.standing
    said = each.reports.tally
    interval = said.precision_interval
    return {
        "rule": each.rule,
        "right": said.hits,
        "false_alarms": said.false_alarms,
        "false_alarms_counted": each.counted.false_alarms,
        "people": len(each.reports.dismissals),
        "precision": {"value": said.precision, "low": interval.low, "high": interval.high},
        "demoted": _is_demoted(each),
        "why": standing.why if standing else "",
        "by": standing.by if standing else "",
        "at": standing.at.isoformat() if standing else None,
    }


def _dismissal_as_json(each: Judgement) -> dict[str, object]:
    return {
        "rule": each.rule,
        "match": each.match,
        "text": each.text,
        "reason": each.reason,
        "by": each.by,
        "at": each.at.isoformat(),
    }
