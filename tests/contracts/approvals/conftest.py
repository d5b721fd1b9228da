"""A fresh record for each test, on every engine the record runs on."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url

from approvals.database import Database, migrate

SERVER = os.environ.get("COPYDESK_TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/postgres")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("record") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    name = scratch_database()
    migrate(address_of(name))
    yield name
    drop(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated, empty record."""
    if request.param == "sqlite":
        path = tmp_path / "record.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    name = scratch_database(template=request.getfixturevalue("postgres_template"))
    yield address_of(name)
    drop(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    name = scratch_database()
    yield address_of(name)
    drop(name)


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    it = Database(url)
    yield it
    await it.close()


def scratch_database(*, template: str = "template0") -> str:
    name = f"copydesk_test_{uuid.uuid4().hex[:12]}"  # noqa: TID251 — a name, not a record's id
    try:
        with psycopg.connect(SERVER, autocommit=True, connect_timeout=3) as conn:
            create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            conn.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL server at COPYDESK_TEST_POSTGRES ({SERVER}): {error}")
    return name


def drop(name: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as conn:
        conn.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def address_of(name: str) -> str:
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False)
