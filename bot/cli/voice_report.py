"""`copydesk eval voice`: how right the judge of the voice is on labelled lines."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.library import ready_shop
from bot.cli.output import Format, FormatOption, console, print_json, told_plainly
from bot.judged_voice import Judged, Step, VoiceReport, report_of, trait_of
from bot.shop import Shop
from brandkit.amounts import counted
from brandkit.errors import Refusal
from brandkit.voice_lines import VoiceLine, parse_voice_lines

_AT_ONCE = 4
_SIMILARITY = 20.0
"""Turns a difference of two cosines into steps of the judge's scale, so that 0.1 is a plain opinion."""


def voice(
    kit: Annotated[Path, typer.Option("--kit", help="Folder of the brand kit.")],
    labelled: Annotated[Path, typer.Option("--labelled", help="Labelled lines, one JSON object a line.")],
    output: FormatOption = Format.TEXT,
) -> None:
    """Judge labelled lines and report how often the opinions are right, with 95 % intervals.

    With a model connected the judge is the model, asked in both orders; a line on which it does not agree
    with itself counts as no opinion. Beside it stands the nearness to the kit's example lines, which is
    measured here and never shown on a card.

    Example: copydesk eval voice --kit kits/ledgerline --labelled kits/ledgerline/voice.jsonl
    """
    with told_plainly():
        reports = asyncio.run(_measure(kit, _lines(labelled)))
    if output is Format.JSON:
        print_json([_row(each) for each in reports])
    else:
        for each in reports:
            _print(each)


def _lines(path: Path) -> tuple[VoiceLine, ...]:
    try:
        return parse_voice_lines(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"{path} cannot be read as text. Give a file with one JSON object a line.") from error


async def _measure(kit: Path, lines: Sequence[VoiceLine]) -> list[VoiceReport]:
    async with ready_shop(kit) as shop:
        traits = [trait_of(line, shop.kit) for line in lines]
        near = await asyncio.to_thread(_by_nearness, shop, lines, traits)
        if not shop.drafting.has_model:
            return [near]
        return [await _by_model(shop, lines, traits), near]


async def _by_model(shop: Shop, lines: Sequence[VoiceLine], traits: Sequence[int]) -> VoiceReport:
    gate = asyncio.Semaphore(_AT_ONCE)

    async def judged(line: VoiceLine, trait: int) -> tuple[Judged, str]:
        async with gate:
            judgement = await shop.drafting.opinion(line.text)
        return Judged(line=line, lean=judgement.opinions[trait].lean), judgement.judge

    each = await asyncio.gather(*(judged(line, trait) for line, trait in zip(lines, traits, strict=True)))
    return report_of([one for one, _ in each], judge=each[0][1])


def _by_nearness(shop: Shop, lines: Sequence[VoiceLine], traits: Sequence[int]) -> VoiceReport:
    texts = shop.embed([line.text for line in lines])
    is_it = shop.embed([_side(each.we_are, each.good) for each in shop.kit.voice])
    is_not = shop.embed([_side(each.we_are_not, each.bad) for each in shop.kit.voice])
    leans = [
        float(text @ is_it[trait] - text @ is_not[trait]) for text, trait in zip(texts, traits, strict=True)
    ]
    judged = [
        Judged(line=line, lean=max(-2.0, min(2.0, round(lean * _SIMILARITY) / 2)) or None)
        for line, lean in zip(lines, leans, strict=True)
    ]
    return report_of(judged, judge="nearness to the example lines (not shown on cards)")


def _side(name: str, example: str) -> str:
    return f"{name}. {example}" if example else name


def _row(report: VoiceReport) -> dict[str, object]:
    return {
        "judge": report.judge,
        "lines": report.lines,
        "no_opinion": report.silent,
        "opinions": _cell(report.opinions),
        "shown_on_cards": _cell(report.shown),
        "curve": [_cell(each) for each in report.curve],
    }


def _cell(step: Step) -> dict[str, object]:
    return {
        "strength": step.strength,
        "opinions": step.opinions,
        "right": step.right,
        "low": round(step.interval.low, 3),
        "high": round(step.interval.high, 3),
    }


def _print(report: VoiceReport) -> None:
    console.print(f"[bold]{report.judge}[/bold]", highlight=False)
    console.print(f"{counted(report.lines, 'line')}, no opinion on {report.silent}")
    _print_step("all opinions", report.opinions)
    _print_step("against the voice, shown on cards", report.shown)
    for each in report.curve:
        _print_step(f"at strength {each.strength:g}", each)
    console.print()


def _print_step(name: str, step: Step) -> None:
    low, high = step.interval.low, step.interval.high
    share = step.right / step.opinions if step.opinions else 0.0
    console.print(f"  {name}: {step.right} of {step.opinions} right, {share:.2f} ({low:.2f} to {high:.2f})")
