"""`copydesk draft`: the main job without Slack."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot.cli.accounts import as_data, lines_of
from bot.cli.check import channel_of
from bot.cli.library import ready_shop
from bot.cli.output import CLEAN, FOUND, Format, FormatOption, console, print_json, told_plainly
from bot.drafting import Drafting, Finished
from bot.shop import Shop
from brandkit.amounts import counted
from brandkit.briefs import Brief, ChannelName, Question
from brandkit.channels import Channel
from brandkit.counting import describe
from brandkit.drafts import Part, Variant, WriterKind
from brandkit.errors import Refusal
from brandkit.findings import Finding, Severity
from brandkit.kit import BrandKit
from brandkit.passages import Passage, PassageId
from brandkit.scoring import score
from llm.assignments import Ask
from llm.deliverables import channels_wanted, deliverables, pieces
from llm.explaining import Explanation
from retrieval.naming import section_name

Accounts = Sequence[Explanation]


def draft(  # noqa: PLR0917 - each argument is an option of the command line
    brief: Annotated[str, typer.Argument(help="What you need, in your own words.")],
    kit: Annotated[Path, typer.Option("--kit", help="Folder of the brand kit, or of guideline documents.")],
    channels: Annotated[
        list[str] | None,
        typer.Option("--channel", help="The channel, such as linkedin, x, email; several make a draft each."),
    ] = None,
    personas: Annotated[
        list[str] | None,
        typer.Option("--persona", help="A persona of the kit, or “all”; several make a draft each."),
    ] = None,
    market: Annotated[str, typer.Option("--market", help="The market the copy is for.")] = "",
    locale: Annotated[str, typer.Option("--locale", help="The language, such as en-US or en-GB.")] = "",
    variants: Annotated[int, typer.Option("--variants", help="How many alternatives.", min=1, max=5)] = 1,
    explained: Annotated[  # noqa: FBT002 - a switch of the command line
        bool, typer.Option("--explain", help="Account for every sentence: passages, rules, brief.")
    ] = False,
    output: FormatOption = Format.TEXT,
) -> None:
    """Write a draft from a brief: grounded in the guidelines, checked, with citations and findings.

    Exit code 1 means that an error remains in it; 2 that it is not written, for example because a question
    has to be answered first.

    Example: copydesk draft --kit kits/ledgerline --channel linkedin "invoice reminders, for freelancers"
    """
    wanted = _Wanted(
        words=brief,
        channels=tuple(channels or ()),
        personas=tuple(personas or ()),
        market=market,
        locale=locale,
        variants=variants,
    )
    with told_plainly():
        drafted = asyncio.run(_draft(kit, wanted, explained=explained))
    if output is Format.JSON:
        drafts = [_as_json(each.finished, each.channel, each.accounts) for each in drafted]
        print_json(drafts if len(drafts) > 1 else drafts[0])
    else:
        for number, each in enumerate(drafted):
            if number:
                console.print()
            _print(each)
    findings = [finding for each in drafted for found in each.finished.findings for finding in found]
    raise typer.Exit(FOUND if any(each.severity is Severity.ERROR for each in findings) else CLEAN)


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """What the command line asks for."""

    words: str
    channels: tuple[str, ...]
    personas: tuple[str, ...]
    market: str
    locale: str
    variants: int


@dataclass(frozen=True, kw_only=True)
class _Drafted:
    """One piece with its format, and the account of its sentences where that was asked for."""

    finished: Finished
    channel: Channel
    accounts: Accounts
    has_model: bool


async def _draft(kit: Path, wanted: _Wanted, *, explained: bool) -> list[_Drafted]:
    async with ready_shop(kit) as shop:
        return [
            await _piece(shop.drafting, brief, explained=explained) for brief in await _briefs(shop, wanted)
        ]


async def _piece(drafting: Drafting, brief: Brief, *, explained: bool) -> _Drafted:
    finished = await drafting.write(brief)
    accounts = await _accounts(drafting, finished) if explained else ()
    channel = drafting.channel(brief)
    return _Drafted(finished=finished, channel=channel, accounts=accounts, has_model=drafting.has_model)


async def _briefs(shop: Shop, wanted: _Wanted) -> tuple[Brief, ...]:
    """One brief for each channel and persona that was asked for, by option or in the words."""
    named = [found for each in wanted.channels if (found := channel_of(shop.kit, each))]
    understood = await _understood(shop, wanted, named[0].name if named else ChannelName(""))
    brief = replace(understood, variants=max(understood.variants, wanted.variants))
    personas = _personas(shop.kit, wanted.personas)
    if not named and not personas:
        return deliverables(brief, (wanted.words,), shop.kit)
    by_words = channels_wanted(brief.channel, [wanted.words], shop.kit.channels)
    channels = [each.name for each in named] or by_words
    return pieces(brief, channels, personas)


def _personas(kit: BrandKit, asked: tuple[str, ...]) -> list[str]:
    """The personas' full names, by any beginning of them; raises `Refusal` for one the kit does not have."""
    known = [persona.name for persona in kit.personas]
    if "all" in asked:
        return known
    found = [next((name for name in known if name.lower().startswith(each.lower())), "") for each in asked]
    if "" in found:
        raise Refusal(
            f"There is no persona “{asked[found.index('')]}” here. There is: {', '.join(known) or 'none'}."
        )
    return found


async def _understood(shop: Shop, wanted: _Wanted, channel: ChannelName) -> Brief:
    start = Brief(
        channel=channel,
        ask="",
        topic="",
        market=wanted.market or shop.kit.home_market,
        locale=wanted.locale or shop.kit.locales[0],
        variants=wanted.variants,
    )
    understood = await shop.drafting.understand(Ask(text=wanted.words, kit=shop.kit, defaults=start))
    if isinstance(understood, Question):
        choices = f" ({', '.join(understood.choices)})" if understood.choices else ""
        raise Refusal(f"{understood.text}{choices} Say it in the brief, or with --{understood.missing}.")
    return understood


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
        "audience": finished.brief.audience,
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
                "gaps": list(dict.fromkeys((*finished.provenance.uncovered, *variant.gaps))),
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


def _print(drafted: _Drafted) -> None:
    finished, channel, accounts = drafted.finished, drafted.channel, drafted.accounts
    passages = {ranked.passage.id: ranked.passage for ranked in finished.passages}
    for number, (variant, found) in enumerate(
        zip(finished.variants, finished.findings, strict=True), start=1
    ):
        reader = f", for {finished.brief.audience}" if finished.brief.audience else ""
        title = f"{channel.label}: {finished.brief.topic}{reader}"
        several = f", variant {number}" if len(finished.variants) > 1 else ""
        console.print(f"[bold]{escape(title)}{several}[/bold]", end="\n\n")
        _print_copy(variant, channel)
        _print_grounds(variant, passages, finished.provenance.uncovered)
        _print_findings(found)
        for line in lines_of(accounts[number - 1], passages) if accounts else ():
            console.print(escape(line))
    for told in _how_written(finished, has_model=drafted.has_model):
        console.print(escape(told), style="dim")


def _how_written(finished: Finished, *, has_model: bool) -> tuple[str, ...]:
    """Who wrote it where no model did, and what there is to say about it."""
    note = finished.provenance.note.rstrip(".")
    if finished.provenance.writer is not WriterKind.HOUSE:
        return (f"{note}.",) if note else ()
    if has_model and note:
        return (f"Written by the house writer: {note}.",)
    return ("Written by the house writer: no model is connected.", *([f"{note}."] if note else []))


def _print_copy(variant: Variant, channel: Channel) -> None:
    for part in variant.parts:
        field = channel.field(part.field)
        label = f"{field.label} {part.index + 1}" if field.at_most > 1 else field.label
        console.print(f"[dim]{escape(label)} · {escape(describe(field, part.text).label)}[/dim]")
        console.print(escape(part.text), end="\n\n")


def _print_grounds(variant: Variant, passages: dict[PassageId, Passage], uncovered: tuple[str, ...]) -> None:
    cited = dict.fromkeys(one.passage for one in variant.citations if one.passage in passages)
    for number, passage in enumerate((passages[each] for each in cited), start=1):
        console.print(f"  [{number}] {passage.document}: {passage.place}", style="dim", markup=False)
    for gap in dict.fromkeys((*uncovered, *variant.gaps)):
        console.print(f"  No guideline covers: {escape(gap)}", style="dim")


def _print_findings(found: tuple[Finding, ...]) -> None:
    card = score(found)
    console.print(f"[bold]{card.points}[/bold] of {card.full} points, {counted(len(found), 'finding')}")
    for finding in found:
        console.print(f"  {finding.severity.value}: {escape(finding.message)}")
    console.print()
