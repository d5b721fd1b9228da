"""What a person tells the desk to say is a fact for the copy, in the person's own words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from llm.house.change_kinds import Drop, Mention, Shorter
from llm.house.changes import read_wish
from llm.house.told_facts import first_told
from tests.unit.llm.house.house_builders import WRITER, a_brief, a_draft, an_assignment, copy_of

_ABOUT = "LinkedIn post about exports"


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        ("Mention that exports now open in Google Sheets with one click", ("exports now open in Google Sheets with one click.",)),
        ("Say that bookkeepers get a read-only login", ("bookkeepers get a read-only login.",)),
        ("Please point out that the app works offline", ("the app works offline.",)),
        ("Tell them that it is free on all plans", ("it is free on all plans.",)),
        ("Make clear that nothing changes for existing clients", ("nothing changes for existing clients.",)),
        ("Don't forget to say that it starts on 1 February", ("it starts on 1 February.",)),
        ("Let people know that support is open, keep it short", ("support is open.",)),
        ("Mention that it is free and that it starts on Monday", ("it is free.", "it starts on Monday.")),
        ("Note that the price, the plan and the limits stay the same, friendly", ("the price, the plan and the limits stay the same.",)),
        ("Mention that it is free but limited to 80, and point out that tickets go fast", ("it is free but limited to 80.", "tickets go fast.")),
        ("It should say that you can share them on LinkedIn, for freelancers", ("you can share them on LinkedIn.",)),
    ],
)  # fmt: skip
def test_what_is_told_is_a_fact_as_it_was_worded(said: str, facts: tuple[str, ...]) -> None:
    brief = a_brief(f"{_ABOUT}. {said}")

    assert (brief.topic, brief.must_mention) == ("exports", facts)


@pytest.mark.parametrize(
    ("said", "copy"),
    [
        ("mention that exports now open in Excel without a plugin", "Exports now open in Excel without a plugin."),
        ("point out that the app works offline", "The app works offline."),
        ("tell them that payouts land on Mondays", "Payouts land on Mondays."),
        ("make clear that nothing changes on old plans", "Nothing changes on old plans."),
    ],
)  # fmt: skip
async def test_it_stands_in_the_copy_of_a_brief_and_of_a_reply(said: str, copy: str) -> None:
    plain = an_assignment(_ABOUT)
    draft = a_draft(plain, await WRITER.write(plain))

    asked = await WRITER.write(an_assignment(f"{_ABOUT}, and {said}"))
    replied = await WRITER.write(replace(plain, previous=draft, change=said))

    assert copy in copy_of(asked.variants[0])
    assert copy in copy_of(replied.variants[0])


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ("mention that exports now open in Excel, Numbers and Sheets", (Mention(what="exports now open in Excel, Numbers and Sheets."),)),
        ("point out that it is free, and make it shorter", (Mention(what="it is free."), Shorter())),
        ("don’t forget to say that it costs £3", (Mention(what="it costs £3."),)),
        ("don’t say that it is free", (Drop(what="that it is free"),)),
    ],
)  # fmt: skip
def test_a_reply_that_tells_a_fact_is_one_change(said: str, changes: tuple[object, ...]) -> None:
    assert read_wish(said).changes == changes


@pytest.mark.parametrize(
    "said",
    [
        "tweet saying that Friday invoices are paid sooner",
        "leave out the line that mentions that it is free",
        "it should say that, not this",
        "do not mention that prices rise",
    ],
)
def test_what_is_no_such_order_is_not_taken_for_one(said: str) -> None:
    assert first_told(said) is None


def test_what_a_piece_tells_its_readers_is_its_topic() -> None:
    brief = a_brief(
        "tweet: tell people that the office is closed on Monday, and mention that support is open"
    )

    assert (brief.topic, brief.must_mention) == ("the office is closed on Monday", ("support is open.",))


def test_a_request_that_only_tells_a_fact_is_about_that_fact() -> None:
    brief = a_brief("Please say that we are closed on Friday. LinkedIn")

    assert (brief.topic, brief.must_mention) == ("we are closed on Friday", ())
