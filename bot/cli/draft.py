"""`copydesk draft`: the main job without Slack."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot.cli.accounts import as_data, lines_of
from bot.cli.check import channel_of
from bot.cli.library import ready_shop
from bot.cli.output import CLEAN, FOUND, Format, FormatOption, console, print_json, told_plainly
from bot.drafting import Drafting, Finished
from brandkit.briefs import Brief, ChannelName, Question
from brandkit.channels import Channel
from brandkit.counting import describe
from brandkit.drafts import Part, Variant, WriterKind
from brandkit.errors import Refusal
from brandkit.findings import Finding, Severity
from brandkit.passages import Passage, PassageId
from brandkit.scoring import score
from llm.assignments import Ask
from llm.explaining import Explanation
from retrieval.naming import section_name

Accounts = Sequence[Explanation]


def draft(  # noqa: PLR0917 - each argument is an option of the command line
    brief: Annotated[str, typer.Argument(help="What you need, in your own words.")],
    kit: Annotated[Path, typer.Option("--kit", help="Folder of the brand kit, or of guideline documents.")],
    channel: Annotated[str, typer.Option("--channel", help="The channel, such as linkedin, x, email.")] = "",
    market: Annotated[str, typer.Option("--market", help="The market the copy is for.")] = "",
    variants: Annotated[int, typer.Option("--variants", help="How many alternatives.", min=1, max=5)] = 1,
    explained: Annotated[  # noqa: FBT002 - a switch of the command line
        bool, typer.Option("--explain", help="Account for every sentence: passages, rules, brief.")
    ] = False,
    output: FormatOption = Format.TEXT,
) -> None:
    """Write a draft from a brief: grounded in the guidelines, checked, with citations and findings.

    Exit code 1 means that an error remains in it, or that a question has to be answered first.

    Example: copydesk draft --kit kits/ledgerline --channel linkedin "invoice reminders, for freelancers"
    """
    with told_plainly():
        finished, format_, accounts = asyncio.run(
            _draft(kit, brief, channel, market, variants, explained=explained)
        )
    if output is Format.JSON:
        print_json(_as_json(finished, format_, accounts))
    else:
        _print(finished, format_, accounts)
    wrong = any(finding.severity is Severity.ERROR for found in finished.findings for finding in found)
    raise typer.Exit(FOUND if wrong else CLEAN)


async def _draft(
    kit: Path, words: str, channel: str, market: str, variants: int, *, explained: bool
) -> tuple[Finished, Channel, Accounts]:
    async with ready_shop(kit) as shop:
        chosen = channel_of(shop.kit, channel)
        start = Brief(
            channel=chosen.name if chosen else ChannelName(""),
            ask="",
            topic="",
            market=market or shop.kit.home_market,
            locale=shop.kit.locales[0],
            variants=variants,
        )
        understood = await shop.drafting.understand(Ask(text=words, kit=shop.kit, defaults=start))
        if isinstance(understood, Question):
            choices = f" ({', '.join(understood.choices)})" if understood.choices else ""
            raise Refusal(f"{understood.text}{choices} Say it in the brief, or with --{understood.missing}.")
        brief = replace(understood, variants=max(understood.variants, variants))
        finished = await shop.drafting.write(brief)
        accounts = await _accounts(shop.drafting, finished) if explained else ()
        return finished, shop.drafting.channel(brief), accounts


async def _accounts(drafting: Drafting, finished: Finished) -> Accounts:
    passages = tuple(ranked.passage for ranked in finished.passages)
    return [
        await drafting.explain(finished.brief, variant, findings=found, passages=passages)
        for variant, found in zip(finished.variants, finished.findings, strict=True)
    ]


def _as_json(finished: Finished, channel: Channel, accounts: Accounts = ()) -> dict[str, object]:
    passages = {ranked.passage.id: ranked.passage for ranked in finished.passages}
    explained = dict(enumerate(accounts))
    return {
        "channel": channel.name,
        "topic": finished.brief.topic,
        "writer": finished.provenance.writer.value,
        "model": finished.provenance.model,
        "note": finished.provenance.note,
        "variants": [
            {
                "parts": [_part(channel, part) for part in variant.parts],
                "citations": [
                    {
                        "field": citation.field,
                        "index": citation.index,
                        "file": passages[citation.passage].document,
                        "heading": section_name(passages[citation.passage]),
                        "page": passages[citation.passage].page,
                        "version": passages[citation.passage].version,
                        "text": passages[citation.passage].text,
                    }
                    for citation in variant.citations
                    if citation.passage in passages
                ],
                "gaps": list(variant.gaps),
                "findings": [_finding(finding) for finding in found],
                "score": score(found).points,
                **({"explanation": as_data(explained[at], passages)} if at in explained else {}),
            }
            for at, (variant, found) in enumerate(zip(finished.variants, finished.findings, strict=True))
        ],
    }


def _part(channel: Channel, part: Part) -> dict[str, object]:
    count = describe(channel.field(part.field), part.text)
    return {"field": part.field, "index": part.index, "text": part.text, "count": count.label}


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "field": finding.field,
        "index": finding.index,
        "start": finding.start,
        "end": finding.end,
        "match": finding.match,
        "message": finding.message,
        "fix": finding.fixes[0].replacement if finding.fixes else None,
    }


def _print(finished: Finished, channel: Channel, accounts: Accounts = ()) -> None:
    passages = {ranked.passage.id: ranked.passage for ranked in finished.passages}
    for number, (variant, found) in enumerate(
        zip(finished.variants, finished.findings, strict=True), start=1
    ):
        title = f"{channel.label}: {finished.brief.topic}"
        several = f", variant {number}" if len(finished.variants) > 1 else ""
        console.print(f"[bold]{escape(title)}{several}[/bold]", end="\n\n")
        _print_copy(variant, channel)
        _print_grounds(variant, passages)
        _print_findings(found)
        for line in lines_of(accounts[number - 1], passages) if accounts else ():
            console.print(escape(line))
    if finished.provenance.writer is WriterKind.HOUSE:
        why = finished.provenance.note or "no model is connected"
        console.print(f"[dim]Written by the house writer: {escape(why)}.[/dim]")


def _print_copy(variant: Variant, channel: Channel) -> None:
    for part in variant.parts:
        field = channel.field(part.field)
        label = f"{field.label} {part.index + 1}" if field.at_most > 1 else field.label
        console.print(f"[dim]{escape(label)} · {escape(describe(field, part.text).label)}[/dim]")
        console.print(escape(part.text), end="\n\n")


def _print_grounds(variant: Variant, passages: dict[PassageId, Passage]) -> None:
    cited = dict.fromkeys(one.passage for one in variant.citations if one.passage in passages)
    for number, passage in enumerate((passages[each] for each in cited), start=1):
        console.print(f"  [{number}] {passage.document}: {passage.place}", style="dim", markup=False)
    for gap in variant.gaps:
        console.print(f"  No guideline covers: {escape(gap)}", style="dim")


def _print_findings(found: tuple[Finding, ...]) -> None:
    card = score(found)
    console.print(f"[bold]{card.points}[/bold] of {card.full} points, {len(found)} findings")
    for finding in found:
        console.print(f"  {finding.severity.value}: {escape(finding.message)}")
    console.print()
