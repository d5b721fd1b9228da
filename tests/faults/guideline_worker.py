"""A process that works on guidelines until it is killed; run as `python -m tests.faults.guideline_worker`."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import new_id, now
from retrieval.database import connect
from retrieval.index import ChromaIndex
from retrieval.library import GuidelineLibrary
from tests.unit.retrieval.making import HashingEmbedder

BRAND = "acme"
TOPICS = 60


def write_guides(folder: Path, edition: str) -> list[Path]:
    """Two documents of many rules, each of which names the edition that it belongs to."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in ("voice.md", "words.md"):
        rules = (
            f"# Topic {n}\nIn the {edition} edition of {name}, topic {n} is plain." for n in range(TOPICS)
        )
        paths.append(folder / name)
        paths[-1].write_text("\n\n".join(rules), encoding="utf-8")
    return paths


def library_in(folder: Path, engine: AsyncEngine, model: str = "old") -> GuidelineLibrary:
    """The library as one process has it."""
    return GuidelineLibrary(
        engine=engine,
        index=ChromaIndex(folder / "index"),
        embedder=HashingEmbedder(model),
        files=folder / "files",
        now=now,
        new_id=new_id,
        reopen=HashingEmbedder,
    )


async def load_and_activate(folder: Path, url: str, edition: str) -> None:
    """Take in an edition and put it in force; says each step."""
    engine = connect(url)
    library = library_in(folder, engine)
    files = await asyncio.to_thread(write_guides, folder / edition, edition)
    _say(step="loading")
    version = await library.load(brand=BRAND, files=files, by="U")
    _say(step="loaded", version=version.version)
    async with engine.begin() as conn:
        await library.activate(conn, brand=BRAND, version=version.version, by="U")
    _say(step="activated", at=now().timestamp())
    await engine.dispose()


async def reindex(folder: Path, url: str, model: str) -> None:
    """Move the brand to another model; says each step."""
    engine = connect(url)
    library = library_in(folder, engine, model)
    _say(step="filling")
    await library.reindexing.fill(BRAND)
    _say(step="filled")
    async with engine.begin() as conn:
        await library.reindexing.switch(conn, BRAND, by="U")
    _say(step="switched")
    await engine.dispose()


async def watch(folder: Path, url: str, edition: str) -> None:
    """Ask again and again, as a worker does that serves questions, until the edition answers."""
    engine = connect(url)
    library = library_in(folder, engine)
    await library.search(BRAND, "topic 1")
    _say(step="watching")
    old = 0.0
    while True:
        began = now().timestamp()
        found = await library.search(BRAND, "what is plain about topic 1", k=5)
        seen = {
            word for word in ("first", "second") for one in found if f"the {word} edition" in one.passage.text
        }
        if edition in seen:
            break
        old = began
    _say(step="seen", at=now().timestamp(), last_old_began=old, editions=sorted(seen))
    await engine.dispose()


def _say(**what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    do = {"load": load_and_activate, "reindex": reindex, "watch": watch}[sys.argv[1]]
    asyncio.run(do(Path(sys.argv[2]), sys.argv[3], sys.argv[4]))
