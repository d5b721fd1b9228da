"""`copydesk audit`: the decision log, checked and exported."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from approvals.audit import AuditLog, Head, Verdict
from approvals.database import Database
from bot.cli.output import CLEAN, FOUND, Format, FormatOption, console, print_json, told_plainly
from bot.settings import Settings, read_settings
from brandkit.amounts import counted
from brandkit.errors import Refusal

audit = typer.Typer(help="Check and export the decision log.", no_args_is_help=True)


@audit.command("verify")
def verify(
    known: Annotated[
        str,
        typer.Option("--known", help="A head noted earlier, as seq:hash; proves that no end was cut off."),
    ] = "",
    output: FormatOption = Format.TEXT,
) -> None:
    """Check that no entry of the decision log was changed, removed or cut off.

    Exit code 1 names the first entry that is wrong. Note the head that it prints somewhere else: with
    --known it later proves that nothing before it was replaced.
    """
    with told_plainly():
        settings, _ = read_settings()
        verdict = asyncio.run(_verify(settings, _head(known)))
    head = f"{verdict.head.seq}:{verdict.head.hash}"
    if output is Format.JSON:
        print_json(
            {
                "intact": verdict.intact,
                "entries": verdict.entries,
                "head": head,
                "broken_at": verdict.broken_at,
                "problem": verdict.problem,
            }
        )
    elif verdict.intact:
        console.print(
            f"The decision log is whole: {counted(verdict.entries, 'entry', 'entries')}, head {head}"
        )
    else:
        console.print(f"[red]✗[/red] The decision log is broken: {escape(verdict.problem)}.")
    raise typer.Exit(CLEAN if verdict.intact else FOUND)


@audit.command("export")
def export(
    to: Annotated[Path | None, typer.Option("--to", help="File to write; default: standard output.")] = None,
) -> None:
    """Write every entry with its hashes, one JSON object a line."""
    with told_plainly():
        settings, _ = read_settings()
        lines = asyncio.run(_lines(settings))
    if to is None:
        sys.stdout.writelines(lines)
    else:
        to.write_text("".join(lines), encoding="utf-8")
        console.print(f"{counted(len(lines), 'entry is', 'entries are')} in {escape(str(to))}.")


async def _verify(settings: Settings, known: Head | None) -> Verdict:
    database = Database(settings.record_url)
    try:
        await database.check()
        async with database.reading() as connection:
            return await _log(settings).verify(connection, known=known)
    finally:
        await database.close()


async def _lines(settings: Settings) -> list[str]:
    database = Database(settings.record_url)
    try:
        await database.check()
        async with database.reading() as connection:
            return [
                json.dumps(
                    {
                        "seq": sealed.seq,
                        "body": json.loads(sealed.body),
                        "prev_hash": sealed.prev_hash,
                        "hash": sealed.hash,
                    },
                    ensure_ascii=False,
                )
                + "\n"
                async for sealed in _log(settings).entries(connection)
            ]
    finally:
        await database.close()


def _log(settings: Settings) -> AuditLog:
    return AuditLog(key=settings.audit_key.get_secret_value().encode())


def _head(known: str) -> Head | None:
    if not known:
        return None
    seq, _, digest = known.partition(":")
    if not seq.isdigit() or not digest:
        raise Refusal(
            "--known takes what `copydesk audit verify` printed as head: a number, a colon, a hash."
        )
    return Head(seq=int(seq), hash=digest)
