"""Ranks a version's passages for a question: by meaning and by words, added up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import chain, islice
from types import MappingProxyType

import numpy as np

from brandkit.passages import Passage, PassageId, RankedPassage
from retrieval.coverage import Subject
from retrieval.diversity import distinct
from retrieval.embedding import Embedder, Vectors
from retrieval.field_terms import FieldTerms, field_terms
from retrieval.index import PassageIndex
from retrieval.lexical import LexicalIndex, Scores
from retrieval.naming import in_context
from retrieval.spelling import Spelling
from retrieval.understanding import sub_questions

BEST = 5
NEAR_THE_BEST = 0.8
"""A passage headed with the name of a part may be so much weaker than the best and still speak for it."""
FEW_ENOUGH, OVERSHOOT = 1_000, 4
"""Where documents are left out: so many passages are all looked at; of more, so many times as many."""
REMEMBERED = 256
"""How many questions a shelf remembers what they found; each takes some ten kilobytes."""


@dataclass(frozen=True, kw_only=True)
class Weighing:
    """How the ways of finding are added up, and when nothing found is evidence. Chosen by measurement.

    `words` is what the best match by words adds to a cosine similarity, and `others` the share of it
    that a match by other names of the same things adds; `reworded` is how far the question's vector moves
    towards the question in those names. `near` and `worded` are how many candidates each way may name;
    `aside` is what a further question counts beside the first. A question is covered when a passage's
    similarity, with `spoken` times the share of the question that it has words for and without `unheard`
    times the share that no passage has words for, reaches `covered`. What has less than `weak` of the
    best one's score is not shown beside it.
    """

    words: float = 0.14
    others: float = 0.5
    reworded: float = 0.4
    near: int = 100
    worded: int = 50
    aside: float = 0.85
    spoken: float = 0.2
    unheard: float = 0.2
    covered: float = 0.39
    weak: float = 0.5

    @property
    def by_meaning_only(self) -> Weighing:
        """The simple way: nothing but the similarity of the question as asked."""
        return replace(self, words=0.0, others=0.0, reworded=0.0)


class Shelf:
    """One version's passages, ready to be searched. Immutable; built from the record."""

    def __init__(
        self, *, collection: str, passages: Sequence[Passage], terms: FieldTerms | None = None
    ) -> None:
        """`terms` are the names by which one thing goes; those that come along when left out."""
        self.collection = collection
        self.terms = terms or field_terms()
        self.passages = tuple(passages)
        self._names = [passage.id for passage in self.passages]
        self.by_id = dict(zip(self._names, self.passages, strict=True))
        self._row = {name: row for row, name in enumerate(self._names)}
        self._spelling = Spelling(in_context(passage) for passage in self.passages)
        self._lexical = LexicalIndex([in_context(passage) for passage in self.passages])

    def understood(self, question: str) -> tuple[str, ...]:
        """What to look for besides the question as asked: without its typos, and what it is really about."""
        mended = self._spelling.mended(question)
        return (*((mended,) if mended != question else ()), *sub_questions(mended))

    def words(self, question: str) -> Scores:
        """How well each passage matches by words, 0 to 1, in the order of `passages`."""
        return self._lexical.scores(question)

    def words_also(self, question: str, share: float) -> Scores:
        """As `words`, and what the question's things are called otherwise for a share of it."""
        others = self.terms.others(question) if share else ()
        own = self.words(question)
        return own + np.float32(share) * self.words(" ".join(others)) if others else own

    def subject(self, question: str) -> Subject:
        """What the question is about, to be looked for in passages."""
        return Subject(question, vocabulary=self._lexical, terms=self.terms)

    def name(self, row: int) -> PassageId:
        """The id of the passage at that place, which takes a while to compute."""
        return self._names[row]

    def rows_without(self, documents: frozenset[str]) -> Scores:
        """1 for each passage that is in none of these documents, else 0, in the order of `passages`."""
        return np.fromiter(
            (passage.document not in documents for passage in self.passages),
            dtype=np.float32,
            count=len(self.passages),
        )

    def row(self, passage: PassageId) -> int | None:
        """The passage's place in `passages`; None for one that is not on this shelf."""
        return self._row.get(passage)


@dataclass(frozen=True, kw_only=True)
class Found:
    """What one question found: scores by the row of the passage, and whether the best are evidence."""

    scores: Mapping[int, float]
    covered: bool


class Memory(dict[tuple[object, ...], Found]):
    """What questions found lately on one shelf by one model: briefs ask the same again and again."""

    def forget(self) -> None:
        """All but the last REMEMBERED."""
        for key in list(self)[: max(0, len(self) - REMEMBERED)]:
            self.pop(key, None)


class NotIndexed(Exception):  # a fact that the caller acts on, not a failure
    """The index holds nothing of this shelf."""


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """What was found, best first, and whether it is evidence: without, no guideline covers the question."""

    passages: tuple[RankedPassage, ...] = ()
    covered: bool = False
    seated: frozenset[Passage] = frozenset()

    def strong(self, weak: float) -> tuple[RankedPassage, ...]:
        """Those with at least this share of the best one's score, and those that keep their seat."""
        least = self.passages[0].score * weak if self.passages else 0.0
        return tuple(one for one in self.passages if one.score >= least or one.passage in self.seated)


def rank(
    shelf: Shelf,
    questions: Sequence[str],
    *,
    index: PassageIndex,
    embedder: Embedder,
    k: int,
    weighing: Weighing,
    without: frozenset[str] = frozenset(),
    apart: bool = False,
    under: Mapping[str, str] = MappingProxyType({}),
    memory: Memory | None = None,
) -> Ranking:
    """The k best passages. Of several questions a passage's best counts; all but the first count less.

    With `apart`, the best passage of each question that is covered keeps a seat among the k, so that what
    many passages speak to does not crowd out the rest; earlier questions first. A question in `under` gives
    its seat to a passage whose heading has the name there, where one comes near the best. What says the
    same as a better one is left out, and so are documents named in `without`. A question that is in
    `memory` is not looked up again. Blocks. Raises NotIndexed when the shelf's collection is missing or
    empty.
    """
    asked = [question for question in questions if question.strip()]
    admitted = shelf.rows_without(without) if without else None
    if not shelf.passages or not asked or (admitted is not None and not admitted.any()):
        return Ranking()
    memory = Memory() if memory is None else memory
    keys = {question: (question, k, without, weighing) for question in asked}
    found = {question: known for question, key in keys.items() if (known := memory.get(key)) is not None}
    new = [question for question in keys if question not in found]
    vectors = _vectors(new, shelf.terms, embedder, weighing.reworded) if new else ()
    for question, vector in zip(new, vectors, strict=True):
        words = shelf.words_also(question, weighing.others)
        words = words if admitted is None else words * admitted
        look = _Look(shelf=shelf, index=index, vector=vector, words=words, weighing=weighing)
        found[question] = memory[keys[question]] = look.found(question, k, admitted)
    memory.forget()
    best: dict[int, float] = {}
    seats: dict[int, None] = {}
    for place, question in enumerate(asked):
        one = found[question]
        if apart and one.covered and len(seats) < k:
            seats[_seat(shelf, one.scores, under.get(question, ""))] = None
        for row, score in one.scores.items():
            best[row] = max(score * (weighing.aside if place else 1.0), best.get(row, 0.0))
    return Ranking(
        passages=tuple(_best(shelf, best, k, first=tuple(seats))),
        covered=any(one.covered for one in found.values()),
        seated=frozenset(shelf.passages[row] for row in seats),
    )


def _seat(shelf: Shelf, scores: Mapping[int, float], name: str) -> int:
    """The row of the best passage, or of one near it whose heading is that name, or has it."""
    ordered = sorted(scores, key=lambda row: (-scores[row], row))
    near = [row for row in ordered if name and scores[row] >= NEAR_THE_BEST * scores[ordered[0]]]
    heads = {row: "".join(shelf.passages[row].heading[-1:]).lower() for row in near}
    said = name.lower()
    exact = (row for row in near if heads[row].removesuffix("s") == said.removesuffix("s"))
    having = (row for row in near if said in heads[row])
    return next(chain(exact, having), ordered[0])


def _best(
    shelf: Shelf, scores: Mapping[int, float], k: int, *, first: Sequence[int]
) -> Iterator[RankedPassage]:
    """The k best, those at the rows of `first` among them, in the order of their scores."""
    ordered = sorted(scores, key=lambda row: (-scores[row], row))
    sought = (*first, *ordered)
    chosen = {sought[place] for place in islice(distinct(shelf.passages[row] for row in sought), k)}
    for row in ordered:
        if row in chosen:
            yield RankedPassage(passage=shelf.passages[row], score=scores[row])


def _vectors(asked: Sequence[str], terms: FieldTerms, embedder: Embedder, share: float) -> Vectors:
    """One unit vector a question, moved by `share` towards the question in the usual names of its things."""
    reworded = [terms.reworded(question) for question in asked] if share else list(asked)
    others = [new for old, new in zip(asked, reworded, strict=True) if new != old]
    made = embedder.embed_questions([*asked, *others])
    vectors, further = made[: len(asked)].copy(), iter(made[len(asked) :])
    for row, (old, new) in enumerate(zip(asked, reworded, strict=True)):
        if new != old:
            moved = (1 - share) * vectors[row] + share * next(further)
            vectors[row] = moved / np.linalg.norm(moved)
    return vectors


@dataclass(frozen=True, kw_only=True)
class _Look:
    """One question, looked up by meaning and by words."""

    shelf: Shelf
    index: PassageIndex
    vector: Vectors
    words: Scores
    weighing: Weighing

    def found(self, question: str, k: int, admitted: Scores | None) -> Found:
        """What can be among the k best for the question, and whether that is evidence."""
        nearness = self._nearness(k, admitted)
        scores = _scores(nearness, self.words, self.weighing)
        return Found(scores=scores, covered=_covers(self.shelf, question, nearness, scores, self.weighing))

    def _nearness(self, k: int, admitted: Scores | None) -> dict[int, float]:
        """Cosine similarity by row, for every passage that meaning or words can bring among the best."""
        found = self._nearest(admitted)
        rows = self._worded(found, k)
        return found | self._of(rows)

    def _nearest(self, admitted: Scores | None) -> dict[int, float]:
        """The nearest by meaning; of a shelf of which little is admitted, all that is."""
        if admitted is not None and int(admitted.sum()) <= FEW_ENOUGH:
            return self._of([int(row) for row in np.flatnonzero(admitted)])
        wanted = self.weighing.near * (1 if admitted is None else OVERSHOOT)
        found = self.index.query(self.shelf.collection, self.vector, min(wanted, len(self.shelf.passages)))
        if not found:
            raise NotIndexed
        rows = ((self.shelf.row(passage), near) for passage, near in found)
        return {
            row: near for row, near in rows if row is not None and (admitted is None or admitted[row] > 0)
        }

    def _worded(self, found: Mapping[int, float], k: int) -> list[int]:
        """The best by words of those that meaning did not name, if they can still be among the k best.

        What meaning did not name is no nearer than the last that it named, so its words have to make up
        for that. Most questions need no second look into the index.
        """
        farthest = min(found.values(), default=0.0)
        ranked = sorted(
            (near + self.weighing.words * float(self.words[row]) for row, near in found.items()), reverse=True
        )
        bar = ranked[k - 1] if len(ranked) >= k else -1.0
        least = max((bar - farthest) / self.weighing.words, 0.0) if self.weighing.words else 2.0
        rows = np.flatnonzero((self.words > 0) & (self.words >= least))
        best = rows[np.argsort(-self.words[rows], kind="stable")][: self.weighing.worded]
        return [int(row) for row in best if int(row) not in found]

    def _of(self, rows: Sequence[int]) -> dict[int, float]:
        """The similarity of these passages."""
        names = {row: self.shelf.name(row) for row in rows}
        held = self.index.vectors(self.shelf.collection, list(names.values())) if names else {}
        if names and not held:
            raise NotIndexed
        return {row: float(held[name] @ self.vector) for row, name in names.items() if name in held}


def _scores(nearness: Mapping[int, float], words: Scores, weighing: Weighing) -> dict[int, float]:
    """Both ways added up, as 0 (unrelated) to 1 (the same)."""
    full = 1.0 + weighing.words
    return {
        row: min(1.0, max(0.0, (near + weighing.words * float(words[row])) / full))
        for row, near in nearness.items()
    }


def _covers(
    shelf: Shelf,
    question: str,
    nearness: Mapping[int, float],
    scores: Mapping[int, float],
    weighing: Weighing,
) -> bool:
    """Whether one of the best passages is near enough and speaks of what was asked."""
    best = nlargest(BEST, scores, key=lambda row: scores[row])
    subject = shelf.subject(question)
    spoken = subject.spoken([in_context(shelf.passages[row]) for row in best])
    told = [nearness[row] + weighing.spoken * share for row, share in zip(best, spoken, strict=True)]
    return max(told, default=0.0) - weighing.unheard * subject.unheard >= weighing.covered
