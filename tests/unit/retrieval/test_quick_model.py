from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from transformers import AlbertConfig, AlbertModel, AutoTokenizer

from retrieval.embedding import _load, _packaged_folder
from retrieval.quick_model import quickest

QUESTIONS = (
    "how do we write dates",
    "May I use the logo on a photo, or on a coloured ground, and how small?",
    "emoji?",
)


@pytest.fixture(scope="module")
def packaged() -> SentenceTransformer:
    return _load(_packaged_folder())


def a_model_of_a_rare_kind(folder: Path) -> Path:
    """One that cannot be brought into eight bits."""
    small = AlbertConfig(
        hidden_size=32, embedding_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64
    )
    AlbertModel(small).save_pretrained(folder)
    AutoTokenizer.from_pretrained(_packaged_folder()).save_pretrained(folder)
    return folder


def test_a_question_lies_where_the_model_puts_it(packaged: SentenceTransformer) -> None:
    quick = quickest(packaged, _packaged_folder())(QUESTIONS)

    assert (quick * packaged.encode(list(QUESTIONS))).sum(axis=1).min() > 0.985


def test_a_question_lies_in_the_same_place_whatever_is_asked_beside_it(packaged: SentenceTransformer) -> None:
    embed = quickest(packaged, _packaged_folder())

    together, alone = embed(QUESTIONS), np.concatenate([embed([one]) for one in QUESTIONS])

    assert (together * alone).sum(axis=1).min() > 0.9999


def test_a_model_of_any_kind_answers_questions(tmp_path: Path) -> None:
    folder = a_model_of_a_rare_kind(tmp_path)
    model = _load(folder)

    quick = quickest(model, folder)(QUESTIONS)

    whole = model.encode(list(QUESTIONS), normalize_embeddings=True)
    assert quick.shape == (3, 32)
    assert (quick * whole).sum(axis=1).min() > 0.999


def test_a_model_whose_weights_are_gone_from_its_folder_answers_questions(
    packaged: SentenceTransformer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "bert"}', encoding="utf-8")

    quick = quickest(packaged, tmp_path)(QUESTIONS)

    assert (quick * packaged.encode(list(QUESTIONS))).sum(axis=1).min() > 0.999
    assert "not quick" in caplog.text
