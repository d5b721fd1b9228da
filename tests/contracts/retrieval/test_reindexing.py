"""Another embedding model is set: the old one answers until everything is indexed with the new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from retrieval.embedding import Vectors
from retrieval.index import ChromaIndex
from retrieval.library import GuidelineLibrary
from retrieval.models import Indexed
from retrieval.versions import Progress
from tests.contracts.retrieval.conftest import a_library
from tests.unit.retrieval.making import HashingEmbedder

RULES = "\n".join(f"# Rule {n}\nNever write sentence {n} of the old book." for n in range(300))


class Failing(HashingEmbedder):
    """Gives up after so many texts, as a process does that is killed."""

    def __init__(self, name: str, most: int) -> None:
        super().__init__(name, size=32)
        self.most = most

    def embed(self, texts: Sequence[str]) -> Vectors:
        if self.asked >= self.most:
            raise KeyboardInterrupt
        return super().embed(texts)


@pytest.fixture
def worker(
    engine: AsyncEngine, index: ChromaIndex, tmp_path: Path, clock: Callable[[], datetime]
) -> Callable[[HashingEmbedder], GuidelineLibrary]:
    """A library as a process has it that was started with this model."""
    return lambda embedder: a_library(engine, index, embedder, tmp_path, clock)


async def in_use(library: GuidelineLibrary, engine: AsyncEngine, folder: Path, text: str = RULES) -> str:
    """Load and activate."""
    (folder / "rules.md").write_text(text, encoding="utf-8")
    version = await library.load(brand="acme", files=[folder / "rules.md"], by="U")
    async with engine.begin() as conn:
        await library.activate(conn, brand="acme", version=version.version, by="U")
    return version.version


async def switched(library: GuidelineLibrary, engine: AsyncEngine) -> bool:
    async with engine.begin() as conn:
        return await library.reindexing.switch(conn, "acme", by="U")


async def test_the_old_model_answers_until_the_new_index_is_whole(
    worker: Callable[[HashingEmbedder], GuidelineLibrary], engine: AsyncEngine, tmp_path: Path
) -> None:
    await in_use(worker(HashingEmbedder("old")), engine, tmp_path)
    new = HashingEmbedder("new", size=32)
    restarted = worker(new)

    before = await restarted.search("acme", "sentence 7")
    assert new.asked == 0
    assert not await switched(restarted, engine)
    await restarted.reindexing.fill("acme")
    still = await restarted.search("acme", "sentence 7")
    assert new.asked == 300, "nothing was asked of the new model but the passages"
    assert await switched(restarted, engine)
    after = await restarted.search("acme", "sentence 7")

    assert new.asked == 301
    assert before == still
    assert after[0].passage == before[0].passage


async def test_a_worker_with_the_old_setting_follows_the_switch_at_its_next_question(
    worker: Callable[[HashingEmbedder], GuidelineLibrary], engine: AsyncEngine, tmp_path: Path
) -> None:
    old = HashingEmbedder("old")
    first = worker(old)
    await in_use(first, engine, tmp_path)
    await first.search("acme", "sentence 7")
    second = worker(HashingEmbedder("new"))
    await second.reindexing.fill("acme")
    await switched(second, engine)
    asked = old.asked

    assert await first.search("acme", "sentence 8")
    assert old.asked == asked


async def test_a_killed_fill_goes_on_where_it_was(
    worker: Callable[[HashingEmbedder], GuidelineLibrary], engine: AsyncEngine, tmp_path: Path
) -> None:
    await in_use(worker(HashingEmbedder("old")), engine, tmp_path)
    with pytest.raises(KeyboardInterrupt):
        await worker(Failing("new", most=128)).reindexing.fill("acme")
    new = HashingEmbedder("new", size=32)
    again = worker(new)

    assert await again.reindexing.standing("acme") == Indexed(
        in_force="old", wanted="new", done=128, total=300, settled=False
    )
    await again.reindexing.fill("acme")

    assert new.asked == 172
    assert await switched(again, engine)
    assert (await again.reindexing.standing("acme")).settled


async def test_a_version_that_came_meanwhile_has_to_be_indexed_before_the_switch(
    worker: Callable[[HashingEmbedder], GuidelineLibrary], engine: AsyncEngine, tmp_path: Path
) -> None:
    first = worker(HashingEmbedder("old"))
    await in_use(first, engine, tmp_path)
    second = worker(HashingEmbedder("new"))
    await second.reindexing.fill("acme")
    await in_use(first, engine, tmp_path, RULES.replace("old book", "new book"))

    assert not await switched(second, engine)
    await second.reindexing.fill("acme")
    assert await switched(second, engine)
    assert "new book" in (await second.search("acme", "sentence 7"))[0].passage.text


async def test_the_version_to_go_back_to_is_indexed_too(
    worker: Callable[[HashingEmbedder], GuidelineLibrary], engine: AsyncEngine, tmp_path: Path
) -> None:
    first = worker(HashingEmbedder("old"))
    for text in ("# Signing off\nOne.", "# Signing off\nTwo.", "# Signing off\nThree."):
        await in_use(first, engine, tmp_path, text)
    new = HashingEmbedder("new")
    second = worker(new)

    await second.reindexing.fill("acme")
    await switched(second, engine)
    async with engine.begin() as conn:
        await second.restore_previous(conn, brand="acme", by="U")
    asked = new.asked
    found = await second.search("acme", "signing off")

    assert [one.passage.text for one in found] == ["Two."]
    assert new.asked == asked + 1


async def test_the_new_model_answers_at_once_when_the_old_one_is_gone(
    engine: AsyncEngine, index: ChromaIndex, tmp_path: Path, clock: Callable[[], datetime]
) -> None:
    await in_use(a_library(engine, index, HashingEmbedder("old"), tmp_path, clock), engine, tmp_path)
    new = HashingEmbedder("new")

    left = a_library(engine, index, new, tmp_path, clock, reopen=lambda _: None)

    assert await left.search("acme", "sentence 7")
    assert new.asked == 301
    assert await left.reindexing.standing("acme") == Indexed(
        in_force="new", wanted="new", done=300, total=300, settled=False, gone="old"
    )
    assert await switched(left, engine)
    assert await left.reindexing.standing("acme") == Indexed(
        in_force="new", wanted="new", done=300, total=300, settled=True
    )


async def test_a_damaged_index_is_built_again(
    worker: Callable[[HashingEmbedder], GuidelineLibrary], engine: AsyncEngine, tmp_path: Path
) -> None:
    embedder = HashingEmbedder("old")
    library = worker(embedder)
    await in_use(library, engine, tmp_path)
    told: list[Progress] = []

    await library.reindexing.rebuild("acme", tell=told.append)

    assert embedder.asked == 600
    assert (told[-1].stage, told[-1].done, told[-1].total) == ("indexing", 300, 300)
    assert await library.search("acme", "sentence 7")
