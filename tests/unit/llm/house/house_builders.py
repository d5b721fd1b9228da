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
from brandkit.kit_folder import read_kit, shipped_channels
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


@cache
def guidelines_only() -> BrandKit:
    """A brand of which nothing is known but that it has guidelines."""
    return BrandKit(name="", slug="plain", version="1", channels=shipped_channels())


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


TYPED = (
    "linkedin post about our new expense tracker. it scans receipts, sorts them by client and exports to csv. link https://ledgerline.example/expenses",
    "need a quick tweet re: black friday sale - 40% off annual plans til nov 30 https://ledgerline.example/bf",
    "email to customers: price is going up from £9 to £11 on 1 march. existing customers keep the old price til june. CTA see your plan",
    "Can you write a LinkedIn post announcing that we've hired a new CFO, Priya Nair? She joins on 4 January.",
    "blog post on how to onboard a new client as a freelance designer",
    "sms to trial users - trial ends in 3 days, add a card to keep your invoices. link ledgerline.example/card",
    "press release: Ledgerline opens an office in Cork. It opens 2 February 2027, hiring engineers.",
    "google ads for small studios, tax pot",
    "Write me something for LinkedIn about why freelancers undercharge",
    "we need an email inviting people to our webinar “Getting paid on time” on 3 March 2027 at 4pm GMT. Speakers: Ruth Adeyemi and Theo Park. Link: https://ledgerline.example/webinar",
    "linkdin post abt late paymnets for freelancrs, freindly tone plz",
    "3 tweets about the freelancer survey: half of freelancers waited more than 30 days for payment. link https://ledgerline.example/survey",
    "Email\n- to: freelancers on the free trial\n- topic: your trial ends on Friday\n- mention they keep all their invoices\n- cta: choose a plan\n- link: https://ledgerline.example/plans",
    "LinkedIn post for designers: we're now integrated with Figma, you can send an invoice straight from a project. Free for all plans. Try it: https://ledgerline.example/figma",
    "What should we say on X about the outage yesterday? Sent invoices were delayed by 2 hours, nothing was lost.",
    "blog post answering: do I need to charge VAT as a freelancer?",
    "text message reminding people that the webinar starts tomorrow at 4pm",
    "press release about recurring invoices, available from 15 January 2027 in the UK and the EU",
    "Facebook? no, linkedin. Topic is the coffee morning for freelancers in Leeds, 12 Dec, 9am at Canal Wharf. free entry",
    "ad for our invoicing app aimed at photographers, CTA Try it free",
    "x post thanking our community for 40,000 users",
    "Please draft a LinkedIn post about our commitment to accessibility. We passed WCAG 2.2 AA audit in October. Tone: formal",
    "email newsletter for December: recurring invoices are here, new dark mode, office closed 24 Dec to 2 Jan",
    "x: maintenance tonight 10pm-11pm UTC, app may be slow. status page https://status.ledgerline.example",
    "blog post: the 3 mistakes new freelancers make with contracts",
    "post on linkedin celebrating 10 years of the company, 120 colleagues, 14 offices",
    "linkedin post congratulating our team on 5 years",
    "LinkedIn post thanking our customers for 10,000 reviews",
    "post for linkedin: we just launched dark mode!! it's easier on the eyes at night. no setup needed",
    "email: we've moved! new address is 5 Dock Street, Leeds. from 1 Dec. phone number stays the same",
)  # fmt: skip
"""Briefs as people type them: short, long, in lists, with slips, with facts in sentences of their own."""


def copy_of(variant: Variant) -> str:
    """All the text of a variant."""
    return "\n".join(part.text for part in variant.parts)
