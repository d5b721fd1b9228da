"""`copydesk waivers`: the accepted exceptions of a brand, listed and taken back."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from approvals import waiver_store
from approvals.waiver import Waiver, WaiverId
from bot.cli.library import COMMAND_LINE
from bot.cli.output import CLEAN, FOUND, Format, FormatOption, console, print_json, told_plainly
from bot.cli.record import open_record
from bot.clock import now
from brandkit.amounts import counted

waivers = typer.Typer(help="List accepted exceptions, and take them back.", no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(help="Folder of the brand kit.")]


@waivers.command("list")
def list_waivers(
    folder: Folder,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Also those that ended or were taken back.")
    ] = False,
    output: FormatOption = Format.TEXT,
) -> None:
    """List what is waived: rule, words, reach, reason, who, and until when. Exit code 1: there are some.

    Example: copydesk waivers list kits/ledgerline --format json
    """
    with told_plainly():
        found = asyncio.run(_listed(folder, everything=everything))
    if output is Format.JSON:
        print_json([as_json(each) for each in found])
    else:
        for each in found:
            console.print(_line(each))
        console.print(f"{counted(len(found), 'waiver')}.")
    raise typer.Exit(FOUND if found else CLEAN)


@waivers.command("revoke")
def revoke(
    folder: Folder,
    waiver: Annotated[str, typer.Argument(help="The waiver's id, as the list shows it.")],
    output: FormatOption = Format.TEXT,
) -> None:
    """Take a waiver back: its findings count again at once. The decision log keeps both.

    Example: copydesk waivers revoke kits/ledgerline 1f0c9a7be2d4
    """
    with told_plainly():
        it = asyncio.run(_revoke(folder, waiver))
        if output is Format.JSON:
            print_json(as_json(it))
        else:
            console.print(f"{escape(it.id)} does not count any more: {escape(it.rule)}, {escape(it.reason)}")


def as_json(it: Waiver) -> dict[str, object]:
    """One waiver as plain data; times in ISO 8601 UTC."""
    return {
        "id": it.id,
        "rule": it.rule,
        "match": it.match,
        "severity": it.severity.value,
        "scope": it.scope.value,
        "subject": it.place.subject,
        "channel": it.place.channel,
        "market": it.place.market,
        "text_hash": it.text_hash,
        "reason": it.reason,
        "by": it.by,
        "at": it.at.isoformat(),
        "expires_at": it.expires_at.isoformat() if it.expires_at else None,
        "in_force": it.is_in_force(now()),
        "revoked_by": it.revoked_by,
        "revoked_at": it.revoked_at.isoformat() if it.revoked_at else None,
    }


async def _listed(folder: Path, *, everything: bool) -> tuple[Waiver, ...]:
    async with open_record(folder) as record, record.database.reading() as connection:
        if everything:
            return await waiver_store.of_brand(connection, record.kit.slug)
        return await waiver_store.in_force(connection, record.kit.slug, now=now())


async def _revoke(folder: Path, waiver: str) -> Waiver:
    async with open_record(folder) as record:
        return await record.rulings.revoke(WaiverId(waiver), by=COMMAND_LINE)


def _line(it: Waiver) -> str:
    until = f"until {it.expires_at:%Y-%m-%d}" if it.expires_at else "no end"
    state = "" if it.is_in_force(now()) else "  [dim]not in force[/dim]"
    where = ", ".join(filter(None, (it.place.channel, it.place.market)))
    place = f" ({where})" if where else ""
    match = f" “{it.match}”" if it.match.strip() else ""
    return (
        f"[bold]{it.id}[/bold]  {it.severity.value}  {escape(it.rule + match)}{state}\n"
        f"      {it.scope.value}{escape(place)}, {until}, by {escape(it.by)}: {escape(it.reason)}"
    )
