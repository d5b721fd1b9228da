"""`copydesk ask`: what the guidelines say."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from approvals.database import Database
from bot.cli.library import COMMAND_LINE, ready_shop
from bot.cli.output import CLEAN, FOUND, Format, FormatOption, console, print_json, told_plainly
from bot.cli.search import as_json
from bot.clock import new_id, now
from bot.open_questions import OpenQuestions
from bot.settings import read_settings
from bot.shop import migrate
from brandkit.passages import RankedPassage
from llm.assignments import Answer


def ask(
    question: Annotated[str, typer.Argument(help="A question about the brand.")],
    kit: Annotated[Path, typer.Option("--kit", help="Folder of the brand kit, or of guideline documents.")],
    output: FormatOption = Format.TEXT,
) -> None:
    """Answer a question from the guidelines, with the passages it rests on.

    Exit code 1 means that no guideline covers it.

    Example: copydesk ask --kit kits/ledgerline "do we say e-mail or email?"
    """
    with told_plainly():
        answer, cited, note = asyncio.run(_ask(kit, question))
    if output is Format.JSON:
        print_json(
            {
                "question": question,
                "covered": answer.covered,
                "answer": answer.text,
                "citations": [as_json(one) for one in cited],
                "note": note,
            }
        )
    else:
        console.print(escape(answer.text))
        for number, one in enumerate(cited, start=1):
            console.print(
                f"  [dim]{number}. {escape(one.passage.document)}: {escape(one.passage.place)}[/dim]"
            )
        if note:
            console.print(f"[yellow]{escape(note)}[/yellow]")
    raise typer.Exit(CLEAN if answer.covered else FOUND)


async def _ask(kit: Path, question: str) -> tuple[Answer, tuple[RankedPassage, ...], str]:
    async with ready_shop(kit) as shop:
        answer, ranked, note = await shop.drafting.answer(question)
        if not answer.covered:
            await _collect(shop.kit.slug, question)
    return answer, tuple(one for one in ranked if one.passage.id in answer.citations), note


async def _collect(brand: str, question: str) -> None:
    """Keep what no guideline covered for the brand owner's list."""
    settings, _ = read_settings()
    await asyncio.to_thread(migrate, settings)
    database = Database(settings.record_url)
    try:
        asked = OpenQuestions(database=database, brand=brand, now=now)
        await asked.uncovered(question, by=COMMAND_LINE, cause=new_id())
    finally:
        await database.close()
