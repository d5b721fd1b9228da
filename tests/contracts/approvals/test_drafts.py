"""Drafts keep their numbers, their words and what they rest on."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from approvals import drafts, requests
from approvals.database import Database
from approvals.drafts import NumberTaken
from approvals.tables import draft
from brandkit.drafts import DraftId, RequestId
from tests.contracts.approvals.builders import FINDING, PASSAGE, UNUSED, a_draft, a_request


async def test_a_draft_comes_back_as_it_was_written(database: Database) -> None:
    it = a_draft(1, "Get paid 😀 on time.", "Zahlung — pünktlich", change="shorter")
    async with database.transaction() as conn:
        await requests.add(conn, a_request())
        await drafts.add(conn, it, [[FINDING], []], [PASSAGE, UNUSED, PASSAGE])

        assert await drafts.get(conn, it.id) == it
        assert await drafts.findings(conn, it.id, 0) == (FINDING,)
        assert await drafts.findings(conn, it.id, 1) == ()
        assert await drafts.given_passages(conn, it.id) == (PASSAGE, UNUSED)
        assert await drafts.cited_passages(conn, it.id) == (PASSAGE,)


async def test_versions_are_listed_in_order_and_the_last_is_the_latest(database: Database) -> None:
    request = RequestId("R1")
    async with database.transaction() as conn:
        await requests.add(conn, a_request())
        for number in (1, 2, 3):
            await drafts.add(conn, a_draft(number))

        assert [one.number for one in await drafts.of_request(conn, request)] == [1, 2, 3]
        assert await drafts.latest(conn, request) == a_draft(3)
        assert await drafts.numbered(conn, request, 2) == a_draft(2)


@pytest.mark.parametrize("number", [1, 3])
async def test_a_number_that_is_not_the_next_is_refused(database: Database, number: int) -> None:
    async with database.transaction() as conn:
        await requests.add(conn, a_request())
        await drafts.add(conn, a_draft(1))

        with pytest.raises(NumberTaken, match="Version 1 was written"):
            await drafts.add(conn, a_draft(number))


async def test_a_draft_needs_its_request(database: Database) -> None:
    with pytest.raises(KeyError):
        async with database.transaction() as conn:
            await drafts.add(conn, a_draft())


async def test_two_writers_of_the_same_number_leave_one_draft(database: Database) -> None:
    async with database.transaction() as conn:
        await requests.add(conn, a_request())

    async def write(text: str) -> None:
        async with database.transaction() as conn:
            await drafts.add(conn, a_draft(1, text))

    answers = await asyncio.gather(write("one"), write("two"), return_exceptions=True)

    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "NumberTaken"]


async def test_the_words_of_a_draft_cannot_be_changed(database: Database) -> None:
    async with database.transaction() as conn:
        await requests.add(conn, a_request())
        await drafts.add(conn, a_draft())

    with pytest.raises(IntegrityError, match="never changed"):
        async with database.transaction() as conn:
            await conn.execute(update(draft).values(variants=[]))
    async with database.reading() as conn:
        assert await drafts.get(conn, DraftId("R1-D1")) == a_draft()
