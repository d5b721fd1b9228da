from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from retrieval.questions import OpenQuestion, ask, close, key_of, open_questions
from tests.contracts.retrieval.conftest import STARTED

HOUR = timedelta(hours=1)


async def asked(engine: AsyncEngine, words: str, cause: str, *, by: str = "U1", hours: int = 0) -> bool:
    async with engine.begin() as conn:
        return await ask(
            conn, "acme", words, cause=cause, source="question", by=by, at=STARTED + hours * HOUR
        )


async def listed(engine: AsyncEngine, brand: str = "acme") -> list[tuple[str, int, int]]:
    async with engine.connect() as conn:
        return [(each.words, each.times, each.people) for each in await open_questions(conn, brand)]


def test_case_and_punctuation_make_no_other_question() -> None:
    assert key_of("E-mail, or email??") == key_of("e-mail or Email") != key_of("2 e-mails or email")


async def test_a_question_is_counted_and_shown_as_it_was_asked_last(engine: AsyncEngine) -> None:
    await asked(engine, "May we use zebras?", "E1")
    await asked(engine, "may we use ZEBRAS", "E2", by="U2", hours=1)
    await asked(engine, "And owls?", "E3", hours=2)

    assert await listed(engine) == [("may we use ZEBRAS", 2, 2), ("And owls?", 1, 1)]
    assert await listed(engine, "globex") == []


async def test_an_event_that_is_handled_twice_counts_once(engine: AsyncEngine) -> None:
    assert await asked(engine, "May we use zebras?", "E1")
    assert not await asked(engine, "May we use zebras?", "E1")
    assert not await asked(engine, "?!", "E2")

    assert await listed(engine) == [("May we use zebras?", 1, 1)]


async def test_a_closed_question_comes_back_when_it_is_asked_again(engine: AsyncEngine) -> None:
    await asked(engine, "May we use zebras?", "E1")
    async with engine.begin() as conn:
        await close(conn, "acme", key_of("May we use zebras?"), by="U9", at=STARTED + HOUR)
    closed = await listed(engine)
    await asked(engine, "May we use zebras?", "E2", hours=2)

    assert closed == []
    assert await listed(engine) == [("May we use zebras?", 1, 1)]


async def test_when_it_was_asked_first_and_last_is_kept(engine: AsyncEngine) -> None:
    await asked(engine, "May we use zebras?", "E1")
    await asked(engine, "May we use zebras?", "E2", hours=3)

    async with engine.connect() as conn:
        (found,) = await open_questions(conn, "acme")

    assert found == OpenQuestion(
        key="may we use zebras",
        words="May we use zebras?",
        times=2,
        people=1,
        sources=("question",),
        first_at=STARTED,
        last_at=STARTED + 3 * HOUR,
    )
