"""Documents under care: who owns one, until when it holds, and reminding them when that day has passed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from approvals.audit import AuditLog
from approvals.audit_entry import AuditEntry
from approvals.database import Database
from bot.clock import Now
from bot.people import People
from bot.posts import Audience, Post, Posts, Show
from brandkit.errors import CopydeskError, Refusal
from brandkit.kit import BrandKit
from retrieval import care
from retrieval.front_matter import Care
from retrieval.library import GuidelineLibrary
from retrieval.versions import DocumentStatus, GuidelineVersion

log = logging.getLogger(__name__)

EVERY = timedelta(hours=1)
_SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,}")


class Standing(Enum):
    """Where a document stands."""

    IN_FORCE = "in force"
    OVERDUE = "review overdue"
    ARCHIVED = "archived"


@dataclass(frozen=True, kw_only=True)
class Document:
    """One document with how it stands; `care` includes what the kit says for all of them."""

    status: DocumentStatus
    standing: Standing
    care: Care


def listed(
    in_force: Iterable[DocumentStatus], archived: Iterable[DocumentStatus], *, kit: BrandKit, today: date
) -> tuple[Document, ...]:
    """Overdue first, archived last. The owner and the date of the kit count where nobody said otherwise."""
    default = Care(owner=kit.owners[0] if kit.owners else "", review_by=kit.review_by)
    current = [_document(each, default, today) for each in in_force]
    gone = [Document(status=each, standing=Standing.ARCHIVED, care=each.care) for each in archived]
    return (*sorted(current, key=lambda one: one.standing is not Standing.OVERDUE), *gone)


def _document(status: DocumentStatus, default: Care, today: date) -> Document:
    cared = status.care.over(default)
    standing = Standing.OVERDUE if cared.overdue(today) else Standing.IN_FORCE
    return Document(status=status, standing=standing, care=cared)


class Documents:
    """What admins do with single documents."""

    def __init__(
        self,
        *,
        database: Database,
        library: GuidelineLibrary,
        kit: BrandKit,
        audit: AuditLog,
        now: Now,
    ) -> None:
        self._database = database
        self._library = library
        self._kit = kit
        self._audit = audit
        self._now = now

    async def listed(self) -> tuple[Document, ...]:
        """Those in force, overdue ones first, then those that were."""
        brand = self._kit.slug
        active = await self._library.active(brand)
        in_force = await self._library.documents(brand) if active else ()
        return listed(in_force, await self._library.archived(brand), kit=self._kit, today=self._now().date())

    async def find(self, name_or_id: str) -> Document:
        """One in force, by name or id. Raises Refusal."""
        documents = await self.listed()
        for each in documents:
            if name_or_id in {each.status.name, each.status.id}:
                return each
        names = ", ".join(each.status.name for each in documents[:10])
        raise Refusal(f"There is no document {name_or_id} in force. There are: {names or 'none yet'}.")

    async def look_after(self, name: str, said: Care, *, by: str) -> None:
        """Keep what an admin says of a document, in place of what was said before."""
        async with self._database.transaction() as connection:
            at = self._now()
            await care.store(connection, self._kit.slug, name, said, by=by, at=at)
            entry = AuditEntry(
                actor=by,
                action="guidelines.care",
                subject=f"guidelines:{self._kit.slug}:{name}",
                at=at,
                detail={"brand": self._kit.slug, "document": name, **_told(said)},
            )
            await self._audit.append(connection, entry)

    async def archive(self, name: str, *, by: str) -> GuidelineVersion:
        """A draft version without the document; it goes when that version is activated."""
        await self.find(name)
        return await self._library.load(brand=self._kit.slug, files=[], by=by, remove=[name])


class ReviewDates:
    """Reminds the owner of each document whose day has passed, once for each day that was set."""

    def __init__(self, *, database: Database, documents: Documents, posts: Posts, people: People) -> None:
        self._database = database
        self._documents = documents
        self._posts = posts
        self._people = people

    async def once(self) -> int:
        """Remind of everything that is overdue and was not yet. Gives how many documents are."""
        overdue = [each for each in await self._documents.listed() if each.standing is Standing.OVERDUE]
        async with self._database.transaction() as connection:
            for each in overdue:
                for person in self._to(each.care.owner):
                    await self._posts.leave(connection, _reminder(each, person))
        return len(overdue)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look every hour for as long as the context lasts."""
        task = asyncio.create_task(self._run(), name="review-dates")
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _run(self) -> None:
        while True:
            try:
                await self.once()
            except CopydeskError as error:
                log.warning("not now", extra={"event": "review_dates_later", "why": str(error)})
            except Exception:
                log.exception("reminding failed", extra={"event": "review_dates_failed"})
            await asyncio.sleep(EVERY.total_seconds())

    def _to(self, owner: str) -> tuple[str, ...]:
        """The owner, where Slack knows them; else the admins."""
        found = _SLACK_ID.fullmatch(owner.strip("<@>"))
        return (found.group(),) if found else tuple(sorted(self._people.admins))


def _reminder(document: Document, person: str) -> Post:
    by = document.care.review_by
    assert by is not None, "only what has a date is overdue"
    name = document.status.name
    text = (
        f"The guideline document {name} was to be reviewed by {by:%d %B %Y}. Copy is still written by it. "
        "Look whether it holds, upload it again if it changed, and set a new date in App Home."
    )
    return Post(
        key=f"review:{document.status.id}:{by.isoformat()}:{person}",
        show=Show.TEXT,
        audience=Audience.PERSON,
        user=person,
        about={"text": text},
    )


def _told(said: Care) -> dict[str, str]:
    """What was said, for the decision log."""
    plain = said.as_json()
    return {name: ", ".join(value) if isinstance(value, list) else value for name, value in plain.items()}
