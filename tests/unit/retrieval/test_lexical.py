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


def test_rare_words_tell_more_and_words_of_asking_nothing() -> None:
    index = LexicalIndex(["Dates have no slashes", "Dates in headings"])

    telling = index.telling("how should we write dates and slashes")

    assert telling["slash"] > telling["date"] > 0
    assert set(telling) == {"slash", "date"}


def test_in_a_library_of_one_text_its_words_still_tell_something() -> None:
    telling = LexicalIndex(["Our main colour is teal"]).telling("teal or green")

    assert telling["teal"] > 0.7 * telling["green"]
