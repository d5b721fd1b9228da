"""What the tests of the house writer work with: the sample kit, and asks that become drafts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from random import Random

from brandkit.briefs import Brief, Question
from brandkit.drafts import Draft, DraftId, RequestId, Variant
from brandkit.kit import BrandKit
from brandkit.kit_folder import read_kit
from brandkit.passages import RankedPassage
from llm.assignments import Ask, Assignment, Written
from llm.house.reader import understand
from llm.house.writer import HouseWriter

TODAY = date(2026, 11, 23)
WRITER = HouseWriter(today=lambda: TODAY)
_ROOT = Path(__file__).parents[4]
_TOPICS = (
    "the new invoice reminders", "card payments", "getting started with invoicing", "our spring webinar on client contracts",
    "how to follow up a late invoice politely", "late payments", "the free trial", "Tax Pot", "we now support bank transfers",
    "getting paid on time", "our new office in Cork", "invoicing in three currencies", "why freelancers should send invoices on Fridays",
    "Smart Reminders", "the redesigned dashboard", "our customer survey", "a guide to quotes", "setting money aside",
    "expense receipts", "recurring invoices", "our partnership with a coworking space", "what to put on an invoice",
    "the first invoice", "summer opening hours",
)  # fmt: skip
_CHANNELS = ("LinkedIn post", "tweet", "email", "google ad", "text message", "blog post", "press release")
_AUDIENCES = (
    "",
    "freelancers",
    "new freelancers",
    "small studios",
    "designers",
    "translators who work abroad",
)
_TONES = ("", "friendly", "formal", "warm and direct", "short and playful")
_LINKS = ("", "https://ledgerline.example/new", "https://ledgerline.example/a/longer/path?from=letter")
_MENTIONS = (
    "",
    "the free trial",
    "that it takes two minutes",
    "our support team",
    "the price and the mobile app",
)
_ACTIONS = ("", "book a demo", "start your free month", "sign up", "see the guide")
_MARKETS = ("", "in the UK", "for the US market", "for the EU market")


@cache
def ledgerline() -> BrandKit:
    """The sample kit, as it is shipped."""
    return read_kit(_ROOT / "kits" / "ledgerline")


def a_brief(ask: str, kit: BrandKit | None = None) -> Brief:
    """The brief that an ask is read as; fails where the reader asks back."""
    read = understand(Ask(text=ask, kit=kit or ledgerline()))
    assert not isinstance(read, Question), read.text
    return read


def an_assignment(
    ask: str, *, passages: Sequence[RankedPassage] = (), kit: BrandKit | None = None, seed: int = 1
) -> Assignment:
    """The ask as an assignment for a writer."""
    kit = kit or ledgerline()
    brief = a_brief(ask, kit)
    return Assignment(
        brief=brief, channel=kit.channels[brief.channel], kit=kit, passages=tuple(passages), seed=seed
    )


def a_draft(assignment: Assignment, written: Written) -> Draft:
    """What was written, as the first version in a thread."""
    return Draft(
        id=DraftId("d1"),
        request=RequestId("r1"),
        number=1,
        brief=assignment.brief,
        variants=written.variants,
        provenance=written.provenance,
        created_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
    )


def varied_asks(count: int, seed: int = 5) -> list[str]:
    """Asks over all channels and many topics, with and without everything that may be asked for."""
    chance = Random(seed)
    asks = []
    for number in range(count):
        audience, tone, link, mention, action, market = (
            chance.choice(each) for each in (_AUDIENCES, _TONES, _LINKS, _MENTIONS, _ACTIONS, _MARKETS)
        )
        pieces = [
            f"{_CHANNELS[number % 7]}{f' for {audience}' if audience else ''} about {_TOPICS[number // 7 % len(_TOPICS)]}",
            f" {market}" if market else "",
            f", {tone}" if tone else "",
            f", link to {link}" if link else "",
            f". Mention {mention}" if mention else "",
            f". CTA: {action}" if action else "",
        ]
        asks.append("".join(pieces) + f". {chance.randint(1, 3)} variants")
    return asks


def copy_of(variant: Variant) -> str:
    """All the text of a variant."""
    return "\n".join(part.text for part in variant.parts)
