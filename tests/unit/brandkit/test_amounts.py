"""One of a thing is one thing."""

from __future__ import annotations

import pytest

from brandkit.amounts import counted


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries"), (1200, "1,200 entries")]
)
def test_a_number_has_the_noun_that_goes_with_it(number: int, words: str) -> None:
    assert counted(number, "entry", "entries") == words
