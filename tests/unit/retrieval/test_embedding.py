from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from brandkit.errors import Refusal
from retrieval.embedding import SentenceEmbedder


@pytest.fixture(scope="module")
def packaged() -> SentenceEmbedder:
    return SentenceEmbedder()


def test_the_packaged_model_needs_no_network_and_gives_unit_vectors(packaged: SentenceEmbedder) -> None:
    vectors = packaged.embed(["how to write dates", "date formats", "the colour of the logo"])

    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_no_texts_give_no_rows(packaged: SentenceEmbedder) -> None:
    assert len(packaged.embed([])) == 0


def test_the_name_tells_models_apart(packaged: SentenceEmbedder, tmp_path: Path) -> None:
    assert "minilm" in packaged.name
    assert SentenceEmbedder(str(tmp_path)).name != packaged.name


def test_a_folder_without_a_model_is_refused_with_the_setting_to_change(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="Set the embedding model"):
        SentenceEmbedder(str(tmp_path / "none")).warm()


def test_few_texts_have_the_vectors_that_they_have_among_many(packaged: SentenceEmbedder) -> None:
    texts = [f"rule {number}: how small may the logo be" for number in range(20)]

    among_many = packaged.embed(texts)
    alone = packaged.embed(texts[:2])

    assert (alone * among_many[:2]).sum(axis=1).min() > 0.9999


def test_a_question_lies_where_the_same_text_lies_as_a_passage(packaged: SentenceEmbedder) -> None:
    texts = ["how small may the logo be", "dates", "how small may the logo be"]

    asked = packaged.embed_questions(texts)

    assert (asked * packaged.embed(texts)).sum(axis=1).min() > 0.985
    assert np.linalg.norm(asked, axis=1) == pytest.approx([1.0, 1.0, 1.0], abs=1e-5)
    assert np.array_equal(asked[0], asked[2])
