"""Builders of what a writer is given: a brand, a brief, passages, an assignment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from brandkit.briefs import Brief, ChannelName
from brandkit.channel_files import shipped_channels
from brandkit.channels import Channel
from brandkit.drafts import Draft, DraftId, Part, Provenance, RequestId, Variant, WriterKind
from brandkit.kit import BrandKit, Claim, Persona, Term, TermStatus, VoiceAttribute
from brandkit.passages import Passage, RankedPassage
from llm.assignments import Assignment

LINKEDIN, X, EMAIL, AD, SMS = map(ChannelName, ("linkedin", "x", "email", "ad", "sms"))
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def a_kit(**changes: object) -> BrandKit:
    kit = BrandKit(
        name="Ledgerline",
        slug="ledgerline",
        version="0123456789ab",
        channels=shipped_channels(),
        description="Invoicing for freelancers.",
        website="https://ledgerline.example",
        markets=("uk", "de"),
        products=("Reminders",),
        voice=(
            VoiceAttribute(
                we_are="plain", we_are_not="curt", good="Paid on time.", bad="Remittance secured."
            ),
        ),
        personas=(Persona(name="Freelancer", description="Works alone, hates chasing money."),),
        terms=(Term(text="utilise", status=TermStatus.BANNED, replacement="use"),),
        claims=(Claim(text="Set up in two minutes", evidence="Usability test, May 2026"),),
    )
    return replace(kit, **changes)  # type: ignore[arg-type]  # a builder takes whatever the value has


def a_channel(name: ChannelName = LINKEDIN) -> Channel:
    return shipped_channels()[name]


def a_brief(**changes: object) -> Brief:
    brief = Brief(channel=LINKEDIN, ask="A LinkedIn post about the reminders", topic="Automatic reminders")
    return replace(brief, **changes)  # type: ignore[arg-type]  # a builder takes whatever the value has


def a_passage(text: str = "We write short sentences.", *, document: str = "voice.md") -> RankedPassage:
    return RankedPassage(
        passage=Passage(document=document, version="v1", heading=("Voice",), text=text), score=0.8
    )


def some_passages(count: int, *, words: int = 12) -> tuple[RankedPassage, ...]:
    return tuple(a_passage(f"Rule {n}. {'Say what it costs. ' * (words // 4)}") for n in range(1, count + 1))


def an_assignment(**changes: object) -> Assignment:
    brief = changes.get("brief", a_brief())
    assert isinstance(brief, Brief)
    assignment = Assignment(
        brief=brief, channel=a_channel(brief.channel), kit=a_kit(), passages=some_passages(3), seed=11
    )
    return replace(assignment, **changes)  # type: ignore[arg-type]  # a builder takes whatever the value has


def a_variant(**texts: str | list[str]) -> Variant:
    parts = [
        Part(field=name, text=text, index=index)
        for name, given in (texts or {"body": "Paid on time."}).items()
        for index, text in enumerate([given] if isinstance(given, str) else given)
    ]
    return Variant(parts=tuple(parts))


def a_draft(*variants: Variant, **brief: object) -> Draft:
    return Draft(
        id=DraftId("d1"),
        request=RequestId("r1"),
        number=1,
        brief=a_brief(**brief),
        variants=variants or (a_variant(),),
        provenance=Provenance(writer=WriterKind.MODEL),
        created_at=NOON,
    )
