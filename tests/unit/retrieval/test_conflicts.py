from __future__ import annotations

import pytest

from brandkit.passages import Passage
from retrieval.conflicts import Concern, Trouble, troubles
from retrieval.embedding import SentenceEmbedder
from retrieval.naming import in_context
from tests.unit.retrieval.making import a_passage


@pytest.fixture(scope="module")
def embedder() -> SentenceEmbedder:
    return SentenceEmbedder()


def found(embedder: SentenceEmbedder, *passages: Passage) -> tuple[Concern, ...]:
    return troubles(passages, embedder.embed([in_context(one) for one in passages]))


def test_the_same_rule_in_two_documents_is_a_duplicate(embedder: SentenceEmbedder) -> None:
    text = "Write dates with the month in letters, such as 3 May 2027."
    first, second = a_passage(text, document="words.md"), a_passage(text, document="more-words.md")

    assert [(one.trouble, one.first, one.second) for one in found(embedder, first, second)] == [
        (Trouble.DUPLICATE, first, second)
    ]


def test_two_limits_for_the_same_thing_are_a_conflict(embedder: SentenceEmbedder) -> None:
    first = a_passage("Keep a sentence short: at most 20 words in a sentence.", document="a.md")
    second = a_passage("Sentences are short, with no more than 25 words in a sentence.", document="b.md")

    pairs = found(embedder, first, second)

    assert [(one.trouble, one.why) for one in pairs] == [
        (Trouble.CONFLICT, "One allows 20 words, the other 25.")
    ]


def test_opposite_preferences_are_a_conflict(embedder: SentenceEmbedder) -> None:
    first = a_passage("On buttons write “sign in”, not “log in”.", document="a.md")
    second = a_passage("On buttons write “log in”, not “sign in”.", document="b.md")

    assert Trouble.CONFLICT in {one.trouble for one in found(embedder, first, second)}


def test_limits_on_different_subjects_are_no_conflict(embedder: SentenceEmbedder) -> None:
    first = a_passage("A page title has at most 60 characters.", heading=("Titles",))
    second = a_passage("The crest keeps clear of pictures.", heading=("Crest",))

    assert found(embedder, first, second) == ()
