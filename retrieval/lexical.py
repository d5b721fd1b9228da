"""Finds passages by their words: stemmed BM25, beside what the vectors find by meaning."""

from __future__ import annotations

from collections.abc import Sequence

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

Scores = NDArray[np.float32]


class LexicalIndex:
    """BM25 over English word stems, kept in memory; 10,000 passages take half a second to build."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._stemmer = Stemmer.Stemmer("english")
        self._size = len(texts)
        stems = self._stems(texts)
        self._bm25 = bm25s.BM25() if any(stems) else None
        if self._bm25 is not None:
            self._bm25.index(stems, show_progress=False)

    def scores(self, question: str) -> Scores:
        """One score a text, 0 where they share no word, 1 for the best; all 0 when none does."""
        stems = self._stems([question])[0]
        if self._bm25 is None or not stems:
            return np.zeros(self._size, dtype=np.float32)
        raw = np.asarray(self._bm25.get_scores(stems), dtype=np.float32)
        best = float(raw.max())
        return raw / best if best > 0 else raw

    def _stems(self, texts: Sequence[str]) -> list[list[str]]:
        stems: list[list[str]] = bm25s.tokenize(
            list(texts), stopwords="en", stemmer=self._stemmer, return_ids=False, show_progress=False
        )
        return stems
