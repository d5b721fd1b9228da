"""A pattern names a class of words and means each of them; what it cannot mean is said."""

from __future__ import annotations

import pytest

from brandkit.entries import parse_yaml
from brandkit.errors import KitError
from brandkit.word_classes import WordClasses

CLASSES = WordClasses(
    {"pains": ["aches?", "{{heads}}"], "heads": ["headaches?", "migraines?"], "loops": ["{{loops}}"]},
    file="words.yml",
)


def spelled(rule: str) -> object:
    return CLASSES.spelled_out(parse_yaml(rule, "cures.yml"), "cures.yml")


def test_a_name_inside_a_pattern_becomes_a_group_of_the_words() -> None:
    assert spelled("when: 'cures {{heads}} fast'") == {"when": "cures (?:headaches?|migraines?) fast"}


def test_a_class_may_name_another() -> None:
    assert spelled("tokens: ['no {{pains}}']") == {"tokens": ["no (?:aches?|(?:headaches?|migraines?))"]}


def test_a_name_that_is_all_of_an_item_becomes_an_item_for_each_word() -> None:
    assert spelled("tokens: ['{{heads}}', 'gout']") == {"tokens": ["headaches?", "migraines?", "gout"]}


def test_only_patterns_are_spelled_out() -> None:
    rule = "message: 'Hello {{heads}}'\ntokens: ['\\{\\{heads}}']\nexamples: {bad: ['{{heads}}']}"

    assert spelled(rule) == parse_yaml(rule, "cures.yml")


def test_a_class_that_is_not_there_is_an_error_that_names_the_rule() -> None:
    with pytest.raises(KitError, match="no word class “feet”") as caught:
        spelled("tokens: ['{{feet}}']")

    assert caught.value.file == "cures.yml"


def test_a_class_that_names_itself_is_an_error() -> None:
    with pytest.raises(KitError, match="“loops” names itself"):
        spelled("tokens: ['{{loops}} again']")
