"""The job engine: the only module that knows DBOS.

Jobs are rows in the same database as the record, so a job exists exactly when the change that asked
for it was committed. They live for minutes, never for days: nothing in memory waits for a person.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
import sys
import threading
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Any

from dbos import DBOS, DBOSClient, DBOSConfig, EnqueueOptions
from dbos import DBOSPortableJSONSerializer as JsonSerializer
from dbos._queue import Queue, queue_worker_thread
from dbos._schemas.system_database import SystemSchema
from dbos._sys_db import WorkflowStatusString
from sqlalchemy import Connection, literal, select
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.database import after_commit
from bot.clock import Now
from bot.jobs.bell import Bell
from bot.jobs.jobs import GiveUp, Handler, Job, JobKind
from bot.jobs.presence import NameTaken, presence_at
from brandkit.errors import CopydeskError, Outage, Refusal

log = logging.getLogger(__name__)

APPLICATION_VERSION = "1"
"""Pinned by hand. The default, a hash of the source, would strand every waiting job at a deploy."""

LANES = "lanes"
"""Jobs of one conversation, one at a time and in order."""
DELAYED = "delayed"
"""Wake-ups."""

AT_ONCE = 512
"""Jobs of one process under way: nearly all of them wait, for the model or for Slack. It must be well above
twice what a model server takes, or drafts that wait for it keep cards and *Stop* from being worked on."""

POLL_SECONDS = 0.1
"""How often a process looks for jobs that others added; of its own it hears at once."""
TRIES = 6
FIRST_WAIT = 0.5
"""Seconds before the second try, then twice as long each time: about a quarter of a minute in all."""

_PLACES = 2**31 - 2
"""How many places in a line there are before they are counted from the front again: 24 days of them."""

_SECONDS_TO_LET_GO = 10.0

MANY = 1000
"""How often a job may start again after crashes; each loses at most a few seconds of work."""

AtHome = Callable[[Callable[[], Coroutine[Any, Any, None]]], Awaitable[None]]

_BATCH = 500
"""How many jobs are taken over or forgotten at a time."""


class BrokenSqlite(Refusal):
    """The SQLite library of this Python is too old for the job engine."""


class JobEngine:
    """Runs jobs in this process, and keeps those that other processes add."""

    def __init__(self, *, database_url: str, worker: str, now: Now) -> None:
        """`worker` must be stable across restarts and differ between processes that share a database."""
        refuse_old_sqlite(database_url, python=sys.version_info[:2], library=sqlite3.sqlite_version_info)
        self._url = sync_url(database_url)
        self._worker = worker
        self._now = now
        self._presence = presence_at(database_url)
        self._last_place = 0
        self._running: set[asyncio.Task[object]] = set()
        self._stopping = False
        self._home: asyncio.AbstractEventLoop | None = None
        self._client: DBOSClient | None = None
        self._bell = Bell(worth=self._is_one_waiting)
        self._looking: threading.Thread | None = None

    @contextlib.asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Hold this worker's name; jobs run only while it is held. Raises `NameTaken`."""
        async with self._presence.holding(self._worker):
            yield

    def start(self, handlers: Mapping[JobKind, Handler], give_up: GiveUp) -> None:
        """Begin to run jobs on the running event loop; unfinished ones of this worker come first.

        `give_up` hears of a job that failed for good. Everything that the handlers need must be ready:
        jobs start inside this call.
        """
        config: DBOSConfig = {
            "name": "copydesk",
            "system_database_url": self._url,
            "application_version": APPLICATION_VERSION,
            "executor_id": self._worker,
            "serializer": JsonSerializer(),
            "max_executor_threads": 16,
            "log_level": "WARNING",
            "run_migrations": True,
        }
        self._dbos = DBOS(config=config)
        DBOS.listen_queues([DELAYED])  # the lanes have a thread of their own, which can be woken
        self._home = asyncio.get_running_loop()
        for kind, handler in handlers.items():
            _register(kind, self._while_at_work(handler), give_up, self._at_home)
        DBOS.launch()
        self.open()

    async def listen(self) -> None:
        """Declare the lines in which jobs wait, and look for those in the lanes."""
        lanes = await DBOS.register_queue_async(
            LANES,
            partition_concurrency=1,
            worker_concurrency=AT_ONCE,
            polling_interval_sec=POLL_SECONDS,
            on_conflict="always_update",
        )
        await DBOS.register_queue_async(
            DELAYED, worker_concurrency=8, polling_interval_sec=1.0, on_conflict="always_update"
        )
        self._looking = threading.Thread(target=self._look, args=(lanes,), name="lanes", daemon=True)
        self._looking.start()

    def _look(self, lanes: Queue) -> None:
        """Take jobs out of the lanes until the engine stops; begin again should that end by itself."""
        while not self._bell.is_set():
            with contextlib.suppress(Exception):  # the engine logs its own; jobs must go on being found
                queue_worker_thread(self._bell, self._dbos, lanes)
            self._bell.wait(POLL_SECONDS)

    def _is_one_waiting(self) -> bool:
        """Whether the lanes hold a job that nobody has taken: a twentieth of what looking for it costs.

        Also when that cannot be told: the engine's own look says what is wrong.
        """
        table = SystemSchema.workflow_status.c
        waiting = select(literal(1)).where(
            table.queue_name == LANES, table.status == WorkflowStatusString.ENQUEUED.value
        )
        try:
            with self._dbos._sys_db.engine.connect() as connection:  # noqa: SLF001 - its table, its engine
                return connection.execute(waiting.limit(1)).first() is not None
        except Exception:  # noqa: BLE001 - whatever it is
            return True

    def open(self) -> None:
        """Be able to add jobs, whether or not they run in this process."""
        self._client = DBOSClient(
            system_database_url=self._url, serializer=JsonSerializer(), application_name="copydesk"
        )

    async def add(self, connection: AsyncConnection, job: Job) -> None:
        """Keep the job if and only if the caller's transaction commits."""
        await connection.run_sync(partial(self._enqueue, job))
        if self._looking is not None and job.delay is None:
            after_commit(connection, self._bell.ring)

    def _enqueue(self, job: Job, connection: Connection) -> None:
        if self._client is None:
            raise RuntimeError("the job engine was not opened")
        options: EnqueueOptions = {
            "workflow_name": job.kind.value,
            "queue_name": DELAYED if job.delay is not None else LANES,
            "workflow_id": f"{job.kind.value}:{job.key}",
        }
        if job.delay is None:
            options["queue_partition_key"] = job.lane or job.key
            options["priority"] = self._place_in_line()
        else:
            options["delay_seconds"] = max(0.0, job.delay.total_seconds())
        self._client.enqueue_in_transaction(connection, options, dict(job.args))

    def _place_in_line(self) -> int:
        """A higher number than before, by the clock.

        On SQLite the engine itself notes when a job came in whole seconds only, so that two clicks
        within one second could be worked on in the wrong order.
        """
        moment = int(self._now().timestamp() * 1000)
        self._last_place = max(moment, self._last_place + 1)
        return self._last_place % _PLACES + 1

    async def resume_orphans(self) -> int:
        """Take over the jobs of workers that are gone for now; gives how many.

        Meanwhile their names are held, so that no one else takes the same jobs over, and none of them
        comes back in the middle of it. A name must be free for longer than a living worker can leave it so.
        """
        rows = await DBOS.list_workflows_async(
            status="PENDING", load_input=False, load_output=False, limit=_BATCH
        )
        others = {row.executor_id for row in rows if row.executor_id} - {self._worker}
        gone = [name for name in sorted(others) if await self._is_free(name)]
        if gone:
            await asyncio.sleep(self._presence.doubt)
        taken = 0
        for name in gone:
            with contextlib.suppress(NameTaken):
                async with self._presence.holding(name, patience=0.0):
                    taken += await self._take_over(name)
        return taken

    async def _is_free(self, name: str) -> bool:
        with contextlib.suppress(NameTaken):
            async with self._presence.holding(name, patience=0.0):
                return True
        return False

    async def _take_over(self, name: str) -> int:
        rows = await DBOS.list_workflows_async(
            status="PENDING", executor_id=name, load_input=False, load_output=False, limit=_BATCH
        )
        by_queue: dict[str | None, list[str]] = defaultdict(list)
        for row in rows:
            by_queue[row.queue_name].append(row.workflow_id)
        for queue, ids in by_queue.items():
            await DBOS.resume_workflows_async(ids, queue_name=queue)
        if rows:
            log.warning("took over", extra={"event": "took_over", "worker": name, "jobs": len(rows)})
        return len(rows)

    async def forget(self, *, before: datetime) -> int:
        """Delete some of the jobs that ended before that time; gives how many. Their keys are free again."""
        rows = await DBOS.list_workflows_async(
            status=["SUCCESS", "ERROR", "CANCELLED"],
            completed_before=before.isoformat(),
            load_input=False,
            load_output=False,
            limit=_BATCH,
        )
        if rows:
            await DBOS.delete_workflows_async([row.workflow_id for row in rows])
        return len(rows)

    async def stop(self) -> None:
        """Let running jobs go (they start again at the next launch) and close."""
        self._stopping = True
        self._bell.set()
        await self._let_go()
        self._use_own_threads()
        if self._looking is not None:
            await asyncio.to_thread(self._looking.join, _SECONDS_TO_LET_GO)
        await asyncio.to_thread(DBOS.destroy, destroy_registry=True)
        self._use_own_threads()
        await self._let_go()
        await self.close()

    def _while_at_work(self, handler: Handler) -> Handler:
        """The same handler, known while it runs; none begins any more once the engine stops."""

        async def run(args: Mapping[str, str]) -> None:
            task = asyncio.current_task()
            if self._stopping or task is None:
                raise asyncio.CancelledError
            self._running.add(task)
            try:
                await handler(args)
            finally:
                self._running.discard(task)

        return run

    async def _at_home(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do it on the loop that the desk runs on.

        DBOS begins a job on a loop of its own when ours stands still at that moment. What the handlers use
        (connections, sessions) belongs to ours.
        """
        if self._home is None or asyncio.get_running_loop() is self._home:
            await work()
        else:
            await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work(), self._home))

    async def _let_go(self) -> None:
        """Break running jobs off. The engine records nothing of it, so that they count as unfinished."""
        running = set(self._running)
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=_SECONDS_TO_LET_GO)

    @staticmethod
    def _use_own_threads() -> None:
        """The loop's threads were the engine's, and end with it; whoever closes down still needs some."""
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(thread_name_prefix="desk"))

    async def close(self) -> None:
        """Close what `open` opened, in a process that only adds jobs."""
        if self._client is not None:
            await asyncio.to_thread(self._client.destroy)
            self._client = None


def refuse_old_sqlite(database_url: str, *, python: tuple[int, ...], library: tuple[int, ...]) -> None:
    """Raise `BrokenSqlite` where the engine's tables cannot be made: better now than in the middle of it."""
    embedded = make_url(database_url).get_backend_name() == "sqlite"
    if embedded and python >= (3, 12) and library < (3, 42):
        found = ".".join(map(str, library))
        raise BrokenSqlite(
            f"This Python ({'.'.join(map(str, python))}) comes with SQLite {found}; 3.42 or newer is needed. "
            "Use a Python with a newer SQLite (python:slim on Debian 13, or one that uv installs), "
            "Python 3.11, or PostgreSQL with COPYDESK_DATABASE_URL."
        )


def sync_url(database_url: str) -> str:
    """The same database for a driver that does not need an event loop."""
    url = make_url(database_url)
    driver = "sqlite" if url.get_backend_name() == "sqlite" else "postgresql+psycopg"
    return url.set(drivername=driver).render_as_string(hide_password=False)


def _register(kind: JobKind, handler: Handler, give_up: GiveUp, at_home: AtHome) -> None:
    """A workflow of one step needs no step: what it did is in our record, and it is harmless to repeat."""

    @DBOS.workflow(name=kind.value, max_recovery_attempts=MANY)
    async def workflow(args: dict[str, str]) -> None:
        await at_home(lambda: _done(kind, handler, give_up, args))


async def _done(kind: JobKind, handler: Handler, give_up: GiveUp, args: Mapping[str, str]) -> None:
    try:
        await _tried(handler, args)
    except Exception as error:
        log.exception("job failed", extra={"event": "job_failed", "kind": kind.value})
        await give_up(kind, args, error)
        raise


async def _tried(handler: Handler, args: Mapping[str, str]) -> None:
    """Do it, at most `TRIES` times; raises what the last try raised."""
    for attempt in range(TRIES):
        try:
            return await handler(args)
        except Exception as error:
            if attempt == TRIES - 1 or not _worth_another_try(error):
                raise
            log.warning("once more", extra={"event": "once_more", "why": type(error).__name__})
        await asyncio.sleep(FIRST_WAIT * 2**attempt)
    return None


def _worth_another_try(error: BaseException) -> bool:
    return isinstance(error, Outage) or not isinstance(error, CopydeskError)
