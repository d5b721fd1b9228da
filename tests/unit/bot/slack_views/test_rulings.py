"""Findings with their buttons, rulings, waivers, standings and proposals: always within what Slack takes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.asides import Aside, AsideKind, counting
from approvals.rule_proposal import RuleProposal
from approvals.rule_standings import RuleStanding
from approvals.waiver import Place, Waiver, WaiverId, WaiverScope
from bot.rulings import RuleRecord
from bot.slack.ids import Kind, Metadata, Ref, parse_metadata
from bot.slack.views.draft_card import draft_card
from bot.slack.views.modals.check import check_result_view
from bot.slack.views.modals.findings import findings_view
from bot.slack.views.modals.proposals import (
    edit_rule_view,
    parse_rule,
    proposals_view,
    rule_refused,
    untestable_view,
)
from bot.slack.views.modals.ruling import dismiss_view, parse_dismissal, parse_waiver, waive_view
from bot.slack.views.modals.rulings import standings_view, waivers_view
from bot.slack.views.models import CheckResult, DraftCard, FieldErrors, RulingForm, WaiverAsked, WhyThis
from brandkit.findings import Finding, Fix, Severity
from brandkit.rule_evidence import Reports, Tally
from brandkit.scoring import score
from tests.unit.bot.slack_views.samples import (
    LINKEDIN,
    a_draft,
    a_finding,
    a_variant,
    assert_openable,
    assert_postable,
    buttons,
    shown,
    unhurried,
    values_of,
)

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
REF = Ref(kind=Kind.DRAFT, id="d1", version=2)
texts = st.text(max_size=600)


def fifty(text: str) -> tuple[Finding, ...]:
    return tuple(
        a_finding(
            message=f"{number} {text}",
            severity=list(Severity)[number % 3],
            rule=f"rule-{number}",
            match=text or "x",
            note=text,
            fixes=(Fix(replacement=text or "y", safe=True),),
        )
        for number in range(50)
    )


def half_aside(text: str) -> tuple[Aside | None, ...]:
    waived = Aside(kind=AsideKind.WAIVED, by="U0OMAR", reason=text or "r", at=NOW, until=NOW, scope="draft")
    dismissed = Aside(kind=AsideKind.DISMISSED, by="U0MAYA", reason=text or "r", at=NOW)
    return tuple((waived, dismissed, None, None)[number % 4] for number in range(50))


@unhurried
@given(texts)
def test_fifty_findings_fit_cards_and_windows_with_all_their_buttons(text: str) -> None:
    findings, aside = fifty(text), half_aside(text)
    card = DraftCard(
        draft=a_draft(a_variant()),
        channel=LINKEDIN,
        requester="U0MAYA",
        findings=(findings,),
        aside=(aside,),
        scores=(score(counting(findings, aside)),),
    )
    assert_postable(draft_card(card))
    why = WhyThis(draft=card.draft, variant=0, channel=LINKEDIN, findings=findings, aside=aside)
    for page in range(6):
        assert_openable(findings_view(why, Metadata(ref=REF, page=page)))
        assert_openable(
            check_result_view(
                CheckResult(check="c1", text=text or "x", findings=findings, aside=aside, page=page)
            )
        )


def test_every_finding_that_counts_can_be_ruled_about_on_some_page() -> None:
    findings, aside = fifty("seamless"), half_aside("Agreed.")
    why = WhyThis(draft=a_draft(a_variant()), variant=0, channel=LINKEDIN, findings=findings, aside=aside)
    blocks = [
        block for page in range(6) for block in findings_view(why, Metadata(ref=REF, page=page))["blocks"]
    ]
    ids = {each["action_id"] for block in blocks if block["type"] == "actions" for each in block["elements"]}

    for number in range(50):
        counts = aside[number] is None
        for action in ("draft.fix", "draft.dismiss", "draft.waive"):
            assert (f"{action}#0.{number}" in ids) is counts


def test_a_card_tells_what_was_set_aside_by_whom_and_until_when() -> None:
    findings = (a_finding(match="best", rule="superlatives"),)
    aside = (Aside(kind=AsideKind.WAIVED, by="U0OMAR", reason="A quote.", at=NOW, until=NOW, scope="phrase"),)
    card = DraftCard(
        draft=a_draft(a_variant()),
        channel=LINKEDIN,
        requester="U0MAYA",
        findings=(findings,),
        aside=(aside,),
        scores=(score(()),),
    )
    told = shown(draft_card(card).blocks)

    assert "1 waived" in told
    assert "Waived for this phrase until 28 Nov 2026" in told
    assert "A quote." in told
    assert "<@U0OMAR>" in told
    assert "Score 100 of 100" in told


@unhurried
@given(texts)
def test_the_forms_fit_and_give_back_what_was_entered(text: str) -> None:
    metadata = Metadata(ref=REF, variant=0, finding=7, parent="V1", page=2)
    form = RulingForm(
        finding=a_finding(message=text or "m", match=text), metadata=metadata, scopes=tuple(WaiverScope)
    )
    for view in (dismiss_view(form), waive_view(form)):
        assert_openable(view)
        assert parse_metadata(view["private_metadata"]) == metadata


def test_a_waiver_form_says_what_is_missing() -> None:
    form = RulingForm(finding=a_finding(), metadata=Metadata(ref=REF, finding=0), scopes=tuple(WaiverScope))
    values = values_of(waive_view(form))
    values["reason"] = {"value": {"value": "Agreed."}}

    assert parse_waiver(values) == WaiverAsked(reason="Agreed.", scope=WaiverScope.DRAFT, days=30)
    no_end = {**values, "until": {"value": {"selected_option": {"value": "none"}}}}
    assert parse_waiver(no_end) == WaiverAsked(reason="Agreed.", scope=WaiverScope.DRAFT, days=None)
    wide = {**no_end, "scope": {"value": {"selected_option": {"value": "brand"}}}}
    assert isinstance(parse_waiver(wide), FieldErrors)
    assert isinstance(parse_waiver({**values, "reason": {"value": {"value": " "}}}), FieldErrors)
    assert isinstance(parse_dismissal({}), FieldErrors)


@pytest.mark.parametrize("many", [0, 1, 70])
def test_lists_of_waivers_standings_and_proposals_fit(many: int) -> None:
    long = "words " * 300
    waivers = [
        Waiver(
            id=WaiverId(f"w{number}"),
            place=Place(brand="acme", subject="r", channel="linkedin", market="us"),
            rule="superlatives",
            match=long,
            scope=list(WaiverScope)[number % 4],
            text_hash="0" * 64,
            severity=Severity.ERROR,
            reason=long,
            by="U0OMAR",
            at=NOW,
        )
        for number in range(many)
    ]
    records = [
        RuleRecord(
            rule=f"rule-{number}-{'x' * 200}",
            reports=Reports(hits=1, dismissals={"U0MAYA": 9}),
            counted=Tally(hits=1, false_alarms=5),
            standing=RuleStanding(
                brand="acme",
                rule=f"rule-{number}",
                demoted=number % 2 == 0,
                tally=Tally(hits=1, false_alarms=9),
                by="U0ADA",
                at=NOW,
            ),
        )
        for number in range(many)
    ]
    proposals = [
        RuleProposal(
            id=f"p{number}",
            brand="acme",
            name=f"rule-{number}",
            yaml=long,
            sentence=long,
            document="guide.md",
            heading=long,
            why=long,
            at=NOW,
        )
        for number in range(many)
    ]

    told = "9 false alarms by 1 person (4 of them over what one person counts for), 1 time right"
    assert (told in shown(standings_view(records)["blocks"])) is bool(many)
    assert_openable(waivers_view(waivers))
    assert_openable(standings_view(records))
    assert_openable(untestable_view(proposals))
    for page in range(12):
        assert_openable(proposals_view(proposals, untestable=many, page=page))


def test_a_rule_is_edited_as_text_if_it_fits_a_form() -> None:
    it = RuleProposal(
        id="p1",
        brand="acme",
        name="r",
        yaml="extends: existence\n",
        sentence="Say it.",
        document="a.md",
        at=NOW,
    )
    metadata = Metadata(ref=Ref(kind=Kind.PROPOSAL, id="p1"), parent="V1", page=1)
    view = edit_rule_view(it, metadata)
    assert view is not None
    assert_openable(view)
    assert parse_rule(values_of(view)) == "extends: existence\n"
    assert isinstance(parse_rule({}), FieldErrors)
    assert len(rule_refused("x" * 900).by_block["yaml"]) <= 300

    too_long = RuleProposal(**{**vars(it), "yaml": "x" * 3_001})
    assert edit_rule_view(too_long, metadata) is None
    assert buttons(proposals_view([it], untestable=0)["blocks"]).keys() >= {"Accept", "Edit…", "Reject"}
