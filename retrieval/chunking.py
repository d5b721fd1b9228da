"""Cuts a document's sections into passages that fit the embedding model and can be cited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from brandkit.passages import Passage
from retrieval.documents import Document, Section

SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+|\n+")


@dataclass(frozen=True, kw_only=True)
class Cut:
    """How long a passage may be and how much of the one before it repeats, in words."""

    words: int = 180
    overlap: int = 30


def passages_of(document: Document, *, version: str, cut: Cut | None = None) -> tuple[Passage, ...]:
    """The document's passages in reading order. A passage never spans two headings or two pages.

    What is said twice at the same place (a drawing's labels, for one) becomes one passage.
    """
    passages = (
        Passage(
            document=document.name,
            version=version,
            heading=section.heading,
            text=section.text[start:end],
            page=section.page,
            start=section.start + start,
            end=section.start + end,
        )
        for section in document.sections
        for start, end in _windows(section, cut or Cut())
    )
    return linked({passage.id: passage for passage in passages}.values())


def linked(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """The same passages, each knowing its neighbours. They come by document and in reading order."""
    found: list[Passage] = []
    for _, together in groupby(passages, key=lambda one: one.document):
        own = list(together)
        ids = [one.id for one in own]
        found += [
            replace(one, previous=before, following=after)
            for one, before, after in zip(own, [None, *ids[:-1]], [*ids[1:], None], strict=True)
        ]
    return tuple(found)


def _windows(section: Section, cut: Cut) -> Iterator[tuple[int, int]]:
    """Spans of whole pieces (lines or sentences), each at most `cut.words` long, overlapping a little."""
    pieces = list(_pieces(section.text, cut.words))
    first = 0
    while first < len(pieces):
        last, words = first, pieces[first][2]
        while last + 1 < len(pieces) and words + pieces[last + 1][2] <= cut.words:
            last += 1
            words += pieces[last][2]
        yield pieces[first][0], pieces[last][1]
        if last + 1 == len(pieces):
            return
        first = _step_back(pieces, first, last, cut.overlap)


def _step_back(pieces: list[tuple[int, int, int]], first: int, last: int, overlap: int) -> int:
    begin, words = last + 1, 0
    while begin - 1 > first and words + pieces[begin - 1][2] <= overlap:
        begin -= 1
        words += pieces[begin][2]
    return begin


def _pieces(text: str, most: int) -> Iterator[tuple[int, int, int]]:
    """Start, end and number of words of each line or sentence; a longer one is cut between words."""
    start = 0
    for gap in (*SENTENCE_END.finditer(text), None):
        end = gap.start() if gap else len(text)
        words = list(re.finditer(r"\S+", text[start:end]))
        for cut in range(0, len(words), most):
            part = words[cut : cut + most]
            yield start + part[0].start(), start + part[-1].end(), len(part)
        start = gap.end() if gap else end
