"""`copydesk search`: which passages the desk would cite."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot.cli.library import ready_shop
from bot.cli.output import CLEAN, FOUND, Format, FormatOption, console, print_json, told_plainly
from bot.clock import today
from brandkit.passages import RankedPassage
from retrieval.front_matter import Scope
from retrieval.naming import section_name


def search(  # noqa: PLR0917 - each argument is an option of the command line
    question: Annotated[str, typer.Argument(help="What to look for, in your own words.")],
    kit: Annotated[Path, typer.Option("--kit", help="Folder of the brand kit, or of guideline documents.")],
    most: Annotated[int, typer.Option("-k", help="How many passages at most.", min=1, max=100)] = 10,
    channel: Annotated[str, typer.Option("--channel", help="Leave out what is for other channels.")] = "",
    market: Annotated[str, typer.Option("--market", help="Leave out what is for other markets.")] = "",
    product: Annotated[str, typer.Option("--product", help="Leave out what is for other products.")] = "",
    locale: Annotated[str, typer.Option("--locale", help="Leave out what is for other locales.")] = "",
    *,
    current: Annotated[
        bool, typer.Option("--current", help="Leave out documents whose review is overdue.")
    ] = False,
    output: FormatOption = Format.TEXT,
) -> None:
    """Find the guideline passages that answer a question, best first.

    What a document is for, and until when it holds, its front matter says.

    Exit code 1 means that no guideline covers it.

    Example: copydesk search --kit kits/ledgerline "may we use emoji?" -k 3
    """
    scope = Scope(
        channel=channel,
        market=market,
        product=product,
        locale=locale,
        current_on=today() if current else None,
    )
    with told_plainly():
        ranked = asyncio.run(_search(kit, question, most, scope))
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


async def _search(kit: Path, question: str, most: int, scope: Scope) -> tuple[RankedPassage, ...]:
    async with ready_shop(kit) as shop:
        return await shop.library.search(shop.kit.slug, question, k=most, scope=scope)


def _print(ranked: tuple[RankedPassage, ...]) -> None:
    if not ranked:
        console.print("No guideline covers this.")
    for number, one in enumerate(ranked, start=1):
        place = f"{one.passage.document}: {one.passage.place}"
        console.print(f"[bold]{number}. {escape(place)}[/bold] [dim]{one.score:.2f}[/dim]")
        console.print(escape(one.passage.text.strip()), end="\n\n")
