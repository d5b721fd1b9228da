"""A hundred kills during a hundred requests: nothing is lost and nothing happens twice."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.faults.conftest import Day
from tests.faults.office import Office
from tests.faults.processes import DeskProcess, copydesk
from tests.faults.settled import when_settled
from tests.faults.stories import End, Story, Told, live, stories

COLD_EVERY = 20
"""One start in so many loads every library anew; a kill can then hit the middle of an import."""
BUSIEST = 7
"""How many messages the desk posts at most before it is killed.

A life is measured in what was finished in it, not in seconds: on a starved machine a start alone takes
longer than a whole life on an idle one, and a desk that never lives to finish anything gets nowhere, however
well it takes up its work again. Posts are counted because none of them is ever made twice.
"""
STUCK = 60.0
"""Seconds after which it is killed even so: perhaps it is waiting for something."""
AT_ONCE = 12
"""How many people work with the desk at a time."""


@pytest.mark.faults
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kills", [20, pytest.param(100, marks=pytest.mark.marathon)])
async def test_so_many_kills_during_as_many_requests_lose_nothing_and_do_nothing_twice(
    day: Day, kills: int
) -> None:
    requests = kills
    started = time.monotonic()
    killer = _Killer(day.desk, day.office, random.Random(20261123))
    turns = asyncio.Semaphore(AT_ONCE)

    async def when_its_turn_comes(story: Story) -> Told:
        await killer.has_killed(story.number)
        async with turns:
            with killer.at_work():
                return await live(story, day.office)

    async with asyncio.TaskGroup() as group:
        killing = group.create_task(killer.kill(kills))
        told = [group.create_task(when_its_turn_comes(story)) for story in stories(requests)]
    books = await when_settled(day.database, day.office, within=120)
    counts = await day.office.counts()
    audit = json.loads(copydesk(day.environment, "audit", "verify", "--format", "json"))
    print(  # noqa: T201 - figures for whoever runs it with -s
        f"{killing.result()} in {time.monotonic() - started:.0f} s; "
        f"posts {counts['posted']}, updates {counts['updated']}, events {sum(counts['events'].values())}, "
        f"slowest acknowledgement {counts['slowest_ack_ms']:.0f} ms, late {counts['late_acks']}"
    )

    lived = [task.result() for task in told]
    assert {key: many for key, many in counts["by_metadata_key"].items() if many > 1} == {}
    # Not that no event was given up (`lost`): the workspace tries for 36 s, Slack for six minutes, and what
    # was kept but killed before its acknowledgement counts there too. The books below tell what was lost.
    assert counts["limit_violations"] == []
    assert books.requests == requests
    assert _by_topic(books.versions) == {story.topic: story.versions for story in stories(requests)}
    assert _by_topic(books.reviews) == {s.topic: s.reviews for s in stories(requests) if s.reviews}
    assert books.decisions == sum(one.end is not End.DRAFTED for one in stories(requests))
    assert books.approved == books.assets == sum(one.assets for one in stories(requests))
    assert set(books.assets_by_approval.values()) == {1}
    assert audit["intact"], audit["problem"]
    assert len(lived) == requests


def _by_topic(counted: Counter[str]) -> dict[str, int]:
    """From the words of each request to the topic of its story."""
    return {ask.split(" about ")[1].removesuffix(", friendly"): number for ask, number in counted.items()}


class _Killer:
    """Kills the desk again and again, at random moments of its life, and starts it again at once."""

    def __init__(self, desk: DeskProcess, office: Office, dice: random.Random) -> None:
        self._desk, self._office, self._dice = desk, office, dice
        self._kills = 0
        self._people = 0
        self._moved = asyncio.Condition()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Somebody works with the desk meanwhile."""
        self._people += 1
        try:
            yield
        finally:
            self._people -= 1

    async def kill(self, times: int) -> Counter[str]:
        """Kill so many times, then leave it running; gives how many hit what."""
        hits: Counter[str] = Counter()
        for number in range(times):
            cold = number % COLD_EVERY == COLD_EVERY - 1
            self._desk.start(cold=cold)
            moment = "starting" if self._dice.random() < 0.25 else "running"
            await self._wait_for(moment, cold=cold)
            assert self._desk.alive, f"the desk ended by itself: {self._desk.said()[-3000:]}"
            hits[f"{moment}, cold" if cold else moment] += 1
            await self._desk.kill()
            await self._count()
        self._desk.start()
        return hits

    async def has_killed(self, times: int) -> None:
        """Wait until the desk was killed so many times."""
        async with self._moved:
            await self._moved.wait_for(lambda: self._kills >= times)

    async def _count(self) -> None:
        async with self._moved:
            self._kills += 1
            self._moved.notify_all()

    async def _wait_for(self, moment: str, *, cold: bool) -> None:
        if moment == "starting":
            await asyncio.sleep(self._dice.uniform(0.0, 3.0 if cold else 0.5))
            return
        async with asyncio.timeout(60):
            while not await self._office.connected():
                assert self._desk.alive, f"the desk ended by itself: {self._desk.said()[-3000:]}"
                await asyncio.sleep(0.02)
        await self._some_work()

    async def _some_work(self) -> None:
        """Wait until a random number of messages are out, or nobody wants anything."""
        goal = await self._posted() + self._dice.randint(0, BUSIEST)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STUCK):
                while self._people and await self._posted() < goal:  # noqa: ASYNC110 - it only looks
                    await asyncio.sleep(0.05)
        await asyncio.sleep(self._dice.uniform(0.0, 0.3))

    async def _posted(self) -> int:
        return int((await self._office.counts())["posted"])
