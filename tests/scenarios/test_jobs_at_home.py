"""Jobs run on the loop of the desk, also when they were begun while it stood still."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from pathlib import Path

from approvals.database import Database, migrate
from bot.clock import now
from bot.jobs.engine import JobEngine
from bot.jobs.jobs import Job, JobKind
from bot.settings import Settings


def test_a_job_that_begins_while_the_loop_stands_still_waits_for_it(tmp_path: Path) -> None:
    url = Settings(home=tmp_path).record_url
    migrate(url)
    loops: list[asyncio.AbstractEventLoop] = []
    done, threads = asyncio.Event(), []

    async def handle(_args: Mapping[str, str]) -> None:
        loops.append(asyncio.get_running_loop())
        threads.append(threading.get_ident())
        done.set()

    async def give_up(kind: JobKind, args: Mapping[str, str], error: Exception) -> None:
        raise AssertionError(kind, args) from error

    with asyncio.Runner() as runner:
        loop, database = runner.get_loop(), Database(url)
        engine = JobEngine(database_url=url, worker="w", now=now)

        async def begin() -> None:
            engine.start(dict.fromkeys(JobKind, handle), give_up)
            await engine.listen()
            async with database.transaction() as connection:
                await engine.add(connection, Job(kind=JobKind.HANDLE, key="k", args={"key": "k"}))

        async def end() -> None:
            async with asyncio.timeout(20):
                await done.wait()
            await engine.stop()
            await database.close()

        runner.run(begin())
        threading.Event().wait(1.0)  # the loop stands still; the engine finds the job
        assert not loops
        runner.run(end())

    assert loops == [loop]
    assert threads == [threading.get_ident()]
