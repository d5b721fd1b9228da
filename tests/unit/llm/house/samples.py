"""Writes docs/house-writer-samples.md: what the house writer makes of two dozen asks, for people to read.

Run `python -m tests.unit.llm.house.samples` after a change to the templates or the writer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from brandkit.channels import Channel
from brandkit.checking import check_variant
from brandkit.counting import describe
from brandkit.drafts import Variant
from brandkit.errors import Refusal
from brandkit.kit import BrandKit
from brandkit.passages import Passage, RankedPassage
from brandkit.sentences import sentence_spans
from tests.unit.llm.house.house_builders import WRITER, a_draft, an_assignment, guidelines_only, ledgerline

_LONGEST_CELL = 110
PAGE = Path(__file__).parents[4] / "docs" / "house-writer-samples.md"
_ASKS = (
    "LinkedIn post for freelancers about the new invoice reminders, friendly, link to https://ledgerline.example/reminders, 3 variants",
    "linkdin post abt late paymnets for freelancrs, freindly tone plz",
    "LinkedIn post about our webinar on client contracts for small studios, mention that it is on 3 March 2027, link to https://ledgerline.example/webinar",
    "Hi team! Could you please put together a LinkedIn post for our upcoming community day in Leeds on 14 May? We'll have 3 workshops and free lunch. Tickets are free but limited to 80. Register at https://ledgerline.example/leeds. Keep it upbeat. Thanks!",
    "Can you write a LinkedIn post announcing that we've hired a new CFO, Priya Nair? She joins on 4 January.",
    "three tweets about card payments, link to https://ledgerline.example/pay",
    "tweet announcing that we now support bank transfers, link to https://ledgerline.example/pay",
    "What should we say on X about the outage yesterday? Sent invoices were delayed by 2 hours, nothing was lost.",
    "email to new freelancers about getting started with invoicing, mention the free trial, CTA: Start your free month, link to https://ledgerline.example/start",
    "email about setting money aside, link to https://ledgerline.example/tax-pot",
    "email to customers: price is going up from £9 to £11 on 1 march. existing customers keep the old price til june. CTA see your plan, https://ledgerline.example/plan",
    "Email\n- to: freelancers on the free trial\n- topic: your trial ends on Friday\n- mention they keep all their invoices\n- cta: choose a plan\n- link: https://ledgerline.example/plans",
    "Google ad about invoice reminders",
    "Google ad for small studios about card payments, CTA: Add a pay button",
    "text message about Smart Reminders, link to https://ledgerline.example/r",
    "text message about the free trial for the US market, link to https://ledgerline.example/try",
    "sms: your trial ends in 3 days, add a card to keep your invoices. ledgerline.example/card",
    "email to studios about bookkeeper access. Say that bookkeepers get a read-only login, make clear that it costs nothing extra and don't forget to say that it starts on 1 February",
    "LinkedIn post, our new rates: Starter £9, Studio £19, both billed monthly. No price change for existing customers before 30 June.",
    "email re: holiday hours. support closed 24 Dec - 2 Jan, urgent payment problems: https://status.ledgerline.example/now",
    "X thread about late payments with 5 tips",
    "blog post about how to ask a client for a deposit. Points: agree it in the quote, a third is common, invoice it straight away, start when it is paid",
    "blog post about expenses",
    "blog post about what to do when an invoice is late, link to https://ledgerline.example/reminders",
    "press release about Tax Pot",
    'press release: Ledgerline opens an office in Cork. It opens on 2 February 2027. We are hiring engineers. Quote from CEO Jo Marsh: "Cork is full of people who work for themselves."',
)
_PLAIN_ASKS = (
    "LinkedIn post about the new style guide for our developers, mention that it takes ten minutes to read. link https://example.org/guide",
    "email about plain language training for managers on 12 May. It lasts two hours and is free. CTA: Book your seat",
    "google ad for free accessibility check, results in 24 hours",
    "sms: flu jabs available from Monday at your GP surgery, book online example.org/flu",
)
_CHANGES = (
    "shorter",
    "point out that invoices can go out by post",
    "mention the free trial and drop the hashtags",
    "second variant but with the first hook",
    "make it purple",
)
_INTRODUCTION = """# What the house writer writes

The house writer works without a model: it fills the brand's own templates from the brief and the kit. On a subject
that the kit has no words for, the brief carries the copy, with what the guidelines state of it, and the writer adds no
facts of its own. This page shows what comes out, as it comes out. A test writes it anew and compares, so it is never
out of date (`python -m tests.unit.llm.house.samples` writes it). The checks ran on all of it; what they found stands
below the copy.

## In short
"""
_REFERRALS = (
    (
        "What to call it",
        "It is the “Bring a friend” programme. Say “your friend”, never “referee” or “lead”.",
    ),
    (
        "What to promise",
        (
            "Both people get one month of Ledgerline free after the friend has sent a first invoice. "
            "There is no limit to the number of friends. Never promise money."
        ),
    ),
)
_STATED_ASKS = (
    "LinkedIn post about our Bring a friend programme, for freelancers",
    "text message about Bring a friend, link ledgerline.example/friend",
)
_STATED = """## A subject that only the guidelines know

The brief names a programme and no facts, and the kit has no message about it. The guidelines say what it is called
and, in the section beside it, what it promises. That stands in the copy, is cited, and is named in the note.
"""
_PLAIN = """## For a brand that has guidelines and nothing else

No kit, so no brand name, no templates and no claims: only the channels' own limits are checked.
"""


async def page() -> str:
    """The whole page."""
    pieces = [_INTRODUCTION, *await _table()]
    for ask in _ASKS:
        pieces += await _sample(ask, ledgerline())
    pieces.append(_STATED)
    for ask in _STATED_ASKS:
        pieces += await _sample(ask, ledgerline(), passages=_referrals())
    pieces.append(_PLAIN)
    for ask in _PLAIN_ASKS:
        pieces += await _sample(ask, guidelines_only())
    pieces += await _refinements(_ASKS[0])
    return "\n".join(pieces)


async def _table() -> list[str]:
    """One line an ask: its channel, and the sentence that the copy begins with."""
    rows = ["| What was asked | Channel | How the copy begins |", "|---|---|---|"]
    for ask, kit in (
        *((ask, ledgerline()) for ask in _ASKS),
        *((ask, guidelines_only()) for ask in _PLAIN_ASKS),
    ):
        assignment = an_assignment(ask, kit=kit)
        variant = (await WRITER.write(assignment)).variants[0]
        rows.append(f"| {_cell(ask)} | {assignment.channel.label} | {_cell(_beginning(variant))} |")
    return ["\n".join(rows) + "\n"]


def _beginning(variant: Variant) -> str:
    """The subject line, headline or first sentence: what a reader sees first."""
    text = variant.parts[0].text
    start, end = sentence_spans(text, lines_end_sentences=True)[0]
    return text[start:end]


def _cell(text: str) -> str:
    flat = " ".join(text.split())
    return (
        flat.replace("|", "\\|")
        if len(flat) <= _LONGEST_CELL
        else f"{flat[: _LONGEST_CELL - 1].rstrip()}…".replace("|", "\\|")
    )


def _referrals() -> tuple[RankedPassage, ...]:
    return tuple(
        RankedPassage(
            passage=Passage(
                document="referral-programme.md",
                version="v1",
                heading=("Referral programme", heading),
                text=text,
            ),
            score=0.6,
        )
        for heading, text in _REFERRALS
    )


async def _sample(ask: str, kit: BrandKit, *, passages: Sequence[RankedPassage] = ()) -> list[str]:
    assignment = an_assignment(ask, kit=kit, passages=passages)
    written = await WRITER.write(assignment)
    shown = [f"## “{' '.join(ask.split())}”\n"]
    for number, variant in enumerate(written.variants, start=1):
        name = dict(written.provenance.sampling)[f"template {number}"]
        shown.append(
            f"### Variant {number}, from {name}\n" if len(written.variants) > 1 else f"From {name}:\n"
        )
        shown += _shown(variant, assignment.channel)
        findings = check_variant(variant, channel=assignment.channel, kit=kit, market=assignment.brief.market)
        shown += [f"- {finding.severity.value}: {finding.message}\n" for finding in findings]
    return [*shown, f"Said beside it: {written.provenance.note}\n"] if written.provenance.note else shown


async def _refinements(ask: str) -> list[str]:
    """The first sample changed in the thread, one wish at a time."""
    assignment = an_assignment(ask)
    draft = a_draft(assignment, await WRITER.write(assignment))
    shown = ["## Changes asked for in the thread\n", "Each is asked of the first sample above.\n"]
    for change in _CHANGES:
        shown.append(f"### “{change}”\n")
        try:
            refined = await WRITER.write(replace(assignment, previous=draft, change=change))
        except Refusal as refusal:
            shown.append(f"Refused: {refusal}\n")
            continue
        shown += [f"{refined.provenance.note}\n", *_shown(refined.variants[0], assignment.channel)]
    return shown


def _shown(variant: Variant, channel: Channel) -> Iterator[str]:
    for field in channel:
        texts = variant.texts(field.name)
        if field.at_most > 1 and texts:
            items = "\n".join(f"- {text} ({describe(field, text).value})" for text in texts)
            yield f"**{field.label}**\n\n{items}\n"
        elif texts:
            quoted = "\n".join(f"> {line}".rstrip() for line in texts[0].split("\n"))
            yield f"**{field.label}** ({describe(field, texts[0]).label})\n\n{quoted}\n"


if __name__ == "__main__":
    PAGE.write_text(asyncio.run(page()), encoding="utf-8")
