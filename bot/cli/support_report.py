"""`copydesk eval support`: how well the mark for weak support agrees with people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.output import Format, FormatOption, console, print_json, told_plainly
from bot.settings import read_settings
from brandkit.errors import Refusal
from llm.support import NEAR, SHARED
from llm.support_pairs import (
    Agreement,
    Carried,
    SupportPair,
    SupportReport,
    calibrated,
    measured,
    parse_pairs,
)
from retrieval.embedding import PACKAGED, SentenceEmbedder


def support(
    labelled: Annotated[
        list[Path], typer.Option("--labelled", help="Labelled pairs, one JSON object a line.")
    ],
    embedder: Annotated[
        str, typer.Option("--embedder", help="Folder of another embedding model than the one that is set.")
    ] = "",
    output: FormatOption = Format.TEXT,
) -> None:
    """Measure labelled pairs of a sentence and a passage, and report agreement with 95 % intervals.

    “Supported” and “partly” should not be marked as weak, “unsupported” should. Once with the thresholds
    in force, and once with thresholds chosen by cross-validation, each passage left out in turn.

    Example: copydesk eval support --labelled kits/ledgerline/support.jsonl
    """
    with told_plainly():
        settings, _ = read_settings()
        model = SentenceEmbedder(embedder or settings.embedder or PACKAGED)
        report = calibrated(measured([*_pairs(labelled)], model.embed), near=NEAR, enough=SHARED)
    if output is Format.JSON:
        print_json(_as_data(report))
    else:
        _print(report)


def _pairs(files: list[Path]) -> Iterator[SupportPair]:
    for path in files:
        try:
            yield from parse_pairs(path.read_text(encoding="utf-8"), path.name)
        except (OSError, UnicodeDecodeError) as error:
            raise Refusal(
                f"{path} cannot be read as text. Give a file with one JSON object a line."
            ) from error


def _as_data(report: SupportReport) -> dict[str, object]:
    return {
        "in_force": {"near": NEAR, "shared": SHARED, **_table(report.in_force, report.in_force_by_label)},
        "left_out": _table(report.left_out, report.left_out_by_label),
        "chosen_on_all": {"near": report.near, "shared": report.enough},
    }


def _table(whole: Agreement, by_label: Mapping[Carried, Agreement]) -> dict[str, object]:
    return {"all": _cell(whole), **{label.value: _cell(each) for label, each in by_label.items()}}


def _cell(agreement: Agreement) -> dict[str, object]:
    return {
        "pairs": agreement.pairs,
        "right": agreement.right,
        "low": round(agreement.interval.low, 3),
        "high": round(agreement.interval.high, 3),
    }


def _print(report: SupportReport) -> None:
    _print_table(
        f"in force: weak below nearness {NEAR:g} and {SHARED:.0%} of the words",
        report.in_force,
        report.in_force_by_label,
    )
    _print_table(
        f"on passages left out (all together would choose {report.near:g} and {report.enough:.0%})",
        report.left_out,
        report.left_out_by_label,
    )


def _print_table(title: str, whole: Agreement, by_label: Mapping[Carried, Agreement]) -> None:
    console.print(f"[bold]{title}[/bold]", highlight=False)
    _print_row("all pairs", whole)
    for label, agreement in by_label.items():
        _print_row(label.value, agreement)


def _print_row(name: str, agreement: Agreement) -> None:
    low, high = agreement.interval.low, agreement.interval.high
    share = agreement.right / agreement.pairs if agreement.pairs else 0.0
    console.print(
        f"  {name}: {agreement.right} of {agreement.pairs} as labelled, {share:.2f} ({low:.2f} to {high:.2f})"
    )
