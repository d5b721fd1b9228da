"""Finds passages by their words: BM25 over stems, and over pieces of words for typos and spellings."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

import bm25s
import numpy as np
import Stemmer
from bm25s.tokenization import STOPWORDS_EN
from numpy.typing import NDArray

Scores = NDArray[np.float32]
PIECES = (3, 4)
WORD = re.compile(r"[a-z0-9']+")
TOKEN = re.compile(r"\b\w\w+\b")
STOPWORDS = frozenset(STOPWORDS_EN)
FEWEST = 200
"""How rare a word is cannot be told from fewer texts: a smaller library is taken for one of this size."""
ASKING = (
    "how what which when where who why do does did can could may might should would shall must we us our "
    "my me you your use using used write writing written say saying wording word words go goes ok okay "
    "alright fine allowed allow right way need get have has want like put make many much long ever still "
    "really mean please rule rules guideline guidelines brand policy thing things let"
)
"""Words by which people ask a guideline; they say nothing of what is asked."""


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

    def telling(self, question: str) -> dict[str, float]:
        """The question's stems with what each tells: the rarer, the more. Words of asking tell nothing."""
        (stems,) = _stems([question])
        asked = dict.fromkeys(stems)
        said = [stem for stem in asked if stem not in _asking()] or list(asked)
        return {stem: self._weight(stem) for stem in said}

    def holds(self, stem: str) -> bool:
        """Whether any text has it."""
        return stem in self._holding

    def _weight(self, stem: str) -> float:
        """The inverse document frequency of BM25."""
        holding, size = self._holding[stem], max(self._size, FEWEST)
        return math.log(1 + (size - holding + 0.5) / (holding + 0.5))


def stems_of(text: str) -> frozenset[str]:
    """The stems of a text, without the commonest words."""
    return frozenset(_stems([text])[0])


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
    stem = Stemmer.Stemmer("english").stemWords
    return [stem([word for word in TOKEN.findall(text.lower()) if word not in STOPWORDS]) for text in texts]


@cache
def _asking() -> frozenset[str]:
    return stems_of(ASKING)


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
