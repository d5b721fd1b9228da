"""What people asked and no guideline covered, collected for the brand owner."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.database import Database
from bot.clock import Now
from brandkit.drafts import Variant
from retrieval.questions import OpenQuestion, ask, close, open_questions

ASKED, DRAFTED = "question", "draft"


class OpenQuestions:
    """The list of a brand."""

    def __init__(self, *, database: Database, brand: str, now: Now) -> None:
        self._database = database
        self._brand = brand
        self._now = now

    async def uncovered(self, question: str, *, by: str, cause: str) -> None:
        """A question that no guideline covered. Counted once for each cause."""
        async with self._database.transaction() as connection:
            await self._collect(connection, [question], source=ASKED, by=by, cause=cause)

    async def gaps(
        self,
        connection: AsyncConnection,
        variants: Sequence[Variant],
        *,
        uncovered: Sequence[str],
        by: str,
        cause: str,
    ) -> None:
        """Choices in a draft that no guideline covered, and what its brief asked for in vain.

        In the transaction that keeps the draft: once that is kept, nothing comes back to it.
        """
        chosen = (gap for each in variants for gap in each.gaps)
        words = sorted({*uncovered, *chosen})
        await self._collect(connection, words, source=DRAFTED, by=by, cause=cause)

    async def listed(self, *, limit: int = 50) -> tuple[OpenQuestion, ...]:
        """Those asked most often first."""
        async with self._database.reading() as connection:
            return await open_questions(connection, self._brand, limit=limit)

    async def close(self, key: str, *, by: str) -> None:
        """It was answered, or needs no guideline; asked again, it comes back."""
        async with self._database.transaction() as connection:
            await close(connection, self._brand, key, by=by, at=self._now())

    async def _collect(
        self, connection: AsyncConnection, words: Sequence[str], *, source: str, by: str, cause: str
    ) -> None:
        for each in words:
            await ask(connection, self._brand, each, cause=cause, source=source, by=by, at=self._now())
