"""A load that is killed at any moment: the old version answers, and the load can be run again."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from retrieval.database import connect, migrate
from retrieval.index import ChromaIndex
from tests.contracts.retrieval.conftest import STARTED, a_library
from tests.unit.retrieval.making import HashingEmbedder

pytestmark = pytest.mark.faults

LOADER = """
import asyncio, os, sys
from datetime import UTC, datetime
from pathlib import Path
from retrieval.database import connect
from retrieval.index import ChromaIndex
from tests.contracts.retrieval.conftest import STARTED, a_library
from tests.unit.retrieval.making import HashingEmbedder

folder, deadly = Path(sys.argv[1]), int(sys.argv[2])

class Deadly(HashingEmbedder):
    def embed(self, texts):
        if self.asked >= deadly:
            os.kill(os.getpid(), 9)
        return super().embed(texts)

async def main():
    library = a_library(connect(f"sqlite:///{folder}/library.db"), ChromaIndex(folder / "index"), Deadly(), folder, lambda: STARTED)
    await library.load(brand="acme", files=[folder / "new.md"], by="U")

asyncio.run(main())
"""


@pytest.mark.parametrize("deadly", [0, 100, 200])
def test_a_killed_load_leaves_the_old_version_answering_and_can_be_run_again(
    tmp_path: Path, deadly: int
) -> None:
    asyncio.run(_old_version(tmp_path))
    (tmp_path / "new.md").write_text("\n".join(f"# Rule {n}\nNever write sentence {n}." for n in range(300)))

    killed = subprocess.run([sys.executable, "-c", LOADER, str(tmp_path), str(deadly)], check=False)

    assert killed.returncode == -9
    asyncio.run(_check(tmp_path))


async def _old_version(folder: Path) -> None:
    url = f"sqlite:///{folder}/library.db"
    migrate(url)
    engine = connect(url)
    library = a_library(engine, ChromaIndex(folder / "index"), HashingEmbedder(), folder, _clock)
    (folder / "old.md").write_text("# Old\nThe old rule stands.")
    version = await library.load(brand="acme", files=[folder / "old.md"], by="U")
    async with engine.begin() as conn:
        await library.activate(conn, brand="acme", version=version.version, by="U")
    await engine.dispose()


async def _check(folder: Path) -> None:
    engine = connect(f"sqlite:///{folder}/library.db")
    library = a_library(engine, ChromaIndex(folder / "index"), HashingEmbedder(), folder, _clock)
    assert [one.passage.text for one in await library.search("acme", "the rule")] == ["The old rule stands."]
    assert [one.version for one in await library.versions("acme")] == ["v1"]

    version = await library.load(brand="acme", files=[folder / "new.md"], by="U")

    assert (version.version, version.documents, version.passages) == ("v2", 2, 301)
    assert [one.passage.text for one in await library.search("acme", "the rule")] == ["The old rule stands."]
    async with engine.begin() as conn:
        await library.activate(conn, brand="acme", version="v2", by="U")
    assert len(await library.search("acme", "never write sentence", k=50)) == 50
    await engine.dispose()


def _clock() -> datetime:
    return STARTED
