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


def test_two_spellings_of_one_word_are_told_with_the_more_usual_one(embedder: SentenceEmbedder) -> None:
    passages = (
        a_passage("Send an email to the client.", document="a.md", heading=("A",)),
        a_passage("Every email has one aim.", document="b.md", heading=("B",)),
        a_passage("The e-mail footer names the firm.", document="c.md", heading=("C",)),
    )

    (concern,) = found(embedder, *passages)

    assert (concern.trouble, concern.why) == (
        Trouble.SPELLING,
        "“email” stands in 2 passages, “e-mail” in 1.",
    )


def test_a_rule_about_two_spellings_is_no_trouble(embedder: SentenceEmbedder) -> None:
    passages = (
        a_passage("Send an email to the client.", document="a.md", heading=("A",)),
        a_passage("Write “email”, not “e-mail”.", document="b.md", heading=("B",)),
    )

    assert found(embedder, *passages) == ()


@pytest.mark.parametrize(
    ("text", "vague"),
    [
        ("Use an appropriate tone.", True),
        ("Be engaging.", True),
        ("Use emoji sparingly.", True),
        ("Use emoji sparingly, at most 2 in a post.", False),
        ("Use an appropriate tone, for example “We got this wrong”.", False),
        ("Write dates as day, month, year.", False),
    ],
)
def test_a_demand_that_nobody_can_check_is_vague(
    embedder: SentenceEmbedder,
    text: str,
    vague: bool,  # noqa: FBT001
) -> None:
    assert [one.trouble for one in found(embedder, a_passage(text))] == ([Trouble.VAGUE] if vague else [])
