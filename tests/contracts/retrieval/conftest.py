"""Databases, an index and a library for the tests of the room."""

from __future__ import annotations

import itertools
import os
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from retrieval.database import connect, migrate
from retrieval.index import ChromaIndex
from retrieval.library import GuidelineLibrary
from retrieval.models import Reopen
from tests.unit.retrieval.making import HashingEmbedder

POSTGRES = os.environ.get("COPYDESK_TEST_POSTGRES", "postgresql+psycopg://root@127.0.0.1:5432/postgres")
STARTED = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables: a file, or a scratch database of a server."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/library.db"
        return
    name = f"retrieval_{os.getpid()}_{abs(hash(request.node.name)) % 10**8}"
    admin = create_engine(make_url(POSTGRES), isolation_level="AUTOCOMMIT")
    try:
        with admin.connect() as conn:
            conn.execute(text(f'CREATE DATABASE "{name}"'))
    except OperationalError as error:
        pytest.skip(f"no PostgreSQL at COPYDESK_TEST_POSTGRES ({POSTGRES}): {str(error).splitlines()[0]}")
    yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as conn:
        conn.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture
def url(empty_url: str) -> str:
    migrate(empty_url)
    return empty_url


@pytest.fixture
async def engine(url: str) -> AsyncIterator[AsyncEngine]:
    engine = connect(url)
    yield engine
    await engine.dispose()


@pytest.fixture
def embedder() -> HashingEmbedder:
    return HashingEmbedder()


@pytest.fixture
def index(tmp_path: Path) -> ChromaIndex:
    return ChromaIndex(tmp_path / "index")


@pytest.fixture
def clock() -> Callable[[], datetime]:
    minutes = itertools.count()
    return lambda: STARTED + timedelta(minutes=next(minutes))


@pytest.fixture
def library(
    engine: AsyncEngine,
    index: ChromaIndex,
    embedder: HashingEmbedder,
    tmp_path: Path,
    clock: Callable[[], datetime],
) -> GuidelineLibrary:
    return a_library(engine, index, embedder, tmp_path, clock)


@pytest.fixture
def another(
    engine: AsyncEngine,
    index: ChromaIndex,
    embedder: HashingEmbedder,
    tmp_path: Path,
    clock: Callable[[], datetime],
) -> Callable[[], GuidelineLibrary]:
    """Makes the library as a further worker has it: the same record, nothing in memory."""
    return lambda: a_library(engine, index, embedder, tmp_path, clock)


def a_library(
    engine: AsyncEngine,
    index: ChromaIndex,
    embedder: HashingEmbedder,
    folder: Path,
    clock: Callable[[], datetime],
    *,
    reopen: Reopen = HashingEmbedder,
) -> GuidelineLibrary:
    ids = itertools.count()
    return GuidelineLibrary(
        engine=engine,
        index=index,
        embedder=embedder,
        files=folder / "files",
        now=clock,
        new_id=lambda: f"{os.getpid()}-{id(ids)}-{next(ids)}",
        reopen=reopen,
    )
