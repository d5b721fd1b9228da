"""Why this? sentence by sentence."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.ids import Kind, Metadata, Ref
from bot.slack.views.modals.why import why_view
from bot.slack.views.models import WhyThis
from brandkit.briefs import Brief
from brandkit.channels import Channel
from brandkit.drafts import Draft, Part, Variant
from brandkit.findings import Finding
from brandkit.kit import BrandKit
from brandkit.passages import Passage
from llm.explaining import explain
from tests.unit.bot.slack_views.samples import (
    LINKEDIN,
    a_draft,
    a_passage,
    a_variant,
    assert_openable,
    drafts,
    findings,
    shown,
    unhurried,
)

KIT = BrandKit(name="Ledgerline", slug="ledgerline", version="0" * 12, channels={LINKEDIN.name: LINKEDIN})


def why(
    draft: Draft, channel: Channel, passages: tuple[Passage, ...], found: tuple[Finding, ...] = ()
) -> WhyThis:
    account = explain(
        draft.variants[0],
        brief=draft.brief,
        channel=channel,
        kit=KIT,
        findings=found,
        passages=passages,
    )
    return WhyThis(
        draft=draft, variant=0, channel=channel, passages=passages, findings=found, explanation=account
    )


def test_each_sentence_says_what_it_rests_on_and_whether_that_is_weak() -> None:
    strong, weak = a_passage("Get paid on time."), a_passage("No exclamation marks.")
    variant = replace(
        a_variant(cites=[strong, weak]), parts=(Part(field="body", text="Get paid on time. Hooray for all."),)
    )

    told = shown(why_view(why(a_draft(variant), LINKEDIN, (strong, weak)))["blocks"])

    assert "Sentence by sentence" in told
    assert "rests on [1] (100% of its words)" in told
    assert "weak support, have a look" in told


def test_a_sentence_that_cites_nothing_says_so_and_what_the_brief_still_misses() -> None:
    draft = a_draft(Variant(parts=(Part(field="body", text="Good morning."),)))
    draft = replace(draft, brief=replace(draft.brief, topic="late payments"))
    assert isinstance(draft.brief, Brief)

    told = shown(why_view(why(draft, LINKEDIN, ()))["blocks"])

    assert "cites no passage" in told
    assert "Not found in the copy: topic" in told


@unhurried
@given(drafts(), st.lists(findings, max_size=20))
def test_no_account_exceeds_a_limit(
    made: tuple[Draft, Channel, tuple[Passage, ...]], found: list[Finding]
) -> None:
    draft, channel, known = made

    assert_openable(
        why_view(
            why(draft, channel, known, tuple(found)), Metadata(ref=Ref(kind=Kind.DRAFT, id="d1", version=1))
        )
    )
