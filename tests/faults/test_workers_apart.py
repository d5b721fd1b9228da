"""One web process and two workers on PostgreSQL: they share the work, and the living do that of the dead."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import text

from approvals.database import Database
from tests.contracts.approvals.conftest import address_of, drop, scratch_database
from tests.faults.doom import EXIT, ROUND, VARIABLE, Doom
from tests.faults.office import Office
from tests.faults.processes import KIT, DeskProcess, copydesk, desk_environment, workspace_process
from tests.faults.settled import when_settled
from tests.faults.stories import live, stories

pytestmark = [pytest.mark.faults, pytest.mark.marathon, pytest.mark.postgres, pytest.mark.timeout(240)]
STORIES = 20


@dataclass(frozen=True, kw_only=True)
class Team:
    """A web process, two workers, the people and the record."""

    web: DeskProcess
    first: DeskProcess
    second: DeskProcess
    office: Office
    database: Database


@pytest.fixture(scope="module")
def furnished_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A database and a desk's folder with the guidelines loaded; copy both."""
    name, home = scratch_database(), tmp_path_factory.mktemp("furnished_server")
    nowhere = {"api_url": "", "bot_token": "", "app_token": "", "signing_secret": ""}
    environment = desk_environment(home, nowhere, COPYDESK_DATABASE_URL=address_of(name))
    copydesk(environment, "migrate")
    copydesk(environment, "kit", "load", str(KIT), "--activate")
    yield name, home
    drop(name)


@pytest.fixture
async def team(furnished_server: tuple[str, Path], tmp_path: Path) -> AsyncIterator[Team]:
    name = scratch_database(template=furnished_server[0])
    shutil.copytree(furnished_server[1], tmp_path / "home")
    async with AsyncExitStack() as stack:
        stack.callback(drop, name)
        workspace = await stack.enter_async_context(workspace_process(time_scale=0.1))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        environment = desk_environment(
            tmp_path / "home",
            workspace,
            COPYDESK_DATABASE_URL=address_of(name),
            COPYDESK_WORKER="apart",
            **{ROUND: "2"},
        )
        database = Database(address_of(name))
        stack.push_async_callback(database.close)

        def process(role: str, command: str) -> DeskProcess:
            it = DeskProcess({**environment, "COPYDESK_WORKER_NAME": role}, tmp_path / f"{role}.log", command)
            stack.push_async_callback(it.kill)
            return it

        yield Team(
            web=process("web", "serve"),
            first=process("first", "worker"),
            second=process("second", "worker"),
            office=Office(session, workspace["url"]),
            database=database,
        )


async def test_a_dead_workers_jobs_are_taken_over_and_nothing_happens_twice(team: Team) -> None:
    team.first.environment[VARIABLE] = str(Doom(when="after", where="approvals.drafts.add", turn=4))
    for process in (team.first, team.web):
        process.start()
    async with asyncio.TaskGroup() as group:
        for story in stories(STORIES):
            group.create_task(live(story, team.office))
        code = await team.first.ended(within=100)
        team.second.start()
    books = await when_settled(team.database, team.office, within=60)

    counts = await team.office.counts()
    assert code == EXIT
    assert {key: many for key, many in counts["by_metadata_key"].items() if many > 1} == {}
    assert counts["lost"] == 0
    assert sum(books.versions.values()) == sum(story.versions for story in stories(STORIES))
    assert sum(books.reviews.values()) == sum(story.reviews for story in stories(STORIES))
    assert books.assets == sum(story.assets for story in stories(STORIES))
    assert "took over" in team.second.said()


async def test_two_workers_share_the_work(team: Team) -> None:
    for process in (team.first, team.second, team.web):
        process.start()
    async with asyncio.TaskGroup() as group:
        for story in stories(STORIES):
            group.create_task(live(story, team.office))
    await when_settled(team.database, team.office, within=60)

    counts = await team.office.counts()
    async with team.database.reading() as conn:
        query = text(
            "SELECT executor_id, count(*) FROM dbos.workflow_status WHERE status = 'SUCCESS' GROUP BY 1"
        )
        done = {str(worker): int(count) for worker, count in await conn.execute(query)}
    assert {key: many for key, many in counts["by_metadata_key"].items() if many > 1} == {}
    assert set(done) == {"first", "second"}
    assert min(done.values()) > sum(done.values()) / 10


async def test_a_second_worker_of_the_same_name_is_turned_away(team: Team, tmp_path: Path) -> None:
    twin = DeskProcess(team.first.environment, tmp_path / "twin.log", "worker")
    team.first.start()
    await team.office.until(lambda: _runs(team.first), within=60, what="the worker at work")
    twin.start()

    assert await twin.ended(within=60) != 0
    assert "COPYDESK_WORKER_NAME" in twin.said()


async def _runs(process: DeskProcess) -> bool:
    return "worker is running" in process.said()
