"""`copydesk replay`: a kept draft written once more from its record, and whether it comes out equal."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer
from rich.markup import escape

from bot.cli.output import CLEAN, FOUND, Format, FormatOption, console, print_json, told_plainly
from bot.replaying import Replaying, Rerun
from bot.settings import Settings, read_settings
from bot.shop import open_shop
from brandkit.drafts import DraftId, Part, Variant


def replay(
    draft: Annotated[str, typer.Argument(help="The draft's id, as “Why this?” and exports show it.")],
    output: FormatOption = Format.TEXT,
) -> None:
    """Write a draft once more from its record, and say whether it comes out equal or what differs.

    Same brief, passages, seed, sampling and writer as then. Exit code 1: the copy differs. 2: it
    cannot be written again (a person wrote it, or the model server is away).
    """
    with told_plainly():
        settings, _ = read_settings()
        rerun = asyncio.run(_replay(settings, DraftId(draft)))
    if output is Format.JSON:
        print_json(_as_json(rerun))
    else:
        _print(rerun)
    raise typer.Exit(CLEAN if rerun.replayed.equal else FOUND)


async def _replay(settings: Settings, draft: DraftId) -> Rerun:
    async with open_shop(settings) as shop:
        replaying = Replaying(database=shop.database, drafting=shop.drafting, past=shop.past)
        return await replaying.run(draft)


def _print(rerun: Rerun) -> None:
    draft, replayed = rerun.draft, rerun.replayed
    who = draft.provenance.model or draft.provenance.engine
    verdict = "equal" if replayed.equal else f"differs in {', '.join(replayed.changed_fields)}"
    console.print(
        f"[bold]{verdict}[/bold]: draft {escape(draft.id)}, version {draft.number}, by {escape(who)}",
        highlight=False,
    )
    for cause in replayed.causes:
        console.print(f"  {escape(cause)}")
    if not replayed.equal:
        for name in replayed.changed_fields:
            _print_field(name, draft.variants, replayed.written.variants)


def _print_field(name: str, before: tuple[Variant, ...], after: tuple[Variant, ...]) -> None:
    for number, (old, new) in enumerate(zip(before, after, strict=False), start=1):
        if old.texts(name) != new.texts(name):
            console.print(
                f"  [dim]{escape(name)}, variant {number}, then:[/dim] {escape(_joined(old, name))}"
            )
            console.print(f"  [dim]{escape(name)}, variant {number}, now:[/dim] {escape(_joined(new, name))}")


def _joined(variant: Variant, name: str) -> str:
    return " / ".join(variant.texts(name))


def _as_json(rerun: Rerun) -> dict[str, object]:
    return {
        "draft": rerun.draft.id,
        "number": rerun.draft.number,
        "writer": rerun.draft.provenance.writer.value,
        "equal": rerun.replayed.equal,
        "causes": list(rerun.replayed.causes),
        "changed_fields": list(rerun.replayed.changed_fields),
        "before": [[_part(part) for part in each.parts] for each in rerun.draft.variants],
        "after": [[_part(part) for part in each.parts] for each in rerun.replayed.written.variants],
    }


def _part(part: Part) -> dict[str, object]:
    return {"field": part.field, "index": part.index, "text": part.text}
