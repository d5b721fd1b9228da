"""Copy for another market: spelling and formats by rule, what is locked word for word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brandkit.checking import check_variant
from brandkit.drafts import Part, Variant
from brandkit.findings import Severity
from llm.house.localising import localised, locked_in, lost, relocated
from llm.house.writer import NeedsModel
from tests.unit.llm.house.house_builders import WRITER, a_brief, a_draft, an_assignment, copy_of, ledgerline

KIT = ledgerline()
BRITISH = "Organise your favourite invoices by 14 May 2026. We analysed the colour of each cheque."
AMERICAN = "Organize your favorite invoices by May 14, 2026. We analyzed the color of each check."


def a_text(text: str) -> Variant:
    return Variant(parts=(Part(field="body", text=text),))


def test_spelling_and_dates_follow_the_kind_of_english() -> None:
    assert copy_of(localised(a_text(BRITISH), KIT, locale="en-US", market="us").variant) == AMERICAN


def test_the_way_back_leaves_words_that_are_british_too() -> None:
    there = localised(a_text("Check the meter by May 14."), KIT, locale="en-GB", market="uk").variant

    assert copy_of(there) == "Check the meter by 14 May."


@pytest.mark.parametrize("locked", sorted(set(KIT.approved_texts) | {claim.text for claim in KIT.claims}))
def test_mandatories_claims_and_links_stay_word_for_word(locked: str) -> None:
    before = a_text(f"Organise it. {locked} https://ledgerline.example/colour/14-may")

    after = localised(before, KIT, locale="en-US", market="us").variant

    assert lost(before, after, KIT) == ()
    assert copy_of(after).endswith("https://ledgerline.example/colour/14-may")


def test_what_a_model_changed_in_a_mandatory_is_noticed() -> None:
    before = a_text("Reminders are here. Reply STOP to opt out")

    assert lost(before, a_text("Reminders are here. Text STOP to leave"), KIT) == ("Reply STOP to opt out",)


def test_what_rules_cannot_decide_is_noted() -> None:
    notes = localised(
        a_text("It costs £9 a month and lasts a fortnight."), KIT, locale="en-US", market="us"
    ).notes

    assert any("£9" in note and "not converted" in note for note in notes)
    assert any("two weeks" in note for note in notes)


@given(st.text(max_size=200))
def test_doing_it_twice_changes_nothing_more(text: str) -> None:
    once = localised(a_text(text), KIT, locale="en-US", market="us").variant

    assert localised(once, KIT, locale="en-US", market="us").variant == once
    assert locked_in(once, KIT) == locked_in(a_text(text), KIT)


@pytest.mark.parametrize(
    ("reply", "where"),
    [
        ("localise for the US", ("en-US", "us")),
        ("US version please", ("en-US", "us")),
        ("American English", ("en-US", "us")),
        ("can you adapt this for the US market?", ("en-US", "us")),
        ("translate it into German", ("de", "uk")),
        ("make it shorter", ("en-GB", "uk")),
        ("mention the US", ("en-GB", "uk")),
    ],
)
def test_a_reply_may_ask_for_another_market(reply: str, where: tuple[str, str]) -> None:
    brief = relocated(a_brief("tweet about expenses"), reply, KIT)

    assert (brief.locale, brief.market) == where


async def test_a_draft_is_localised_as_its_next_version_and_says_what_changed() -> None:
    first = an_assignment("LinkedIn post: we organise our meetup on 14 May 2027")
    draft = a_draft(first, await WRITER.write(first))
    brief = replace(first.brief, locale="en-US", market="us")

    written = await WRITER.write(replace(first, brief=brief, previous=draft, change="US version"))

    assert "We organize our meetup on May 14, 2027." in copy_of(written.variants[0])
    assert "organise → organize" in written.provenance.note


async def test_another_language_is_refused_without_a_model() -> None:
    first = an_assignment("tweet about late invoices")
    draft = a_draft(first, await WRITER.write(first))
    brief = replace(first.brief, locale="de")

    with pytest.raises(NeedsModel, match="needs a model"):
        await WRITER.write(replace(first, brief=brief, previous=draft, change="translate it into German"))


async def test_a_first_draft_is_written_in_the_english_that_is_asked_for() -> None:
    assignment = an_assignment("LinkedIn post: we organise our meetup on 14 May 2027 for the US market")
    brief = replace(assignment.brief, locale="en-US")

    written = await WRITER.write(replace(assignment, brief=brief))

    assert "We organize our meetup on May 14, 2027" in copy_of(written.variants[0])


@pytest.mark.parametrize(("market", "is_flagged"), [("uk", False), ("us", True)])
def test_a_claim_that_does_not_hold_in_the_new_territory_is_an_error_there(
    market: str, *, is_flagged: bool
) -> None:
    claim = next(each for each in KIT.claims if "two working days" in each.text)
    before = a_text(f"{claim.text} {claim.disclaimer}")

    after = localised(before, KIT, locale="en-US" if market == "us" else "en-GB", market=market).variant
    findings = check_variant(after, channel=KIT.channels["blog"], kit=KIT, market=market)

    assert claim.text in copy_of(after)
    assert (
        any(
            each.severity is Severity.ERROR and "may be said only in uk, eu" in each.message
            for each in findings
        )
        is is_flagged
    )
