from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from brandkit.errors import Refusal
from brandkit.passages import RankedPassage
from retrieval.database import connect
from retrieval.index import ChromaIndex
from retrieval.library import GuidelineLibrary
from retrieval.reranking import CANDIDATES, CrossEncoderReranker, Reranker, reranked
from tests.unit.retrieval.making import HashingEmbedder, a_passage


class Preferring:
    """Reads for one word."""

    def __init__(self, word: str) -> None:
        self._word = word

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:  # noqa: ARG002
        return np.array([1.0 if self._word in each else 0.0 for each in texts], dtype=np.float32)


def found(count: int) -> list[RankedPassage]:
    return [
        RankedPassage(passage=a_passage(f"Rule number{each}."), score=0.9 - each / 1000)
        for each in range(count)
    ]


def test_what_reads_best_comes_first_and_none_is_lost() -> None:
    before = found(4)

    after = reranked("which rule", before, Preferring("number2"))

    assert after[0].passage == before[2].passage
    assert {one.passage for one in after} == {one.passage for one in before}
    assert [one.score for one in after] == sorted((one.score for one in after), reverse=True)


def test_only_the_first_are_read_again_and_the_rest_stay_behind_them() -> None:
    before = found(CANDIDATES + 2)

    after = reranked("which rule", before, Preferring(f"number{CANDIDATES + 1}"))

    assert [one.passage for one in after[-2:]] == [one.passage for one in before[-2:]]


def test_a_cross_encoder_from_a_folder_gives_a_score_a_text(tmp_path: Path) -> None:
    scores = CrossEncoderReranker(str(a_cross_encoder(tmp_path))).scores("logo", ["The logo.", "Dates."])

    assert scores.shape == (2,)
    assert ((scores > 0) & (scores < 1)).all()


async def test_the_library_lets_a_real_cross_encoder_have_its_say(
    url: str, index: ChromaIndex, embedder: HashingEmbedder, clock: Callable[[], datetime], tmp_path: Path
) -> None:
    (tmp_path / "words.md").write_text(
        "".join(f"# Rule {n}\nThe logo in place {n} has dates.\n" for n in range(CANDIDATES + 5))
    )
    (tmp_path / "model").mkdir()
    real = CrossEncoderReranker(str(a_cross_encoder(tmp_path / "model")))
    engine = connect(url)

    def library(reranker: Reranker | None) -> GuidelineLibrary:
        return GuidelineLibrary(
            engine=engine,
            index=index,
            embedder=embedder,
            files=tmp_path / "files",
            now=clock,
            new_id=lambda: "one",
            reranker=reranker,
        )

    version = await library(None).load(brand="acme", files=[tmp_path / "words.md"], by="U")
    found = [
        (await each.nearest("acme", "the logo in place 3", k=10, version=version.version)).passages
        for each in (library(None), library(real))
    ]
    best = await library(None).nearest("acme", "the logo in place 3", k=CANDIDATES, version=version.version)
    await engine.dispose()

    plain, again = found
    assert again == reranked("the logo in place 3", best.passages, real)[:10]
    assert [one.score for one in again] != [one.score for one in plain]


def test_a_folder_without_a_model_is_refused_with_the_setting_to_change(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="COPYDESK_RERANKER"):
        CrossEncoderReranker(str(tmp_path / "none")).scores("logo", ["The logo."])


def a_cross_encoder(folder: Path) -> Path:
    """A model of the right shape that has learnt nothing."""
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "logo", "dates", "the", "."]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    shape = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=1,
    )
    BertForSequenceClassification(shape).save_pretrained(folder)
    return folder
