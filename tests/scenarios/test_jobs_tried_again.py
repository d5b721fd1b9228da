"""A job that fails is tried again where that may help, and somebody hears of it where it does not."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest

from approvals.database import Database, migrate
from bot.clock import now
from bot.jobs import engine as module
from bot.jobs.engine import TRIES, JobEngine
from bot.jobs.jobs import Job, JobKind
from bot.settings import Settings
from brandkit.errors import Outage, Refusal

CASES = {
    "away twice": ([Outage("away"), Outage("away")], 3, None),
    "away for good": ([Outage("away")] * TRIES, TRIES, Outage),
    "wrong on our side once": ([ZeroDivisionError()], 2, None),
    "refused": ([Refusal("no")], 1, Refusal),
}


@pytest.mark.parametrize("case", CASES)
async def test_a_job_is_tried_as_often_as_it_may_help(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    errors, tries, given_up = CASES[case]
    monkeypatch.setattr(module, "FIRST_WAIT", 0.001)
    url = Settings(home=tmp_path).record_url
    migrate(url)
    database, engine = Database(url), JobEngine(database_url=url, worker="w", now=now)
    left, tried, heard = list(errors), [], asyncio.Queue[Exception | None]()

    async def handle(args: Mapping[str, str]) -> None:
        tried.append(args["key"])
        if left:
            raise left.pop(0)
        await heard.put(None)

    async def give_up(_kind: JobKind, _args: Mapping[str, str], error: Exception) -> None:
        await heard.put(error)

    async with engine.at_work():
        engine.start(dict.fromkeys(JobKind, handle), give_up)
        await engine.listen()
        try:
            async with database.transaction() as connection:
                await engine.add(connection, Job(kind=JobKind.HANDLE, key="k", args={"key": "k"}))
            end = await asyncio.wait_for(heard.get(), 20)
        finally:
            await engine.stop()
            await database.close()

    assert len(tried) == tries
    assert end is None if given_up is None else isinstance(end, given_up)
