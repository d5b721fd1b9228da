from __future__ import annotations

import pytest

from retrieval.lexical import LexicalIndex


def test_stems_match_and_the_best_is_one() -> None:
    index = LexicalIndex(["Capitalize the first word of headings", "Dates have no slashes"])

    scores = index.scores("capitalizing a heading")

    assert list(scores) == [1.0, 0.0]


@pytest.mark.parametrize("question", ["", "the of and", "zebra", "???"])
def test_a_question_that_shares_no_word_scores_nothing(question: str) -> None:
    assert list(LexicalIndex(["Dates have no slashes", "Say use"]).scores(question)) == [0.0, 0.0]


@pytest.mark.parametrize("texts", [[], [""], ["the of"], ["😀"]])
def test_texts_without_words_are_no_trouble(texts: list[str]) -> None:
    assert list(LexicalIndex(texts).scores("dates")) == [0.0] * len(texts)
