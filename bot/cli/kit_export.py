"""`copydesk kit export`: the whole kit as a folder, which loads back into the same."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
import yaml
from rich.markup import escape

from approvals.rule_proposal import RuleProposal
from bot.cli.kit_review import Folder, opened
from bot.cli.kit_rules import accepted_rules
from bot.cli.output import console, told_plainly
from bot.kits import SAID
from brandkit.amounts import counted
from brandkit.errors import Refusal
from retrieval import care
from retrieval.front_matter import Care

HEAD = (
    "# Who looks after which document, until when, and what it is for. `copydesk kit load` takes it over.\n"
)


def export(
    folder: Folder,
    to: Annotated[Path, typer.Option("--to", help="Folder to write into; it must not exist yet.")],
) -> None:
    """Write the kit folder with the guidelines in force, as uploaded, and the rules accepted in Slack.

    Loading the folder gives the same documents, owners and review dates again.
    """
    with told_plainly():
        count = asyncio.run(_export(folder, to))
        console.print(f"{counted(count, 'document')} and the kit's own files are in {escape(str(to))}.")


async def _export(folder: Path, to: Path) -> int:
    if await asyncio.to_thread(to.exists):
        raise Refusal(f"{to} exists already. Give a folder that does not, so that nothing is overwritten.")
    async with opened(folder) as (shop, database):
        listed = await shop.library.documents(shop.kit.slug)
        documents = {each.name: shop.library.original(each) for each in listed}
        async with database.reading() as connection:
            said = await care.stored(connection, shop.kit.slug)
    accepted = await accepted_rules(folder)
    return await asyncio.to_thread(_written, folder, to, documents, said, accepted)


def _written(
    folder: Path,
    to: Path,
    documents: Mapping[str, Path],
    said: Mapping[str, Care],
    accepted: Sequence[RuleProposal],
) -> int:
    """Write beside the place and move there at the end: a folder is there whole or not at all."""
    making = to.with_name(f".{to.name}.partial")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    is_kit = (folder / "kit.yaml").is_file()
    if is_kit:
        _copy_own(folder, making)
    _write_documents(making / "guidelines" if is_kit else making, documents)
    _write_care(making / SAID, {name: each for name, each in said.items() if name in documents})
    _write_rules(making / "rules", accepted)
    making.replace(to)
    return len(documents)


def _copy_own(folder: Path, to: Path) -> None:
    for entry in sorted(folder.iterdir()):
        if entry.name not in {"guidelines", SAID}:
            copy = shutil.copytree if entry.is_dir() else shutil.copy2
            copy(entry, to / entry.name)


def _write_documents(folder: Path, documents: Mapping[str, Path]) -> None:
    for name, original in documents.items():
        target = folder / name
        if not target.resolve().is_relative_to(folder.resolve()):
            raise Refusal(
                f"The document {name} would lie outside of the folder. Archive it, and export again."
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(original, target)


def _write_care(path: Path, said: Mapping[str, Care]) -> None:
    plain = {name: said[name].as_json() for name in sorted(said)}
    known = {name: each for name, each in plain.items() if each}
    if known:
        path.write_text(HEAD + yaml.safe_dump(known, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _write_rules(folder: Path, accepted: Sequence[RuleProposal]) -> None:
    """One file a rule; a file of the kit's own goes before an accepted rule of its name."""
    if accepted:
        folder.mkdir(parents=True, exist_ok=True)
    for each in accepted:
        path = folder / f"{each.name}.yml"
        if not path.exists():
            sentence = " ".join(each.sentence.split())
            path.write_text(f"# {each.document}: {each.heading}\n# {sentence}\n{each.yaml}", "utf-8")
