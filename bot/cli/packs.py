"""`copydesk kit packs`: the rule packs that come with the desk, and which of them a kit uses."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot import clock
from bot.cli.output import Format, FormatOption, console, print_json, told_plainly
from bot.kits import open_kit
from brandkit.amounts import counted
from brandkit.pack_files import pack_names, read_pack
from brandkit.packs import SOURCES_HOLD, Pack, PackChoice, overdue_rules, stale_rules


def packs(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder of a brand kit; marks the packs it uses.")
    ] = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """List the rule packs with their rules and the days their sources were read.

    A kit switches packs on in kit.yaml: “packs: [plain-style, us.ftc]”. Market and channel choose among
    their rules.

    Example: copydesk kit packs kits/ledgerline
    """
    with told_plainly():
        used = frozenset(open_kit(folder).kit.packs) if folder else frozenset()
        listed = [read_pack(PackChoice(pack=name)) for name in pack_names()]
    today = clock.today()
    if output is Format.JSON:
        print_json([_as_json(pack, used, today) for pack in listed])
        return
    width = max(len(pack.name) for pack in listed)
    for pack in listed:
        mark = "[green]●[/green]" if pack.name in used else " "
        console.print(f"{mark} {escape(pack.name):<{width}}  {_facts(pack, today)}")
        console.print(f"  {'':<{width}}  [dim]{escape(pack.title)}[/dim]")
    total = sum(len(pack.rules) for pack in listed)
    console.print(f"{counted(len(listed), 'pack')}, {counted(total, 'rule')}.")


def _facts(pack: Pack, today: date) -> str:
    parts = [counted(len(pack.rules), "rule")]
    if pack.checked:
        parts.append(f"sources read {pack.checked[0]:%Y-%m-%d}")
    if pack.unconfirmed:
        parts.append(f"{pack.unconfirmed} not confirmed from the primary text")
    stale = len(stale_rules(pack.rules, today=today))
    if stale:
        parts.append(f"[yellow]{stale} older than {SOURCES_HOLD.days} days[/yellow]")
    overdue = len(overdue_rules(pack.rules, today=today))
    if overdue:
        parts.append(f"[yellow]{overdue} past their review[/yellow]")
    return ", ".join(parts)


def _as_json(pack: Pack, used: frozenset[str], today: date) -> dict[str, object]:
    return {
        "pack": pack.name,
        "title": pack.title,
        "used": pack.name in used,
        "markets": list(pack.markets),
        "channels": list(pack.channels),
        "rules": [rule.header.name for rule in pack.rules],
        "sources_read": [f"{day:%Y-%m-%d}" for day in pack.checked] if pack.checked else [],
        "unconfirmed": pack.unconfirmed,
        "stale": [rule.header.name for rule in stale_rules(pack.rules, today=today)],
        "overdue": [rule.header.name for rule in overdue_rules(pack.rules, today=today)],
    }
