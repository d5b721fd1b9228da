"""The guideline library: documents in, versions kept, passages out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from brandkit.briefs import Brief
from brandkit.channels import Channel
from brandkit.errors import Refusal
from brandkit.passages import Passage, PassageId, RankedPassage
from retrieval import care, record
from retrieval.briefs import aspects_of, parts_of, questions_of, scope_of
from retrieval.changes import changes_between
from retrieval.conflicts import Concern, troubles
from retrieval.embedding import Embedder, reopened
from retrieval.finding import Finder
from retrieval.front_matter import ANYTHING, Scope
from retrieval.index import PassageIndex
from retrieval.intake import names_of
from retrieval.loading import Loader, Plan
from retrieval.models import Models, Reopen, in_force
from retrieval.originals import Originals
from retrieval.readers.kinds import Limits
from retrieval.record import NoSuchVersion
from retrieval.reindexing import Reindexing
from retrieval.reranking import Reranker
from retrieval.search import Ranking, Weighing
from retrieval.sections_beside import with_sections_beside
from retrieval.tidying import Tidying
from retrieval.versions import Change, DocumentStatus, GuidelineVersion, Intake, Progress, Tell, unheard


class GuidelineLibrary:
    """Every version of every brand's guidelines.

    The database is the record; the index is built from it and mended when something is missing.
    Safe to use from many tasks and many processes. `engine` may be any engine on a database that
    `retrieval.database.migrate` has prepared; one from `retrieval.database.connect` reads without
    waiting for writers.
    """

    def __init__(
        self,
        *,
        engine: AsyncEngine,
        index: PassageIndex,
        embedder: Embedder,
        files: Path,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        reopen: Reopen = reopened,
        reranker: Reranker | None = None,
        weighing: Weighing | None = None,
        limits: Limits | None = None,
    ) -> None:
        """`files` is the folder where uploaded originals are kept by content hash.

        `embedder` is the model that is set. A brand that was indexed with another is answered with that
        one, which `reopen` opens, until `reindexing` has moved it. `reranker` reads the best passages of a
        question again, where there is one.
        """
        self._engine, self._index = engine, index
        self._originals, self._now, self._new_id = Originals(files), now, new_id
        self._weighing = weighing or Weighing()
        self._models = Models(wanted=embedder, index=index, reopen=reopen)
        self._finder = Finder(
            engine=engine, index=index, models=self._models, weighing=self._weighing, reranker=reranker
        )
        self.reindexing = Reindexing(engine=engine, index=index, models=self._models, now=now)
        self.tidying = Tidying(engine=engine, index=index, models=self._models, now=now)
        self._loader = Loader(
            engine=engine,
            models=self._models,
            originals=self._originals,
            limits=limits or Limits(),
            now=now,
        )

    async def load(
        self,
        *,
        brand: str,
        files: Sequence[Path],
        by: str,
        root: Path | None = None,
        base: str | None = None,
        keep: bool = True,
        remove: Sequence[str] = (),
        progress: Tell | None = None,
    ) -> GuidelineVersion:
        """Read the files, or archives of them, and make a whole new draft version of them and what is active.

        A file of the same name replaces the older one; documents named in `remove` are left out.
        Names are relative to `root`, else the bare file name. `base` builds on that version instead
        of the active one; `keep=False` on nothing, so that the version has these files only. Loading
        what a draft or the active version already holds gives that version back, so a load that was
        interrupted can simply be run again. Raises UnreadableDocument or another Refusal, and then
        nothing has changed. `progress` is called in the event loop's thread.
        """
        plan = Plan(base=base, keep=keep, remove=frozenset(remove))
        taken = await self._take_in(brand, names_of(files, root), by, plan, progress)
        assert taken.version is not None, "a plan that leaves nothing out gives a version or raises"
        return taken.version

    async def take_in(
        self,
        *,
        brand: str,
        files: Sequence[Path],
        by: str,
        root: Path | None = None,
        base: str | None = None,
        keep: bool = True,
        whole: bool = False,
        progress: Tell | None = None,
    ) -> Intake:
        """As `load`, and says what became of each file. Unless `whole`, what cannot be read is left out."""
        plan = Plan(base=base, keep=keep, whole=whole)
        return await self._take_in(brand, names_of(files, root), by, plan, progress)

    async def activate(self, conn: AsyncConnection, *, brand: str, version: str, by: str) -> GuidelineVersion:
        """Make this version answer from the caller's commit on. Raises NoSuchVersion."""
        await record.hold(conn, brand)
        row = await record.version_row(conn, brand, version)
        active = await record.active_row(conn, brand)
        if row.state != "active":
            before = active.number if active is not None else None
            await record.switch(conn, brand, to=row.number, replaced=before, by=by, at=self._now())
        return record.as_version(await record.version_row(conn, brand, version))

    async def restore_previous(self, conn: AsyncConnection, *, brand: str, by: str) -> GuidelineVersion:
        """Go back to the version that was active before. Raises NoSuchVersion when there is none."""
        await record.hold(conn, brand)
        active = await record.version_row(conn, brand, None)
        if active.replaced is None:
            raise NoSuchVersion(
                f"No version was active before v{active.number}, so there is none to go back to."
            )
        await record.switch(conn, brand, to=active.replaced, replaced=None, by=by, at=self._now())
        return record.as_version(await record.version_row(conn, brand, None))

    async def discard(self, conn: AsyncConnection, *, brand: str, version: str) -> None:
        """Forget a draft. Raises NoSuchVersion, and Refusal when it is or was active."""
        await record.hold(conn, brand)
        row = await record.version_row(conn, brand, version)
        if row.state != "draft":
            raise Refusal(
                f"{version} is {row.state}: what was in force stays on record. Only drafts can be discarded."
            )
        await record.remove_version(conn, brand, row.number)

    async def active(self, brand: str) -> GuidelineVersion | None:
        """The version that answers now."""
        async with self._engine.connect() as conn:
            row = await record.active_row(conn, brand)
        return None if row is None else record.as_version(row)

    async def versions(self, brand: str) -> tuple[GuidelineVersion, ...]:
        """All versions, newest first."""
        async with self._engine.connect() as conn:
            return tuple(record.as_version(row) for row in await record.version_rows(conn, brand))

    async def documents(self, brand: str, version: str | None = None) -> tuple[DocumentStatus, ...]:
        """The documents of a version (default: the active one), by name. Raises NoSuchVersion."""
        async with self._engine.connect() as conn:
            row = await record.version_row(conn, brand, version)
            return await care.cared_documents(conn, brand, row.number)

    async def archived(self, brand: str) -> tuple[DocumentStatus, ...]:
        """Documents that were in force once and are not any more, as they were last, by name."""
        async with self._engine.connect() as conn:
            rows = await record.version_rows(conn, brand)
            active = next((row for row in rows if row.state == "active"), None)
            now = await care.cared_documents(conn, brand, active.number) if active else ()
            gone: dict[str, DocumentStatus] = {}
            for row in (one for one in rows if one.state == "archived"):
                for each in await care.cared_documents(conn, brand, row.number):
                    gone.setdefault(each.name, each)
        names = {each.name for each in now}
        return tuple(gone[name] for name in sorted(gone) if name not in names)

    def original(self, document: DocumentStatus) -> Path:
        """The file as it was uploaded."""
        return self._originals.path(document.sha256)

    async def search(
        self, brand: str, question: str, *, k: int = 8, version: str | None = None, scope: Scope = ANYTHING
    ) -> tuple[RankedPassage, ...]:
        """The passages that answer the question, best first; empty when no guideline covers it.

        A question may be pasted copy in quotes, or a list of subjects after a colon. Documents that are
        for another channel, market, product or locale than `scope` are left out, or, where it says so,
        overdue. Also empty while no version is active. Raises NoSuchVersion for a version that is not there.
        """
        ranking = await self.nearest(brand, question, k=k, version=version, scope=scope)
        return ranking.strong(self._weighing.weak) if ranking.covered else ()

    async def nearest(
        self, brand: str, question: str, *, k: int = 8, version: str | None = None, scope: Scope = ANYTHING
    ) -> Ranking:
        """As `search`, with the passages that come nearest even when they are no evidence."""
        return await self._finder.nearest(brand, question, k=k, version=version, scope=scope)

    async def search_brief(
        self, brief: Brief, *, brand: str, k: int = 8, channel: Channel | None = None
    ) -> tuple[RankedPassage, ...]:
        """The passages that a piece of copy for this brief, in this format, should rest on, best first.

        Behind the first that names the brief's topic come up to two more than `k`, from beside it.
        """
        ranking = await self._finder.ranked(
            brand,
            lambda _: questions_of(brief, channel),
            k=k,
            version=None,
            scope=scope_of(brief),
            apart=True,
            under=parts_of(channel) if channel else {},
        )
        found = ranking.strong(self._weighing.weak)
        return with_sections_beside(found, brief.topic, await self.holdings(brand)) if found else ()

    async def uncovered(self, brief: Brief, *, brand: str, channel: Channel | None = None) -> tuple[str, ...]:
        """What the brief asks for that no guideline covers, in words; empty while no version is active."""
        aspects = aspects_of(brief, channel)
        found = await self._finder.uncovered(brand, tuple(aspects.values()), scope=scope_of(brief))
        return tuple(label for label, question in aspects.items() if question in found)

    async def passages(
        self, brand: str, ids: Sequence[PassageId], *, version: str | None = None
    ) -> tuple[Passage, ...]:
        """These passages in the order asked; ids the version does not hold are left out."""
        shelf = await self._finder.shelf(brand, version)
        return tuple(shelf.by_id[one] for one in ids if one in shelf.by_id) if shelf else ()

    async def all_passages(self, brand: str, *, version: str | None = None) -> tuple[Passage, ...]:
        """Every passage of a version, by document and in reading order."""
        async with self._engine.connect() as conn:
            row = await record.version_row(conn, brand, version)
            return await record.passages_of_version(conn, brand, row.number)

    async def warm(self, brand: str) -> None:
        """Load the model that answers for a brand, so that the first question does not wait for it."""
        async with self._engine.connect() as conn:
            source = await in_force(conn, brand)
        await asyncio.to_thread(self._models.of(source).embedder.warm)

    async def holdings(self, brand: str, *, version: str | None = None) -> Mapping[PassageId, Passage]:
        """Every passage of a version by its id; empty while none is active. Kept in memory."""
        shelf = await self._finder.shelf(brand, version)
        return shelf.by_id if shelf is not None else {}

    async def diff(self, brand: str, before: str, after: str) -> tuple[Change, ...]:
        """What changed from one version to another, passage by passage, in reading order."""
        old = await self.all_passages(brand, version=before)
        return changes_between(old, await self.all_passages(brand, version=after))

    async def predecessor(self, brand: str, version: str) -> str:
        """The version that this one took over from, else the one numbered before it. Raises NoSuchVersion."""
        async with self._engine.connect() as conn:
            row = await record.version_row(conn, brand, version)
            older = [
                each.number for each in await record.version_rows(conn, brand) if each.number < row.number
            ]
        if row.replaced is None and not older:
            raise NoSuchVersion(f"{version} is the first version: there is none to compare it with.")
        return f"v{row.replaced if row.replaced is not None else older[0]}"

    async def troubles(self, brand: str, *, version: str | None = None) -> tuple[Concern, ...]:
        """Passages of a version that contradict or repeat each other, for its owner to look at."""
        shelf = await self._finder.shelf(brand, version)
        if shelf is None:
            return ()
        ids = [passage.id for passage in shelf.passages]
        held = await asyncio.to_thread(self._index.vectors, shelf.collection, ids)
        known = [passage for passage in shelf.passages if passage.id in held]
        if not known:
            return ()
        return await asyncio.to_thread(troubles, known, np.stack([held[passage.id] for passage in known]))

    async def _take_in(
        self, brand: str, files: Mapping[str, Path], by: str, plan: Plan, progress: Tell | None
    ) -> Intake:
        return await self._loader.load(
            brand=brand, files=files, by=by, ticket=self._new_id(), plan=plan, tell=_in_this_loop(progress)
        )


def _in_this_loop(progress: Tell | None) -> Tell:
    loop = asyncio.get_running_loop()
    if progress is None:
        return unheard
    return lambda step: _tell(loop, progress, step)


def _tell(loop: asyncio.AbstractEventLoop, progress: Tell, step: Progress) -> None:
    loop.call_soon_threadsafe(progress, step)
