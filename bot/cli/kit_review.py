"""`copydesk kit shadow` and its neighbours: what an admin looks at before and after a version is in force."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from approvals.database import Database
from approvals.held_copy import HeldCopy
from bot.cli.output import CLEAN, FOUND, Format, FormatOption, console, print_json, told_plainly
from bot.clock import today
from bot.settings import read_settings
from bot.shadow import Flip, Shadow, ShadowRun, StaleCopy
from bot.wiring import Shop, migrate, open_shop
from retrieval.standing import Stale
from retrieval.versions import Change, ChangeKind

Folder = Annotated[Path, typer.Argument(help="Folder of the brand kit, or of guideline documents.")]


def shadow(
    folder: Folder,
    version: Annotated[str, typer.Argument(help="The version to try, such as v3.")],
    output: FormatOption = Format.TEXT,
) -> None:
    """Show what activating a version would change for open drafts and approved copy, before anyone does.

    The newest 50 open drafts and 50 assets are checked under both versions, and their citations looked
    up. Exit code 1 means that a verdict flips or a citation goes stale.

    Example: copydesk kit shadow kits/ledgerline v3
    """
    with told_plainly():
        run = asyncio.run(_shadow(folder, version))
    if output is Format.JSON:
        print_json(run_as_json(run))
    else:
        _print(run)
    raise typer.Exit(CLEAN if run.harmless else FOUND)


def stale(folder: Folder, output: FormatOption = Format.TEXT) -> None:
    """List open drafts and approved copy that cite passages which no longer stand as they were.

    Exit code 1 means that there are some.
    """
    with told_plainly():
        found = asyncio.run(_stale(folder))
    if output is Format.JSON:
        print_json([_stale_as_json(each) for each in found])
    else:
        _print_stale(found)
        console.print(f"{len(found)} pieces of copy rest on passages that have changed.")
    raise typer.Exit(FOUND if found else CLEAN)


def run_as_json(run: ShadowRun) -> dict[str, object]:
    """A shadow run as plain data."""
    return {
        "version": run.version,
        "against": run.against,
        "checked": run.checked,
        "passages": {kind.value: run.count(kind) for kind in ChangeKind},
        "flips": [
            {
                **_named(each.copy),
                "before": each.before.value,
                "after": each.after.value,
                "findings": [
                    {"rule": finding.rule, "message": finding.message, "match": finding.match}
                    for finding in each.findings
                ],
            }
            for each in run.flips
        ],
        "stale": [_stale_as_json(each) for each in run.stale],
        "rules": [{"rule": each.rule, **change_as_json(each.change)} for each in run.rules],
    }


def change_as_json(change: Change) -> dict[str, object]:
    """One passage that differs, with both texts."""
    return {
        "kind": change.kind.value,
        "file": change.passage.document,
        "heading": " > ".join(change.passage.heading),
        "before": change.before.text if change.before else None,
        "after": change.after.text if change.after else None,
    }


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[tuple[Shop, Database]]:
    """The brand in that folder, and the record."""
    settings, _ = read_settings()
    await asyncio.to_thread(migrate, settings)
    database = Database(settings.record_url)
    try:
        async with open_shop(settings, folder) as shop:
            yield shop, database
    finally:
        await database.close()


async def _shadow(folder: Path, version: str) -> ShadowRun:
    async with opened(folder) as (shop, database):
        return await _shadow_of(shop, database).run(version)


async def _stale(folder: Path) -> tuple[StaleCopy, ...]:
    async with opened(folder) as (shop, database):
        return await _shadow_of(shop, database).stale()


def _shadow_of(shop: Shop, database: Database) -> Shadow:
    return Shadow(database=database, library=shop.library, kit=shop.kit, today=today)


def _named(copy: HeldCopy) -> dict[str, object]:
    return {
        "kind": copy.kind,
        "id": copy.id,
        "channel": copy.brief.channel,
        "title": copy.title,
        "version": copy.number,
        "variant": copy.variant,
        "in_review": copy.in_review,
    }


def _stale_as_json(each: StaleCopy) -> dict[str, object]:
    return {**_named(each.copy), "passages": [_passage_as_json(one) for one in each.passages]}


def _passage_as_json(one: Stale) -> dict[str, object]:
    return {
        "file": one.before.document,
        "heading": " > ".join(one.before.heading),
        "before": one.before.text,
        "after": one.after.text if one.after else None,
    }


def _print(run: ShadowRun) -> None:
    counts = ", ".join(f"{run.count(kind)} {kind.value}" for kind in ChangeKind)
    console.print(f"{run.version} in place of {run.against or 'nothing'}: passages {counts}.")
    console.print(f"{run.checked} pieces of copy checked: {len(run.flips)} verdicts flip.")
    for flip in run.flips:
        _print_flip(flip)
    console.print(f"{len(run.stale)} rest on passages that change.")
    _print_stale(run.stale)
    for each in run.rules:
        place = f"{each.change.passage.document}: {each.change.passage.place}"
        console.print(f"  rule [bold]{escape(each.rule)}[/bold] comes from {escape(place)}, which changes")


def _print_flip(flip: Flip) -> None:
    console.print(f"  {_line(flip.copy)}: {flip.before.value} → {flip.after.value}")
    for finding in flip.findings:
        console.print(f"      {escape(finding.message)}")


def _print_stale(found: Sequence[StaleCopy]) -> None:
    for each in found:
        console.print(f"  {_line(each.copy)}")
        for one in each.passages:
            became = "reworded" if one.after else "taken out"
            console.print(f"      {became}: {escape(one.before.document)}: {escape(one.before.place)}")


def _line(copy: HeldCopy) -> str:
    kind = "asset" if copy.kind == "asset" else f"draft {copy.number}"
    return f"[bold]{kind}[/bold] {copy.id} ({copy.brief.channel}) “{escape(copy.title)}”"
