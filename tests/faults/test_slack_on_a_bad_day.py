"""Slack loses answers, fails, asks for a pause, closes doors: nothing is said twice, and somebody hears."""

from __future__ import annotations

import asyncio

import pytest

from bot.slack.ids import Action
from tests.faults.conftest import Day
from tests.faults.office import Json, offers, shows
from tests.faults.settled import when_settled
from tests.faults.stories import ADA, APPROVALS, OMAR, End, Story, live, stories

pytestmark = [pytest.mark.faults, pytest.mark.timeout(180)]


async def test_answers_that_get_lost_double_nothing(day: Day) -> None:
    await day.office.misbehave(
        {"match": "chat.postMessage", "kind": "drop_response", "probability": 0.25, "times": 8},
        {"match": "chat.postMessage", "kind": "503", "after": True, "probability": 0.25, "times": 6},
        {"match": "chat.update", "kind": "drop_response", "probability": 0.2, "times": 6},
        {"match": "chat.postMessage", "kind": "429", "retry_after": 1, "probability": 0.1, "times": 3},
        {"match": "conversations.*", "kind": "500", "probability": 0.2, "times": 3},
        {"match": "event", "kind": "duplicate_delivery", "probability": 0.3},
        {"match": "event", "kind": "redeliver", "probability": 0.3, "times": 5},
    )
    day.desk.start()

    await asyncio.gather(*(live(story, day.office) for story in stories(10)))

    books = await when_settled(day.database, day.office, within=60)
    counts = await day.office.counts()
    assert {key: many for key, many in counts["by_metadata_key"].items() if many > 1} == {}
    assert sum(books.versions.values()) == sum(story.versions for story in stories(10))
    assert sum(books.reviews.values()) == sum(story.reviews for story in stories(10))
    assert books.assets == sum(story.assets for story in stories(10))


async def test_a_card_that_slack_will_not_take_is_reported_to_an_admin(day: Day) -> None:
    await day.office.send_away(OMAR, APPROVALS, "U0DESK")
    day.desk.start()
    acting = asyncio.create_task(live(Story(number=0, direct=False, end=End.APPROVED), day.office))
    channel = await day.office.dm(ADA)

    async def told() -> Json | None:
        seen = await day.office.thread(ADA, channel)
        return next((one for one in seen if shows(one, "could not write")), None)

    try:
        report = await day.office.until(told, within=60, what="the report to the admin")
    finally:
        acting.cancel()

    assert shows(report, APPROVALS)
    assert not any(offers(one, Action.APPROVAL_APPROVE) for one in await day.office.thread(OMAR, APPROVALS))
