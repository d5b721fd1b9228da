"""Measures taking guidelines in: python -m bench.ingest [GUIDES], with one folder of documents a guide.

Each guide is loaded as an upload is: read in a process of its own, cut, embedded, indexed,
recorded. Beside it stands the embedding of the same passages alone, the part that no other design would
spare. Without a folder the sample brand is taken. Keeps what it found in bench/results/.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench._results import keep, peak_memory
from bot.clock import new_id, now
from retrieval.database import connect, migrate
from retrieval.embedding import SentenceEmbedder
from retrieval.evaluation import readable_files
from retrieval.index import ChromaIndex
from retrieval.library import GuidelineLibrary
from retrieval.naming import in_context

SAMPLE = Path(__file__).parents[1] / "kits" / "ledgerline"


def main() -> None:
    """Load, print, keep."""
    guides = [each for each in sorted(Path(sys.argv[1]).iterdir()) if each.is_dir()] if sys.argv[1:] else []
    embedder = SentenceEmbedder()
    embedder.warm()
    found = asyncio.run(_all(guides or [SAMPLE / "guidelines"], embedder))
    keep("ingest", {"guides": found, "peak memory, MB": peak_memory()})


async def _all(guides: list[Path], embedder: SentenceEmbedder) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/library.db"
        migrate(address)
        engine = connect(address)
        library = GuidelineLibrary(
            engine=engine,
            index=ChromaIndex(Path(folder) / "index"),
            embedder=embedder,
            files=Path(folder) / "files",
            now=now,
            new_id=new_id,
        )
        for guide in guides:
            found[guide.name] = await _one(library, guide, embedder, Path(folder))
            print(guide.name, found[guide.name], flush=True)
        await engine.dispose()
    return found


async def _one(
    library: GuidelineLibrary, guide: Path, embedder: SentenceEmbedder, folder: Path
) -> dict[str, float]:
    files = readable_files(guide)
    before, began, busy = _megabytes(folder / "index"), time.perf_counter(), time.process_time()
    version = await library.load(brand=guide.name, files=files, by="bench", root=guide)
    took, worked = time.perf_counter() - began, time.process_time() - busy
    documents = await library.documents(guide.name, version.version)
    pages = sum(max(1, each.pages) for each in documents)
    passages = await library.all_passages(guide.name, version=version.version)
    again = time.process_time()
    embedder.embed([f"again {in_context(each)}" for each in passages])
    alone = time.process_time() - again
    return {
        "documents": len(documents),
        "pages": pages,
        "passages": len(passages),
        "seconds": round(took, 1),
        "pages a second": round(pages / took, 1),
        "CPU seconds": round(worked, 1),
        "CPU, times the embedding alone": round(worked / alone, 2),
        "index, MB": round(_megabytes(folder / "index") - before, 1),
    }


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


if __name__ == "__main__":
    main()
