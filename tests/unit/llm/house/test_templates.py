"""Templates: what their files may say, and what filling them gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brandkit.template_text import TemplateTextError, parse_text
from brandkit.templates import TemplateError, parse_template
from llm.house.shipped import shipped_templates
from tests.unit.llm.house.house_builders import ledgerline


def _fill(source: str, values: dict[str, str]) -> str | None:
    return parse_text(source).fill(values, lambda _count: 0)


@pytest.mark.parametrize(
    ("source", "values", "filled"),
    [
        ("{topic} now", {"topic": "tax"}, "tax now"),
        ("{Topic} now", {"topic": "tax"}, "Tax now"),
        ("{Topic} now", {"topic": "iPhone cases"}, "iPhone cases now"),
        ("Read[ more: {link}].", {"link": "a.example"}, "Read more: a.example."),
        ("Read[ more: {link}].", {}, "Read."),
        ("[For {who}[ in {where}]: ]hello", {"who": "us"}, "For us: hello"),
        ("{topic} now", {}, None),
        ("<Try|Have> it", {}, "Try it"),
        ("<{missing}|Have> it", {}, "Have it"),
        (r"\[sic\] 3 \< 4", {}, "[sic] 3 < 4"),
    ],
)
def test_a_text_is_filled(source: str, values: dict[str, str], filled: str | None) -> None:
    assert _fill(source, values) == filled


@pytest.mark.parametrize("source", ["[open", "<a|b", "stray ]", "stray >", "{not a slot}", "{}"])
def test_a_malformed_text_is_refused(source: str) -> None:
    with pytest.raises(TemplateTextError):
        parse_text(source)


@given(st.text(alphabet=st.characters(exclude_characters="\\[]{}<>|"), max_size=80))
def test_plain_words_stand_as_they_are(text: str) -> None:
    assert _fill(text, {}) == text


@pytest.mark.parametrize(
    ("mapping", "problem"),
    [
        ({}, "needs either"),
        ({"channel": "x", "message": "m"}, "needs either"),
        ({"channel": "x"}, "at least one take"),
        ({"message": "m"}, "says nothing"),
        ({"channel": "x", "colour": "red"}, "no “colour”"),
        ({"channel": "x", "takes": [{"angle": "a"}]}, "needs “fields:”"),
        (
            {"channel": "x", "takes": [{"angle": "a", "fields": {"body": "[open"}}]},
            "a › body: a bracket is left open",
        ),
        ({"message": "m", "phrases": {"hook": {"Try": "it"}}}, "should be a text or a list of texts"),
    ],
)
def test_a_template_that_cannot_be_used_says_what_to_change(mapping: dict[str, object], problem: str) -> None:
    with pytest.raises(TemplateError, match=problem) as refused:
        parse_template(mapping, "templates/x.yml")

    assert str(refused.value).startswith("templates/x.yml: ")


def test_every_channel_has_templates_of_its_own_and_shipped_ones() -> None:
    channels = set(ledgerline().channels)

    assert {template.channel for template in ledgerline().templates if template.channel} == channels
    assert {template.channel for template in shipped_templates() if template.channel} == channels


def test_every_template_names_only_fields_its_channel_has() -> None:
    for template in (*ledgerline().templates, *shipped_templates()):
        if template.channel:
            fields = {field.name for field in ledgerline().channels[template.channel]}
            assert all({field.name for field in take.fields} <= fields for take in template.takes)
