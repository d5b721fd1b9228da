"""Puts the best passages in a better order with a cross-encoder, where a model for that is at hand."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from brandkit.errors import Refusal
from brandkit.passages import RankedPassage
from retrieval.embedding import offline
from retrieval.naming import in_context

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

CANDIDATES = 20
"""So many of the best are read again: each costs a pass through the model."""
OWN_SHARE = 0.5
"""What the first ranking keeps of the say: a cross-encoder alone forgets exact names and other names."""


class Reranker(Protocol):
    """Reads a question and a passage together."""

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """How well each text answers the question, 0 to 1."""


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers from a folder. Loads at first use; never asks a model hub."""

    def __init__(self, model: str) -> None:
        self._folder = Path(model)
        self._lock = threading.Lock()
        self._loaded: CrossEncoder | None = None

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Raises Refusal when the folder does not hold a model."""
        from torch.nn import Sigmoid  # noqa: PLC0415  # loaded with the model

        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._folder)
            found = self._loaded.predict(
                [(question, text) for text in texts], activation_fn=Sigmoid(), show_progress_bar=False
            )
        return np.asarray(found, dtype=np.float32).reshape(len(texts))


def reranked(
    question: str, passages: Sequence[RankedPassage], reranker: Reranker
) -> tuple[RankedPassage, ...]:
    """The same passages, best first by both rankings; the first ones are read again, the rest follow."""
    head = passages[:CANDIDATES]
    if not head:
        return tuple(passages)
    read = reranker.scores(question, [in_context(one.passage) for one in head])
    mixed = [
        replace(one, score=OWN_SHARE * one.score + (1 - OWN_SHARE) * float(score) * head[0].score)
        for one, score in zip(head, read, strict=True)
    ]
    least = min(one.score for one in mixed)
    rest = (replace(one, score=min(one.score, least)) for one in passages[CANDIDATES:])
    return (*sorted(mixed, key=lambda one: -one.score), *rest)


def _load(folder: Path) -> CrossEncoder:
    if not (folder / "config.json").is_file():
        raise Refusal(
            f"There is no re-ranking model in the folder {folder}. Set COPYDESK_RERANKER to a folder that "
            "holds a cross-encoder of sentence-transformers, or leave it empty to do without."
        )
    offline()
    from sentence_transformers import CrossEncoder  # noqa: PLC0415  # seconds and memory only where it is used

    return CrossEncoder(str(folder), device="cpu", local_files_only=True)
