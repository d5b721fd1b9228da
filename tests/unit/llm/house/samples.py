"""Writes docs/house-writer-samples.md: what the house writer makes of fourteen asks, for people to read.

Run `python -m tests.unit.llm.house.samples` after a change to the templates or the writer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from brandkit.channels import Channel
from brandkit.checking import check_variant
from brandkit.counting import describe
from brandkit.drafts import Variant
from brandkit.errors import Refusal
from tests.unit.llm.house.house_builders import WRITER, a_draft, an_assignment, ledgerline

PAGE = Path(__file__).parents[4] / "docs" / "house-writer-samples.md"
_ASKS = (
    "LinkedIn post for freelancers about the new invoice reminders, friendly, link to https://ledgerline.example/reminders, 3 variants",
    "LinkedIn post about our webinar on client contracts for small studios, mention that it is on 3 March 2027, link to https://ledgerline.example/webinar",
    "three tweets about card payments, link to https://ledgerline.example/pay",
    "tweet announcing that we now support bank transfers, link to https://ledgerline.example/pay",
    "email to new freelancers about getting started with invoicing, mention the free trial, CTA: Start your free month, link to https://ledgerline.example/start",
    "email about setting money aside, link to https://ledgerline.example/tax-pot",
    "Google ad about invoice reminders",
    "Google ad for small studios about card payments, CTA: Add a pay button",
    "text message about Smart Reminders, link to https://ledgerline.example/r",
    "text message about the free trial for the US market, link to https://ledgerline.example/try",
    "blog post about what to do when an invoice is late, link to https://ledgerline.example/reminders",
    "press release about Tax Pot",
    "press release about our new office in Cork. Key message: Ledgerline opens an office in Cork",
)
_CHANGES = (
    "shorter",
    "mention the free trial and drop the hashtags",
    "second variant but with the first hook",
    "make it purple",
)
_INTRODUCTION = """# What the house writer writes

The house writer works without a model: it fills the brand's own templates from the brief and the kit. This page shows
what comes out for the sample brand, as it comes out. A test writes it anew and compares, so it is never out of date
(`python -m tests.unit.llm.house.samples` writes it). The checks ran on all of it; what they found stands below the copy.
"""


async def page() -> str:
    """The whole page."""
    pieces = [_INTRODUCTION]
    for ask in _ASKS:
        pieces += await _sample(ask)
    pieces += await _refinements(_ASKS[0])
    return "\n".join(pieces)


async def _sample(ask: str) -> list[str]:
    assignment = an_assignment(ask)
    written = await WRITER.write(assignment)
    shown = [f"## “{ask}”\n"]
    for number, variant in enumerate(written.variants, start=1):
        name = dict(written.provenance.sampling)[f"template {number}"]
        shown.append(
            f"### Variant {number}, from {name}\n" if len(written.variants) > 1 else f"From {name}:\n"
        )
        shown += _shown(variant, assignment.channel)
        findings = check_variant(
            variant, channel=assignment.channel, kit=ledgerline(), market=assignment.brief.market
        )
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
