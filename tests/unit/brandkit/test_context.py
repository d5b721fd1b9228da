"""What stands around a match can excuse it: a denial before it, or a sentence about something else."""

from __future__ import annotations

import pytest

from brandkit.checking import run
from brandkit.layout import lay_out_file
from tests.unit.brandkit.builders import a_rule

DENIED = "tokens: [guaranteed returns, number one]\nignorecase: true\nnegated: false"


def matches(keys: str, text: str, kind: str = "existence") -> list[str]:
    rule = a_rule(f"extends: {kind}\n{keys}")
    return [finding.match for finding in run([rule], lay_out_file(text, "txt"))]


@pytest.mark.parametrize("kind", ["existence", "assertion"])
@pytest.mark.parametrize(
    "text",
    [
        "Nobody can promise guaranteed returns.",
        "We don't claim to be number one.",
        "There is no such thing as guaranteed returns.",
        "We never were number one.",
    ],
)
def test_what_is_denied_is_left_alone(text: str, kind: str) -> None:
    assert matches(DENIED, text, kind) == []


@pytest.mark.parametrize(
    "text",
    [
        "Guaranteed returns of 12%.",
        "Why not choose the number one?",
        "We are not only number one with dentists.",
        "No fees, guaranteed returns.",
        "No wonder we are number one.",
        "Our rivals do not, but we have guaranteed returns.",
        "It is not raining. Guaranteed returns are here.",
    ],
)
def test_a_negation_elsewhere_excuses_nothing(text: str) -> None:
    assert len(matches(DENIED, text)) == 1


def test_without_the_key_a_denial_is_found_too() -> None:
    assert matches("tokens: [number one]", "We are not number one.") == ["number one"]


def test_unless_excuses_the_sentence_it_describes_and_no_other() -> None:
    keys = "tokens: [made in the US]\nunless: '\\bfilm\\b'"

    assert matches(keys, "The film was made in the US. The lamp was made in the US.") == ["made in the US"]


def test_a_disclosure_asks_nothing_of_what_is_denied() -> None:
    keys = "when: recyclable\nneeds: facilities\nignorecase: true\nnegated: false"

    assert matches(keys, "It is not recyclable.", "disclosure") == []
    assert matches(keys, "It is recyclable.", "disclosure") == ["recyclable"]
