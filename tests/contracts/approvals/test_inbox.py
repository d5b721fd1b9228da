"""The inbox keeps each thing once and knows what is still to be done."""

from __future__ import annotations

from dataclasses import replace

from approvals import inbox
from approvals.database import Database
from approvals.inbox import Inbound
from approvals.states import InboxState
from tests.contracts.approvals.builders import HOUR, MAYA, NOON

CLICK = Inbound(
    key="act:1", kind="action", team="T1", user=MAYA, at=NOON, payload={"value": "A1", "deep": [1, None]}
)
MENTION = Inbound(
    key="ev:1",
    kind="app_mention",
    team="T1",
    user=MAYA,
    at=NOON,
    payload={"text": "hi"},
    channel="C1",
    ts="1.1",
)
MESSAGE = replace(MENTION, key="ev:2", kind="message")


async def test_a_second_delivery_is_told_from_the_first(database: Database) -> None:
    async with database.transaction() as conn:
        answers = [await inbox.accept(conn, CLICK), await inbox.accept(conn, CLICK)]

        assert answers == [True, False]
        assert await inbox.get(conn, CLICK.key) == CLICK


async def test_a_mention_and_its_message_are_one(database: Database) -> None:
    async with database.transaction() as conn:
        answers = [await inbox.accept(conn, MESSAGE), await inbox.accept(conn, MENTION)]

    assert answers == [True, False]


async def test_clicks_on_one_message_stay_apart(database: Database) -> None:
    async with database.transaction() as conn:
        first = replace(CLICK, channel="C1", ts="1.1")
        answers = [await inbox.accept(conn, first), await inbox.accept(conn, replace(first, key="act:2"))]

    assert answers == [True, True]


async def test_taking_counts_the_attempts_until_it_is_done(database: Database) -> None:
    async with database.transaction() as conn:
        await inbox.accept(conn, CLICK)
        taken = [await inbox.take(conn, CLICK.key, at=NOON), await inbox.take(conn, CLICK.key, at=NOON)]
        await inbox.finish(conn, CLICK.key, at=NOON)
        after = await inbox.take(conn, CLICK.key, at=NOON)

    assert [one.attempts for one in taken if one] == [1, 2]
    assert after is None


async def test_what_is_done_does_not_fail_later(database: Database) -> None:
    async with database.transaction() as conn:
        await inbox.accept(conn, CLICK)
        await inbox.finish(conn, CLICK.key, at=NOON)
        await inbox.fail(conn, CLICK.key, error="late", at=NOON)
        kept = await inbox.get(conn, CLICK.key)

    assert kept is not None
    assert (kept.state, kept.error) == (InboxState.DONE, "")


async def test_only_what_waits_long_enough_is_unfinished(database: Database) -> None:
    done, failed = replace(CLICK, key="act:2"), replace(CLICK, key="act:3")
    taken_lately, new = replace(CLICK, key="act:4"), replace(CLICK, key="act:5", at=NOON + HOUR)
    async with database.transaction() as conn:
        for one in (CLICK, done, failed, taken_lately, new):
            await inbox.accept(conn, one)
        await inbox.finish(conn, done.key, at=NOON)
        await inbox.fail(conn, failed.key, error="no such draft", at=NOON)
        await inbox.take(conn, taken_lately.key, at=NOON + HOUR)

        waiting = await inbox.unfinished(conn, older_than=NOON + HOUR)

    assert [one.key for one in waiting] == [CLICK.key]


async def test_what_was_done_long_ago_is_forgotten(database: Database) -> None:
    waiting = replace(CLICK, key="act:2")
    async with database.transaction() as conn:
        await inbox.accept(conn, CLICK)
        await inbox.accept(conn, waiting)
        await inbox.finish(conn, CLICK.key, at=NOON)

        assert await inbox.forget(conn, before=NOON + HOUR) == 1
        assert await inbox.get(conn, waiting.key) == waiting
