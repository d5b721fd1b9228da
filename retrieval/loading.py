"""Makes a new draft version of a brand's guidelines, whole or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from brandkit.errors import Refusal
from retrieval import record
from retrieval.archives import unpacked
from retrieval.documents import LeftOut, UnreadableDocument
from retrieval.intake import NewDocument, document_id, read_all, together
from retrieval.models import Models, in_force, put_in_force
from retrieval.originals import Originals, Upload
from retrieval.readers.kinds import Limits
from retrieval.search import Shelf
from retrieval.versions import GuidelineVersion, Intake, Tell

ATTEMPTS = 5
Held = dict[str, Any]
"""One document of a version: document, uploaded_by, uploaded_at."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a new version is built on, besides the files that come, and whether all of them have to."""

    base: str | None = None
    keep: bool = True
    remove: frozenset[str] = frozenset()
    whole: bool = True


class Loader:
    """Reads, embeds, indexes, and only then records: a crash on the way leaves no version behind.

    What it does leave (a filled collection under the name of its content) is taken up by the next
    load of the same files.
    """

    def __init__(
        self,
        *,
        engine: AsyncEngine,
        models: Models,
        originals: Originals,
        limits: Limits,
        now: Callable[[], datetime],
    ) -> None:
        self._engine, self._models, self._originals = engine, models, originals
        self._limits, self._now = limits, now
        self._turn = asyncio.Lock()  # one load at a time in a process: each wants all the cores

    async def load(
        self, *, brand: str, files: Mapping[str, Path], by: str, ticket: str, plan: Plan, tell: Tell
    ) -> Intake:
        """See `GuidelineLibrary.load` and `take_in`."""
        async with self._turn:
            with self._originals.receiving(ticket, files) as received:
                uploads, ignored, closed = await asyncio.to_thread(unpacked, received, self._limits)
                read, refused = await self._read(brand, uploads, tell)
                bad = {**closed, **refused}
                if bad and plan.whole:
                    raise together(list(bad.values()), len(uploads) + len(closed))
                good = tuple(upload for upload in uploads if upload.name not in refused)
                empty = bool(bad) and not good
                version = (
                    None if empty else await self._assemble(brand, good, read, by=by, plan=plan, tell=tell)
                )
        return Intake(
            version=version,
            brought=tuple(upload.name for upload in good),
            refused=tuple(_left_out(name, refusal) for name, refusal in bad.items()),
            ignored=ignored,
        )

    async def _read(
        self, brand: str, uploads: Sequence[Upload], tell: Tell
    ) -> tuple[tuple[NewDocument, ...], dict[str, UnreadableDocument]]:
        async with self._engine.connect() as conn:
            known = await record.known_documents(conn, [document_id(brand, one) for one in uploads])
        return await asyncio.to_thread(read_all, brand, uploads, known=known, limits=self._limits, tell=tell)

    async def _kept(self, brand: str, plan: Plan, new: Collection[str]) -> list[Held]:
        """The documents of the version to build on that are neither replaced nor removed."""
        if not plan.keep:
            return []
        async with self._engine.connect() as conn:
            asked = (
                record.active_row(conn, brand)
                if plan.base is None
                else record.version_row(conn, brand, plan.base)
            )
            row = await asked
            rows = [] if row is None else await record.document_rows(conn, brand, row.number)
        return [
            {"document": one.id, "uploaded_by": one.uploaded_by, "uploaded_at": one.uploaded_at}
            for one in rows
            if one.name not in new and one.name not in plan.remove
        ]

    async def _assemble(
        self,
        brand: str,
        uploads: Sequence[Upload],
        new: Sequence[NewDocument],
        *,
        by: str,
        plan: Plan,
        tell: Tell,
    ) -> GuidelineVersion:
        at = self._now()
        kept = await self._kept(brand, plan, {upload.name for upload in uploads})
        brought = [
            {"document": document_id(brand, one), "uploaded_by": by, "uploaded_at": at} for one in uploads
        ]
        held = [*kept, *brought]
        if not held:
            raise Refusal("A version of the guidelines needs one document at least. Add a file.")
        async with self._engine.connect() as conn:
            twin = await record.same_content(conn, brand, record.content_of(one["document"] for one in held))
        if twin is not None:
            return record.as_version(twin)
        shelf = await self._indexed(brand, held, new, tell)
        return await self._recorded(
            brand=brand, held=held, new=new, passages=len(shelf.passages), by=by, at=at
        )

    async def _indexed(
        self, brand: str, held: Sequence[Held], new: Sequence[NewDocument], tell: Tell
    ) -> Shelf:
        """Fill the new version's collection before anyone can know of the version."""
        ids = [one["document"] for one in held]
        async with self._engine.connect() as conn:
            fresh = {one.id for one in new}
            old = await record.passages_of_documents(conn, [one for one in ids if one not in fresh])
            active = await record.active_row(conn, brand)
            shelves = self._models.of(await in_force(conn, brand))
        passages = (*old, *(passage for one in new for passage in one.passages))
        donor = shelves.collection(brand, active.content) if active is not None else ""
        shelf = Shelf(collection=shelves.collection(brand, record.content_of(ids)), passages=passages)
        await shelves.fill(shelf, donor=donor, tell=tell)
        return shelf

    async def _recorded(
        self,
        *,
        brand: str,
        held: Sequence[Held],
        new: Sequence[NewDocument],
        passages: int,
        by: str,
        at: datetime,
    ) -> GuidelineVersion:
        """The new draft, written in one transaction. The first statement writes, so none has to give way."""
        for one in new:
            await asyncio.to_thread(self._originals.keep, one.upload)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with self._engine.begin() as conn:
                    await record.add_documents(conn, brand, new)
                    source = self._models.wanted.embedder.source
                    await put_in_force(conn, brand, source, by=by, at=at, first=True)
                    number = await record.add_version(
                        conn, brand, held=held, passage_count=passages, by=by, at=at
                    )
                    return record.as_version(await record.version_row(conn, brand, f"v{number}"))
            except IntegrityError:  # someone took the number between our look and our commit
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("unreachable")


def _left_out(name: str, refusal: UnreadableDocument) -> LeftOut:
    return LeftOut(name=name, why=str(refusal).removeprefix(name).strip())
