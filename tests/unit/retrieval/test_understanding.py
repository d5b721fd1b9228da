from __future__ import annotations

import pytest

from retrieval.understanding import pasted_copy, sub_questions


@pytest.mark.parametrize("question", ["how do we write dates", "", "why don't we use 3 fonts"])
def test_a_plain_question_is_asked_as_it_is(question: str) -> None:
    assert sub_questions(question) == ()


def test_pasted_copy_is_looked_up_by_the_rules_it_touches() -> None:
    assert sub_questions('"ACT NOW! SAVE 20% & MORE"') == (
        "capital letters, capitalisation, all capitals",
        "exclamation marks",
        "ampersands",
        "percentages",
    )


def test_a_label_before_pasted_copy_is_not_part_of_it() -> None:
    assert pasted_copy("Button: “Click here”") == "Click here"
    assert sub_questions("Button: “Click here”") == ("link text, calls to action",)


def test_a_list_of_subjects_is_asked_one_by_one() -> None:
    assert sub_questions("Landing page for a grant: headings, bullets, and who we address") == (
        "headings",
        "bullets",
        "who we address",
    )


def test_a_long_sentence_after_a_colon_is_no_list() -> None:
    assert (
        sub_questions("Note: we want to say that our customers, who wait for money every month, can relax")
        == ()
    )


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ('is "can\'t" too chatty for us', "contractions"),
        ("5pm or 17:00?", "times"),
        ("9 or nine", "numbers, numerals and words"),
        ("3-4 May or 3 to 4 May", "dates"),
        ("half or 50%", "percentages"),
        ("may we shout in a title!", "exclamation marks"),
    ],
)
def test_who_asks_by_example_means_the_subject(question: str, subject: str) -> None:
    assert sub_questions(question) == (subject,)
