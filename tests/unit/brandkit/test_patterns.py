"""Quicker ways to search find exactly what the plain way finds."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from brandkit.rules.pattern_reader import needed
from brandkit.rules.patterns import Pattern
from brandkit.rules.prefilter import DIGIT, Literals, Needed, folded

RUNS = (r"(?:[\p{L}’']+)", r"\b[\w’'-]+\b", r"[\w]+", r"[\d]+", r"\b[A-Z]+\b")
SIGNS = st.sampled_from([*"abKs1_’'- .,\n\x1c\tä", "ſ", "K"])
TEXTS = st.text(SIGNS, max_size=60)
SOUGHT = ("best", "best offer", "offer’s", "-", "est o", "st", "b", "1 best", "the best of the")
COPY = st.lists(st.sampled_from([*SOUGHT, "Best", "offer", "of", "the", " ", "ﬁ", "İ", "x" * 90])).map(
    "".join
)


@pytest.mark.parametrize("ignore_case", [True, False])
@pytest.mark.parametrize("source", RUNS)
@given(text=TEXTS | TEXTS.map(lambda text: text.encode("ascii", "ignore").decode()))
def test_a_run_of_signs_is_the_same_in_either_engine(source: str, ignore_case: bool, text: str) -> None:  # noqa: FBT001
    flags = regex.IGNORECASE if ignore_case else 0

    assert Pattern(source=source, ignore_case=ignore_case).texts(text) == regex.findall(source, text, flags)


@given(text=COPY)
def test_literals_are_found_wherever_they_stand(text: str) -> None:
    sought = {DIGIT, *SOUGHT, *(folded(each).rstrip(DIGIT) for each in SOUGHT)}

    found = Literals(sought).present(text)

    assert found == {each for each in sought if each in folded(text)}


def test_a_word_of_any_length_is_looked_through() -> None:
    text = "x" * 1_000_000 + "best"

    assert Literals(["best\x02", "\x01best"]).present(text) == {"best\x02"}


def test_an_alternative_that_tells_nothing_leaves_a_pattern_to_be_searched_everywhere() -> None:
    assert needed("(?:we|(?i))") == Needed()
