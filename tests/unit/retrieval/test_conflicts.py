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


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Use no more than three hashtags.", "Posts take up to 5 hashtags. Hashtags come last."),
        ("Keep headlines to 60 characters.", "A headline has at most 80 characters."),
    ],
)
def test_limits_are_compared_by_what_they_limit(embedder: SentenceEmbedder, first: str, second: str) -> None:
    pair = (a_passage(first, document="a.md"), a_passage(second, document="b.md"))

    assert [one.trouble for one in found(embedder, *pair)] == [Trouble.CONFLICT]


def test_limits_of_neighbouring_things_are_no_conflict(embedder: SentenceEmbedder) -> None:
    title = a_passage(
        "Your title tag should be unique for each page and no more than 70 characters in length.",
        heading=("Metadata", "Title tag"),
    )
    description = a_passage(
        "Your description can be up to 300 characters in length.",
        heading=("Metadata", "Meta description tag"),
    )
    checklist = a_passage("Length: up to 300 characters long.", heading=("Checklist", "Meta description tag"))

    assert found(embedder, title, description, checklist) == ()


def test_lists_of_pairs_contradict_each_other_too(embedder: SentenceEmbedder) -> None:
    first = a_passage("Say: sign in | Not: log in", document="a.md")
    second = a_passage("Don’t say: sign in | Say: log in", document="b.md")

    assert "One asks for “sign in”, the other for “log in”." in {
        one.why for one in found(embedder, first, second)
    }


def test_a_list_of_words_may_name_a_rule_under_each_of_its_words(embedder: SentenceEmbedder) -> None:
    text = "We use “pharmacy”, not “chemist”, for users look for the word pharmacy."
    passages = (
        a_passage(text, heading=("A to Z", "chemist")),
        a_passage(text, heading=("A to Z", "pharmacy")),
    )

    assert found(embedder, *passages) == ()


def test_what_only_points_to_a_rule_says_nothing_twice(embedder: SentenceEmbedder) -> None:
    text = "See the guidance on abbreviations and acronyms on the formatting page."

    assert found(embedder, a_passage(text, document="a.md"), a_passage(text, document="b.md")) == ()


def test_two_documents_that_repeat_each_other_are_one_thing_to_look_at(embedder: SentenceEmbedder) -> None:
    rules = (
        "Write dates with the month in letters, such as 3 May.",
        "Links name the page that they lead to, in full.",
    )
    passages = [a_passage(rule, document=name) for name in ("a.md", "b.md") for rule in rules]

    (concern,) = found(embedder, *passages)

    assert concern.why == "They say the same. So does one more pair of these two documents."


@pytest.mark.parametrize(
    ("first", "second", "spelled"),
    [
        ("Choose a colour for each chart.", "The color of a link is teal.", True),
        ("We organise events for clients.", "They organize the accounts.", True),
        ("Look at github.com/data-desk and #data-desk.", "The datadesk answers questions.", False),
        ("There are four of them.", "This is for you.", False),
    ],
)
def test_words_are_compared_over_the_sea_and_addresses_left_out(
    embedder: SentenceEmbedder,
    first: str,
    second: str,
    spelled: bool,  # noqa: FBT001
) -> None:
    pair = (a_passage(first, document="a.md"), a_passage(second, document="b.md", heading=("Other",)))

    assert [one.trouble for one in found(embedder, *pair)] == ([Trouble.SPELLING] if spelled else [])


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
        ("If you quote somebody, keep it to a reasonable length.", True),
        ("Headlines should be engaging, and links should not too long.", True),
        ("The director writes letters as needed.", False),
        ("As required by the law, all rooms have a password.", False),
        ("This is a good way to explore ideas.", False),
        ("If possible, use the right marks, e.g. Göran.", False),
        ("If you have no appropriate tone, how would you talk to a friend?", False),
    ],
)
def test_a_demand_that_nobody_can_check_is_vague(
    embedder: SentenceEmbedder,
    text: str,
    vague: bool,  # noqa: FBT001
) -> None:
    assert [one.trouble for one in found(embedder, a_passage(text))] == ([Trouble.VAGUE] if vague else [])
