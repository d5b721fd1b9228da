"""Draft cards and approval cards: whole copy, no limit exceeded, the right buttons in each state."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack import limits
from bot.slack.escaping import clean
from bot.slack.ids import Action, parse_ref
from bot.slack.views.approval_card import approval_card
from bot.slack.views.draft_card import draft_card
from bot.slack.views.models import ApprovalCard, DraftCard, Message, SignOffLine, Standing, Status
from brandkit.drafts import Citation, Part, Provenance, Variant, WriterKind
from brandkit.findings import Deduction, Finding, Fix, ScoreCard, Severity
from brandkit.passages import Passage
from tests.unit.bot.slack_views.samples import (
    AD,
    BLOG,
    LINKEDIN,
    NOW,
    a_brief,
    a_draft,
    a_finding,
    a_passage,
    a_variant,
    assert_postable,
    buttons,
    drafts,
    findings,
    later,
    objects,
    quoted_copy,
    scores,
    shown,
    statuses,
    unhurried,
)


def a_card(*variants: Variant, **changes: object) -> DraftCard:
    fields: dict[str, object] = {"draft": a_draft(*variants), "channel": LINKEDIN, "requester": "U1REQ"}
    return DraftCard(**(fields | changes))  # type: ignore[arg-type]


def an_approval(**changes: object) -> ApprovalCard:
    fields: dict[str, object] = {
        "approval": "a1", "version": 4, "draft": a_draft(), "variant": 0, "channel": LINKEDIN, "requester": "U1REQ",
        "due_at": later(48), "previous": 1, "thread_link": "https://example.slack.com/archives/C1/p1",
    }  # fmt: skip
    return ApprovalCard(**(fields | changes))  # type: ignore[arg-type]


@st.composite
def draft_cards(draw: st.DrawFn) -> DraftCard:
    draft, channel, known = draw(drafts())
    count = len(draft.variants)
    return DraftCard(
        draft=draft,
        channel=channel,
        requester="U1",
        findings=tuple(
            tuple(draw(st.lists(findings, max_size=50))) for _ in range(draw(st.integers(0, count)))
        ),
        scores=tuple(draw(scores) for _ in range(draw(st.integers(0, count)))),
        passages=known,
        chosen=draw(st.one_of(st.none(), st.integers(0, count - 1))),
        status=draw(statuses),
        may_withdraw=draw(st.booleans()),
    )


@unhurried
@given(draft_cards())
def test_no_draft_card_exceeds_a_limit_and_none_loses_copy(card: DraftCard) -> None:
    assert_postable(draft_card(card))

    without_reason = draft_card(replace(card, status=replace(card.status, reason="")))
    whole = "".join(part.text for variant in card.draft.variants for part in variant.parts)
    assert quoted_copy(without_reason) == clean(whole)


@unhurried
@given(draft_cards(), st.data())
def test_no_approval_card_exceeds_a_limit_and_none_loses_copy(source: DraftCard, data: st.DataObject) -> None:
    variant = data.draw(st.integers(0, len(source.draft.variants) - 1))
    card = an_approval(
        draft=source.draft,
        variant=variant,
        channel=source.channel,
        findings=source.findings[0] if source.findings else (),
        score=source.scores[0] if source.scores else None,
        passages=source.passages,
        status=replace(source.status, reason=""),
        sign_offs=tuple(SignOffLine(by="U2", at=NOW) for _ in range(data.draw(st.integers(0, 20)))),
        needed=data.draw(st.integers(1, 20)),
    )

    message = approval_card(card)

    assert_postable(message)
    whole = "".join(part.text for part in source.draft.variants[variant].parts)
    assert quoted_copy(message) == clean(whole)


@unhurried
@given(draft_cards(), statuses)
def test_what_follows_a_card_stays_the_same_when_its_state_changes(card: DraftCard, status: Status) -> None:
    changed = replace(card, status=status, findings=(), scores=())

    assert draft_card(card).continuations == draft_card(changed).continuations


def the_fullest() -> tuple[Variant, tuple[Finding, ...], ScoreCard, tuple[Passage, ...]]:
    """Everything a card can hold, at its longest."""
    known = tuple(a_passage(f"Rule {number}", heading=("x" * 300, str(number))) for number in range(30))
    parts = tuple(Part(field="headlines", text='"\\' * 15, index=number) for number in range(15))
    more = tuple(Part(field="descriptions", text="word " * 800, index=number) for number in range(4))
    cites = tuple(Citation(passage=each.id, field="headlines") for each in known)
    fix = Fix(replacement="\n" * 90, safe=True)
    found = tuple(a_finding("\t" * 400, match="m" * 200, index=number, fixes=(fix,)) for number in range(50))
    score = ScoreCard(
        full=100,
        deductions=tuple(
            Deduction(rule=f"rule.{number}" * 5, severity=Severity.ERROR, findings=9, points=2)
            for number in range(30)
        ),
    )
    return Variant(parts=(*parts, *more), citations=cites, gaps=("gap " * 90,) * 9), found, score, known


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("count", [1, 5])
def test_the_fullest_draft_card_there_can_be_still_fits(standing: Standing, count: int) -> None:
    variant, found, score, known = the_fullest()
    draft = a_draft(*[variant] * count, brief=a_brief(topic="t" * 900), change="c" * 900)
    status = Status(standing=standing, by="U1", at=NOW, reason="r" * 900, labels=("timing",) * 3, newest=3)
    card = DraftCard(
        draft=draft, channel=AD, requester="U1", findings=(found,) * count, scores=(score,) * count,
        passages=known, chosen=0, status=status, may_withdraw=True, degraded="d" * 900,
    )  # fmt: skip

    assert_postable(draft_card(card))


def test_the_fullest_approval_card_there_can_be_still_fits_and_uses_its_room() -> None:
    variant, found, score, known = the_fullest()
    draft = a_draft(variant, brief=a_brief(topic="t" * 900, audience="a" * 900, market="m" * 900))

    message = approval_card(
        an_approval(
            draft=draft,
            channel=AD,
            findings=found,
            score=score,
            passages=known,
            needed=9,
            degraded="d" * 900,
            sign_offs=(SignOffLine(by="U2APP", at=NOW),) * 8,
        )
    )

    assert_postable(message)
    assert limits.total(message.blocks) > 11_000


def test_forty_thousand_characters_are_all_there_in_order() -> None:
    body = "".join(f"Sentence {number} about invoices. " for number in range(1_400))[:40_000]
    variant = Variant(parts=(Part(field="title", text="Invoices"), Part(field="body", text=body)))

    message = draft_card(a_card(variant, channel=BLOG))

    assert quoted_copy(message) == "Invoices" + body
    assert_postable(message)
    assert 2 < len(message.continuations) < 8


def test_each_field_is_shown_with_its_exact_count() -> None:
    card = draft_card(a_card(a_variant("x" * 212)))

    assert "Body\n · 212 of 3,000 characters" in shown(card.blocks)


def test_copy_that_is_too_long_says_so() -> None:
    assert "3,100 of 3,000 characters, too long" in shown(draft_card(a_card(a_variant("x" * 3_100))).blocks)


def test_headlines_are_one_numbered_list_with_a_count_each() -> None:
    lines = tuple(Part(field="headlines", text=f"Headline {n}", index=n) for n in range(15))

    told = shown(draft_card(a_card(Variant(parts=lines), channel=AD)).blocks)

    assert "Headlines: 15" in told
    assert told.count(" of 30 ") == 15


@pytest.mark.parametrize(
    "nasty", ["*not bold*", "<!channel>", "a_b_c ~x~ `y`", "&amp; & <b>", ":tada:", "@here"]
)
def test_copy_is_shown_to_the_letter_and_never_parsed(nasty: str) -> None:
    finding = a_finding(nasty, match=nasty, fixes=(Fix(replacement=nasty, safe=True),))
    card = a_card(
        Variant(parts=(Part(field="body", text=nasty),), gaps=(nasty,)),
        draft=a_draft(Variant(parts=(Part(field="body", text=nasty),), gaps=(nasty,)), change=nasty),
        findings=((finding,),),
        status=Status(standing=Standing.CHANGES_REQUESTED, reason=nasty, by="U1", at=NOW),
    )

    message = draft_card(card)

    assert quoted_copy(message).startswith(nasty)
    parsed = [each["text"] for each in objects(message.blocks) if each.get("type") == "mrkdwn"]
    assert not [text for text in parsed if nasty in text]
    assert "<!channel>" not in message.text


def test_findings_are_grouped_by_severity_with_the_most_serious_first() -> None:
    found = (
        a_finding("Soft", Severity.SUGGESTION),
        a_finding("Hard", Severity.ERROR),
        a_finding("Middle", Severity.WARNING),
    )

    told = shown(draft_card(a_card(findings=(found,))).blocks)

    assert "*Checks:* 1 error, 1 warning, 1 suggestion" in told
    assert told.index("*1 error*") < told.index("Hard") < told.index("Middle") < told.index("Soft")


def test_a_safe_fix_has_a_button_that_names_its_finding() -> None:
    unsafe = a_finding("Think", fixes=(Fix(replacement="invoice"),))
    safe = a_finding("Say invoice", fixes=(Fix(replacement="invoice", safe=True),))

    message = draft_card(a_card(findings=((unsafe, safe),)))

    ids = {each["action_id"] for each in objects(message.blocks) if each.get("type") == "button"}
    assert {each for each in ids if each.startswith("draft.fix#")} == {"draft.fix#0.1"}
    assert "Fix: invoice" in buttons(message.blocks)


def test_findings_that_do_not_fit_are_counted_and_can_be_opened() -> None:
    found = tuple(a_finding(f"Finding {number}") for number in range(50))

    told = buttons(draft_card(a_card(findings=(found,))).blocks)

    assert any(label.startswith("See ") and label.endswith("more findings") for label in told)


def test_the_score_can_be_added_up_by_hand() -> None:
    score = ScoreCard(
        full=100,
        deductions=(
            Deduction(rule="terms.banned", severity=Severity.ERROR, findings=2, points=10),
            Deduction(rule="style.caps", severity=Severity.WARNING, findings=1, points=4),
        ),
    )

    assert "Score 86 of 100: 100 − 10 (terms.banned, 2×) − 4 (style.caps)" in shown(
        draft_card(a_card(scores=(score,))).blocks
    )


def test_the_card_names_the_passages_it_rests_on() -> None:
    passage = a_passage()

    told = shown(draft_card(a_card(a_variant(cites=[passage]), passages=(passage,))).blocks)

    assert "Rests on: [1] Voice and tone › Be direct, p. 3, v2" in told


def test_a_card_without_citations_says_that_no_guideline_covers_it() -> None:
    assert "No guideline covers this." in shown(draft_card(a_card()).blocks)


def test_the_house_writer_is_never_passed_off_as_a_model() -> None:
    assert "Written by the house writer: no model is connected." in shown(draft_card(a_card()).blocks)
    model = a_draft(provenance=Provenance(writer=WriterKind.MODEL, model="tiny"))
    assert "Written by the model tiny" in shown(draft_card(a_card(draft=model)).blocks)


def test_an_open_draft_can_be_sent_and_every_button_carries_an_id_and_a_version() -> None:
    told = buttons(draft_card(a_card()).blocks)

    assert list(told) == ["Send for approval", "Edit", "Shorter", "Another variant", "Try again", "Why this?"]
    assert set(told.values()) == {"draft:d1:v2"}


def test_several_variants_must_be_chosen_from_before_sending() -> None:
    card = a_card(a_variant("One"), a_variant("Two"))

    assert "Use variant 1" in buttons(draft_card(card).blocks)
    assert "Send for approval" not in buttons(draft_card(card).blocks)
    chosen = draft_card(replace(card, chosen=1))
    assert "Send for approval" in buttons(chosen.blocks)
    ids = {each["action_id"] for each in objects(chosen.blocks) if each.get("type") == "button"}
    assert f"{Action.DRAFT_SUBMIT}#1" in ids


_OUTLINE = "What to know\n\n- To write: the price\n- To write: an example\n- It is free."


def confirmation(message: Message, label: str) -> str:
    """What is asked before a button does its work; empty where nothing is."""
    pressed = next(
        each
        for each in objects(message.blocks)
        if each.get("type") == "button" and each["text"]["text"] == label
    )
    asked = pressed.get("confirm")
    return f"{asked['title']['text']} {asked['text']['text']}" if asked else ""


def test_an_outline_says_so_and_asks_before_it_is_sent() -> None:
    outline, whole = draft_card(a_card(a_variant(_OUTLINE))), draft_card(a_card(a_variant("It is free.")))

    told = "2 points that begin with “To write:” and are no copy yet"
    assert f"*This is an outline:* {told}. Write them with *Edit*" in shown(outline.blocks)
    assert confirmation(outline, "Send for approval") == (
        f"Send an outline? It has {told}. The approvers see it as it is."
    )
    assert "outline" not in shown(whole.blocks)
    assert confirmation(whole, "Send for approval") == ""


def test_the_outline_is_that_of_the_chosen_variant() -> None:
    card = a_card(a_variant("It is free."), a_variant(_OUTLINE))

    assert "This is an outline" in shown(draft_card(replace(card, chosen=1)).blocks)
    assert "This is an outline" not in shown(draft_card(replace(card, chosen=0)).blocks)
    assert confirmation(draft_card(replace(card, chosen=0)), "Send for approval") == ""


def test_an_outline_is_approved_by_nobody_who_was_not_told() -> None:
    message = approval_card(an_approval(draft=a_draft(a_variant(_OUTLINE))))

    assert "*This is an outline:* 2 points" in shown(message.blocks)
    assert "with 2 points that begin with “To write:”" in confirmation(message, "Approve")
    decided = an_approval(
        draft=a_draft(a_variant(_OUTLINE)), status=Status(standing=Standing.APPROVED, by="U2APP", at=NOW)
    )
    assert "This is an outline" not in shown(approval_card(decided).blocks)


@pytest.mark.parametrize(
    ("standing", "told"),
    [
        (Standing.APPROVED, "*Approved* by <@U2APP>"),
        (Standing.REJECTED, "*Rejected* by <@U2APP>"),
        (Standing.SUPERSEDED, "*Version 3 took its place*"),
        (Standing.EXPIRED, "nobody decided in time"),
        (Standing.WITHDRAWN, "*Withdrawn* by <@U2APP>"),
    ],
)
def test_a_closed_draft_has_no_buttons_and_says_what_happened(standing: Standing, told: str) -> None:
    status = Status(
        standing=standing, by="U2APP", at=NOW, newest=3 if standing is Standing.SUPERSEDED else None
    )
    card = a_card(status=status, findings=((a_finding(fixes=(Fix(replacement="x", safe=True),)),),))

    message = draft_card(card)

    assert buttons(message.blocks) == {}
    assert told in shown(message.blocks)


def test_a_draft_with_changes_requested_shows_the_reason_and_goes_on() -> None:
    status = Status(
        standing=Standing.CHANGES_REQUESTED, by="U2APP", at=NOW, reason="Too stiff", labels=("tone_mismatch",)
    )

    message = draft_card(a_card(status=status))

    assert "Too stiff" in shown(message.blocks)
    assert "Tone does not fit" in shown(message.blocks)
    assert "Edit" in buttons(message.blocks)
    assert "Send for approval" not in buttons(message.blocks)


def test_a_draft_in_review_says_so_and_can_still_be_explained() -> None:
    message = draft_card(a_card(status=Status(standing=Standing.IN_REVIEW, by="U2APP", at=NOW)))

    assert list(buttons(message.blocks)) == ["Why this?"]
    assert "*Sent for approval* by <@U2APP>" in shown(message.blocks)


def test_a_draft_in_review_can_be_withdrawn_where_that_is_offered() -> None:
    card = a_card(status=Status(standing=Standing.IN_REVIEW, by="U1", at=NOW), may_withdraw=True)

    assert list(buttons(draft_card(card).blocks)) == ["Withdraw", "Why this?"]


def test_an_approver_sees_all_ways_to_decide_and_the_deadline() -> None:
    message = approval_card(an_approval())

    told = buttons(message.blocks)
    assert list(told) == [
        "Approve", "Edit & approve", "Request changes", "Reject", "Why this?", "Compare versions", "Open the thread",
    ]  # fmt: skip
    assert parse_ref(told["Approve"]).version == 4
    assert (
        f"<!date^{int(later(48).timestamp())}^{{date_short_pretty}} at {{time}}|14 Nov 2026, 14:05 UTC>"
        in shown(message.blocks)
    )


def test_the_first_version_has_nothing_to_compare_with() -> None:
    assert "Compare versions" not in buttons(approval_card(an_approval(previous=None)).blocks)


@pytest.mark.parametrize(
    "standing", [each for each in Standing if each not in (Standing.IN_REVIEW, Standing.DRAFTED)]
)
def test_a_decided_approval_has_no_buttons(standing: Standing) -> None:
    status = Status(standing=standing, by="U2APP", at=NOW, reason="Too stiff")

    message = approval_card(an_approval(status=status))

    assert buttons(message.blocks) == {}
    assert "Too stiff" in shown(message.blocks)


def test_sign_offs_so_far_are_counted_where_more_than_one_is_needed() -> None:
    card = an_approval(needed=2, sign_offs=(SignOffLine(by="U2APP", at=NOW),))

    assert "1 of 2 sign-offs · <@U2APP>" in shown(approval_card(card).blocks)


def test_an_address_that_is_none_makes_no_button() -> None:
    assert "Open the thread" not in buttons(
        approval_card(an_approval(thread_link="javascript:alert(1)")).blocks
    )
