"""`copydesk kit`: guidelines and rules in and out of a folder."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot.cli.kit_documents import archive, documents, look_after
from bot.cli.kit_export import export
from bot.cli.kit_index import reindex
from bot.cli.kit_review import change_as_json, questions, shadow, stale, troubles
from bot.cli.kit_rules import accept, propose, reject
from bot.cli.library import activate_version, discard_version, load, restore_version, take_over
from bot.cli.output import CLEAN, FOUND, Format, FormatOption, console, print_json, told_plainly
from bot.cli.packs import packs
from bot.settings import read_settings
from bot.shop import migrate, open_shop
from brandkit.amounts import counted
from brandkit.errors import Refusal
from brandkit.kit_folder import read_kit
from brandkit.vale.importing import is_own, to_kit
from brandkit.vale.rule_sets import LeftOut
from brandkit.vale.tree import read_package, write_into_kit
from retrieval.versions import Change, GuidelineVersion

kit = typer.Typer(help="Load, compare and export a brand's guidelines.", no_args_is_help=True)
kit.command("shadow")(shadow)
kit.command("stale")(stale)
kit.command("troubles")(troubles)
kit.command("questions")(questions)
kit.command("documents")(documents)
kit.command("look-after")(look_after)
kit.command("archive")(archive)
kit.command("reindex")(reindex)
kit.command("export")(export)

kit.command("packs")(packs)
kit.command("propose")(propose)
kit.command("accept")(accept)
kit.command("reject")(reject)

Folder = Annotated[Path, typer.Argument(help="Folder of the brand kit, or of guideline documents.")]


@kit.command("load")
def load_kit(
    folder: Folder,
    *,
    activate: Annotated[bool, typer.Option("--activate", help="Put the new version in force.")] = False,
    output: FormatOption = Format.TEXT,
) -> None:
    """Read a folder's guidelines into a new version. It waits as a draft until it is activated.

    Example: copydesk kit load kits/ledgerline --activate
    """
    with told_plainly():
        version = asyncio.run(_load(folder, activate=activate))
    if output is Format.JSON:
        print_json(_as_json(version))
    else:
        console.print(
            f"{version.brand} {version.version}: {counted(version.documents, 'document')}, "
            f"{counted(version.passages, 'passage')}, {version.state}"
        )
        if version.state == "draft":
            console.print(f"Put it in force: copydesk kit activate {escape(str(folder))} {version.version}")


@kit.command("versions")
def versions(folder: Folder, output: FormatOption = Format.TEXT) -> None:
    """List every version of a brand's guidelines, newest first."""
    with told_plainly():
        listed = asyncio.run(_versions(folder))
    if output is Format.JSON:
        print_json([_as_json(version) for version in listed])
        return
    for version in listed:
        console.print(
            f"{version.version:>5}  {version.state:<8}  {counted(version.documents, 'document')}, "
            f"{counted(version.passages, 'passage')}, {version.created_at:%Y-%m-%d %H:%M} by "
            f"{escape(version.created_by)}"
        )


@kit.command("activate")
def activate_kit(
    folder: Folder,
    version: Annotated[str, typer.Argument(help="The version to put in force, such as v3.")],
) -> None:
    """Put a version in force, also an older one."""
    with told_plainly():
        active = asyncio.run(_activate(folder, version))
        console.print(f"{active.brand} {active.version} is in force.")


@kit.command("restore")
def restore_kit(folder: Folder) -> None:
    """Go back to the version that was in force before."""
    with told_plainly():
        active = asyncio.run(_restore(folder))
        console.print(f"{active.brand} {active.version} is in force again.")


@kit.command("discard")
def discard(folder: Folder, version: Annotated[str, typer.Argument(help="A draft, such as v3.")]) -> None:
    """Throw away a version that was never in force."""
    with told_plainly():
        asyncio.run(_discard(folder, version))
        console.print(f"{escape(version)} is gone. What is in force did not change.")


@kit.command("diff")
def diff(
    folder: Folder,
    before: Annotated[str, typer.Argument(help="The older version, such as v1.")],
    after: Annotated[str, typer.Argument(help="The newer version, such as v2.")],
    output: FormatOption = Format.TEXT,
) -> None:
    """Show what changed between two versions, passage by passage. Exit code 1 means that something did."""
    with told_plainly():
        changes = asyncio.run(_diff(folder, before, after))
    if output is Format.JSON:
        print_json([change_as_json(change) for change in changes])
    else:
        for change in changes:
            place = f"{change.passage.document}: {change.passage.place}"
            console.print(f"[bold]{change.kind.value:<8}[/bold] {escape(place)}")
            for mark, side in (("[red]−[/red]", change.before), ("[green]+[/green]", change.after)):
                if side is not None:
                    console.print(f"  {mark} {escape(' '.join(side.text.split()))}")
        console.print(f"{counted(len(changes), 'passage differs', 'passages differ')}.")
    raise typer.Exit(FOUND if changes else CLEAN)


@kit.command("import-vale")
def import_vale(
    folder: Annotated[Path, typer.Argument(help="Folder of a Vale style, or of a tree with a .vale.ini.")],
    to: Annotated[Path, typer.Option("--kit", help="Folder of the brand kit to write into.")],
    vocabulary: Annotated[
        Path | None, typer.Option("--vocab", help="Folder with accept.txt and reject.txt.")
    ] = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Take over the rules of a Vale style into a kit's rules/, and list what was not taken, with the reason.

    Files written by hand stay as they are; those of an earlier import are replaced.

    Example: copydesk kit import-vale styles/Microsoft --kit kits/ledgerline
    """
    with told_plainly():
        if not (to / "kit.yaml").is_file():
            raise Refusal(f"There is no kit.yaml in {to}. Name the folder of a brand kit.")
        package = read_package(folder, vocabulary)
        taken = to_kit(package.settings, package.sources, package.words)
        kept = write_into_kit(to, taken.files, left_alone=is_own)
        read_kit(to)
    left = [*taken.left_out, *package.missing]
    left += [LeftOut(name=name, reason="a file of yours has this name, and it stays") for name in kept]
    written = len(taken.files) - len(kept)
    if output is Format.JSON:
        rows = [{"name": each.name, "reason": each.reason} for each in left]
        print_json({"written": written, "rules": list(taken.taken), "left_out": rows})
        return
    for each in left:
        console.print(f"[yellow]not taken[/yellow]  {escape(each.name)}: {escape(each.reason)}")
    rules = counted(written, "rule is", "rules are")
    not_taken = counted(len(left), "thing was", "things were")
    console.print(f"{rules} in {escape(str(to / 'rules'))}, {not_taken} not taken.")


async def _load(folder: Path, *, activate: bool) -> GuidelineVersion:
    settings, _ = read_settings()
    await asyncio.to_thread(migrate, settings)
    async with open_shop(settings, folder) as shop:
        version = await load(settings, shop, activate=activate)
        await take_over(settings, shop)
        return version


async def _versions(folder: Path) -> tuple[GuidelineVersion, ...]:
    settings, _ = read_settings()
    await asyncio.to_thread(migrate, settings)
    async with open_shop(settings, folder) as shop:
        return await shop.library.versions(shop.kit.slug)


async def _activate(folder: Path, version: str) -> GuidelineVersion:
    settings, _ = read_settings()
    await asyncio.to_thread(migrate, settings)
    async with open_shop(settings, folder) as shop:
        return await activate_version(settings, shop, version)


async def _restore(folder: Path) -> GuidelineVersion:
    settings, _ = read_settings()
    await asyncio.to_thread(migrate, settings)
    async with open_shop(settings, folder) as shop:
        return await restore_version(settings, shop)


async def _discard(folder: Path, version: str) -> None:
    settings, _ = read_settings()
    await asyncio.to_thread(migrate, settings)
    async with open_shop(settings, folder) as shop:
        await discard_version(settings, shop, version)


async def _diff(folder: Path, before: str, after: str) -> tuple[Change, ...]:
    settings, _ = read_settings()
    await asyncio.to_thread(migrate, settings)
    async with open_shop(settings, folder) as shop:
        return await shop.library.diff(shop.kit.slug, before, after)


def _as_json(version: GuidelineVersion) -> dict[str, object]:
    return {
        "brand": version.brand,
        "version": version.version,
        "state": version.state,
        "documents": version.documents,
        "passages": version.passages,
        "created_at": version.created_at.isoformat(),
        "created_by": version.created_by,
    }
