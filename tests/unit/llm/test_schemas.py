from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brandkit.channel_files import shipped_channels
from brandkit.channels import Channel, Field, Unit
from brandkit.counting import length
from llm.bounds import Fit, bound_of, longest_in
from llm.schemas import answer_schema, hash_of, most_tokens, reading_schema, variant_schema
from tests.unit.llm.material_builders import AD, LINKEDIN, SMS, X, a_channel, a_kit

CHANNELS = tuple(shipped_channels().values())
WORDY = {Unit.WORDS}
# Heavy and light characters of every counting; no dot, as X counts a web address as 23 characters.
POOL = "aZ9 ,\n–…“”éßñ£€[~^ΩЖشत한日本ー\u10ce\u0378🎉👩‍💻ﬁ\u00ad"


def every_field() -> list[tuple[Channel, Field]]:
    return [(channel, field) for channel in CHANNELS for field in channel]


@pytest.mark.parametrize("fit", Fit)
@pytest.mark.parametrize("locale", ["en", "de", "pl", "ja"])
def test_every_field_of_every_channel_has_an_end(fit: Fit, locale: str) -> None:
    bounds = [bound_of(field, locale=locale, fit=fit) for _, field in every_field()]

    assert all(0 <= bound.shortest <= bound.longest <= 6000 for bound in bounds)
    assert all(longest_in(bound.pattern) == bound.longest for bound in bounds)


@given(st.data())
def test_what_the_certain_bound_lets_through_fits_the_platform(data: st.DataObject) -> None:
    _, field = data.draw(st.sampled_from(every_field()))
    locale = data.draw(st.sampled_from(["en", "pl", "ja"]))
    bound = bound_of(field, locale=locale, fit=Fit.CERTAIN)
    allowed = [character for character in POOL if re.fullmatch(bound.alphabet, character)]
    text = "".join(data.draw(st.lists(st.sampled_from(allowed), min_size=1, max_size=6))) * bound.longest
    text = text[: bound.longest]

    over = [
        limit
        for limit in field.limits
        if limit.hard and limit.unit not in WORDY and length(text, limit.unit) > limit.value
    ]

    assert over == []


@pytest.mark.parametrize(
    ("channel", "text", "fits"),
    [
        (X, "a" * 280, True),
        (X, "a" * 281, False),
        (X, " begins with a space", False),
        (X, "two\nlines", True),
        (X, "bell\u0007", False),
        (X, "hidden\u200btext and \u202ereversed", False),
        (X, "tag\U000e0041", False),
        (X, "Grüße aus Łódź 🎉 – “so” 日本", True),
        (SMS, "Plain letters, £5 off", True),
        (SMS, "no emoji 🎉", False),
        (LINKEDIN, "", False),
    ],
)
def test_a_text_fits_or_not(channel: str, text: str, *, fits: bool) -> None:
    pattern = bound_of(a_channel(channel).fields[0]).pattern  # type: ignore[arg-type]  # the names are channel names

    assert bool(re.match(pattern, text)) is fits


def test_a_line_holds_no_line_break() -> None:
    bound = bound_of(a_channel(AD).field("headlines"))

    assert not re.match(bound.pattern, "two\nlines")


def test_citations_are_an_enumeration_of_the_passages_given() -> None:
    schema = variant_schema(a_channel(AD).fields, passages=["p1", "p2"])

    item = schema["properties"]["citations"]["items"]["properties"]
    assert item["passage"]["enum"] == ["p1", "p2"]
    assert item["field"]["enum"] == ["headlines", "descriptions", "path"]
    assert item["index"] == {"type": "integer", "minimum": 0, "maximum": 14}


def test_without_passages_there_is_nothing_to_cite() -> None:
    assert "citations" not in variant_schema(a_channel(X).fields, passages=[])["properties"]


def test_lists_have_the_channels_counts() -> None:
    headlines = variant_schema(a_channel(AD).fields, passages=[])["properties"]["headlines"]

    assert (headlines["minItems"], headlines["maxItems"]) == (3, 15)


def test_a_brief_can_only_name_what_the_brand_has() -> None:
    brief = reading_schema(a_kit())["anyOf"][0]["properties"]

    assert brief["channel"]["enum"] == list(a_kit().channels)
    assert brief["product"]["enum"] == ["", "Reminders"]
    assert brief["market"]["enum"] == ["", "uk", "de"]


def test_the_longest_answer_has_room_for_every_field() -> None:
    assert most_tokens(variant_schema(a_channel(X).fields, passages=[])) > 280
    assert most_tokens(variant_schema(a_channel(AD).fields, passages=[])) > 15 * 30 + 4 * 90
    assert most_tokens(answer_schema(["p1"])) > 1200


def test_a_schema_is_the_same_however_its_keys_are_ordered() -> None:
    schema = variant_schema(a_channel(X).fields, passages=["p1"])

    assert hash_of(schema) == hash_of(dict(reversed(schema.items())))
    assert hash_of(schema) != hash_of(variant_schema(a_channel(X).fields, passages=["p2"]))
