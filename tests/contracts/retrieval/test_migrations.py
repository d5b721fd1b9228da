from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import make_url

from retrieval.database import migrate
from retrieval.tables import metadata, ours


def test_migrating_twice_is_migrating_once(empty_url: str) -> None:
    migrate(empty_url)
    migrate(empty_url)

    assert {"alembic_version_retrieval", "guideline_versions"} <= set(tables(empty_url))


def test_every_step_can_be_taken_back(empty_url: str) -> None:
    migrate(empty_url)
    migrate(empty_url, to="base")

    assert set(tables(empty_url)) == {"alembic_version_retrieval"}
    migrate(empty_url)


def test_the_tables_in_code_are_those_that_the_steps_make(url: str) -> None:
    engine = create_engine(make_url(url))
    with engine.connect() as conn:
        context = MigrationContext.configure(
            conn, opts={"include_name": ours, "version_table": "alembic_version_retrieval"}
        )

        assert compare_metadata(context, metadata) == []


def tables(url: str) -> list[str]:
    engine = create_engine(make_url(url))
    try:
        return inspect(engine).get_table_names()
    finally:
        engine.dispose()
