"""Open questions: what people asked and no guideline covered, counted for the brand owner."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from retrieval.tables import closed_questions, questions

MOST_WORDS = 500


@dataclass(frozen=True, kw_only=True)
class OpenQuestion:
    """A question as it was asked last, how often and by how many people, and where it came up.

    `key` is the question without case and punctuation, by which the same question is known again.
    """

    key: str
    words: str
    times: int
    people: int
    sources: tuple[str, ...]
    first_at: datetime
    last_at: datetime


def key_of(words: str) -> str:
    """“E-mail or email??” and “e-mail or Email” are one question; a number apart makes two."""
    folded = unicodedata.normalize("NFKC", words).casefold()
    return " ".join(re.findall(r"[^\W_]+", folded))[:MOST_WORDS]


async def ask(
    conn: AsyncConnection, brand: str, words: str, *, cause: str, source: str, by: str, at: datetime
) -> bool:
    """Count a question that nothing covered; False when this cause was counted already, or said nothing."""
    key = key_of(words)
    if not key:
        return False
    dialect: Any = postgresql if conn.dialect.name == "postgresql" else sqlite
    row = {"brand": brand, "cause": cause, "key": key, "source": source, "by": by, "at": at}
    kept = " ".join(words.replace("\0", "").split())[:MOST_WORDS]
    query = dialect.insert(questions).values(**row, words=kept).on_conflict_do_nothing()
    return (await conn.execute(query.returning(questions.c.key))).first() is not None


async def close(conn: AsyncConnection, brand: str, key: str, *, by: str, at: datetime) -> None:
    """Answered, or not worth a guideline. Asked once more, it is open again with the new count only."""
    dialect: Any = postgresql if conn.dialect.name == "postgresql" else sqlite
    query = dialect.insert(closed_questions).values(brand=brand, key=key, by=by, at=at)
    values = {"by": by, "at": at}
    await conn.execute(query.on_conflict_do_update(index_elements=["brand", "key"], set_=values))


async def open_questions(conn: AsyncConnection, brand: str, *, limit: int = 50) -> tuple[OpenQuestion, ...]:
    """Those asked most often first, then the newest."""
    asked = _open(brand).subquery()
    counted = (
        select(
            asked.c.key,
            func.count().label("times"),
            func.count(asked.c.by.distinct()).label("people"),
            func.min(asked.c.at).label("first_at"),
            func.max(asked.c.at).label("last_at"),
        )
        .group_by(asked.c.key)
        .order_by(func.count().desc(), func.max(asked.c.at).desc(), asked.c.key)
        .limit(limit)
    )
    rows = (await conn.execute(counted)).all()
    found = []
    for row in rows:
        said = (
            await conn.execute(_open(brand).where(questions.c.key == row.key).order_by(questions.c.at))
        ).all()
        found.append(
            OpenQuestion(
                key=row.key,
                words=said[-1].words,
                times=row.times,
                people=row.people,
                sources=tuple(dict.fromkeys(one.source for one in said)),
                first_at=row.first_at,
                last_at=row.last_at,
            )
        )
    return tuple(found)


def _open(brand: str) -> Any:
    """What was asked since the question was closed, or ever."""
    closed = (questions.c.brand == closed_questions.c.brand) & (questions.c.key == closed_questions.c.key)
    since = or_(closed_questions.c.at.is_(None), questions.c.at > closed_questions.c.at)
    joined = questions.outerjoin(closed_questions, closed)
    return select(questions).select_from(joined).where(questions.c.brand == brand, since)
