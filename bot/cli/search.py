"""`copydesk search`: which passages the desk would cite."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot.cli.library import ready_shop
from bot.cli.output import CLEAN, FOUND, Format, FormatOption, console, print_json, told_plainly
from brandkit.passages import RankedPassage
from retrieval.naming import section_name


def search(
    question: Annotated[str, typer.Argument(help="What to look for, in your own words.")],
    kit: Annotated[Path, typer.Option("--kit", help="Folder of the brand kit, or of guideline documents.")],
    most: Annotated[int, typer.Option("-k", help="How many passages at most.", min=1, max=100)] = 10,
    output: FormatOption = Format.TEXT,
) -> None:
    """Find the guideline passages that answer a question, best first.

    Exit code 1 means that no guideline covers it.

    Example: copydesk search --kit kits/ledgerline "may we use emoji?" -k 3
    """
    with told_plainly():
        ranked = asyncio.run(_search(kit, question, most))
    if output is Format.JSON:
        print_json([as_json(one) for one in ranked])
    else:
        _print(ranked)
    raise typer.Exit(CLEAN if ranked else FOUND)


def as_json(one: RankedPassage) -> dict[str, object]:
    """One result: file relative to the guidelines, heading path, relevance from 0 to 1, text."""
    passage = one.passage
    return {
        "file": passage.document,
        "heading": section_name(passage),
        "score": round(one.score, 4),
        "text": passage.text,
    }


async def _search(kit: Path, question: str, most: int) -> tuple[RankedPassage, ...]:
    async with ready_shop(kit) as shop:
        return await shop.library.search(shop.kit.slug, question, k=most)


def _print(ranked: tuple[RankedPassage, ...]) -> None:
    if not ranked:
        console.print("No guideline covers this.")
    for number, one in enumerate(ranked, start=1):
        place = f"{one.passage.document}: {one.passage.place}"
        console.print(f"[bold]{number}. {escape(place)}[/bold] [dim]{one.score:.2f}[/dim]")
        console.print(escape(one.passage.text.strip()), end="\n\n")
