"""Refining: what is asked changes, everything else stays, and what cannot be done is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brandkit.checking import check_variant
from brandkit.drafts import Draft, Variant
from brandkit.findings import Severity
from llm.assignments import Written
from llm.house.change_kinds import Combine, Decorate, Drop, Keep, Mention, More, Shorter
from llm.house.changes import earlier_version, read_wish
from llm.house.refining import CannotChange
from tests.unit.llm.house.house_builders import WRITER, a_draft, an_assignment, copy_of, ledgerline

_ASK = "LinkedIn post for freelancers about the new invoice reminders, link to https://ledgerline.example/reminders, 2 variants"


async def _after(change: str, ask: str = _ASK) -> tuple[Draft, Written]:
    assignment = an_assignment(ask)
    draft = a_draft(assignment, await WRITER.write(assignment))
    refined = await WRITER.write(replace(assignment, previous=draft, change=change))
    return draft, refined


def _body(variant: Variant) -> str:
    return variant.texts("body")[0]


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ("make it a bit shorter please", (Shorter(),)),
        ("shorter and mention the free trial", (Shorter(), Mention(what="the free trial"))),
        ("no emoji", (Decorate(what="emoji", add=False),)),
        ("don't mention the price", (Drop(what="the price"),)),
        ("second variant but with the first headline", (Combine(base=2, part="headline", donor=1),)),
        ("variant B with the subject from variant A", (Combine(base=2, part="subject", donor=1),)),
        ("I like the first one", (Keep(number=1),)),
        ("three more", (More(count=3),)),
        ("add another variant", (More(count=1),)),
    ],
)
def test_follow_ups_are_taken_apart(said: str, changes: tuple[object, ...]) -> None:
    assert read_wish(said).changes == changes


async def _after_each(*changes: str, ask: str = _ASK) -> Variant:
    assignment = an_assignment(ask)
    draft = a_draft(assignment, await WRITER.write(assignment))
    for change in changes:
        brief = draft.brief.with_instruction(change)
        assignment = replace(assignment, brief=brief, previous=draft, change=change)
        draft = a_draft(assignment, await WRITER.write(assignment))
    return draft.variants[-1]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("mention the free trial", "Free for 30 days"),
        ("mention that invoices can go out by post", "Invoices can go out by post."),
        ("add a PS that our office is closed on Monday", "PS: Our office is closed on Monday."),
        ("change the link to https://ledgerline.example/other", "https://ledgerline.example/other"),
        ("change the call to action to “Have a look”", "Have a look"),
    ],
)
@pytest.mark.parametrize("ask", [_ASK, "marketing email about Smart Reminders"])
async def test_what_the_thread_asked_for_stays_however_short_it_gets(wish: str, said: str, ask: str) -> None:
    variant = await _after_each(wish, "shorter", "even shorter", ask=ask)

    assert said in copy_of(variant)


async def test_a_variant_written_later_has_what_the_thread_asked_for() -> None:
    variant = await _after_each("mention that invoices can go out by post", "add another variant")

    assert "Invoices can go out by post." in copy_of(variant)


async def test_what_was_asked_for_and_dropped_again_may_go() -> None:
    variant = await _after_each(
        "mention our spring webinar", "leave out the spring webinar", "another variant"
    )

    assert "webinar" not in copy_of(variant)


async def test_shorter_leaves_sentences_out_and_adds_none() -> None:
    draft, refined = await _after("shorter")

    for before, after in zip(draft.variants, refined.variants, strict=True):
        assert len(_body(after)) < len(_body(before))
        assert all(line in _body(before) for line in _body(after).split("\n"))
        assert "https://ledgerline.example/reminders" in _body(after)
        assert after.texts("hashtags") == before.texts("hashtags")


async def test_a_claim_and_its_basis_leave_together() -> None:
    _, refined = await _after("shorter")

    for variant in refined.variants:
        assert ("8 days sooner" in _body(variant)) == ("Median of" in _body(variant))


async def test_longer_adds_only_what_the_kit_says() -> None:
    draft, refined = await _after("variant 2 longer")

    assert refined.variants[0].parts == draft.variants[0].parts
    assert len(_body(refined.variants[1])) > len(_body(draft.variants[1]))


async def test_a_mention_is_added_before_the_closing_link() -> None:
    _, refined = await _after("mention the free trial")

    paragraphs = _body(refined.variants[0]).split("\n\n")
    assert paragraphs[-2] == "Free for 30 days, no card needed."
    assert paragraphs[-1].endswith("https://ledgerline.example/reminders")


async def test_what_is_not_to_be_mentioned_is_gone() -> None:
    _, refined = await _after("don't mention the due date")

    assert not any("due date" in copy_of(variant) for variant in refined.variants)


async def test_a_variant_can_be_kept_alone() -> None:
    draft, refined = await _after("use variant 2")

    assert [variant.parts for variant in refined.variants] == [draft.variants[1].parts]


async def test_variants_can_be_combined() -> None:
    draft, refined = await _after("second variant but with the first hook")

    first, second = (_body(variant).split("\n\n") for variant in draft.variants)
    assert [_body(variant) for variant in refined.variants] == ["\n\n".join([first[0], *second[1:]])]


async def test_the_subject_of_another_variant_moves_over_whole() -> None:
    draft, refined = await _after(
        "variant 1 with the subject of variant 2", ask="email about late invoices, 2 variants"
    )

    assert refined.variants[0].texts("subject") == draft.variants[1].texts("subject")
    assert refined.variants[0].texts("body") == draft.variants[0].texts("body")


async def test_further_variants_are_unlike_those_that_are_there() -> None:
    draft, refined = await _after("three more")

    assert [variant.parts for variant in refined.variants[:2]] == [
        variant.parts for variant in draft.variants
    ]
    assert len({_body(variant) for variant in refined.variants}) == 5


async def test_link_call_to_action_and_words_are_exchanged() -> None:
    _, refined = await _after(
        'CTA: Book a demo, link to https://ledgerline.example/demo and replace "watch" with "keep"'
    )

    assert _body(refined.variants[0]).endswith("Book a demo: https://ledgerline.example/demo")
    assert "Smart Reminders keep the due date" in _body(refined.variants[0])


async def test_the_note_says_what_was_done_and_what_was_not_understood() -> None:
    _, refined = await _after("no hashtags, and set it in Comic Sans")

    assert refined.provenance.note.startswith("Took out hashtags.") or refined.provenance.note.startswith(
        "Took out the hashtags."
    )
    assert "Comic Sans" in refined.provenance.note


@pytest.mark.parametrize(
    "change",
    ["make it purple", "translate it to German", "use variant 7", 'replace "zebra" with "horse"'],
)
async def test_what_cannot_be_done_is_refused_in_words(change: str) -> None:
    with pytest.raises(CannotChange) as refusal:
        await _after(change)

    assert len(str(refusal.value)) > 20


async def test_what_the_copy_does_already_is_said() -> None:
    with pytest.raises(CannotChange, match="mentions the free trial already"):
        await _after("mention the free trial", "Google ad for freelancers about the Tax Pot")


async def test_a_word_that_the_brand_forbids_is_not_put_in() -> None:
    with pytest.raises(CannotChange, match="deadbeat"):
        await _after('replace "your client" with "deadbeat"')


async def test_a_required_text_is_not_taken_out() -> None:
    with pytest.raises(CannotChange, match="requires"):
        await _after("remove the unsubscribe link line", ask="email about late invoices")


@pytest.mark.parametrize(
    "ask",
    [
        "tweet about late invoices, 2 variants",
        "email about card payments",
        "google ad about late invoices",
        "text message about late invoices",
        "blog post about late invoices",
        "press release about late invoices",
    ],
)
@pytest.mark.parametrize(
    "change",
    [
        "shorter",
        "longer",
        "friendlier",
        "more formal",
        "mention the free trial",
        "add emoji",
        "no hashtags",
        "another variant",
        "aim it at small studios",
    ],
)
async def test_no_change_brings_an_error_in_any_channel(ask: str, change: str) -> None:
    try:
        draft, refined = await _after(change, ask)
    except CannotChange:
        return

    for variant in refined.variants:
        findings = check_variant(variant, channel=ledgerline().channels[draft.channel], kit=ledgerline())
        assert [finding for finding in findings if finding.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("said", "version"),
    [("undo", 2), ("go back to version 1", 1), ("back to the original", 1), ("shorter", None)],
)
def test_the_version_that_going_back_means_is_known(said: str, version: int | None) -> None:
    assert earlier_version(said, latest=3) == version


_MAILING = (
    "email to new freelancers about getting started with invoicing, link to https://ledgerline.example/s"
)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("mention that it works offline", "\n\nIt works offline.\n\n"),
        ("add a PS that the offer ends on Friday", "\n\nPS: The offer ends on Friday.\n\nLedgerline Ltd"),
        ("same but for studios", "Hello,\n\nFor studios: "),
        ("it should say a few minutes not five minutes", "The first invoice takes a few minutes."),
        ("use “a handful of” instead of “five”", "The first invoice takes a handful of minutes."),
    ],
)
async def test_what_is_added_stands_where_a_reader_looks_for_it(change: str, said: str) -> None:
    _, refined = await _after(change, _MAILING)

    body = _body(refined.variants[0])
    assert said in body
    assert body.index(said.strip()) < body.index("Unsubscribe")


async def test_a_mention_in_a_mailing_comes_before_the_step_it_asks_for() -> None:
    _, refined = await _after("mention that it works offline", _MAILING)

    body = _body(refined.variants[0])
    assert body.index("It works offline.") < body.index("https://ledgerline.example/s")


@pytest.mark.parametrize("ask", [_MAILING, "blog post about late invoices", "LinkedIn post about Tax Pot"])
async def test_longer_says_no_sentence_twice(ask: str) -> None:
    try:
        _, refined = await _after("longer", ask)
    except CannotChange:
        return

    said = [sentence for sentence in _body(refined.variants[0]).split(". ") if len(sentence.split()) > 3]
    assert len(said) == len(set(said))


async def test_a_paragraph_is_taken_out_whole_and_a_required_one_stays() -> None:
    draft, without_second = await _after("cut the second paragraph", _MAILING)
    _, without_last = await _after("drop the last sentence", _MAILING)

    before = _body(draft.variants[0]).split("\n\n")
    assert _body(without_second.variants[0]).split("\n\n") == [before[0], *before[2:]]
    assert _body(without_last.variants[0]).split("\n\n")[-1] == before[-1]
    assert _body(without_last.variants[0]) != _body(draft.variants[0])


@pytest.mark.parametrize("change", ["the subject line is boring", "make the subject catchier"])
async def test_a_part_that_is_found_wanting_is_written_anew_alone(change: str) -> None:
    draft, refined = await _after(change, _MAILING)

    changed = [
        old.field
        for old, new in zip(draft.variants[0].parts, refined.variants[0].parts, strict=True)
        if old.text != new.text
    ]
    assert changed == ["subject"]


async def test_a_number_of_variants_counts_those_that_are_there() -> None:
    draft, refined = await _after("make it 3 variants", "tweet about late invoices, 2 variants")

    assert [len(draft.variants), len(refined.variants)] == [2, 3]


async def test_a_change_of_channel_is_told_how_to_ask_for_it() -> None:
    with pytest.raises(CannotChange, match="“X post about late invoices”"):
        await _after("turn this into a tweet", "blog post about late invoices")


@pytest.mark.parametrize(
    ("ask", "wish", "said"),
    [
        (_ASK, "add our address", "Ledgerline Ltd, 14 Canal Wharf, Leeds LS11 5PS."),
        (_ASK, "add our website", "More about Ledgerline: https://ledgerline.example"),
        ("text message about Smart Reminders", "add our website", "ledgerline.example Reply STOP to opt out"),
    ],
)
async def test_what_the_brand_has_on_record_of_itself_is_said_in_its_words(
    ask: str, wish: str, said: str
) -> None:
    variant = await _after_each(wish, ask=ask)

    assert said in copy_of(variant)
    assert copy_of(variant).count("Reply STOP") <= 1


@pytest.mark.parametrize("wish", ["add our phone number", "mention our opening hours"])
async def test_a_detail_that_is_not_on_record_is_asked_for(wish: str) -> None:
    with pytest.raises(CannotChange, match="Tell me the words"):
        await _after(wish)


async def test_an_address_that_the_copy_has_is_not_added_again() -> None:
    with pytest.raises(CannotChange, match="mentions our address already"):
        await _after("add our address", ask="marketing email about Smart Reminders")


_EVENT = (
    "LinkedIn post about our spring webinar on client contracts on 12 May at 5pm. It costs £15. "
    "Ruth Adeyemi speaks. link https://ledgerline.example/w"
)


@pytest.mark.parametrize(
    ("change", "has", "lacks"),
    [
        ("without the price", "on 12 May at 5pm.", "£15"),
        ("without the date", "client contracts.", "12 May"),
        ("remove the price and the date", "client contracts.", "£15"),
        ("add the date: 14 June", "It is on 14 June.", "Ask us about"),
        ("£12 not £15", "It costs £12.", "£15"),
        ("the date is wrong, it's 14 May", "on 14 May at 5pm", "12 May"),
        ("change the price to £20", "It costs £20.", "£15"),
        ("don't say webinar, say workshop", "our spring workshop", "webinar"),
        ("say that tickets go fast, and make it shorter", "Tickets go fast.", "\u2026"),
    ],
)
async def test_a_detail_is_left_out_added_or_put_right(change: str, has: str, lacks: str) -> None:
    _, refined = await _after(change, _EVENT)

    assert has in _body(refined.variants[0])
    assert lacks not in _body(refined.variants[0])
    assert "Ruth Adeyemi speaks." in _body(refined.variants[0])


async def test_a_detail_that_nobody_told_is_asked_for() -> None:
    with pytest.raises(CannotChange, match=r"I do not know the date\. Tell me, such as “add that it is on"):
        await _after("add the date", "tweet about card payments")
    with pytest.raises(CannotChange, match=r"It has a date already: 12 May\."):
        await _after("add the date", _EVENT)


async def test_a_correction_of_one_among_several_asks_which() -> None:
    with pytest.raises(CannotChange, match=r"There are several: £9 and £11\. Say “replace … with £10”\."):
        await _after("the price is £10", "email about our plan: it goes from £9 to £11 on 1 March")


async def test_a_new_fact_drives_no_other_fact_out() -> None:
    ask = "sms: your trial ends in 3 days, add a card to keep your invoices. ledgerline.example/card"

    _, refined = await _after("say that it is safe", ask)

    assert "Add a card to keep your invoices. It is safe." in _body(refined.variants[0])
    with pytest.raises(CannotChange, match="fits neither limits nor rules"):
        await _after("say that recordings are sent afterwards", ask)


async def test_other_readers_are_named_behind_the_sender() -> None:
    _, refined = await _after("for small studios instead", "sms: your trial ends in 3 days, add a card")

    assert _body(refined.variants[0]).startswith("Ledgerline: For small studios: your trial ends")


async def test_what_was_left_out_stays_out_of_copy_written_anew() -> None:
    variant = await _after_each("without the price", "try again", ask=_EVENT)

    assert "£15" not in _body(variant)
