"""`copydesk kit propose`, `accept` and `reject`: rules that guidelines suggest, decided in the folder."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from approvals.rule_proposal import ProposalState, RuleProposal
from bot.cli.library import COMMAND_LINE
from bot.cli.output import CLEAN, FOUND, Format, FormatOption, console, print_json, told_plainly
from bot.cli.record import Record, open_record
from bot.clock import now
from bot.kits import OpenKit, open_kit
from bot.people import People
from bot.proposals import Proposals
from bot.rulebook import Rulebook
from brandkit.amounts import counted
from brandkit.errors import Refusal
from brandkit.kit import BrandKit
from brandkit.passages import Passage
from brandkit.stated import StatedRule, Statements, problem_with
from retrieval.chunking import passages_of
from retrieval.prose.reading import statements
from retrieval.readers.kinds import Limits
from retrieval.readers.reading import reader

PROPOSED, REJECTED = "rules/proposed", "rules/rejected"

Folder = Annotated[Path, typer.Argument(help="Folder of the brand kit.")]
Names = Annotated[list[str], typer.Argument(help="Names of proposed rules, without .yml.")]


def propose(folder: Folder, output: FormatOption = Format.TEXT) -> None:
    """Read the guidelines for statements that could be rules, and write each to rules/proposed/.

    Nothing is in force until it is accepted. What the kit's rules find already, and what was rejected, is
    left out; statements that no rule can test are listed. Exit code 1: there are proposals.

    Example: copydesk kit propose kits/ledgerline
    """
    with told_plainly():
        opened = open_kit(folder)
        found = statements(_passages(opened), opened.kit)
        rejected = {path.read_text("utf-8") for path in (folder / REJECTED).glob("*.yml")}
        kept = [rule for rule in found.rules if file_of(rule) not in rejected]
        _write(folder / PROPOSED, kept)
    if output is Format.JSON:
        print_json(_as_json(found, kept))
    else:
        _print(found, kept, folder)
    raise typer.Exit(FOUND if kept else CLEAN)


def accept(folder: Folder, names: Names) -> None:
    """Make proposed rules part of the kit: from rules/proposed/, or those proposed in Slack.

    Each must compile and find its own bad examples, and none of its good ones.

    Example: copydesk kit accept kits/ledgerline sign-in-not-log-in
    """
    with told_plainly():
        kit = open_kit(folder).kit
        for name in names:
            path = folder / PROPOSED / f"{name}.yml"
            if path.is_file():
                _accept(path, folder, kit)
            else:
                asyncio.run(_decide(folder, name, ProposalState.ACCEPTED))
            console.print(f"{escape(name)} is a rule now.")


def reject(folder: Folder, names: Names) -> None:
    """Turn proposed rules down, or take accepted ones out again. They are not proposed a second time.

    Example: copydesk kit reject kits/ledgerline avoid-simply
    """
    with told_plainly():
        for name in names:
            path = folder / PROPOSED / f"{name}.yml"
            if path.is_file():
                (folder / REJECTED).mkdir(parents=True, exist_ok=True)
                path.replace(folder / REJECTED / path.name)
            else:
                asyncio.run(_decide(folder, name, ProposalState.REJECTED))
            console.print(f"{escape(name)} is turned down.")


async def accepted_rules(folder: Path) -> tuple[RuleProposal, ...]:
    """The rules that were accepted in Slack, for an export of the kit."""
    async with open_record(folder) as record:
        return await _proposals(record).accepted()


def file_of(rule: StatedRule) -> str:
    """The file of a proposed rule: where it comes from, then the rule."""
    place = f"{rule.passage.document}: {rule.passage.place}"
    return f"# {place}\n# {' '.join(rule.sentence.split())}\n{rule.yaml}"


def _passages(opened: OpenKit) -> list[Passage]:
    found: list[Passage] = []
    with reader(Limits()) as read:
        for path in opened.documents:
            document = read(path, path.relative_to(opened.root).as_posix(), None)
            found += passages_of(document, version="")
    return found


def _write(folder: Path, rules: Iterable[StatedRule]) -> None:
    """The proposals as they are now; a file that somebody edited meanwhile stays as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    for rule in rules:
        path = folder / f"{rule.name}.yml"
        if not path.exists():
            path.write_text(file_of(rule), "utf-8")


def _accept(path: Path, folder: Path, kit: BrandKit) -> None:
    problem = problem_with(path.read_text("utf-8"), path.stem, kit)
    if problem:
        raise Refusal(f"{path} cannot be a rule yet: {problem}")
    target = folder / "rules" / path.name
    if target.exists():
        raise Refusal(f"{target} is there already. Rename {path}, then accept it under that name.")
    path.replace(target)


async def _decide(folder: Path, name: str, state: ProposalState) -> None:
    async with open_record(folder) as record:
        proposals = _proposals(record)
        if state is ProposalState.ACCEPTED:
            await proposals.accept(name, by=COMMAND_LINE)
        else:
            await proposals.reject(name, by=COMMAND_LINE)


def _proposals(record: Record) -> Proposals:
    return Proposals(
        database=record.database,
        passages=_NoPassages(),
        rules=Rulebook(kit=record.kit, database=record.database),
        people=People(),
        audit=record.audit,
        model=None,
        now=now,
    )


class _NoPassages:
    """Deciding about proposals reads no guidelines."""

    async def all_passages(self, brand: str, *, version: str | None = None) -> tuple[Passage, ...]:  # noqa: ARG002 - fixed signature
        """None."""
        return ()


def _print(found: Statements, kept: list[StatedRule], folder: Path) -> None:
    for rule in kept:
        place = f"{rule.passage.document}: {rule.passage.place}"
        console.print(f"[bold]{escape(rule.name)}[/bold]  {escape(place)}")
        console.print(f"      “{escape(' '.join(rule.sentence.split()))}”")
    if found.untestable:
        console.print("\n[bold]Cannot be tested[/bold]")
    for each in found.untestable:
        console.print(f"  “{escape(' '.join(each.sentence.split()))}” [dim]{escape(each.why)}[/dim]")
    where = escape(str(folder / PROPOSED))
    untestable = counted(len(found.untestable), "statement")
    console.print(
        f"\n{counted(len(kept), 'rule is', 'rules are')} in {where}, {untestable} cannot be tested."
    )


def _as_json(found: Statements, kept: list[StatedRule]) -> dict[str, object]:
    return {
        "proposed": [
            {
                "name": rule.name,
                "file": rule.passage.document,
                "heading": " > ".join(rule.passage.heading),
                "page": rule.passage.page,
                "sentence": rule.sentence,
                "rule": rule.yaml,
            }
            for rule in kept
        ],
        "untestable": [
            {
                "sentence": each.sentence,
                "file": each.passage.document,
                "heading": " > ".join(each.passage.heading),
                "why": each.why,
            }
            for each in found.untestable
        ],
    }
