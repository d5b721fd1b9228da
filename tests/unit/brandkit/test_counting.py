"""Lengths agree with what the platforms themselves publish."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brandkit.channels import Unit
from brandkit.counting import describe, length, prefix_within, sms_segments
from brandkit.sms import is_gsm7
from tests.unit.brandkit.builders import channel

FAMILY = "👨‍👩‍👧‍👦"

# The expected weights are those of twitter/twitter-text@30e2430, conformance/validate.yml
# (WeightedTweetsWithDiscountedEmojiCounterTest), on the same kinds of text.
X_WEIGHTS = [
    ("Hi http://test.co", 26),
    ("http://test.co", 23),
    ("https://www.twitter.com/aloha " * 10, 240),
    ("故人西辞黄鹤楼，烟花三月下扬州。" * 10, 320),
    ("😷" * 160, 320),
    ("A\u0301B", 2),
    ("H🐱☺" + FAMILY, 7),
    ("😷👾😡🔥💩", 10),
    ("🙋🏽👨‍🎤", 4),
    (FAMILY * 140, 280),
    ("randomurl" * 6 + "randomurls" + ".com", 68),
    ("‐ ‑ ‒ – — ― ‘ ’ “ ” ′ ″", 23),
]

# Kinds of address in conformance/extract.yml: with and without protocol, followed by what is no part of it.
X_ADDRESSES = [
    ("test.com", 23),
    ("Test https://test.com test https://test.com test.com test", 86),
    ("See test.co.uk/path?x=1.", 28),
    ("mail me@test.com", 16),
    ("(http://test.com/a_(b))", 25),
    ("no.domainhere", 13),
    ("ledgerline.example", 18),
    ("foo.co.jp", 23),
]


@pytest.mark.parametrize(("text", "expected"), [*X_WEIGHTS, *X_ADDRESSES])
def test_x_weighs_a_text_as_its_own_library_does(text: str, expected: int) -> None:
    assert length(text, Unit.X_WEIGHTED) == expected


@pytest.mark.parametrize(
    ("unit", "text", "expected"),
    [
        (Unit.CODE_POINTS, "e\u0301🐱", 3),
        (Unit.UTF16, "a🐱𝗕", 5),
        (Unit.GRAPHEMES, f"e\u0301{FAMILY}🇬🇧", 3),
        (Unit.BYTES, "a€🐱", 8),
        (Unit.DOUBLE_WIDTH, "広告ab", 6),
        (Unit.DOUBLE_WIDTH, "ｱ", 1),  # half-width katakana
        (Unit.WORDS, "Don't re-send: 3 invoices, 1,200 words.", 6),
        (Unit.WORDS, "", 0),
    ],
)
def test_each_unit_counts_what_its_platform_counts(unit: Unit, text: str, expected: int) -> None:
    assert length(text, unit) == expected


# 3GPP TS 23.038 (alphabet and extension table) and TS 23.040 (140 octets a part, 6 of them a header when split).
@pytest.mark.parametrize(
    ("text", "encoding", "units", "segments"),
    [
        ("", "GSM-7", 0, 0),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("€" * 80, "GSM-7", 160, 1),
        ("€" * 81, "GSM-7", 162, 2),
        (
            "a" * 152 + "€" + "a" * 152,
            "GSM-7",
            306,
            3,
        ),  # the euro does not fit in the last septet of part one
        ("^{}\\[~]|€", "GSM-7", 18, 1),
        ("ñ" * 70, "GSM-7", 70, 1),
        ("’" * 70, "UCS-2", 70, 1),
        ("’" * 71, "UCS-2", 71, 2),
        ("’" * 134, "UCS-2", 134, 2),
        ("’" * 135, "UCS-2", 135, 3),
        ("’" * 66 + "🐱" + "’" * 66, "UCS-2", 134, 3),  # the cat is not cut in two
        ("a`", "UCS-2", 2, 1),
        ("ç", "UCS-2", 1, 1),  # only the capital Ç is in the alphabet
    ],
)
def test_a_text_message_is_split_as_the_network_splits_it(
    text: str, encoding: str, units: int, segments: int
) -> None:
    message = sms_segments(text)

    assert (message.encoding, message.units, message.segments) == (encoding, units, segments)


def test_the_gsm_alphabet_has_its_127_characters_and_ten_more() -> None:
    every = [chr(code) for code in range(0x10000) if is_gsm7(chr(code))]

    assert len(every) == 127 + 10


@pytest.mark.parametrize(("text", "septets"), [("a" * 160, 160), ("’" * 70, 160), ("’" * 71, 163)])
def test_both_alphabets_fill_one_message_at_160_septets(text: str, septets: int) -> None:
    assert length(text, Unit.GSM_SEPTETS) == septets


def test_a_count_is_told_in_the_words_of_the_channel() -> None:
    body = channel("x").field("body")
    count = describe(body, "a" * 212)

    assert (count.label, count.over, count.hard) == ("212 of 280 (X weighting)", False, True)


def test_a_count_of_a_text_message_names_alphabet_and_number_of_messages() -> None:
    count = describe(channel("sms").field("body"), "It’s here" + "!" * 70)

    assert (count.label, count.over) == ("181 of 160 (UCS-2, 2 messages)", True)


def test_a_field_without_a_limit_is_counted_in_words() -> None:
    assert describe(channel("press").field("contact"), "Ada Byron").label == "2 words"


@given(text=st.text(max_size=60), limit=st.integers(0, 40), unit=st.sampled_from(list(Unit)))
def test_what_is_kept_of_a_text_fits_the_limit(text: str, limit: int, unit: Unit) -> None:
    kept = prefix_within(text, limit, unit)

    assert 0 <= kept <= len(text)
    assert kept == 0 or length(text[:kept], unit) <= limit


@given(text=st.text(), unit=st.sampled_from(list(Unit)))
def test_every_text_has_a_length(text: str, unit: Unit) -> None:
    assert length(text, unit) >= 0
