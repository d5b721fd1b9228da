"""Finds passages by their words: BM25 over stems, and over pieces of words for typos and spellings."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence

import bm25s
import numpy as np
import Stemmer
from bm25s.tokenization import STOPWORDS_EN
from numpy.typing import NDArray

Scores = NDArray[np.float32]
PIECES = (3, 4)
WORD = re.compile(r"[a-z0-9']+")
STOPWORDS = frozenset(STOPWORDS_EN)


class LexicalIndex:
    """Two ways to match words, kept in memory; 10,000 passages take about four seconds to build.

    Stems join "writes" and "writing"; pieces of words join "organise" and "organize", and a typo with
    what was meant.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        stems = _stems(texts)
        self._legs = (_Leg(stems, _stems), _Leg(_pieces(texts), _pieces))
        self._holding = Counter(stem for bag in stems for stem in set(bag))
        self._size = len(texts)

    def scores(self, question: str) -> Scores:
        """One score a text: 0 where they have nothing in common, 1 for one that is best in both ways."""
        scores = [leg.scores(question) for leg in self._legs]
        return np.asarray(np.mean(scores, axis=0), dtype=np.float32)

    def shared(self, question: str, text: str) -> float:
        """The share of the question's words that the text has, 0 to 1; a rare word weighs more."""
        asked, held = (set(bag) for bag in _stems([question, text]))
        whole = sum(map(self._weight, asked))
        return sum(map(self._weight, asked & held)) / whole if whole else 0.0

    def _weight(self, stem: str) -> float:
        """How much a word tells: the inverse document frequency of BM25."""
        holding = self._holding[stem]
        return math.log(1 + (self._size - holding + 0.5) / (holding + 0.5))


class _Leg:
    """One BM25 index over one kind of token."""

    def __init__(self, bags: list[list[str]], tokens: Callable[[Sequence[str]], list[list[str]]]) -> None:
        self._tokens, self._size = tokens, len(bags)
        self._bm25 = bm25s.BM25() if any(bags) else None
        if self._bm25 is not None:
            self._bm25.index(bags, show_progress=False)

    def scores(self, question: str) -> Scores:
        (tokens,) = self._tokens([question])
        if self._bm25 is None or not tokens:
            return np.zeros(self._size, dtype=np.float32)
        raw = np.asarray(self._bm25.get_scores(tokens), dtype=np.float32)
        best = float(raw.max())
        return raw / best if best > 0 else raw


def _stems(texts: Sequence[str]) -> list[list[str]]:
    stems: list[list[str]] = bm25s.tokenize(
        list(texts),
        stopwords="en",
        stemmer=Stemmer.Stemmer("english"),
        return_ids=False,
        show_progress=False,
    )
    return stems


def _pieces(texts: Sequence[str]) -> list[list[str]]:
    known: dict[str, list[str]] = {}
    return [[piece for word in _words(text) for piece in _cut(word, known)] for text in texts]


def _words(text: str) -> list[str]:
    return [word for word in WORD.findall(text.lower()) if word not in STOPWORDS]


def _cut(word: str, known: dict[str, list[str]]) -> list[str]:
    if word not in known:
        edged = f"<{word}>"
        known[word] = [edged[at : at + size] for size in PIECES for at in range(len(edged) - size + 1)]
    return known[word]
