"""Guidelines coming in through Slack: read, kept as a draft version, put in force by an admin."""

from __future__ import annotations

import asyncio
import filecmp
import logging
import shutil
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from approvals import inbox
from approvals.audit import AuditLog
from approvals.audit_entry import AuditEntry
from approvals.database import Database
from bot.clock import Now
from bot.documents import Documents
from bot.people import People
from bot.posts import Audience, Json, Post, Posts, Show
from bot.proposals import Proposals, Proposed
from bot.shadow import Shadow, ShadowRun
from brandkit.errors import Refusal
from retrieval.conflicts import Concern
from retrieval.documents import LeftOut
from retrieval.front_matter import Care
from retrieval.library import GuidelineLibrary
from retrieval.versions import ChangeKind, GuidelineVersion, Intake, Progress

log = logging.getLogger(__name__)

_SECONDS_BETWEEN_UPDATES = 1.0


class Files(Protocol):
    """Where shared files can be fetched from."""

    async def fetch(self, file: Json, folder: Path) -> Path:
        """Save one file under its own name; raises a refusal that says why not."""


@dataclass(frozen=True, kw_only=True)
class Handed:
    """Documents that somebody handed in. `channel` is empty when it was done in a form without one."""

    key: str
    user: str
    files: tuple[Json, ...]
    activate: bool = False
    channel: str = ""
    root: str = ""


@dataclass
class _Tally:
    """How far each document is; told to Slack at most once a second."""

    documents: dict[str, Progress] = field(default_factory=dict)
    told_at: float = 0.0

    def due(self, progress: Progress) -> bool:
        self.documents[progress.document] = progress
        now = time.monotonic()
        if now - self.told_at < _SECONDS_BETWEEN_UPDATES:
            return False
        self.told_at = now
        return True

    def as_json(self) -> list[dict[str, object]]:
        return [
            {"name": name, "stage": each.stage, "done": each.done, "total": each.total}
            for name, each in self.documents.items()
        ]


class GuidelineDesk:
    """What admins do with guidelines."""

    def __init__(
        self,
        *,
        database: Database,
        library: GuidelineLibrary,
        shadow: Shadow,
        proposals: Proposals,
        documents: Documents,
        files: Files,
        posts: Posts,
        audit: AuditLog,
        people: People,
        brand: str,
        uploads: Path,
        now: Now,
    ) -> None:
        """`uploads` is a folder for files on their way in."""
        self._database = database
        self._library = library
        self._shadow = shadow
        self._proposals = proposals
        self._documents = documents
        self._files = files
        self._posts = posts
        self._audit = audit
        self._people = people
        self._brand = brand
        self._uploads = uploads
        self._now = now

    async def receive(self, handed: Handed) -> None:
        """Make a draft version of what was handed in; a file that cannot be read changes nothing."""
        self._people.must_be_admin(handed.user, "change the guidelines")
        key = f"turn:{handed.key}"
        names = [str(file.get("name") or "document") for file in handed.files]
        documents = [{"name": name, "stage": "reading", "done": 0, "total": 0} for name in names]
        async with self._database.transaction() as connection:
            about = {"documents": documents, "by": handed.user}
            await self._posts.leave(connection, self._post(handed, key, about))
        folder = self._uploads / handed.key.replace(":", "_").replace("/", "_")
        fetched, refused = await self._fetch(handed, folder)
        taken = await self._load(handed, key, fetched)
        await self._close(handed, key, taken, refused)
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def activate(self, *, version: str, by: str, cause: str) -> GuidelineVersion:
        """Put a version in force."""
        return await self._switch(
            by,
            cause,
            "guidelines.activated",
            lambda connection: self._library.activate(connection, brand=self._brand, version=version, by=by),
        )

    async def restore(self, *, by: str, cause: str) -> GuidelineVersion:
        """Go back to the version that was in force before."""
        return await self._switch(
            by,
            cause,
            "guidelines.restored",
            lambda connection: self._library.restore_previous(connection, brand=self._brand, by=by),
        )

    async def discard(self, *, version: str, by: str, cause: str) -> None:
        """Throw away a version that was never in force."""
        self._people.must_be_admin(by, "discard a version of the guidelines")
        async with self._database.transaction() as connection:
            await self._library.discard(connection, brand=self._brand, version=version)
            await self._note(connection, "guidelines.discarded", version, by)
            await self._tell_cards(connection, version, "discarded")
            await inbox.finish(connection, cause, at=self._now())

    async def archive(self, *, document: str, by: str, cause: str) -> None:
        """Make a draft version without a document, and show it as an upload is shown."""
        self._people.must_be_admin(by, "take a document out of the guidelines")
        handed = Handed(key=cause, user=by, files=())
        key = f"turn:{cause}"
        found = await self._documents.find(document)
        version = await self._documents.archive(found.status.name, by=by)
        async with self._database.transaction() as connection:
            await self._posts.leave(connection, self._post(handed, key, {"documents": [], "by": by}))
        await self._close(handed, key, Intake(version=version, brought=()), ())

    async def look_after(self, *, document: str, said: Care, by: str, cause: str) -> None:
        """Keep who looks after a document, until when, and what it is for."""
        self._people.must_be_admin(by, "say who looks after a document")
        found = await self._documents.find(document)
        await self._documents.look_after(found.status.name, said, by=by)
        async with self._database.transaction() as connection:
            await inbox.finish(connection, cause, at=self._now())

    async def _switch(
        self,
        by: str,
        cause: str,
        action: str,
        do: Callable[[AsyncConnection], Awaitable[GuidelineVersion]],
    ) -> GuidelineVersion:
        self._people.must_be_admin(by, "put guidelines in force")
        async with self._database.transaction() as connection:
            version = await do(connection)
            await self._note(connection, action, version.version, by)
            await self._tell_cards(connection, version.version, "active")
            await inbox.finish(connection, cause, at=self._now())
        return version

    async def _fetch(self, handed: Handed, folder: Path) -> tuple[list[Path], list[tuple[str, str]]]:
        """The files, each in a folder of its own: people share two of one name in one message."""
        fetched, refused = [], []
        for number, file in enumerate(handed.files):
            try:
                fetched.append(await self._files.fetch(file, folder / str(number)))
            except Refusal as refusal:
                refused.append((str(file.get("name") or "document"), str(refusal)))
        kept, doubtful = await asyncio.to_thread(_one_of_each_name, fetched)
        return kept, [*refused, *doubtful]

    async def _load(self, handed: Handed, key: str, fetched: Sequence[Path]) -> Intake:
        """One version of all that can be read; what cannot is named and left out."""
        if not fetched:
            return Intake(version=None, brought=())
        try:
            return await self._library.take_in(
                brand=self._brand,
                files=fetched,
                by=handed.user,
                base=await self._pending(),
                progress=self._teller(handed, key),
            )
        except Refusal as refusal:
            names = ", ".join(path.name for path in fetched)
            return Intake(version=None, brought=(), refused=(LeftOut(name=names, why=str(refusal)),))

    async def _pending(self) -> str | None:
        """The newest draft version, so that a second upload adds to the first instead of undoing it."""
        newest = next(iter(await self._library.versions(self._brand)), None)
        return newest.version if newest is not None and newest.state == "draft" else None

    def _teller(self, handed: Handed, key: str) -> Callable[[Progress], None]:
        tally = _Tally()
        tasks: set[asyncio.Task[None]] = set()

        async def update() -> None:
            async with self._database.transaction() as connection:
                shown = await self._posts.showing(connection, key, hold=True)
                if shown is not None and "result" not in shown[1]:
                    about = {"documents": tally.as_json(), "by": handed.user}
                    await self._posts.turn(connection, key, Show.GUIDELINES, about)

        def tell(progress: Progress) -> None:
            if tally.due(progress):
                task = asyncio.get_running_loop().create_task(update())
                tasks.add(task)
                task.add_done_callback(tasks.discard)

        return tell

    async def _close(
        self, handed: Handed, key: str, taken: Intake, refused: Sequence[tuple[str, str]]
    ) -> None:
        version = taken.version
        left_out = [*refused, *((one.name, one.why) for one in (*taken.refused, *taken.ignored))]
        counts = await self._counts(version, taken.brought)
        draft = version is not None and version.state == "draft"
        run = await self._shadow.run(version.version) if version is not None and draft else None
        troubles = await self._troubles(version, taken.brought)
        stated = await self._proposals.propose(version.version, taken.brought) if version else Proposed()
        async with self._database.transaction() as connection:
            state = "draft"
            if version is not None and handed.activate:
                version = await self._library.activate(
                    connection, brand=self._brand, version=version.version, by=handed.user
                )
                await self._note(connection, "guidelines.activated", version.version, handed.user)
            if version is not None:
                state = version.state
                await self._note(connection, "guidelines.uploaded", version.version, handed.user)
            result = {
                "version": version.number if version else None,
                "state": state,
                "documents": version.documents if version else 0,
                "passages": version.passages if version else 0,
                "added": counts,
                "refused": [list(pair) for pair in left_out],
                "by": handed.user,
                "impact": _impact(run) if run else None,
                "troubles": troubles,
                "proposed": stated.rules,
                "untestable": stated.untestable,
            }
            subject = f"guidelines:{version.version}" if version else ""
            await self._posts.turn(connection, key, Show.GUIDELINES, {"result": result}, subject=subject)
            await inbox.finish(connection, handed.key, at=self._now())

    async def _counts(self, version: GuidelineVersion | None, names: Sequence[str]) -> list[list[object]]:
        if version is None:
            return []
        documents = await self._library.documents(self._brand, version.version)
        return [[each.name, each.passages] for each in documents if each.name in names]

    async def _troubles(self, version: GuidelineVersion | None, names: Sequence[str]) -> dict[str, int]:
        """How much there is to look at in what came, by kind."""
        if version is None or not names:
            return {}
        found = await self._library.troubles(self._brand, version=version.version)
        here = (each for each in found if names_of(each) & set(names))
        return dict(Counter(each.trouble.value for each in here))

    async def _note(self, connection: AsyncConnection, action: str, version: str, by: str) -> None:
        entry = AuditEntry(
            actor=by,
            action=action,
            subject=f"guidelines:{self._brand}:{version}",
            at=self._now(),
            detail={"brand": self._brand, "version": version},
        )
        await self._audit.append(connection, entry)

    async def _tell_cards(self, connection: AsyncConnection, version: str, state: str) -> None:
        """The result messages of this version show its new state, and lose the buttons that served."""
        subject = f"guidelines:{version}"
        for key, about in await self._posts.showing_about(connection, subject):
            result = about.get("result")
            if isinstance(result, dict):
                shown = {"result": {**result, "state": state}}
                await self._posts.turn(connection, key, Show.GUIDELINES, shown, subject=subject)

    def _post(self, handed: Handed, key: str, about: Json) -> Post:
        if handed.channel:
            return Post(
                key=key,
                show=Show.GUIDELINES,
                channel=handed.channel,
                thread_ts=handed.root,
                user=handed.user,
                about=about,
            )
        return Post(key=key, show=Show.GUIDELINES, audience=Audience.PERSON, user=handed.user, about=about)


def names_of(concern: Concern) -> set[str]:
    """The documents that a concern is about."""
    return {passage.document for passage in (concern.first, concern.second) if passage is not None}


def _impact(run: ShadowRun) -> dict[str, object]:
    """A shadow run in numbers, for the result message."""
    return {
        "against": run.against,
        "checked": run.checked,
        **{kind.value: run.count(kind) for kind in ChangeKind},
        "flips": len(run.flips),
        "stale": len(run.stale),
    }


def _one_of_each_name(fetched: Sequence[Path]) -> tuple[list[Path], list[tuple[str, str]]]:
    """Each name once. The same file twice is one; of two files of one name neither is taken."""
    named: dict[str, list[Path]] = {}
    for path in fetched:
        named.setdefault(path.name.casefold(), []).append(path)
    kept, refused = [], []
    for first, *others in named.values():
        if all(filecmp.cmp(first, other, shallow=False) for other in others):
            kept.append(first)
        else:
            why = "comes twice with different content. Give one of them another name and share both again."
            refused.append((first.name, why))
    return kept, refused
