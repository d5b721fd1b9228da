"""Other people's words survive whole and wake nobody."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.escaping import clean, clip, escape, fallback, quiet, split, unescape, weight
from tests.unit.bot.slack_views.samples import prose, texts, unhurried


@unhurried
@given(texts, st.integers(40, 3_000))
def test_pieces_join_to_the_whole_text(text: str, limit: int) -> None:
    assert "".join(split(text, limit)) == clean(text)


@unhurried
@given(texts, st.integers(40, 3_000))
def test_no_piece_is_heavier_than_asked(text: str, limit: int) -> None:
    assert max(map(weight, split(text, limit))) <= limit


@unhurried
@given(
    st.lists(st.sampled_from(["👩‍👩‍👧", "🇩🇪", "é", "a", "ש", " "]), max_size=300).map("".join),
    st.integers(40, 200),
)
def test_no_cut_goes_through_what_a_reader_sees_as_one_character(text: str, limit: int) -> None:
    whole = {match.end() for match in regex.finditer(r"\X", text)} | {0}
    cuts, at = [], 0
    for piece in split(text, limit):
        at += len(piece)
        cuts.append(at)

    assert set(cuts) <= whole


def test_a_cut_prefers_a_blank_line_to_a_line_and_a_line_to_a_word() -> None:
    assert split("one two\n\nthree four five", 16)[0] == "one two\n\n"
    assert split("one two\nthree four five", 16)[0] == "one two\n"
    assert split("one two three four five", 16)[0] == "one two three "


def test_a_character_heavier_than_a_piece_is_the_only_thing_ever_broken() -> None:
    monster = "a" + "́" * 100

    pieces = split(monster, 40)

    assert "".join(pieces) == monster
    assert max(map(weight, pieces)) <= 40


@unhurried
@given(texts, st.integers(10, 500))
def test_a_clipped_text_fits_and_begins_like_the_whole(text: str, limit: int) -> None:
    short = clip(text, limit)

    assert weight(short) <= limit
    assert clean(text).startswith(short.removesuffix("…").rstrip())


@unhurried
@given(texts, st.integers(10, 4_000))
def test_a_fallback_fits_once_it_is_escaped(text: str, limit: int) -> None:
    assert weight(fallback(text, limit)) <= limit


@unhurried
@given(prose)
def test_escaping_can_be_undone(text: str) -> None:
    assert unescape(escape(text)) == clean(text)


@pytest.mark.parametrize("mention", ["<!channel>", "<!here>", "<@U012AB>", "<#C012AB>", "<!subteam^S1>"])
def test_no_mention_is_left_in_text_that_slack_parses(mention: str) -> None:
    assert "<" not in quiet(f"Hi {mention}")


@pytest.mark.parametrize("word", ["@here", "@channel", "@everyone", "@HERE"])
def test_a_broadcast_word_wakes_nobody_and_still_reads_the_same(word: str) -> None:
    assert word not in quiet(f"Hi {word}!")
    assert quiet(word).replace("\u2060", "") == word


def test_half_a_character_becomes_a_sign_that_it_is_missing() -> None:
    assert clean("a\ud83d") == "a\ufffd"
