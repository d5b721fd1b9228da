"""The outbox names each message once and says when to look before sending."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from approvals import outbox
from approvals.backlog import of_outbox
from approvals.database import Database
from approvals.outbox import OutboundMessage
from approvals.states import OutboxState
from tests.contracts.approvals.builders import HOUR, NOON

CARD = OutboundMessage(
    key="card:A1:1", purpose="card", created_at=NOON, channel="C1", payload={"approval": "A1", "blocks": []}
)


async def test_the_first_message_of_a_key_stays(database: Database) -> None:
    async with database.transaction() as conn:
        answers = [
            await outbox.add_once(conn, CARD),
            await outbox.add_once(conn, replace(CARD, channel="C2")),
        ]

        assert answers == [True, False]
        assert await outbox.get(conn, CARD.key) == CARD


async def test_a_first_try_need_not_look(database: Database) -> None:
    async with database.transaction() as conn:
        await outbox.add_once(conn, CARD)
        sending = await outbox.mark_sending(conn, CARD.key, at=NOON)

    assert sending == replace(CARD, state=OutboxState.SENDING, sending_at=NOON, tried_at=NOON, attempts=1)
    assert not sending.may_be_out


async def test_a_second_try_looks_from_the_moment_of_the_first(database: Database) -> None:
    async with database.transaction() as conn:
        await outbox.add_once(conn, CARD)
        await outbox.mark_sending(conn, CARD.key, at=NOON)
        again = await outbox.mark_sending(conn, CARD.key, at=NOON + HOUR)

    assert again.may_be_out
    assert again.sending_at == NOON


async def test_what_is_sent_stays_sent(database: Database) -> None:
    async with database.transaction() as conn:
        await outbox.add_once(conn, CARD)
        await outbox.mark_sending(conn, CARD.key, at=NOON)
        await outbox.mark_sent(conn, CARD.key, ts="17.1", at=NOON, channel="D9")
        await outbox.mark_failed(conn, CARD.key, error="late")
        again = await outbox.mark_sending(conn, CARD.key, at=NOON + HOUR)

    assert (again.state, again.ts, again.channel, again.attempts) == (OutboxState.SENT, "17.1", "D9", 1)
    assert not again.may_be_out


async def test_a_message_that_was_never_queued_cannot_be_sent(database: Database) -> None:
    with pytest.raises(KeyError):
        async with database.transaction() as conn:
            await outbox.mark_sending(conn, "nothing", at=NOON)


async def test_what_may_have_arrived_is_not_sent_again(database: Database) -> None:
    async with database.transaction() as conn:
        await outbox.add_once(conn, CARD)
        await outbox.mark_sending(conn, CARD.key, at=NOON)
        await outbox.mark_unknown(conn, CARD.key, error="history is not permitted")

        assert await outbox.unsent(conn, older_than=NOON + HOUR) == ()
        kept = await outbox.get(conn, CARD.key)
        assert kept is not None
        assert (kept.state, kept.error) == (OutboxState.UNKNOWN, "history is not permitted")


async def test_only_what_is_old_enough_is_unsent(database: Database) -> None:
    tried_lately, new = replace(CARD, key="k2"), replace(CARD, key="k3", created_at=NOON + HOUR)
    async with database.transaction() as conn:
        for one in (CARD, tried_lately, new):
            await outbox.add_once(conn, one)
        await outbox.mark_sending(conn, tried_lately.key, at=NOON + HOUR)

        assert await outbox.unsent(conn, older_than=NOON + HOUR) == (CARD,)


async def test_each_change_of_a_message_has_a_revision_of_its_own(database: Database) -> None:
    async with database.transaction() as conn:
        await outbox.add_once(conn, CARD)
        changed = [
            await outbox.rewrite(conn, CARD.key, at=NOON, payload={"approval": "A2"}, purpose="another"),
            await outbox.rewrite(conn, CARD.key, at=NOON),
        ]
        kept = await outbox.get(conn, CARD.key)

    assert changed == [1, 2]
    assert kept == replace(CARD, payload={"approval": "A2"}, purpose="another", revision=2, changed_at=NOON)


async def test_what_several_messages_say_is_read_in_one_look(database: Database) -> None:
    other = replace(CARD, key="card:2", payload={"approval": "A2"})
    async with database.transaction() as conn:
        await outbox.add_once(conn, CARD)
        await outbox.add_once(conn, other)

    async with database.reading() as conn:
        found = await outbox.payloads(conn, [CARD.key, other.key, "card:none"])
        none = await outbox.payloads(conn, [])

    assert found == {CARD.key: CARD.payload, other.key: other.payload}
    assert none == {}


async def test_a_message_is_outdated_until_slack_shows_its_last_revision(database: Database) -> None:
    async with database.transaction() as conn:
        await outbox.add_once(conn, CARD)
        await outbox.mark_sent(conn, CARD.key, ts="17.1", at=NOON)
        await outbox.rewrite(conn, CARD.key, at=NOON)
        await outbox.mark_shown(conn, CARD.key, revision=0)
        just_now = await outbox.outdated(conn, older_than=NOON)
        before = [one.key for one in await outbox.outdated(conn, older_than=NOON + HOUR)]
        await outbox.mark_shown(conn, CARD.key, revision=1)
        await outbox.mark_shown(conn, CARD.key, revision=0)
        after = await outbox.outdated(conn, older_than=NOON + HOUR)
        kept = await outbox.get(conn, CARD.key)

    assert just_now == ()
    assert before == [CARD.key]
    assert after == ()
    assert kept is not None
    assert kept.is_current


async def test_a_message_that_is_not_there_cannot_be_changed(database: Database) -> None:
    async with database.transaction() as conn:
        with pytest.raises(KeyError):
            await outbox.rewrite(conn, "nothing", at=NOON)


async def test_who_holds_a_message_changes_it_by_what_it_says(database: Database) -> None:
    async def stop() -> None:
        async with database.transaction() as conn:
            await outbox.rewrite(conn, CARD.key, at=NOON + HOUR, payload={"shows": "stopped"})

    async with database.transaction() as conn:
        await outbox.add_once(conn, CARD)
    async with database.transaction() as conn:
        held = await outbox.get(conn, CARD.key, hold=True)
        stopping = asyncio.create_task(stop())
        done, _ = await asyncio.wait({stopping}, timeout=0.3)
        await outbox.rewrite(conn, CARD.key, at=NOON, payload={"shows": "a draft"})
    await stopping

    assert held == CARD
    assert not done
    async with database.reading() as conn:
        now = await outbox.get(conn, CARD.key)
    assert now is not None
    assert now.payload == {"shows": "stopped"}


async def test_no_look_reads_the_whole_outbox(database: Database) -> None:
    if database.url.get_backend_name() != "sqlite":
        pytest.skip("SQLite says how it looks in words")
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        asked.append(statement)
        given.append(values)

    given: list[Any] = []
    async with database.reading() as conn:
        event.listen(conn.sync_engine, "before_cursor_execute", note)
        await outbox.about(conn, "draft:1")
        await outbox.outdated(conn, older_than=NOON)
        await outbox.unsent(conn, older_than=NOON)
        await of_outbox(conn)
        event.remove(conn.sync_engine, "before_cursor_execute", note)
        for statement, values in zip(asked, given, strict=True):
            plan = await conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            steps = [str(row[-1]) for row in plan]
            assert not any(step.startswith("SCAN outbound_message") and "INDEX" not in step for step in steps)
    assert len(asked) == 4
