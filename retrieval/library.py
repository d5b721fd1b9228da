"""The guideline library: documents in, versions kept, passages out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from brandkit.briefs import Brief
from brandkit.passages import Passage, PassageId, RankedPassage
from retrieval.embedding import Embedder
from retrieval.index import PassageIndex
from retrieval.versions import Change, DocumentStatus, GuidelineVersion, Progress


class GuidelineLibrary:
    """Every version of every brand's guidelines. Being furnished; the signatures are settled."""

    def __init__(
        self,
        *,
        engine: AsyncEngine,
        index: PassageIndex,
        embedder: Embedder,
        files: Path,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        """`files` is the folder where uploaded originals are kept by content hash."""

    async def load(
        self,
        *,
        brand: str,
        files: Sequence[Path],
        by: str,
        root: Path | None = None,
        base: str | None = None,
        keep: bool = True,
        progress: Callable[[Progress], None] | None = None,
    ) -> GuidelineVersion:
        """Read the files and make a whole new draft version of them and of what is active.

        A file of the same name replaces the older one. Names are relative to `root`, else the bare
        file name. `base` builds on that version instead of the active one; `keep=False` on nothing,
        so that the version has these files only. Loading what a draft or the active version already
        holds gives that version back. Raises UnreadableDocument, and then nothing has changed.
        `progress` is called in the event loop's thread.
        """
        raise NotImplementedError

    async def activate(self, conn: AsyncConnection, *, brand: str, version: str, by: str) -> GuidelineVersion:
        """Make this version answer from the caller's commit on. Raises NoSuchVersion."""
        raise NotImplementedError

    async def restore_previous(self, conn: AsyncConnection, *, brand: str, by: str) -> GuidelineVersion:
        """Go back to the version that was active before. Raises NoSuchVersion when there is none."""
        raise NotImplementedError

    async def discard(self, conn: AsyncConnection, *, brand: str, version: str) -> None:
        """Forget a draft. Raises NoSuchVersion, and Refusal when it is or was active."""
        raise NotImplementedError

    async def active(self, brand: str) -> GuidelineVersion | None:
        """The version that answers now."""
        raise NotImplementedError

    async def versions(self, brand: str) -> tuple[GuidelineVersion, ...]:
        """All versions, newest first."""
        raise NotImplementedError

    async def documents(self, brand: str, version: str | None = None) -> tuple[DocumentStatus, ...]:
        """The documents of a version (default: the active one), by name."""
        raise NotImplementedError

    async def search(
        self, brand: str, question: str, *, k: int = 8, version: str | None = None
    ) -> tuple[RankedPassage, ...]:
        """The passages that answer the question, best first; empty when no guideline covers it."""
        raise NotImplementedError

    async def search_brief(self, brief: Brief, *, brand: str, k: int = 8) -> tuple[RankedPassage, ...]:
        """The passages that a piece of copy for this brief should rest on, best first."""
        raise NotImplementedError

    async def passages(
        self, brand: str, ids: Sequence[PassageId], *, version: str | None = None
    ) -> tuple[Passage, ...]:
        """These passages in the order asked; ids the version does not hold are left out."""
        raise NotImplementedError

    async def diff(self, brand: str, before: str, after: str) -> tuple[Change, ...]:
        """What changed from one version to another, passage by passage, in reading order."""
        raise NotImplementedError

    async def reindex(self, brand: str, version: str | None = None) -> int:
        """Build the version's index again from the record; gives the number of passages."""
        raise NotImplementedError
