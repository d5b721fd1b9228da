"""A guideline library of any size whose vectors cost next to nothing, and questions to it.

Embedding a hundred thousand passages would take the model an hour. Here a passage's vector is put together
from the vectors of the phrases in it, with a little noise of its own, so that it lies where the model would
put it, more or less. Questions are embedded as always.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from brandkit.passages import Passage
from retrieval.embedding import Embedder, Vectors

SUBJECTS = "dates logos colours headlines buttons links names prices captions forms".split()  # noqa: SIM905
VERBS = "write use avoid keep shorten capitalise spell place align explain check".split()  # noqa: SIM905
PLACES = (
    *("in headings", "on buttons", "in emails", "for customers"),
    *("before numbers", "in markets", "on slides"),
)
PHRASES = (*SUBJECTS, *VERBS, *PLACES)
NOISE = 0.5
SENTENCES, CHAPTERS = 8, 40
A_FILE = 500


def passages(count: int) -> list[Passage]:
    """So many passages, in files of five hundred."""
    chance = random.Random(0)  # no secret
    return [
        Passage(
            document=f"guide-{number // A_FILE}.md",
            version="v1",
            heading=(f"Chapter {number % CHAPTERS}", f"Rule {number}"),
            text=" ".join(_sentence(chance) for _ in range(SENTENCES)),
        )
        for number in range(count)
    ]


def written(folder: Path, library: Sequence[Passage]) -> list[Path]:
    """The same as files of Markdown."""
    files: dict[str, list[str]] = {}
    for one in library:
        files.setdefault(one.document, []).append(f"# {one.heading[0]}\n\n## {one.heading[1]}\n\n{one.text}")
    for name, sections in files.items():
        (folder / name).write_text("\n\n".join(sections), encoding="utf-8")
    return [folder / name for name in files]


def questions(seed: int, count: int) -> list[str]:
    """Each asked once only, so that none is remembered."""
    chance = random.Random(seed + 1)  # no secret
    return [f"how do we {_sentence(chance)[:-1]} {seed}{number}" for number in range(count)]


class ComposedVectors:
    """An embedder for passages of this library; what it cannot put together it leaves to the real one."""

    def __init__(self, real: Embedder) -> None:
        self.name, self.source, self._real = "composed", "composed", real
        self._phrases = real.embed(PHRASES)
        self._chance = np.random.default_rng(0)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 for each text."""
        counts = np.array([[text.count(phrase) for phrase in PHRASES] for text in texts], dtype=np.float32)
        if not counts.any(axis=1).all():
            return self._real.embed(texts)
        rows = counts @ self._phrases
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        noise = self._chance.normal(size=rows.shape) / np.sqrt(rows.shape[1])
        rows = (rows + NOISE * noise).astype(np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        """By the real one."""
        return self._real.embed_questions(questions)

    def warm(self) -> None:
        """Load the real one."""
        self._real.warm()


def _sentence(chance: random.Random) -> str:
    verb, one, other, place = (chance.choice(words) for words in (VERBS, SUBJECTS, SUBJECTS, PLACES))
    return f"{verb} {one} and {other} {place}."
