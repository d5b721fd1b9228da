"""A name is held by one living process, and free the moment that process is gone."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from bot.jobs.engine import BrokenSqlite, refuse_old_sqlite
from bot.jobs.presence import NameTaken, presence_at
from tests.contracts.approvals.conftest import empty_url

__all__ = ["empty_url"]

ROOT = Path(__file__).parents[2]
HOLDER = """
import asyncio, sys
from bot.jobs.presence import presence_at
async def main():
    async with presence_at(sys.argv[1]).holding("web"):
        print("held", flush=True)
        await asyncio.sleep(600)
asyncio.run(main())
"""


async def test_a_name_is_held_once(empty_url: str) -> None:
    async with presence_at(empty_url).holding("web", patience=0):
        with pytest.raises(NameTaken, match="COPYDESK_WORKER_NAME"):
            async with presence_at(empty_url).holding("web", patience=0):
                pass


async def test_different_names_do_not_disturb_each_other(empty_url: str) -> None:
    presence = presence_at(empty_url)

    async with presence.holding("one", patience=0), presence.holding("two", patience=0):
        pass


async def test_a_name_that_was_given_back_is_free(empty_url: str) -> None:
    presence = presence_at(empty_url)
    async with presence.holding("web", patience=0):
        pass

    async with presence.holding("web", patience=0):
        pass


@pytest.mark.faults
async def test_a_killed_process_holds_nothing(empty_url: str) -> None:
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDER, empty_url, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"held\n"
    holder.kill()

    async with presence_at(empty_url).holding("web"):
        pass
    await holder.wait()


def test_a_sqlite_that_the_job_engine_cannot_use_is_refused_before_anything_starts() -> None:
    with pytest.raises(BrokenSqlite, match=r"SQLite 3\.40\.1; 3\.42 or newer"):
        refuse_old_sqlite("sqlite:///x.db", python=(3, 12), library=(3, 40, 1))


@pytest.mark.parametrize(
    ("url", "python", "library"),
    [
        ("sqlite:///x.db", (3, 13), (3, 42, 0)),
        ("sqlite:///x.db", (3, 11), (3, 40, 1)),
        ("postgresql://host/x", (3, 12), (3, 40, 1)),
    ],
)
def test_other_databases_are_welcome(url: str, python: tuple[int, ...], library: tuple[int, ...]) -> None:
    refuse_old_sqlite(url, python=python, library=library)
