"""Keeps the versions in use ready to be searched, and their collections in the index complete."""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence

import numpy as np

from brandkit.passages import Passage, PassageId
from retrieval.embedding import Embedder, Vectors
from retrieval.index import PassageIndex
from retrieval.naming import in_context
from retrieval.search import Shelf
from retrieval.versions import Progress, Tell, unheard

AT_ONCE = 128
IN_MEMORY = 8
Key = tuple[str, int, str]


class Shelves:
    """The shelves used last, by brand, version and content. One builder a shelf; the others wait."""

    def __init__(self, *, index: PassageIndex, embedder: Embedder) -> None:
        self.embedder = embedder
        self._index = index
        self._ready: OrderedDict[Key, Shelf] = OrderedDict()
        self._turn = asyncio.Lock()

    async def get(self, key: Key, build: Callable[[], Awaitable[Shelf]]) -> Shelf:
        """The shelf, built and its collection completed where that was not done yet."""
        if key not in self._ready:
            async with self._turn:
                if key not in self._ready:
                    shelf = await build()
                    await self.fill(shelf)
                    self._ready[key] = shelf
        self._ready.move_to_end(key)
        while len(self._ready) > IN_MEMORY:
            self._ready.popitem(last=False)
        return self._ready[key]

    async def fill(self, shelf: Shelf, *, donor: str = "", tell: Tell = unheard) -> None:
        """Put into the index what the shelf's collection lacks, copied from `donor` where that has it."""
        total = len(shelf.passages)
        if await asyncio.to_thread(self._index.count, shelf.collection) == total:
            return
        for start in range(0, total, AT_ONCE):
            some = shelf.passages[start : start + AT_ONCE]
            await asyncio.to_thread(self._put, shelf.collection, some, donor)
            done = min(start + AT_ONCE, total)
            tell(Progress(document="", stage="embedding", done=done, total=total))
        tell(Progress(document="", stage="indexing", done=total, total=total))

    def collection(self, brand: str, content: str) -> str:
        """A name that says brand, model and content: equal names hold equal vectors."""
        return f"{prefix_of_model(brand, self.embedder.name)}{content[:24]}"

    def _put(self, collection: str, passages: Sequence[Passage], donor: str) -> None:
        ids = [passage.id for passage in passages]
        there = self._index.vectors(collection, ids)
        lent = self._index.vectors(donor, [one for one in ids if one not in there]) if donor else {}
        rest = [passage for passage in passages if passage.id not in there and passage.id not in lent]
        made = dict(
            zip((one.id for one in rest), self.embedder.embed([in_context(one) for one in rest]), strict=True)
        )
        new: dict[PassageId, Vectors] = {**lent, **made}
        if new:
            self._index.add(collection, list(new), np.stack(list(new.values())))


def prefix_of(brand: str) -> str:
    """How the names of all of a brand's collections begin."""
    return f"{_tag(brand)}-"


def prefix_of_model(brand: str, model: str) -> str:
    """How the names of a brand's collections begin that hold the vectors of one model, by its name."""
    return f"{prefix_of(brand)}{_tag(model)}-"


def _tag(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:12]
