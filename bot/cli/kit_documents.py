"""`copydesk kit documents` and its neighbours: who looks after which document, and taking one out."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot.cli.kit_review import Folder, opened
from bot.cli.library import COMMAND_LINE, activate_version, documents_desk
from bot.cli.output import CLEAN, FOUND, Format, FormatOption, console, print_json, told_plainly
from bot.documents import Document, Standing
from bot.settings import read_settings
from brandkit.amounts import counted
from retrieval.front_matter import Care
from retrieval.versions import GuidelineVersion

Name = Annotated[str, typer.Argument(help="The document's name, such as voice.md.")]


def documents(folder: Folder, output: FormatOption = Format.TEXT) -> None:
    """List documents with status, version, passages, owner and review date, and what could not be read.

    What is archived stands with the version that held it last. Exit code 1: a review is overdue.
    """
    with told_plainly():
        listed = asyncio.run(_listed(folder))
    if output is Format.JSON:
        print_json([_as_json(each) for each in listed])
    else:
        for each in listed:
            console.print(_line(each))
        if not listed:
            console.print("No documents are in force yet.")
    raise typer.Exit(FOUND if any(each.standing is Standing.OVERDUE for each in listed) else CLEAN)


def look_after(  # noqa: PLR0917 - each argument is an option of the command line
    folder: Folder,
    name: Name,
    owner: Annotated[str, typer.Option("--owner", help="A name, or a Slack user id to be reminded.")] = "",
    review_by: Annotated[
        datetime | None, typer.Option("--review-by", formats=["%Y-%m-%d"], help="The day, as 2027-06-30.")
    ] = None,
    channel: Annotated[list[str] | None, typer.Option("--channel", help="Only for this channel.")] = None,
    market: Annotated[list[str] | None, typer.Option("--market", help="Only for this market.")] = None,
    product: Annotated[list[str] | None, typer.Option("--product", help="Only for this product.")] = None,
    locale: Annotated[list[str] | None, typer.Option("--locale", help="Only for this locale.")] = None,
) -> None:
    """Say who looks after a document, until when it holds, and what it is for. Repeat an option for several.

    What is said here replaces what was said here before; the document's own front matter fills the rest.
    """
    said = Care(
        owner=owner,
        review_by=_day(review_by),
        channels=tuple(channel or ()),
        markets=tuple(market or ()),
        products=tuple(product or ()),
        locales=tuple(locale or ()),
    )
    with told_plainly():
        asyncio.run(_look_after(folder, name, said))
        console.print(f"Noted for {escape(name)}.")


def archive(
    folder: Folder,
    name: Name,
    *,
    activate: Annotated[bool, typer.Option("--activate", help="Put the new version in force.")] = False,
) -> None:
    """Make a version without a document. It goes out of force when that version is activated."""
    with told_plainly():
        version = asyncio.run(_archive(folder, name, activate=activate))
        left = counted(version.documents, "document")
        console.print(f"{version.version} is {version.state}: {left}, without {escape(name)}.")


async def _listed(folder: Path) -> tuple[Document, ...]:
    async with opened(folder) as (shop, database):
        return await documents_desk(shop, database).listed()


async def _look_after(folder: Path, name: str, said: Care) -> None:
    async with opened(folder) as (shop, database):
        desk = documents_desk(shop, database)
        document = await desk.find(name)
        await desk.look_after(document.status.name, said, by=COMMAND_LINE)


async def _archive(folder: Path, name: str, *, activate: bool) -> GuidelineVersion:
    settings, _ = read_settings()
    async with opened(folder) as (shop, database):
        version = await documents_desk(shop, database).archive(name, by=COMMAND_LINE)
        return await activate_version(settings, shop, version.version) if activate else version


def _day(given: datetime | None) -> date | None:
    return given.replace(tzinfo=UTC).date() if given else None


def _line(each: Document) -> str:
    status, care = each.status, each.care
    pages = f"{status.pages} pages, " if status.pages else ""
    owner = f", owner {escape(care.owner)}" if care.owner else ""
    by = f", review by {care.review_by}" if care.review_by else ""
    scope = ", ".join((*care.channels, *care.markets, *care.products, *care.locales))
    notes = "".join(f"\n      {escape(note)}" for note in status.notes)
    only = f", only for {escape(scope)}" if scope else ""
    return (
        f"[bold]{escape(status.name)}[/bold]  {each.standing.value}, {status.version}, {pages}"
        f"{counted(status.passages, 'passage')}{owner}{by}{only}{notes}"
    )


def _as_json(each: Document) -> dict[str, object]:
    status = each.status
    return {
        "file": status.name,
        "status": each.standing.value,
        "version": status.version,
        "kind": status.kind,
        "pages": status.pages,
        "passages": status.passages,
        "uploaded_by": status.uploaded_by,
        "uploaded_at": status.at.isoformat(),
        "notes": list(status.notes),
        **each.care.as_json(),
    }
