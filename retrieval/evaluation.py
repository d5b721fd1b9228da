"""Measures retrieval on labelled questions: ours beside the simple ways it has to beat."""

from __future__ import annotations

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from brandkit.passages import Passage, RankedPassage
from retrieval.chunking import Cut, passages_of
from retrieval.documents import UnreadableDocument
from retrieval.embedding import Embedder
from retrieval.index import PassageIndex
from retrieval.labelled import Labelled
from retrieval.metrics import MEASURES, Interval, Place, interval, measure
from retrieval.naming import section_name
from retrieval.readers.kinds import KINDS, Limits
from retrieval.readers.reading import reader
from retrieval.search import Shelf, Weighing, rank
from retrieval.shelving import Shelves

OURS, DENSE, WORDS, RRF = "copydesk", "dense only", "BM25 only", "RRF"
ABOUT_THE_FILES = re.compile(
    r"(licen[cs]es?|readme|contributing|changelog|code[-_]of[-_]conduct)\.\w+$", re.IGNORECASE
)
PASSAGES = 60
RESULTS = 20
RRF_DEPTH = 60


@dataclass(frozen=True, kw_only=True)
class Result:
    """One row of a dump: a passage with its place, `file` relative to the guides folder."""

    file: str
    heading: str
    text: str
    score: float

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(file=self.file, heading=self.heading)


@dataclass(frozen=True, kw_only=True)
class Abstention:
    """How often "no guideline covers this" was said: rightly, of all the times it was said, and should be."""

    right: int
    said: int
    uncovered: int

    @property
    def precision(self) -> float:
        """The share of the verdicts that were right; 1 when none was given."""
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        """The share of the uncovered questions that got the verdict; 1 when there are none."""
        return self.right / self.uncovered if self.uncovered else 1.0


@dataclass(frozen=True, kw_only=True)
class Report:
    """Means with intervals by system and measure, paired differences of ours to each other system.

    `by_kind` holds ours only, by kind of question. `results` is what ours found, by question.
    """

    questions: int
    measures: Mapping[str, Mapping[str, Interval]]
    differences: Mapping[str, Mapping[str, Interval]]
    by_kind: Mapping[str, Mapping[str, Interval]]
    results: Mapping[str, tuple[Result, ...]]
    abstention: Abstention
    unread: tuple[str, ...] = ()

    def dump(self, path: Path) -> None:
        """Write one {id, results: [{file, heading, score, text}]} a line, best first."""
        lines = (
            json.dumps({"id": question, "results": [vars(result) for result in results]}, ensure_ascii=False)
            for question, results in self.results.items()
        )
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def as_json(self) -> dict[str, Any]:
        """Plain data for scripts."""
        tables = {"measures": self.measures, "differences": self.differences, "by_kind": self.by_kind}
        plain = {
            name: {row: {key: vars(cell) for key, cell in cells.items()} for row, cells in table.items()}
            for name, table in tables.items()
        }
        verdicts = {
            **vars(self.abstention),
            "precision": self.abstention.precision,
            "recall": self.abstention.recall,
        }
        return {"questions": self.questions, **plain, "abstention": verdicts, "unread": list(self.unread)}


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What is measured: the embedding model, where vectors go, how passages are cut and weighed."""

    embedder: Embedder
    index: PassageIndex
    weighing: Weighing = field(default_factory=Weighing)
    cut: Cut = field(default_factory=Cut)


async def evaluate(guides: Path, questions: Sequence[Labelled], setting: Setting) -> Report:
    """Run each question in its own guide's collection (a folder of `guides`) and score what is found."""
    wanted = {question.guide for question in questions}
    read, unread = await asyncio.to_thread(_read_guides, guides, wanted, setting.cut)
    runs: dict[str, dict[str, tuple[Result, ...]]] = defaultdict(dict)
    covered: dict[str, bool] = {}
    shelves = Shelves(index=setting.index, embedder=setting.embedder)
    for guide, passages in read.items():
        shelf = await asyncio.to_thread(
            Shelf, collection=f"eval-{shelves.collection(guide, 'measured')}", passages=passages
        )
        await shelves.fill(shelf)
        for question in (one for one in questions if one.guide == guide):
            found, covered[question.id] = await asyncio.to_thread(_runs, shelf, question, setting)
            for system, ranked in found.items():
                runs[system][question.id] = _results(ranked)
    return _report(questions, runs, covered, unread)


def readable_files(folder: Path) -> tuple[Path, ...]:
    """The files under a folder that can be guidelines, in order; licences and the like left out."""
    return tuple(
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix.lower() in KINDS and not _about_the_files(path, folder)
    )


def _about_the_files(path: Path, folder: Path) -> bool:
    return path.parent == folder and bool(ABOUT_THE_FILES.match(path.name))


def _read_guides(
    guides: Path, wanted: Iterable[str], cut: Cut
) -> tuple[dict[str, tuple[Passage, ...]], tuple[str, ...]]:
    read: dict[str, tuple[Passage, ...]] = {}
    unread: list[str] = []
    with reader(Limits()) as reading:
        for guide in sorted(wanted):
            passages: list[Passage] = []
            for path in readable_files(guides / guide):
                try:
                    document = reading(path, path.relative_to(guides).as_posix(), None)
                except UnreadableDocument as refusal:
                    unread.append(str(refusal))
                else:
                    passages += passages_of(document, version="", cut=cut)
            read[guide] = tuple(passages)
    return read, tuple(unread)


def _runs(
    shelf: Shelf, question: Labelled, setting: Setting
) -> tuple[dict[str, tuple[RankedPassage, ...]], bool]:
    """Every system's passages for one question, and whether ours says that it is covered."""
    ways = {
        OURS: (setting.weighing, (question.query, *shelf.understood(question.query))),
        DENSE: (setting.weighing.by_meaning_only, (question.query,)),
    }
    ranked = {
        name: rank(shelf, asked, index=setting.index, embedder=setting.embedder, k=PASSAGES, weighing=way)
        for name, (way, asked) in ways.items()
    }
    worded = _by_words(shelf, question.query)
    ours, dense = ranked[OURS], ranked[DENSE].passages
    return {OURS: ours.passages, DENSE: dense, WORDS: worded, RRF: _fused(dense, worded)}, ours.covered


def _by_words(shelf: Shelf, question: str) -> tuple[RankedPassage, ...]:
    scores = shelf.words(question)
    best = np.argsort(-scores, kind="stable")[:PASSAGES]
    return tuple(
        RankedPassage(passage=shelf.passages[row], score=float(scores[row]))
        for row in best
        if scores[row] > 0
    )


def _fused(*runs: Sequence[RankedPassage]) -> tuple[RankedPassage, ...]:
    """Reciprocal rank fusion, the usual way to join two rankings without weights."""
    scores: defaultdict[Passage, float] = defaultdict(float)
    for run in runs:
        for position, one in enumerate(run, 1):
            scores[one.passage] += 1 / (RRF_DEPTH + position)
    return tuple(
        RankedPassage(passage=one, score=scores[one]) for one in sorted(scores, key=lambda one: -scores[one])
    )


def _results(ranked: Sequence[RankedPassage]) -> tuple[Result, ...]:
    """One row a section, at its best passage."""
    best: dict[Place, Result] = {}
    for one in ranked:
        result = Result(
            file=one.passage.document,
            heading=section_name(one.passage),
            text=one.passage.text,
            score=round(one.score, 4),
        )
        best.setdefault(result.place, result)
    return tuple(best.values())[:RESULTS]


def _report(
    asked: Sequence[Labelled],
    runs: Mapping[str, Mapping[str, tuple[Result, ...]]],
    covered: Mapping[str, bool],
    unread: tuple[str, ...],
) -> Report:
    questions = [question for question in asked if question.gold]
    scored = {
        system: [_scored(question, found.get(question.id, ())) for question in questions]
        for system, found in runs.items()
    }
    ours = scored.pop(OURS, [])
    kinds = {
        kind: [row for question, row in zip(questions, ours, strict=True) if question.kind == kind]
        for kind in sorted({question.kind for question in questions})
    }
    return Report(
        questions=len(questions),
        measures={system: _intervals(rows) for system, rows in {OURS: ours, **scored}.items()},
        differences={
            system: _intervals([_minus(a, b) for a, b in zip(ours, rows, strict=True)])
            for system, rows in scored.items()
        },
        by_kind={kind: _intervals(rows) for kind, rows in kinds.items()},
        results=runs.get(OURS, {}),
        abstention=_abstention(asked, covered),
        unread=unread,
    )


def _abstention(asked: Sequence[Labelled], covered: Mapping[str, bool]) -> Abstention:
    said = [question for question in asked if not covered.get(question.id, False)]
    return Abstention(
        right=sum(not question.gold for question in said),
        said=len(said),
        uncovered=sum(not question.gold for question in asked),
    )


def _scored(question: Labelled, found: Sequence[Result]) -> dict[str, float]:
    return measure([result.place for result in found], question.gold, question.also)


def _minus(ours: Mapping[str, float], theirs: Mapping[str, float]) -> dict[str, float]:
    return {name: ours[name] - theirs[name] for name in MEASURES}


def _intervals(rows: Sequence[Mapping[str, float]]) -> dict[str, Interval]:
    return {name: interval([row[name] for row in rows]) for name in MEASURES}
