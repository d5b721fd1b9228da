"""The record beside a kit: opened for commands that change it, looked into by those that only check."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.markup import escape
from sqlalchemy.engine import make_url

import approvals.database
from approvals import judgements, waiver_store
from approvals.audit import AuditLog
from approvals.database import Database
from approvals.judgements import Judgement
from approvals.waiver import Waiver
from bot.cli.output import errors
from bot.clock import now
from bot.kits import open_kit
from bot.people import People
from bot.rulebook import Rulebook
from bot.rulings import Rulings
from bot.settings import Settings, read_settings
from brandkit.errors import CopydeskError
from brandkit.kit import BrandKit
from brandkit.rule_evidence import Tally


@dataclass(frozen=True, kw_only=True)
class Record:
    """A brand and its record, ready to be changed."""

    kit: BrandKit
    database: Database
    rulings: Rulings
    audit: AuditLog


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the record says about a brand's rules; empty where there is no record."""

    rules: Rulebook
    waivers: tuple[Waiver, ...] = ()
    tallies: Mapping[str, Tally] | None = None
    dismissals: Mapping[str, Judgement] = field(default_factory=dict)
    """What was called a false alarm, by the id of its case."""


@asynccontextmanager
async def open_record(folder: Path) -> AsyncIterator[Record]:
    """The record of the brand in that folder, brought up to date."""
    settings, _ = read_settings()
    kit = (await asyncio.to_thread(open_kit, folder)).kit
    settings.home.mkdir(parents=True, exist_ok=True)
    await asyncio.to_thread(approvals.database.migrate, settings.record_url)
    database = Database(settings.record_url)
    audit = AuditLog(key=settings.audit_key.get_secret_value().encode())
    people = People(admins=frozenset(settings.admins), approvers=frozenset(settings.approvers))
    try:
        rules = Rulebook(kit=kit, database=database)
        rulings = Rulings(database=database, rules=rules, people=people, audit=audit, posts=None, now=now)
        yield Record(kit=kit, database=database, rulings=rulings, audit=audit)
    finally:
        await database.close()


def known_of(kit: BrandKit) -> Known:
    """What the record says now. Without a record, or with one of another release, the kit alone counts."""
    settings, _ = read_settings()
    return asyncio.run(_known(kit, settings))


async def _known(kit: BrandKit, settings: Settings) -> Known:
    database = Database(settings.record_url) if _is_there(settings) else None
    if database is None:
        return Known(rules=Rulebook.of_folder(kit))
    rules = Rulebook(kit=kit, database=database)
    try:
        await database.check()
        await rules.refresh()
        async with database.reading() as connection:
            found = await judgements.reports(connection, kit.slug)
            return Known(
                rules=rules,
                waivers=await waiver_store.in_force(connection, kit.slug, now=now()),
                tallies={rule: said.tally for rule, said in found.items()},
                dismissals=await judgements.every_dismissal(connection, kit.slug),
            )
    except CopydeskError as error:
        errors.print(f"[yellow]![/yellow] The record was left out: {escape(str(error))}")
        return Known(rules=Rulebook.of_folder(kit))
    finally:
        await database.close()


def _is_there(settings: Settings) -> bool:
    url = make_url(settings.record_url)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").is_file()
