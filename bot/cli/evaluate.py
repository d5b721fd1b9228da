"""`copydesk eval`: measure on your own labelled data."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.output import Format, FormatOption, console, print_json, told_plainly
from bot.cli.rule_report import rules
from bot.cli.support_report import support
from bot.cli.voice_report import voice
from bot.settings import read_settings
from retrieval.embedding import PACKAGED, SentenceEmbedder
from retrieval.evaluation import Report, Setting
from retrieval.evaluation import evaluate as measure
from retrieval.index import ChromaIndex
from retrieval.labelled import read_questions

evaluate = typer.Typer(help="Measure the desk on your own labelled data.", no_args_is_help=True)


evaluate.command("rules")(rules)
evaluate.command("voice")(voice)
evaluate.command("support")(support)


@evaluate.callback()
def about() -> None:
    """Measure the desk on your own labelled data."""


@evaluate.command("retrieval")
def retrieval(
    guides: Annotated[Path, typer.Option("--guides", help="Folder with one folder of documents a guide.")],
    queries: Annotated[Path, typer.Option("--queries", help="Labelled questions, one JSON object a line.")],
    dump: Annotated[
        Path | None, typer.Option("--dump", help="File for what was found, question by question.")
    ] = None,
    embedder: Annotated[
        str, typer.Option("--embedder", help="Folder of another embedding model than the one that is set.")
    ] = "",
    output: FormatOption = Format.TEXT,
) -> None:
    """Run labelled questions and report recall, MRR and nDCG with 95 % intervals.

    Each question runs in its own guide's collection; the differences to searching by meaning only, by
    words only, and to their plain fusion are paired.
    """
    with told_plainly():
        report = asyncio.run(_measure(guides, queries, embedder))
    if dump is not None:
        report.dump(dump)
    if output is Format.JSON:
        print_json(report.as_json())
    else:
        _print(report)


async def _measure(guides: Path, queries: Path, embedder: str) -> Report:
    settings, _ = read_settings()
    questions = await asyncio.to_thread(read_questions, queries)
    with tempfile.TemporaryDirectory(prefix="copydesk-eval-") as folder:
        setting = Setting(
            embedder=SentenceEmbedder(embedder or settings.embedder or PACKAGED),
            index=ChromaIndex(Path(folder)),
        )
        return await measure(guides, questions, setting)


def _print(report: Report) -> None:
    console.print(f"{report.questions} questions")
    for title, table in (
        ("", report.measures),
        ("difference of ours to", report.differences),
        ("ours, by kind", report.by_kind),
    ):
        console.print(f"\n[bold]{title}[/bold]" if title else "")
        for row, cells in table.items():
            shown = "  ".join(
                f"{name} {cell.mean:.3f} ({cell.low:.3f} to {cell.high:.3f})" for name, cell in cells.items()
            )
            console.print(f"{row:<10} {shown}")
