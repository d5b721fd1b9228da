"""A process does not wait for its next look at the queue to hear of the jobs that it added itself."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest

from approvals.database import Database, migrate
from bot.clock import now
from bot.jobs import engine as module
from bot.jobs.engine import JobEngine
from bot.jobs.jobs import Job, JobKind
from bot.settings import Settings


async def give_up(kind: JobKind, args: Mapping[str, str], error: Exception) -> None:
    raise AssertionError(kind, args) from error


async def test_a_job_begins_when_its_transaction_commits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 3600.0)
    url = Settings(home=tmp_path).record_url
    migrate(url)
    database, engine = Database(url), JobEngine(database_url=url, worker="w", now=now)
    done: asyncio.Queue[str] = asyncio.Queue()

    async def handle(args: Mapping[str, str]) -> None:
        await done.put(args["key"])

    async def nothing(_args: Mapping[str, str]) -> None:
        return None

    async def add(key: str) -> None:
        async with database.transaction() as connection:
            await engine.add(connection, Job(kind=JobKind.HANDLE, key=key, args={"key": key}))

    async def add_and_fail(key: str) -> None:
        async with database.transaction() as connection:
            await engine.add(connection, Job(kind=JobKind.HANDLE, key=key, args={"key": key}))
            raise ZeroDivisionError

    async with engine.at_work():
        engine.start({kind: handle if kind is JobKind.HANDLE else nothing for kind in JobKind}, give_up)
        await engine.listen()
        try:
            with pytest.raises(ZeroDivisionError):
                await add_and_fail("never")
            for key in ("first", "second"):
                await add(key)
                assert await done.get() == key
        finally:
            await engine.stop()
            await database.close()
