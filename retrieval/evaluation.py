"""Measures retrieval on labelled questions: ours beside the simple ways it has to beat."""

from __future__ import annotations

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from brandkit.errors import Refusal
from brandkit.passages import Passage, RankedPassage
from retrieval.chunking import Cut, passages_of
from retrieval.documents import UnreadableDocument
from retrieval.embedding import Embedder
from retrieval.index import PassageIndex
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
class Labelled:
    """A question with the sections that answer it (`gold`) and those that help (`also`)."""

    id: str
    guide: str
    kind: str
    query: str
    gold: tuple[Place, ...]
    also: tuple[Place, ...] = ()


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
class Report:
    """Means with intervals by system and measure, paired differences of ours to each other system.

    `by_kind` holds ours only, by kind of question. `results` is what ours found, by question.
    """

    questions: int
    measures: Mapping[str, Mapping[str, Interval]]
    differences: Mapping[str, Mapping[str, Interval]]
    by_kind: Mapping[str, Mapping[str, Interval]]
    results: Mapping[str, tuple[Result, ...]]
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
        return {"questions": self.questions, **plain, "unread": list(self.unread)}


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What is measured: the embedding model, where vectors go, how passages are cut and weighed."""

    embedder: Embedder
    index: PassageIndex
    weighing: Weighing = field(default_factory=Weighing)
    cut: Cut = field(default_factory=Cut)


def read_questions(path: Path) -> tuple[Labelled, ...]:
    """The labelled questions of a file, one JSON object a line. Raises Refusal naming the bad line."""
    questions: list[Labelled] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            questions += [_labelled(json.loads(line))] if line.strip() else []
        except (ValueError, KeyError, TypeError) as error:
            raise Refusal(
                f"Line {number} of {path} is not a labelled question. It needs id, guide, kind, query and "
                "gold, where gold is a list of {file, heading}."
            ) from error
    return tuple(questions)


async def evaluate(guides: Path, questions: Sequence[Labelled], setting: Setting) -> Report:
    """Run each question in its own guide's collection (a folder of `guides`) and score what is found."""
    wanted = {question.guide for question in questions}
    read, unread = await asyncio.to_thread(_read_guides, guides, wanted, setting.cut)
    runs: dict[str, dict[str, tuple[Result, ...]]] = defaultdict(dict)
    shelves = Shelves(index=setting.index, embedder=setting.embedder)
    for guide, passages in read.items():
        shelf = await asyncio.to_thread(
            Shelf, collection=f"eval-{shelves.collection(guide, 'measured')}", passages=passages
        )
        await shelves.fill(shelf)
        for question in (one for one in questions if one.guide == guide):
            for system, ranked in (await asyncio.to_thread(_runs, shelf, question, setting)).items():
                runs[system][question.id] = _results(ranked)
    return _report(questions, runs, unread)


def readable_files(folder: Path) -> tuple[Path, ...]:
    """The files under a folder that can be guidelines, in order; licences and the like left out."""
    return tuple(
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix.lower() in KINDS and not _about_the_files(path, folder)
    )


def _about_the_files(path: Path, folder: Path) -> bool:
    return path.parent == folder and bool(ABOUT_THE_FILES.match(path.name))


def _labelled(plain: dict[str, Any]) -> Labelled:
    return Labelled(
        id=plain["id"],
        guide=plain["guide"],
        kind=plain.get("kind", ""),
        query=plain["query"],
        gold=tuple(Place(file=one["file"], heading=one["heading"]) for one in plain["gold"]),
        also=tuple(Place(file=one["file"], heading=one["heading"]) for one in plain.get("also", ())),
    )


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


def _runs(shelf: Shelf, question: Labelled, setting: Setting) -> dict[str, tuple[RankedPassage, ...]]:
    """Every system's passages for one question."""
    everything = replace(setting.weighing, floor=0.0)
    ways = {OURS: everything, DENSE: replace(everything, words=0.0)}
    ranked = {
        name: rank(
            shelf, [question.query], index=setting.index, embedder=setting.embedder, k=PASSAGES, weighing=way
        )
        for name, way in ways.items()
    }
    worded = _by_words(shelf, question.query)
    return {**ranked, WORDS: worded, RRF: _fused(ranked[DENSE], worded)}


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
    questions: Sequence[Labelled],
    runs: Mapping[str, Mapping[str, tuple[Result, ...]]],
    unread: tuple[str, ...],
) -> Report:
    scored = {
        system: [_scored(question, found.get(question.id, ())) for question in questions]
        for system, found in runs.items()
    }
    ours = scored.get(OURS, [])
    kinds = sorted({question.kind for question in questions})
    return Report(
        questions=len(questions),
        measures={system: _intervals(rows) for system, rows in scored.items()},
        differences={
            system: _intervals([_minus(a, b) for a, b in zip(ours, rows, strict=True)])
            for system, rows in scored.items()
            if system != OURS
        },
        by_kind={
            kind: _intervals(
                [row for question, row in zip(questions, ours, strict=True) if question.kind == kind]
            )
            for kind in kinds
        },
        results=runs.get(OURS, {}),
        unread=unread,
    )


def _scored(question: Labelled, found: Sequence[Result]) -> dict[str, float]:
    return measure([result.place for result in found], question.gold, question.also)


def _minus(ours: Mapping[str, float], theirs: Mapping[str, float]) -> dict[str, float]:
    return {name: ours[name] - theirs[name] for name in MEASURES}


def _intervals(rows: Sequence[Mapping[str, float]]) -> dict[str, Interval]:
    return {name: interval([row[name] for row in rows]) for name in MEASURES}
