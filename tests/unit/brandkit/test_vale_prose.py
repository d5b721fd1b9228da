"""What Vale's figures and sentences rest on: where a sentence ends, and how many syllables a word has."""

from __future__ import annotations

import pytest

from brandkit.layout import lay_out_file
from brandkit.prose import measure
from brandkit.syllables import syllables_of
from brandkit.vale.prose_counts import count
from brandkit.vale.sentences import sentences

# Both as Vale's own parts give them (twine 0.10.2).
SENTENCES = (
    ("Ask Dr. Smith vs. the others, etc. Then go on.", ["Ask Dr. Smith vs. the others, etc.", "Then go on."]),
    ("“Is it so?” he asked. Yes.", ["“Is it so?”", "he asked.", "Yes."]),
    ("Use e.g. this. It works at 3 p.m. The end.", ["Use e.g. this.", "It works at 3 p.m.", "The end."]),
    ("a. Material is here", ["a.", "Material is here"]),
    ("j. Licensor is here", ["j. Licensor is here"]),
    ("Apache License 2.0. Refer to it.", ["Apache License 2.0.", "Refer to it."]),
    ("Wait ... what? Well... Yes, it is. . . .", ["Wait ... what?", "Well...", "Yes, it is. . . ."]),
    (
        "Acme Inc. makes it. Acme Inc. However, not now.",
        ["Acme Inc. makes it.", "Acme Inc.", "However, not now."],
    ),
)
SYLLABLES = {
    "a": 1, "banking": 2, "business": 2, "communication": 5, "created": 2, "ideas": 2, "people": 2,
    "psychology": 4, "readable": 3, "science": 1, "underestimated": 6, "used": 2, "vegetable": 4,
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences_end_where_vale_ends_them(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@pytest.mark.parametrize(("word", "expected"), SYLLABLES.items())
def test_syllables_are_counted_as_vale_counts_them(word: str, expected: int) -> None:
    assert syllables_of(word) == expected


def test_a_kit_and_a_vale_style_count_the_same_syllables() -> None:
    text = " ".join(SYLLABLES)

    kit, vale = measure(lay_out_file(text, "txt")), count(text)

    assert kit.syllables == vale.syllables == sum(SYLLABLES.values())
