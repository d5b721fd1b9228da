"""The embedding model made quick for a question: in eight bits where that is possible, or in half precision.

What people ask is a few short texts, each as they come. Passages keep the model as it is.
"""

from __future__ import annotations

import copy
import logging
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers.utils import logging as remarks

if TYPE_CHECKING:
    from ctranslate2 import Encoder
    from sentence_transformers import SentenceTransformer

log = logging.getLogger(__name__)

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Unit vectors, one row a text."""
SAMPLES = (
    "how small may the logo be, and in which colour",
    "dates",
    "Is it fine to write 10% in a headline, or should it be ten percent or per cent or percentage?",
)
TRIES, SPARED = 15, 0.9
"""Half precision is taken where a question takes less than so much of its time with it."""
SIDE_BY_SIDE = 2
"""So many texts at once: a question and its rewording. Together they take the time of the longer one."""
ALIKE = 0.98
"""Eight bits are taken where a text's vector is at least so near to the model's own."""


def quickest(model: SentenceTransformer, folder: Path) -> Embed:
    """What embeds a question in the least time on this machine, with nearly the vectors of the model."""
    try:
        eight = _in_eight_bits(model, folder)
        if eight is not None and _alike(eight, lambda texts: _straight(model, texts)):
            return eight
    except Exception as error:  # noqa: BLE001 - no question fails for want of a quicker way
        log.warning("not quick", extra={"event": "not_quick", "why": f"{type(error).__name__}: {error}"})
    quick = _half_or_whole(model)
    return lambda texts: _straight(quick, texts)


class _EightBits:
    """The layers in CTranslate2, and what the model does before (tokens) and after them (pooling) as it is.

    The layers see each text by itself: nothing is padded, and no vector hangs on its neighbours. Two texts
    go through them side by side, each on a thread of its own that stands still while it has no core.
    """

    def __init__(self, model: SentenceTransformer, layers: Encoder) -> None:
        self._model, self._layers = model, layers
        self._threads = ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="embedding")

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        with torch.inference_mode():
            features: dict[str, Any] = dict(self._model.preprocess(list(texts)))
            features["token_embeddings"] = self._through(features["input_ids"], features["attention_mask"])
            for module in list(self._model)[1:]:
                features = module(features)
            return _unit(features)

    def _through(self, tokens: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The last layer's result for each token, and nothing for those that fill up a row."""
        texts = [row[there].tolist() for row, there in zip(tokens, mask.bool(), strict=True)]
        rows = list(self._threads.map(self._row, texts))
        filled = np.zeros((*tokens.shape, rows[0].shape[-1]), dtype=np.float32)
        filled[mask.bool().numpy()] = np.concatenate(rows)
        return torch.from_numpy(filled)

    def _row(self, tokens: list[int]) -> NDArray[np.float32]:
        (row,) = np.array(self._layers.forward_batch([tokens]).last_hidden_state)
        return np.asarray(row, dtype=np.float32)


def _in_eight_bits(model: SentenceTransformer, folder: Path) -> _EightBits | None:
    """None for a kind of model, or on a kind of system, that CTranslate2 has nothing for."""
    try:
        from ctranslate2 import Encoder  # noqa: PLC0415  # large, and not made for every system
        from ctranslate2.converters import TransformersConverter  # noqa: PLC0415
    except ImportError:
        return None
    with tempfile.TemporaryDirectory() as made, _silence():
        try:
            TransformersConverter(str(folder)).convert(made, quantization="int8", force=True)
            layers = Encoder(
                made, device="cpu", compute_type="int8", inter_threads=SIDE_BY_SIDE, intra_threads=1
            )
        except ValueError:  # another kind of model, or a processor without whole numbers
            return None
    return _EightBits(model, layers)


@contextmanager
def _silence() -> Iterator[None]:
    """What the converter makes transformers remark is nothing to whoever started us."""
    before = remarks.get_verbosity()
    remarks.set_verbosity_error()
    try:
        yield
    finally:
        remarks.set_verbosity(before)


def _alike(one: Embed, other: Embed) -> bool:
    return bool(((one(SAMPLES) * other(SAMPLES)).sum(axis=1) >= ALIKE).all())


def _half_or_whole(model: SentenceTransformer) -> SentenceTransformer:
    """Its twin in half precision where this processor is quicker with that, and the model where it is not.

    Told by trying, in time of the processor, so that other work on the machine does not decide it.
    """
    half = copy.deepcopy(model).to(torch.bfloat16)
    took = [(_seconds(half), _seconds(model)) for _ in range(TRIES)]
    return half if min(one for one, _ in took) < SPARED * min(other for _, other in took) else model


def _seconds(model: SentenceTransformer) -> float:
    """What a short question takes."""
    began = time.thread_time()
    _straight(model, SAMPLES[:1])
    return time.thread_time() - began


def _straight(model: SentenceTransformer, texts: Sequence[str]) -> NDArray[np.float32]:
    """Without sorting and batching, which would cost a question a fifth of its time."""
    with torch.inference_mode():
        return _unit(model(model.preprocess(list(texts))))


def _unit(features: dict[str, Any]) -> NDArray[np.float32]:
    rows = features["sentence_embedding"].float()
    return np.asarray(torch.nn.functional.normalize(rows, dim=1).numpy(), dtype=np.float32)
