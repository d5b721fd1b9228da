"""A kit's guidelines ready to be searched from the command line, read again only when they changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.audit import AuditLog
from approvals.audit_entry import AuditEntry
from approvals.database import Database
from bot.cli.output import errors
from bot.clock import now
from bot.documents import Documents
from bot.settings import Settings, read_settings
from bot.shop import Shop, migrate, open_shop
from retrieval import care
from retrieval.versions import GuidelineVersion, Tell
from retrieval.versions import Progress as HowFar

COMMAND_LINE = "command line"
"""Who did it, in the record, when it was done here."""


@asynccontextmanager
async def ready_shop(kit: Path) -> AsyncIterator[Shop]:
    """The brand as its folder says, with its guidelines loaded and in force.

    It stands in a record of its own: looking at a folder never changes what the desk in Slack goes by.
    """
    told, _ = read_settings()
    settings = told.model_copy(update={"home": told.home / "folders", "database_url": "", "chroma_url": ""})
    await asyncio.to_thread(migrate, settings)
    async with open_shop(settings, kit) as shop:
        await load(settings, shop, activate=True)
        await take_over(settings, shop)
        yield shop


async def first_guidelines(settings: Settings, say: Callable[[str], None]) -> None:
    """Put the kit's own guidelines in force for a brand that has none; `say` hears that it takes a while."""
    async with open_shop(settings) as shop:
        await shop.database.check()
        if not shop.opened.documents or await shop.library.versions(shop.kit.slug):
            return
        say(f"Reading the guidelines of {shop.kit.name or shop.kit.slug}")
        await load(settings, shop, activate=True)


async def load(settings: Settings, shop: Shop, *, activate: bool) -> GuidelineVersion:
    """Load the kit's documents as a version of its own, with progress in the terminal."""
    with progress_bar() as tell:
        taken = await shop.library.take_in(
            brand=shop.kit.slug,
            files=shop.opened.documents,
            by=COMMAND_LINE,
            root=shop.opened.root,
            keep=False,
            whole=True,
            progress=tell,
        )
    for each in taken.ignored:
        errors.print(f"{escape(each.name)}: {escape(each.why)}")
    version = taken.version
    assert version is not None, "a whole intake gives a version or raises"
    if activate and version.state != "active":
        return await activate_version(settings, shop, version.version)
    return version


async def activate_version(settings: Settings, shop: Shop, version: str) -> GuidelineVersion:
    """Put a version in force, and say so in the decision log."""
    async with _noted(settings, shop, "guidelines.activated") as (connection, note):
        active = await shop.library.activate(
            connection, brand=shop.kit.slug, version=version, by=COMMAND_LINE
        )
        await note(active.version)
    return active


async def restore_version(settings: Settings, shop: Shop) -> GuidelineVersion:
    """Go back to the version before, and say so in the decision log."""
    async with _noted(settings, shop, "guidelines.restored") as (connection, note):
        active = await shop.library.restore_previous(connection, brand=shop.kit.slug, by=COMMAND_LINE)
        await note(active.version)
    return active


async def discard_version(settings: Settings, shop: Shop, version: str) -> None:
    """Throw away a draft, and say so in the decision log."""
    async with _noted(settings, shop, "guidelines.discarded") as (connection, note):
        await shop.library.discard(connection, brand=shop.kit.slug, version=version)
        await note(version)


async def take_over(settings: Settings, shop: Shop) -> None:
    """Keep what the kit's folder says of single documents, where it is not kept so already."""
    if not shop.opened.said:
        return
    database = Database(settings.record_url)
    try:
        async with database.reading() as connection:
            known = await care.stored(connection, shop.kit.slug)
        desk = documents_desk(shop, database)
        for name, said in shop.opened.said.items():
            if known.get(name) != said:
                await desk.look_after(name, said, by=COMMAND_LINE)
    finally:
        await database.close()


def documents_desk(shop: Shop, database: Database) -> Documents:
    """What admins do with single documents, on this record."""
    settings, _ = read_settings()
    audit = AuditLog(key=settings.audit_key.get_secret_value().encode())
    return Documents(database=database, library=shop.library, kit=shop.kit, audit=audit, now=now)


@asynccontextmanager
async def _noted(
    settings: Settings, shop: Shop, action: str
) -> AsyncIterator[tuple[AsyncConnection, Callable[[str], Awaitable[None]]]]:
    """One transaction, and the way to note in it which version was meant."""
    database = Database(settings.record_url)
    audit = AuditLog(key=settings.audit_key.get_secret_value().encode())
    try:
        async with database.transaction() as connection:

            async def note(version: str) -> None:
                entry = AuditEntry(
                    actor=COMMAND_LINE,
                    action=action,
                    subject=f"guidelines:{shop.kit.slug}:{version}",
                    at=now(),
                    detail={"brand": shop.kit.slug, "version": version},
                )
                await audit.append(connection, entry)

            yield connection, note
    finally:
        await database.close()


@contextmanager
def progress_bar() -> Iterator[Tell]:
    """Shows how far each stage is while the block runs, on the terminal's error side."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, console=errors, transient=True) as progress:
        yield _Teller(progress).tell


class _Teller:
    """Shows how far each stage is, one line a stage."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def tell(self, how_far: HowFar) -> None:
        if how_far.stage not in self._tasks:
            self._tasks[how_far.stage] = self._progress.add_task(how_far.stage)
        task = self._tasks[how_far.stage]
        about = f"{how_far.stage} {how_far.document}".strip()
        self._progress.update(task, description=about, completed=how_far.done, total=how_far.total or None)
