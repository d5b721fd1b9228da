"""Requests are found by their thread and remember what was said."""

from __future__ import annotations

from dataclasses import replace

from approvals import requests
from approvals.database import Database
from approvals.requests import ThreadMessage
from approvals.states import RequestState
from brandkit.briefs import Question
from tests.contracts.approvals.builders import HOUR, MAYA, NOON, a_brief, a_request

QUESTION = Question(text="For which channel?", missing="channel", choices=("linkedin", "email"))


async def test_a_request_is_kept_once(database: Database) -> None:
    async with database.transaction() as conn:
        answers = [
            await requests.add(conn, a_request()),
            await requests.add(conn, replace(a_request(), ask="something else")),
        ]

        assert answers == [True, False]
        assert await requests.get(conn, a_request().id) == a_request()


async def test_a_request_that_comes_with_its_brief_keeps_it(database: Database) -> None:
    full = replace(a_request(), brief=a_brief(), open_question=QUESTION, state=RequestState.ASKING)
    async with database.transaction() as conn:
        await requests.add(conn, full)

        assert await requests.get(conn, full.id) == full


async def test_the_newest_request_of_a_thread_is_found(database: Database) -> None:
    async with database.transaction() as conn:
        await requests.add(conn, a_request("R1"))
        await requests.add(conn, a_request("R2", at=NOON + HOUR))
        await requests.add(conn, replace(a_request("R3"), thread_ts="9.9"))
        found = await requests.by_thread(conn, channel_id="C1", thread_ts="1.0001")
        elsewhere = await requests.by_thread(conn, channel_id="C1", thread_ts="1.0001", team="T2")

    assert found == a_request("R2", at=NOON + HOUR)
    assert elsewhere is None


async def test_a_brief_answers_the_open_question(database: Database) -> None:
    wish = a_request()
    async with database.transaction() as conn:
        await requests.add(conn, wish)
        await requests.save_question(conn, wish.id, QUESTION, at=NOON)
        asking = await requests.get(conn, wish.id)
        await requests.save_brief(conn, wish.id, a_brief(), at=NOON + HOUR)
        drafting = await requests.get(conn, wish.id)

    assert asking == replace(wish, open_question=QUESTION, state=RequestState.ASKING)
    assert asking.question == "For which channel?"
    assert drafting == replace(wish, brief=a_brief(), state=RequestState.DRAFTING, updated_at=NOON + HOUR)


async def test_a_thread_is_remembered_in_order_and_each_message_once(database: Database) -> None:
    wish = a_request()
    said = [
        ThreadMessage(request=wish.id, at=NOON, who=MAYA, text="shorter, please", ts="1.2"),
        ThreadMessage(request=wish.id, at=NOON, who="desk", text="Done."),
        ThreadMessage(request=wish.id, at=NOON, who="desk", text="Anything else?"),
    ]
    async with database.transaction() as conn:
        await requests.add(conn, wish)
        answers = [await requests.add_message(conn, one) for one in (*said, said[0])]

        assert answers == [True, True, True, False]
        assert await requests.messages(conn, wish.id) == tuple(said)


async def test_requests_that_stopped_moving_are_found(database: Database) -> None:
    async with database.transaction() as conn:
        for number in (1, 2, 3):
            await requests.add(conn, a_request(f"R{number}"))
        await requests.save_state(conn, a_request("R2").id, RequestState.DRAFTED, at=NOON)
        await requests.save_state(conn, a_request("R3").id, RequestState.DRAFTING, at=NOON + HOUR)

        stopped = await requests.unfinished(conn, older_than=NOON + HOUR)

    assert [one.id for one in stopped] == ["R1"]


async def test_a_request_from_a_modal_finds_its_thread_later(database: Database) -> None:
    wish = replace(a_request(), thread_ts="")
    async with database.transaction() as conn:
        await requests.add(conn, wish)
        await requests.place(conn, wish.id, channel_id="C7", thread_ts="5.5", at=NOON)

        assert await requests.by_thread(conn, channel_id="C7", thread_ts="5.5") is not None
        assert [one.id for one in await requests.of_requester(conn, MAYA)] == [wish.id]
