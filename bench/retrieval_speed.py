"""Measures query time at 1,000, 10,000 and 100,000 passages: python -m bench.retrieval_speed [COUNT ...].

A synthetic library (its vectors are put together, not embedded: see `bench/_synthetic.py`)
is asked whole questions, embedding included, with Chroma in this process and with a Chroma server, and its
parts one by one, beside a plain numpy scan over the same vectors in the same run. The questions are made of
the library's own words, which makes each of them long once it is reworded; questions as people ask them
(those of `bench/data/uncovered.jsonl`, some of several parts) are asked too. Time of the clock and of the
processor, for other work on the machine stretches the first. Keeps what it found in bench/results/.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from bench._machine import a_port
from bench._results import keep, peak_memory
from bench._synthetic import ComposedVectors, questions
from bench._synthetic import passages as library
from bench.retrieval_quality import UNCOVERED
from retrieval.embedding import SentenceEmbedder, Vectors
from retrieval.index import ChromaIndex, IndexDown, PassageIndex
from retrieval.labelled import read_questions
from retrieval.search import Shelf, Weighing, rank

ASKED = 100
COUNTS = (1_000, 10_000, 100_000)
GREETINGS = ("", "hello, ")
"""They make a question new to the embedder when it is asked again."""
T = TypeVar("T")
Timing = dict[str, float]


def main() -> None:
    """Build, ask, print, keep."""
    counts = [int(one) for one in sys.argv[1:]] or list(COUNTS)
    embedder = SentenceEmbedder()
    embedder.warm()
    found = {f"{count:,}": _measured(count, embedder) for count in counts}
    keep("retrieval_speed", {"passages": found})


def _measured(count: int, embedder: SentenceEmbedder) -> dict[str, Any]:
    print(f"{count:,} passages", flush=True)
    passages = library(count)
    vectors = ComposedVectors(embedder).embed([passage.text for passage in passages])
    began = time.process_time()
    shelf = Shelf(collection="bench", passages=passages)
    report: dict[str, Any] = {"shelf built, CPU seconds": round(time.process_time() - began, 2)}
    with tempfile.TemporaryDirectory() as folder:
        inside = ChromaIndex(Path(folder))
        began = time.process_time()
        inside.add("bench", [passage.id for passage in passages], vectors)
        report["vectors into Chroma, CPU seconds"] = round(time.process_time() - began, 2)
        report["index, MB"] = round(_megabytes(Path(folder)), 1)
        with _server(Path(folder)) as server:
            ways = {"Chroma embedded": inside, "Chroma server": server}
            report |= _asked(shelf, vectors, embedder, ways)
    report["peak memory, MB"] = peak_memory()
    return report


def _asked(
    shelf: Shelf, vectors: Vectors, embedder: SentenceEmbedder, ways: dict[str, PassageIndex]
) -> dict[str, Any]:
    """Whole questions, then their parts; each question is new to the embedder when it is embedded."""
    weighing = Weighing()
    report: dict[str, Any] = {}
    for place, (name, index) in enumerate(ways.items()):
        asked = questions(place, ASKED)
        natural = [f"{GREETINGS[place]}{one.query}" for one in read_questions(UNCOVERED)]
        for kind, some in (("whole question", asked), ("whole question as people ask", natural)):
            report[f"{kind}, {name}"] = _timed(
                some, lambda one, index=index: _ask(shelf, one, index, embedder, weighing)
            )
    held = list(embedder.embed(questions(5, ASKED)))
    report["embedding"] = _timed(
        questions(6, ASKED), lambda one: embedder.embed_questions([one, shelf.terms.reworded(one)])
    )
    report["words"] = _timed(questions(7, ASKED), lambda one: shelf.words_also(one, weighing.others))
    for name, index in ways.items():
        report[f"{weighing.near} nearest, {name}"] = _timed(
            held, lambda one, index=index: index.query("bench", one, weighing.near)
        )
    scan = _timed(held, lambda one: np.argsort(-(vectors @ one))[: weighing.near])
    report[f"{weighing.near} nearest, numpy scan"] = scan
    nearest = report[f"{weighing.near} nearest, Chroma embedded"]
    report["numpy scan takes times as long as Chroma embedded"] = round(scan["p50 ms"] / nearest["p50 ms"], 2)
    for name, value in report.items():
        print(f"  {name:52} {value}", flush=True)
    return report


def _ask(
    shelf: Shelf, question: str, index: PassageIndex, embedder: SentenceEmbedder, weighing: Weighing
) -> object:
    asked = (question, *shelf.understood(question))
    return rank(shelf, asked, index=index, embedder=embedder, k=8, weighing=weighing)


def _timed(asked: Sequence[T], act: Callable[[T], object]) -> Timing:
    clock, processor = [], []
    for one in asked:
        began, busy = time.perf_counter(), time.process_time()
        act(one)
        clock.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - busy) * 1000)
    return {
        f"{name} ms": round(float(np.percentile(took, share)), 1)
        for name, took, share in (
            ("p50", clock, 50),
            ("p95", clock, 95),
            ("CPU p50", processor, 50),
            ("CPU p95", processor, 95),
        )
    }


@contextmanager
def _server(folder: Path) -> Iterator[ChromaIndex]:
    """A Chroma server over the same folder, on a free port of this machine."""
    port = a_port()
    chroma = Path(sys.executable).with_name("chroma")
    command = [str(chroma), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(  # noqa: S603  # our own
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        index = ChromaIndex(host="127.0.0.1", port=port)
        _until_it_answers(index)
        yield index
    finally:
        process.terminate()
        process.wait(10)


def _until_it_answers(index: ChromaIndex) -> None:
    give_up = time.monotonic() + 60
    while True:
        try:
            index.count("bench")
        except IndexDown:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.2)
        else:
            return


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


if __name__ == "__main__":
    main()
