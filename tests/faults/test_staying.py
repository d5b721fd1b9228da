"""The one job of a message at work shows every change of it, and none is lost where it cannot."""

from __future__ import annotations

import asyncio
import random

import pytest

from bot.posts import Show
from bot.slack.errors import SlackDown
from tests.faults.test_delivery import CARD, Counter, counter, sqlite_template

__all__ = ["counter", "sqlite_template"]


async def test_changes_of_a_message_at_work_need_no_jobs_of_their_own(counter: Counter) -> None:
    with counter.posts.at_work(CARD.key):
        await counter.leave(CARD)
        staying = await _staying(counter)
        for text in ("two", "three"):
            await counter.turn(text)
            await _until_shown(counter, text)
        await counter.turn("the end")
    await _over(staying)

    assert counter.texts() == ["the end"]
    assert (await counter.row()).is_current
    assert len(counter.jobs.jobs) == 1


async def test_a_change_before_the_job_has_begun_leaves_one_of_its_own(counter: Counter) -> None:
    with counter.posts.at_work(CARD.key):
        await counter.leave(CARD)
        await counter.turn("two")

    assert len(counter.jobs.jobs) == 2


async def test_a_change_after_the_turn_leaves_a_job(counter: Counter) -> None:
    with counter.posts.at_work(CARD.key):
        await counter.leave(CARD)
        staying = await _staying(counter)
    await _over(staying)

    await counter.turn("two")

    assert len(counter.jobs.jobs) == 2


async def test_a_change_that_is_committed_only_after_the_turn_is_shown(counter: Counter) -> None:
    with counter.posts.at_work(CARD.key):
        await counter.leave(CARD)
        staying = await _staying(counter)
        transaction = counter.database.transaction()
        connection = await transaction.__aenter__()
        await counter.posts.turn(connection, CARD.key, Show.TEXT, {"text": "late"}, subject="draft:1")
    await asyncio.sleep(0.1)
    assert not staying.done()

    await transaction.__aexit__(None, None, None)
    await _over(staying)

    assert counter.texts() == ["late"]
    assert len(counter.jobs.jobs) == 1


async def test_a_change_that_never_happens_keeps_no_job_waiting(counter: Counter) -> None:
    with counter.posts.at_work(CARD.key):
        await counter.leave(CARD)
        staying = await _staying(counter)
        with pytest.raises(ZeroDivisionError):
            await _begin_to_turn(counter)
    await _over(staying)

    assert counter.texts() == ["one"]


async def test_what_changes_while_slack_is_away_leaves_jobs(counter: Counter) -> None:
    with counter.posts.at_work(CARD.key):
        await counter.leave(CARD)
        staying = await _staying(counter)
        counter.sandbox.misbehave("chat.update", "503", times=1)
        await counter.turn("two")
        with pytest.raises(SlackDown):
            await _over(staying)
        await counter.turn("three")
    assert len(counter.jobs.jobs) == 2

    await counter.posts.stay(CARD.key)

    assert counter.texts() == ["three"]


async def test_while_something_else_is_done_first_nobody_stays(counter: Counter) -> None:
    with counter.posts.at_work(CARD.key):
        await counter.leave(CARD)
        staying = await _staying(counter)
        with counter.posts.elsewhere(CARD.key):
            await _over(staying)
            await counter.turn("two")
            assert len(counter.jobs.jobs) == 2
        staying = asyncio.create_task(counter.posts.stay(CARD.key))
        await _until_shown(counter, "two")
        await counter.turn("three")
    await _over(staying)

    assert counter.texts() == ["three"]
    assert len(counter.jobs.jobs) == 2


async def test_a_job_that_fails_for_good_leaves_one_for_what_it_had_promised(counter: Counter) -> None:
    with counter.posts.at_work(CARD.key):
        await counter.leave(CARD)
        staying = await _staying(counter)
        counter.sandbox.misbehave("chat.update", "503", times=1)
        await counter.turn("two")
        with pytest.raises(SlackDown) as failed:
            await _over(staying)
    assert len(counter.jobs.jobs) == 1

    await counter.posts.abandon(CARD.key, failed.value)
    await counter.posts.abandon(CARD.key, failed.value)

    assert len(counter.jobs.jobs) == 2
    await counter.posts.stay(CARD.key)
    assert counter.texts() == ["two"]


async def test_a_job_that_is_begun_twice_waits_for_itself(counter: Counter) -> None:
    with counter.posts.at_work(CARD.key):
        await counter.leave(CARD)
        staying = await _staying(counter)
        again = asyncio.create_task(counter.posts.stay(CARD.key))
        await counter.turn("two")
        await _until_shown(counter, "two")
        assert not again.done()
    await _over(staying)
    await _over(again)

    assert counter.texts() == ["two"]


async def test_a_job_without_a_turn_here_delivers_once(counter: Counter) -> None:
    await counter.leave(CARD)

    await asyncio.wait_for(counter.posts.stay(CARD.key), 5)

    assert counter.texts() == ["one"]


@pytest.mark.parametrize("seed", range(30))
async def test_whatever_the_order_the_last_word_is_shown(counter: Counter, seed: int) -> None:
    chance = random.Random(seed)
    last = ""

    async def change(number: int) -> None:
        nonlocal last
        await asyncio.sleep(chance.random() / 50)
        async with counter.database.transaction() as connection:
            await counter.posts.turn(
                connection, CARD.key, Show.TEXT, {"text": str(number)}, subject="draft:1"
            )
            await asyncio.sleep(chance.random() / 100)
            last = str(number)

    async def turn() -> None:
        with counter.posts.at_work(CARD.key):
            await asyncio.sleep(chance.random() / 20)

    await counter.leave(CARD)
    work = [asyncio.create_task(turn()), *(asyncio.create_task(change(number)) for number in range(8))]
    ran = 0
    while ran < len(counter.jobs.jobs) or not all(task.done() for task in work):
        if ran < len(counter.jobs.jobs):
            ran += 1
            await asyncio.wait_for(counter.posts.stay(CARD.key), 5)
        await asyncio.sleep(0)

    assert counter.texts() == [last]
    assert (await counter.row()).is_current


async def _begin_to_turn(counter: Counter) -> None:
    async with counter.database.transaction() as connection:
        await counter.posts.turn(connection, CARD.key, Show.TEXT, {"text": "no"}, subject="draft:1")
        raise ZeroDivisionError


async def _staying(counter: Counter) -> asyncio.Task[None]:
    staying = asyncio.create_task(counter.posts.stay(CARD.key))
    await _until_shown(counter, "one")
    return staying


async def _until_shown(counter: Counter, text: str) -> None:
    for _ in range(500):
        if counter.texts() == [text] and (await counter.row()).is_current:
            return
        await asyncio.sleep(0.01)
    pytest.fail(f"not shown: {text}")


async def _over(staying: asyncio.Task[None]) -> None:
    await asyncio.wait_for(staying, 5)
