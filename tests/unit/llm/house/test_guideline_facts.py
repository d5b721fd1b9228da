"""A topic that only the guidelines know: what they state of it stands in the copy, and is cited."""

from __future__ import annotations

import pytest

from brandkit.passages import Passage, RankedPassage
from llm.house.guideline_facts import stated_on
from tests.unit.llm.house.house_builders import WRITER, an_assignment, copy_of, ledgerline

_PROMISE = "Both people get one month of Ledgerline free after the friend has sent a first invoice."
_NO_LIMIT = "There is no limit to the number of friends."


def a_section(heading: str, text: str, document: str = "referral-programme.md") -> RankedPassage:
    passage = Passage(document=document, version="v1", heading=("Referral programme", heading), text=text)
    return RankedPassage(passage=passage, score=0.6)


_CALLED = a_section(
    "What to call it", "It is the “Bring a friend” programme. Say “your friend”, never “referee” or “lead”."
)
_PROMISED = a_section("What to promise", f"{_PROMISE} {_NO_LIMIT} Never promise money.")
_OURS = a_section("Who runs it", "The growth team owns this page. We plan a second round.")
_ELSEWHERE = a_section("Discounts", "A discount has to have an end.", document="offers.md")
_PASSAGES = (_CALLED, _PROMISED, _OURS, _ELSEWHERE)


def test_what_stands_under_the_title_of_a_named_thing_is_stated_of_it() -> None:
    stated = stated_on("our Bring a friend programme", _PASSAGES)

    assert [(each.sentence, each.passage) for each in stated] == [
        (_PROMISE, _PROMISED.passage),
        (_NO_LIMIT, _PROMISED.passage),
    ]


@pytest.mark.parametrize("topic", ["exclamation marks", "friends", "our autumn discount", ""])
def test_nothing_is_stated_of_what_the_guidelines_do_not_name(topic: str) -> None:
    assert stated_on(topic, _PASSAGES) == ()


def test_a_section_is_about_what_its_heading_names_and_its_neighbours_are_not() -> None:
    of_pay = a_section("Bookkeeper view", "It costs nothing extra on any plan.", document="names.md")
    of_other = a_section("Team view", "It costs £4 a month.", document="names.md")

    stated = stated_on("Bookkeeper view", (of_pay, of_other))

    assert [each.sentence for each in stated] == ["It costs nothing extra on any plan."]


def test_a_section_that_keeps_a_thing_quiet_is_no_source_of_copy() -> None:
    told = "It is available in the UK and the EU. In the US we do not mention it."
    passage = a_section("Ledgerline Pay", told, document="names.md")

    assert stated_on("Ledgerline Pay", [passage]) == ()


def test_a_sentence_that_leans_on_one_left_out_is_left_out_too() -> None:
    passage = a_section("Terms", "The “Bring a friend” words are fixed. It ends in May.", document="terms.md")

    assert stated_on("Bring a friend words", [passage]) == ()


@pytest.mark.parametrize(
    "ask",
    ["LinkedIn post", "tweet", "email", "google ad", "text message", "press release", "blog post"],
)
async def test_every_channel_says_and_cites_what_the_guidelines_state(ask: str) -> None:
    written = await WRITER.write(
        an_assignment(f"{ask} about our Bring a friend programme", passages=_PASSAGES)
    )

    variant = written.variants[0]
    assert _PROMISE in copy_of(variant)
    assert _PROMISED.passage.id in {each.passage for each in variant.citations}
    assert "owns this page" not in copy_of(variant)


async def test_the_note_says_where_the_facts_come_from() -> None:
    written = await WRITER.write(
        an_assignment("tweet about our Bring a friend programme", passages=_PASSAGES)
    )

    assert "I took what the guidelines state: referral-programme.md" in written.provenance.note


async def test_what_is_added_to_the_facts_of_a_brief_is_named_too() -> None:
    ask = "tweet about our Bring a friend programme, and point out that it starts on 1 March"

    written = await WRITER.write(an_assignment(ask, passages=_PASSAGES))

    assert f"It starts on 1 March. {_PROMISE}" in copy_of(written.variants[0])
    assert "I added what the guidelines state: referral-programme.md" in written.provenance.note


async def test_a_brief_with_facts_enough_is_left_with_its_own() -> None:
    ask = (
        "LinkedIn post about our Bring a friend programme, mention that it starts on Monday, that it runs "
        "all year and that it pays for both"
    )

    written = await WRITER.write(an_assignment(ask, passages=_PASSAGES))

    assert _PROMISE not in copy_of(written.variants[0])


async def test_where_the_kit_has_a_message_its_words_are_enough() -> None:
    passage = a_section("Smart Reminders", "Smart Reminders are sent from Leeds.", document="names.md")

    written = await WRITER.write(an_assignment("LinkedIn post about Smart Reminders", passages=[passage]))

    assert "sent from Leeds" not in copy_of(written.variants[0])
    assert ledgerline().products
