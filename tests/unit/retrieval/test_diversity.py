from __future__ import annotations

import pytest

from brandkit.passages import Passage
from retrieval.diversity import distinct
from tests.unit.retrieval.making import a_passage

LONG = (
    "Write for people who have little time. Begin with what they can do, say by when, and leave out what "
    "only we find interesting. A letter has one subject. If there is a second one, write a second letter, "
    "for people file them apart and answer them apart."
)


def in_two_documents(first: str, second: str, *, heading: str = "Letters") -> list[Passage]:
    return [
        a_passage(first, document="old.md", heading=("Letters",)),
        a_passage(second, document="new.md", heading=(heading,)),
    ]


def test_what_is_said_again_elsewhere_is_left_out_and_the_better_one_stays() -> None:
    both = in_two_documents("Say sign in, not log in.", "Say “sign in”, not “log in”.")

    assert list(distinct(both)) == [0]


def test_a_long_passage_with_a_word_changed_is_the_same() -> None:
    both = in_two_documents(LONG, LONG.replace("interesting", "exciting"))

    assert list(distinct(both)) == [0]


@pytest.mark.parametrize(
    ("first", "second", "heading"),
    [
        ("One word.", "One word.", "Website"),
        ("At most 280 characters.", "At most 300 characters.", "Letters"),
        ("Use title case.", "Use sentence case.", "Letters"),
        (LONG, LONG.replace("one subject", "2 subjects"), "Letters"),
        (LONG, LONG.replace("Write for", "Never write for"), "Letters"),
        (LONG, LONG.replace("write a second letter", "don’t write a second letter"), "Letters"),
    ],
)
def test_two_rules_that_differ_are_both_seen(first: str, second: str, heading: str) -> None:
    both = in_two_documents(first, second, heading=heading)

    assert list(distinct(both)) == [0, 1]
