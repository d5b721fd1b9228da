"""Measures taking guidelines in: python -m bench.ingest [GUIDES], with one folder of documents a guide.

Each guide is loaded as an upload is: read in a process of its own, cut, embedded, indexed,
recorded. Beside it stands the embedding of the same passages alone, the part that no other design would
spare. Without a folder the sample brand is taken. Then a synthetic library of 10,000 passages is loaded,
whose vectors are put together and not embedded (`bench/_synthetic.py`): that is all the rest of the work.
Keeps what it found in bench/results/.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bench._results import keep, peak_memory
from bench._synthetic import ComposedVectors, passages, written
from bot.clock import new_id, now
from retrieval.database import connect, migrate
from retrieval.embedding import Embedder, SentenceEmbedder
from retrieval.evaluation import readable_files
from retrieval.index import ChromaIndex
from retrieval.library import GuidelineLibrary
from retrieval.naming import in_context

SYNTHETIC = 10_000
SAMPLE = Path(__file__).parents[1] / "kits" / "ledgerline"


def main() -> None:
    """Load, print, keep."""
    guides = [each for each in sorted(Path(sys.argv[1]).iterdir()) if each.is_dir()] if sys.argv[1:] else []
    embedder = SentenceEmbedder()
    embedder.warm()
    found = asyncio.run(_all(guides or [SAMPLE / "guidelines"], embedder))
    memory = {"with the guides": peak_memory()}
    large = asyncio.run(_synthetic(embedder))
    memory |= {"with the synthetic library": peak_memory()}
    keep("ingest", {"guides": found, "synthetic": large, "peak memory, MB": memory})


async def _all(guides: list[Path], embedder: Embedder) -> dict[str, Any]:
    found: dict[str, Any] = {}
    async with _library(embedder) as (library, folder):
        for guide in guides:
            found[guide.name] = await _one(library, guide, embedder, folder)
            print(guide.name, found[guide.name], flush=True)
    return found


async def _synthetic(embedder: Embedder) -> dict[str, Any]:
    composed = ComposedVectors(embedder)
    with tempfile.TemporaryDirectory() as guide:
        written(Path(guide), passages(SYNTHETIC))
        async with _library(composed) as (library, folder):
            found = await _one(library, Path(guide), composed, folder)
    print("synthetic", found, flush=True)
    return found


@asynccontextmanager
async def _library(embedder: Embedder) -> AsyncIterator[tuple[GuidelineLibrary, Path]]:
    """An empty library, and the folder that all of it is in."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/library.db"
        migrate(address)
        engine = connect(address)
        yield (
            GuidelineLibrary(
                engine=engine,
                index=ChromaIndex(Path(folder) / "index"),
                embedder=embedder,
                files=Path(folder) / "files",
                now=now,
                new_id=new_id,
            ),
            Path(folder),
        )
        await engine.dispose()


async def _one(library: GuidelineLibrary, guide: Path, embedder: Embedder, folder: Path) -> dict[str, float]:
    files = readable_files(guide)
    before, began, busy = _megabytes(folder / "index"), time.perf_counter(), time.process_time()
    version = await library.load(brand=guide.name, files=files, by="bench", root=guide)
    took, worked = time.perf_counter() - began, time.process_time() - busy
    documents = await library.documents(guide.name, version.version)
    pages = sum(max(1, each.pages) for each in documents)
    held = await library.all_passages(guide.name, version=version.version)
    again = time.process_time()
    embedder.embed([f"again {in_context(each)}" for each in held])
    alone = time.process_time() - again
    return {
        "documents": len(documents),
        "pages": pages,
        "passages": len(held),
        "seconds": round(took, 1),
        "pages a second": round(pages / took, 1),
        "passages a second": round(len(held) / took, 1),
        "CPU seconds": round(worked, 1),
        "CPU, times the embedding alone": round(worked / alone, 2),
        "index, MB": round(_megabytes(folder / "index") - before, 1),
    }


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


if __name__ == "__main__":
    main()
