"""`copydesk kit reindex`: move a brand's guidelines to the embedding model that is set."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from approvals.audit import AuditLog
from bot.cli.kit_review import Folder, opened
from bot.cli.library import COMMAND_LINE, progress_bar
from bot.cli.output import CLEAN, FOUND, Format, FormatOption, console, print_json, told_plainly
from bot.clock import now
from bot.indexing import Indexing
from bot.settings import read_settings
from brandkit.amounts import counted
from retrieval.models import Indexed


def reindex(
    folder: Folder,
    *,
    anew: Annotated[
        bool, typer.Option("--anew", help="Also index again what is there, if it is damaged.")
    ] = False,
    look: Annotated[bool, typer.Option("--look", help="Only say how far it is.")] = False,
    output: FormatOption = Format.TEXT,
) -> None:
    """Index the guidelines with the embedding model that is set, and let it answer once all is indexed.

    Until then the old model answers. A running desk does this by itself after a restart; what either has
    done, the other goes on with, also after a kill. What the old model left is dropped then. Exit code 1
    means that the set model does not answer yet.

    Example: COPYDESK_EMBEDDER=models/bge-small copydesk kit reindex kits/ledgerline
    """
    with told_plainly():
        standing, dropped = asyncio.run(_reindex(folder, anew=anew, look=look))
    if output is Format.JSON:
        print_json({**vars(standing), "dropped": dropped})
    else:
        console.print(_told(standing))
        if dropped:
            console.print(f"What the model before left is dropped: {counted(dropped, 'collection')}.")
    raise typer.Exit(CLEAN if standing.settled or not standing.total else FOUND)


async def _reindex(folder: Path, *, anew: bool, look: bool) -> tuple[Indexed, int]:
    settings, _ = read_settings()
    async with opened(folder) as (shop, database):
        indexing = Indexing(
            database=database,
            reindexing=shop.library.reindexing,
            tidying=shop.library.tidying,
            brand=shop.kit.slug,
            audit=AuditLog(key=settings.audit_key.get_secret_value().encode()),
            now=now,
        )
        if look:
            return await indexing.standing(), 0
        with progress_bar() as tell:
            return await indexing.move(by=COMMAND_LINE, tell=tell, anew=anew)


def _told(standing: Indexed) -> str:
    if not standing.total:
        return f"No guidelines are loaded yet; {escape(standing.wanted)} will index them."
    if standing.settled:
        return f"{escape(standing.wanted)} answers, for {counted(standing.total, 'passage')}."
    if standing.gone:
        return (
            f"The model in {escape(standing.gone)} is gone. {escape(standing.wanted)} is set and answers in "
            f"its place; it has indexed {standing.done:,} of {counted(standing.total, 'passage')}."
        )
    return (
        f"{escape(standing.in_force)} answers. {escape(standing.wanted)} is set, and has indexed "
        f"{standing.done:,} of {counted(standing.total, 'passage')}."
    )
