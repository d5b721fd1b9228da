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
from bot.cli.library import COMMAND_LINE
from bot.cli.output import CLEAN, FOUND, Format, FormatOption, console, print_json, told_plainly
from bot.clock import now, today
from bot.open_questions import OpenQuestions
from bot.settings import read_settings
from bot.shadow import Flip, Shadow, ShadowRun, StaleCopy
from bot.shop import Shop, migrate, open_shop
from brandkit.amounts import counted
from retrieval.conflicts import Concern
from retrieval.questions import OpenQuestion, key_of
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
        resting = counted(len(found), "piece of copy rests", "pieces of copy rest")
        console.print(f"{resting} on passages that have changed.")
    raise typer.Exit(FOUND if found else CLEAN)


def troubles(
    folder: Folder,
    version: Annotated[
        str, typer.Argument(help="The version to look into; the one in force if left out.")
    ] = "",
    output: FormatOption = Format.TEXT,
) -> None:
    """List what contradicts itself, is said twice, is spelled two ways or is too vague, with a suggestion.

    Exit code 1 means that there is something to look at.
    """
    with told_plainly():
        found = asyncio.run(_troubles(folder, version))
    if output is Format.JSON:
        print_json([_concern_as_json(each) for each in found])
    else:
        for each in found:
            console.print(f"[bold]{each.trouble.value}[/bold] {escape(each.why)}")
            for passage in filter(None, (each.first, each.second)):
                console.print(f"      {escape(passage.document)}: {escape(passage.place)}")
            console.print(f"      → {escape(each.suggestion)}")
        console.print(f"{counted(len(found), 'thing')} to look at.")
    raise typer.Exit(FOUND if found else CLEAN)


def questions(
    folder: Folder,
    close: Annotated[str, typer.Option("--close", help="Take this question off the list.")] = "",
    output: FormatOption = Format.TEXT,
) -> None:
    """List what people asked and no guideline covered, with counts. Exit code 1: there are some.

    A question that the version in force covers by now is marked.
    """
    with told_plainly():
        found = asyncio.run(_questions(folder, close))
    if output is Format.JSON:
        print_json([_question_as_json(each, covered=covered) for each, covered in found])
    else:
        for each, covered in found:
            now_covered = "  [green]covered by now[/green]" if covered else ""
            console.print(f"{each.times:>4} ×  {escape(each.words)}{now_covered}")
            people = counted(each.people, "person", "people")
            console.print(f"        {people}, last {each.last_at:%Y-%m-%d}, {each.key}")
        console.print(f"{counted(len(found), 'open question')}.")
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


async def _troubles(folder: Path, version: str) -> tuple[Concern, ...]:
    async with opened(folder) as (shop, _):
        return await shop.library.troubles(shop.kit.slug, version=version or None)


async def _questions(folder: Path, close: str) -> list[tuple[OpenQuestion, bool]]:
    async with opened(folder) as (shop, database):
        asked = OpenQuestions(database=database, brand=shop.kit.slug, now=now)
        if close:
            await asked.close(key_of(close), by=COMMAND_LINE)
        return [
            (each, bool(await shop.library.search(shop.kit.slug, each.words, k=1)))
            for each in await asked.listed()
        ]


def _concern_as_json(each: Concern) -> dict[str, object]:
    return {
        "trouble": each.trouble.value,
        "why": each.why,
        "suggestion": each.suggestion,
        "passages": [
            {"file": passage.document, "heading": " > ".join(passage.heading), "text": passage.text}
            for passage in (each.first, each.second)
            if passage is not None
        ],
    }


def _question_as_json(each: OpenQuestion, *, covered: bool) -> dict[str, object]:
    return {
        "question": each.words,
        "key": each.key,
        "times": each.times,
        "people": each.people,
        "sources": list(each.sources),
        "first_at": each.first_at.isoformat(),
        "last_at": each.last_at.isoformat(),
        "covered_now": covered,
    }


def _shadow_of(shop: Shop, database: Database) -> Shadow:
    return Shadow(database=database, library=shop.library, rules=shop.rulebook, today=today)


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
    checked = counted(run.checked, "piece of copy", "pieces of copy")
    console.print(f"{checked} checked: {counted(len(run.flips), 'verdict flips', 'verdicts flip')}.")
    for flip in run.flips:
        _print_flip(flip)
    console.print(f"{counted(len(run.stale), 'rests', 'rest')} on passages that change.")
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
