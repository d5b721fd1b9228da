"""`copydesk kit`: guidelines and rules in and out of a folder."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from approvals.rule_proposal import RuleProposal
from bot.cli.kit_documents import archive, documents, look_after
from bot.cli.kit_index import reindex
from bot.cli.kit_review import change_as_json, questions, shadow, stale, troubles
from bot.cli.kit_rules import accept, accepted_rules, propose, reject
from bot.cli.library import activate_version, load
from bot.cli.output import CLEAN, FOUND, Format, FormatOption, console, print_json, told_plainly
from bot.cli.packs import packs
from bot.settings import read_settings
from bot.shop import migrate, open_shop
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
            f"{version.brand} {version.version}: {version.documents} documents, "
            f"{version.passages} passages, {version.state}"
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
            f"{version.version:>5}  {version.state:<8}  {version.documents} documents, "
            f"{version.passages} passages, {version.created_at:%Y-%m-%d %H:%M} by "
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
        console.print(f"{len(changes)} passages differ.")
    raise typer.Exit(FOUND if changes else CLEAN)


@kit.command("export")
def export(
    folder: Folder,
    to: Annotated[Path, typer.Option("--to", help="Folder to write into; it must not exist yet.")],
) -> None:
    """Write the kit folder with the guidelines in force, as uploaded, and the rules accepted in Slack."""
    with told_plainly():
        count = asyncio.run(_export(folder, to))
        console.print(f"{count} documents and the kit's own files are in {escape(str(to))}.")


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
    console.print(f"{written} rules are in {escape(str(to / 'rules'))}, {len(left)} things were not taken.")


async def _load(folder: Path, *, activate: bool) -> GuidelineVersion:
    settings, _ = read_settings()
    await asyncio.to_thread(migrate, settings)
    async with open_shop(settings, folder) as shop:
        return await load(settings, shop, activate=activate)


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


async def _diff(folder: Path, before: str, after: str) -> tuple[Change, ...]:
    settings, _ = read_settings()
    await asyncio.to_thread(migrate, settings)
    async with open_shop(settings, folder) as shop:
        return await shop.library.diff(shop.kit.slug, before, after)


async def _export(folder: Path, to: Path) -> int:
    settings, _ = read_settings()
    if await asyncio.to_thread(to.exists):
        raise Refusal(f"{to} exists already. Give a folder that does not, so that nothing is overwritten.")
    await asyncio.to_thread(migrate, settings)
    async with open_shop(settings, folder) as shop:
        listed = await shop.library.documents(shop.kit.slug)
        documents = {each.name: shop.library.original(each) for each in listed}
        count = await asyncio.to_thread(_write, folder, to, documents)
    accepted = await accepted_rules(folder)
    await asyncio.to_thread(_write_rules, to / "rules", accepted)
    return count


def _write_rules(folder: Path, accepted: Sequence[RuleProposal]) -> None:
    """One file a rule; a file of the kit's own goes before an accepted rule of its name."""
    if accepted:
        folder.mkdir(parents=True, exist_ok=True)
    for each in accepted:
        path = folder / f"{each.name}.yml"
        if not path.exists():
            sentence = " ".join(each.sentence.split())
            path.write_text(f"# {each.document}: {each.heading}\n# {sentence}\n{each.yaml}", "utf-8")


def _write(folder: Path, to: Path, documents: dict[str, Path]) -> int:
    to.mkdir(parents=True)
    for entry in sorted(folder.iterdir()):
        if (folder / "kit.yaml").is_file() and entry.name != "guidelines":
            copy = shutil.copytree if entry.is_dir() else shutil.copy2
            copy(entry, to / entry.name)
    for name, original in documents.items():
        target = to / "guidelines" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(original, target)
    return len(documents)


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
