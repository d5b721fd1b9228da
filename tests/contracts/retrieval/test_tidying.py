"""Collections that nothing answers from any more go, and those that somebody fills or may need stay."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from brandkit.passages import PassageId
from retrieval.index import ChromaIndex
from retrieval.library import GuidelineLibrary
from retrieval.shelving import Shelves
from retrieval.tidying import PATIENCE
from tests.contracts.retrieval.conftest import STARTED, a_library
from tests.unit.retrieval.making import HashingEmbedder


@dataclass
class Clock:
    """Stands until it is moved."""

    at: datetime = field(default=STARTED)

    def __call__(self) -> datetime:
        return self.at

    def later(self, by: timedelta = PATIENCE) -> None:
        self.at += by


@pytest.fixture
def time() -> Clock:
    return Clock()


@pytest.fixture
def worker(
    engine: AsyncEngine, index: ChromaIndex, tmp_path: Path, time: Clock
) -> Callable[..., GuidelineLibrary]:
    """A library as a process has it that was started with this model."""
    return lambda model="old": a_library(engine, index, HashingEmbedder(model), tmp_path, time)


async def in_use(
    library: GuidelineLibrary, engine: AsyncEngine, folder: Path, text: str, brand: str = "acme"
) -> None:
    path = folder / "rules.md"
    await asyncio.to_thread(path.write_text, f"# Signing off\n{text}", encoding="utf-8")
    version = await library.load(brand=brand, files=[path], by="U")
    async with engine.begin() as conn:
        await library.activate(conn, brand=brand, version=version.version, by="U")


async def found(library: GuidelineLibrary, brand: str = "acme", version: str | None = None) -> list[str]:
    return [one.passage.text for one in await library.search(brand, "signing off", version=version)]


async def test_what_no_version_needs_goes_once_it_was_left_alone_for_long_enough(
    worker: Callable[..., GuidelineLibrary],
    engine: AsyncEngine,
    index: ChromaIndex,
    time: Clock,
    tmp_path: Path,
) -> None:
    library = worker()
    for text in ("One.", "Two.", "Three."):
        await in_use(library, engine, tmp_path, text)
    await in_use(library, engine, tmp_path, "Other.", brand="other")
    before = set(index.collections())

    assert await library.tidying.once("acme") == ()
    time.later(PATIENCE / 2)
    assert await library.tidying.once("acme") == ()
    time.later(PATIENCE / 2)
    (dropped,) = await library.tidying.once("acme")
    assert await library.tidying.once("acme") == ()

    assert set(index.collections()) == before - {dropped}
    assert await found(library) == ["Three."]
    assert await found(library, "other") == ["Other."]
    async with engine.begin() as conn:
        await library.restore_previous(conn, brand="acme", by="U")
    assert await found(library) == ["Two."]


async def test_whoever_asks_for_what_was_dropped_gets_it_again(
    worker: Callable[..., GuidelineLibrary], engine: AsyncEngine, time: Clock, tmp_path: Path
) -> None:
    library, other = worker(), worker()
    for text in ("One.", "Two.", "Three."):
        await in_use(library, engine, tmp_path, text)
    assert await found(other, version="v1") == ["One."]
    await library.tidying.once("acme")
    time.later()
    assert await library.tidying.once("acme")

    assert await found(other, version="v1") == ["One."]


async def test_a_move_to_another_model_is_left_alone_while_it_goes_on(
    worker: Callable[..., GuidelineLibrary],
    engine: AsyncEngine,
    index: ChromaIndex,
    time: Clock,
    tmp_path: Path,
) -> None:
    library = worker()
    await in_use(library, engine, tmp_path, "One.")
    coming = Shelves(index=index, embedder=HashingEmbedder("new")).collection("acme", "later")
    for each in range(3):
        index.add(coming, [PassageId(f"p{each}")], np.eye(64, dtype=np.float32)[:1])
        assert await library.tidying.once("acme") == ()
        time.later()

    assert await library.tidying.once("acme") == (coming,)


async def test_the_model_before_goes_once_the_new_one_answers(
    worker: Callable[..., GuidelineLibrary],
    engine: AsyncEngine,
    index: ChromaIndex,
    time: Clock,
    tmp_path: Path,
) -> None:
    library, mover = worker(), worker("new")
    await in_use(library, engine, tmp_path, "One.")
    (old,) = index.collections()
    await mover.reindexing.fill("acme")
    time.later()
    assert await mover.tidying.once("acme") == ()
    async with engine.begin() as conn:
        assert await mover.reindexing.switch(conn, "acme", by="U")
    await mover.tidying.once("acme")
    time.later()

    assert await mover.tidying.once("acme") == (old,)
    assert await found(library) == ["One."]
