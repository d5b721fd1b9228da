"""Measures query time on a synthetic library: python bench/retrieval_speed.py PASSAGES.

Prints time to build, memory, size on disk, and p50/p95 of a whole query (embedding included), of its
parts, and of a plain numpy scan over the same vectors in the same run.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from brandkit.passages import Passage
from retrieval.embedding import SentenceEmbedder, Vectors
from retrieval.index import ChromaIndex
from retrieval.search import Shelf, Weighing, rank

SUBJECTS = (
    "dates",
    "logos",
    "colours",
    "headlines",
    "buttons",
    "links",
    "names",
    "prices",
    "captions",
    "forms",
)
VERBS = (
    "write",
    "use",
    "avoid",
    "keep",
    "shorten",
    "capitalise",
    "spell",
    "place",
    "align",
    "explain",
    "check",
)
PLACES = (
    "in headings",
    "on buttons",
    "in emails",
    "for customers",
    "before numbers",
    "in markets",
    "on slides",
)
ASKED = 200
T = TypeVar("T")


def main() -> None:
    """Build, ask, print."""
    count = int(sys.argv[1])
    passages = _passages(count)
    vectors = np.random.default_rng(0).normal(size=(count, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    with tempfile.TemporaryDirectory() as folder:
        _measure(passages, vectors, Path(folder))


def _measure(passages: Sequence[Passage], vectors: Vectors, folder: Path) -> None:
    began = time.perf_counter()
    shelf = Shelf(collection="bench", passages=passages)
    print(f"shelf of {len(passages):,} passages: {time.perf_counter() - began:.1f} s")
    index, embedder = ChromaIndex(folder), SentenceEmbedder()
    began = time.perf_counter()
    index.add("bench", [passage.id for passage in passages], vectors)
    print(f"vectors into Chroma: {time.perf_counter() - began:.1f} s, {_size(folder):.0f} MB on disk")
    embedder.warm()
    questions = [_sentence(random.Random(n)) for n in range(ASKED)]
    weighing = Weighing()
    asked = iter(embedder.embed(questions))
    held = list(asked)
    _time("whole query", questions, lambda one: rank(
        shelf, [one], index=index, embedder=embedder, k=8, weighing=weighing))  # fmt: skip
    _time("  embedding", questions, lambda one: embedder.embed([one]))
    _time("  words", questions, shelf.words)
    _time("  Chroma, 100 nearest", held, lambda one: index.query("bench", one, weighing.near))
    _time("numpy scan, 100 nearest", held, lambda one: np.argsort(-(vectors @ one))[: weighing.near])
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def _time(name: str, asked: Sequence[T], act: Callable[[T], object]) -> None:
    took: list[float] = []
    for one in asked:
        began = time.perf_counter()
        act(one)
        took.append((time.perf_counter() - began) * 1000)
    print(f"{name:24} p50 {np.percentile(took, 50):6.1f} ms   p95 {np.percentile(took, 95):6.1f} ms")


def _passages(count: int) -> list[Passage]:
    chance = random.Random(0)
    return [
        Passage(
            document=f"guide-{number % 50}.md",
            version="v1",
            heading=(f"Chapter {number % 40}", f"Rule {number}"),
            text=" ".join(_sentence(chance) for _ in range(8)),
        )
        for number in range(count)
    ]


def _sentence(chance: random.Random) -> str:
    verb, one, other, place = (chance.choice(words) for words in (VERBS, SUBJECTS, SUBJECTS, PLACES))
    return f"{verb} {one} and {other} {place}."


def _size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


if __name__ == "__main__":
    main()
