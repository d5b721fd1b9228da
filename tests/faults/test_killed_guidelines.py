"""Guidelines at any crash: the version before or the one after answers, whole, and the work can go on."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from retrieval.database import connect, migrate
from retrieval.index import ChromaIndex
from retrieval.library import GuidelineLibrary
from retrieval.reindexing import Reindexing
from tests.faults.guideline_worker import BRAND, TOPICS, library_in, load_and_activate
from tests.faults.processes import ROOT

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240)]

POSTGRES = os.environ.get("COPYDESK_TEST_POSTGRES", "postgresql+psycopg://root@127.0.0.1:5432/postgres")
KILLS = 8
SEED = 7


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with the first edition in force, on each engine."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path}/library.db"
        _first_edition(tmp_path, address)
        yield address
        return
    name = f"killed_{os.getpid()}_{abs(hash(request.node.name)) % 10**8}"
    server = create_engine(make_url(POSTGRES), isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as conn:
            conn.execute(text(f'CREATE DATABASE "{name}"'))
    except OperationalError as error:
        pytest.skip(f"no PostgreSQL at COPYDESK_TEST_POSTGRES ({POSTGRES}): {str(error).splitlines()[0]}")
    address = make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    _first_edition(tmp_path, address)
    yield address
    with server.connect() as conn:
        conn.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


def test_a_kill_at_any_moment_of_an_upload_leaves_one_whole_version(tmp_path: Path, url: str) -> None:
    chance = random.Random(SEED)
    last = {"step": ""}
    for _ in range(KILLS):
        last = _killed(["load", str(tmp_path), url, "second"], after=chance.uniform(0.0, 1.2))
        asyncio.run(_is_whole(tmp_path, url, {"first", "second"}))
    if last["step"] != "activated":
        asyncio.run(load_and_activate(tmp_path, url, "second"))

    assert asyncio.run(_is_whole(tmp_path, url, {"second"})) == "second"


def test_a_kill_at_any_moment_of_a_reindex_leaves_one_whole_model(tmp_path: Path, url: str) -> None:
    chance = random.Random(SEED)
    for kill in range(KILLS):
        _killed(["reindex", str(tmp_path), url, f"model{kill % 2}"], after=chance.uniform(0.0, 0.6))
        asyncio.run(_is_whole(tmp_path, url, {"first"}))
    done = _run(["reindex", str(tmp_path), url, "last"])

    assert done[-1]["step"] == "switched"
    assert asyncio.run(_model_in_force(tmp_path, url)) == "last"
    asyncio.run(_is_whole(tmp_path, url, {"first"}))


def test_another_worker_answers_from_the_new_version_from_its_next_question_on(
    tmp_path: Path, url: str
) -> None:
    watcher = _started(["watch", str(tmp_path), url, "second"])
    assert watcher.stdout is not None
    assert json.loads(watcher.stdout.readline())["step"] == "watching"
    activated = _run(["load", str(tmp_path), url, "second"])[-1]
    seen = json.loads(watcher.stdout.readline())
    watcher.wait(30)

    assert seen["editions"] == ["second"], "one answer never mixes two versions"
    assert seen["last_old_began"] < activated["at"], "each question asked since then got the new version"


def _first_edition(folder: Path, url: str) -> None:
    migrate(url)
    asyncio.run(load_and_activate(folder, url, "first"))


def _killed(arguments: list[str], *, after: float) -> dict[str, Any]:
    """Start a worker, and kill it so many seconds after it began; gives the last thing it said."""
    worker = _started(arguments)
    assert worker.stdout is not None
    said = [json.loads(worker.stdout.readline())]
    try:
        worker.wait(after)
    except subprocess.TimeoutExpired:
        worker.send_signal(signal.SIGKILL)
    said += [json.loads(line) for line in worker.stdout.read().splitlines() if line.endswith("}")]
    worker.wait(30)
    return dict(said[-1])


def _run(arguments: list[str]) -> list[dict[str, Any]]:
    worker = _started(arguments)
    said, _ = worker.communicate(timeout=120)
    assert worker.returncode == 0
    return [json.loads(line) for line in said.splitlines()]


def _started(arguments: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.guideline_worker", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


async def _is_whole(folder: Path, url: str, allowed: set[str]) -> str:
    """Every question is answered from one and the same edition; gives it."""
    engine = connect(url)
    library = library_in(folder, engine)
    active = await library.active(BRAND)
    assert active is not None
    held = await library.all_passages(BRAND)
    assert len(held) == active.passages == 2 * TOPICS
    editions = {passage.text.split()[2] for passage in held}
    for topic in random.Random(SEED).sample(range(TOPICS), 10):
        found = await library.search(BRAND, f"what is plain about topic {topic}", k=20)
        assert found
        assert all(one.passage.version == active.version for one in found)
        editions |= {one.passage.text.split()[2] for one in found}
    await _collection_is_whole(library, folder, active.passages)
    await engine.dispose()
    assert len(editions) == 1
    assert editions <= allowed
    return editions.pop()


async def _collection_is_whole(library: GuidelineLibrary, folder: Path, passages: int) -> None:
    """What answers has a vector for each passage, and none besides."""
    shelf = await library._finder.shelf(BRAND, None)
    assert shelf is not None
    assert ChromaIndex(folder / "index").count(shelf.collection) == passages


async def _model_in_force(folder: Path, url: str) -> str:
    engine = connect(url)
    reindexing: Reindexing = library_in(folder, engine).reindexing
    standing = await reindexing.standing(BRAND)
    await engine.dispose()
    return standing.in_force
