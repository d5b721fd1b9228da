"""One ask may want several pieces: which channels and personas, and which of them a reply means."""

from __future__ import annotations

import pytest

from brandkit.briefs import Brief, ChannelName
from llm.deliverables import MOST, TooManyPieces, deliverables, meant, pieces
from llm.house.channel_names import without_channel
from tests.unit.llm.house.house_builders import a_brief, ledgerline

KIT = ledgerline()
POST_AND_EMAIL = "LinkedIn post and email for freelancers about Smart Reminders"


@pytest.mark.parametrize(
    ("ask", "channels"),
    [
        (POST_AND_EMAIL, ["linkedin", "email"]),
        ("a LinkedIn post, a tweet and an email about expenses", ["linkedin", "x", "email"]),
        ("newsletter & sms announcing the sale", ["email", "sms"]),
        ("an email about our LinkedIn post and newsletter", ["email"]),
        ("tweet about email and SMS marketing", ["x"]),
    ],
)
def test_channels_that_are_joined_get_a_piece_each(ask: str, channels: list[str]) -> None:
    assert [each.channel for each in deliverables(a_brief(ask), [ask], KIT)] == channels


def test_two_channels_that_nothing_joins_are_asked_about_and_may_both_be_wanted() -> None:
    ask = "turn the blog post into a tweet about expenses"
    brief = Brief(channel=ChannelName("blog"), ask=ask, topic="expenses")

    assert [each.channel for each in deliverables(brief, [ask, "both"], KIT)] == ["blog", "x"]
    assert [each.channel for each in deliverables(brief, [ask, "the blog post"], KIT)] == ["blog"]


def test_named_personas_get_a_piece_each_and_are_no_part_of_the_copy() -> None:
    ask = "email for Sana and Theo about Tax Pot"
    made = deliverables(a_brief(ask), [ask], KIT)

    assert [each.audience for each in made] == [KIT.personas[0].name, KIT.personas[1].name]
    assert {(each.topic, each.must_mention) for each in made} == {("Tax Pot", ())}


def test_more_than_anyone_reads_with_care_is_refused() -> None:
    with pytest.raises(TooManyPieces, match=str(MOST)):
        pieces(a_brief("tweet about expenses"), list(KIT.channels), ["a", "b"])


@pytest.mark.parametrize(
    ("reply", "places", "wish"),
    [
        ("make the email shorter", (1,), "make it shorter"),
        ("shorten the LinkedIn post", (0,), "shorten it"),
        ("email: mention the trial", (1,), "mention the trial"),
        ("mention the trial in the email", (1,), "mention the trial"),
        ("use variant 2 of the email", (1,), "use variant 2"),
        ("mention our email newsletter", (), ""),
        ("shorter", (), ""),
    ],
)
def test_a_reply_names_the_piece_it_is_about(reply: str, places: tuple[int, ...], wish: str) -> None:
    briefs = deliverables(a_brief(POST_AND_EMAIL), [POST_AND_EMAIL], KIT)

    assert meant(reply, briefs, KIT) == places
    assert [without_channel(reply, briefs[place].channel, KIT.channels) for place in places] == [wish][
        : len(places)
    ]


def test_all_means_every_piece() -> None:
    briefs = deliverables(a_brief(POST_AND_EMAIL), [POST_AND_EMAIL], KIT)

    assert meant("make both shorter", briefs, KIT) == (0, 1)
