from __future__ import annotations

import pytest

from retrieval.spelling import Spelling

SPELLING = Spelling(["Use italics for emphasis, never underline.", "Capital letters begin a sentence."])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("emphasis with italcs", "emphasis with italics"),
        ("underlien", "underline"),
        ("may I underlines", "may I underlines"),
        ("unicorns", "unicorns"),
        ("led", "led"),
    ],
    ids=[
        "a letter left out",
        "letters swapped",
        "another form of the word",
        "a word nobody wrote",
        "too short to tell",
    ],
)
def test_a_typo_is_read_as_the_word_that_was_meant(typed: str, meant: str) -> None:
    assert SPELLING.mended(typed) == meant
