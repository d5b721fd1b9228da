"""A second embedding model, made here: the packaged one with most of its layers taken out."""

from __future__ import annotations

from pathlib import Path

from sentence_transformers import SentenceTransformer

from retrieval.embedding import _packaged_folder


def a_smaller_model(folder: Path, *, layers: int = 1) -> Path:
    """A sentence-transformers model in `folder` whose vectors are others than the packaged one's."""
    model = SentenceTransformer(str(_packaged_folder()), device="cpu", local_files_only=True)
    bert = model[0].auto_model
    bert.encoder.layer = bert.encoder.layer[:layers]
    bert.config.num_hidden_layers = layers
    model.save(str(folder))
    return folder
