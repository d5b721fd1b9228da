"""The outline of a blog post that has only its subject: sections, what is on record, and open points named as such."""

from __future__ import annotations

import pytest

from brandkit.checking import check_variant
from brandkit.drafts import OPEN_POINT
from brandkit.passages import Passage, RankedPassage
from tests.unit.llm.house.house_builders import (
    WRITER,
    an_assignment,
    copy_of,
    guidelines_only,
    ledgerline,
)

_SUBJECTS = (
    "expenses",
    "how to price your work",
    "keeping a paper diary",
    "our new office",
    "our spring webinar on client contracts",
    "our autumn discount",
    "the outage on Monday",
    "we are closing our Leeds office",
)


def a_passage(text: str) -> RankedPassage:
    passage = Passage(document="company.md", version="v1", heading=("The company",), text=text)
    return RankedPassage(passage=passage, score=0.9)


@pytest.mark.parametrize("subject", _SUBJECTS)
async def test_a_bare_subject_gets_an_outline_that_keeps_the_rules(subject: str) -> None:
    assignment = an_assignment(f"blog post about {subject}")

    written = await WRITER.write(assignment)

    body = written.variants[0].texts("body")[0]
    findings = check_variant(
        written.variants[0], channel=assignment.channel, kit=ledgerline(), market=assignment.brief.market
    )
    assert body.count("\n## ") >= 4
    assert body.count(f"- {OPEN_POINT} ") >= 4
    assert findings == ()
    assert "This is an outline" in written.provenance.note


async def test_the_outline_goes_by_what_the_subject_is() -> None:
    bodies = [
        (await WRITER.write(an_assignment(f"blog post about {subject}"))).variants[0].texts("body")[0]
        for subject in ("our spring webinar on client contracts", "how to price your work")
    ]

    assert "## When and where" in bodies[0]
    assert "## The short answer" in bodies[1]


async def test_a_brief_with_a_fact_or_a_message_of_the_kit_is_written_out() -> None:
    with_fact = await WRITER.write(an_assignment("blog post about expenses, mention that receipts are read"))
    with_message = await WRITER.write(an_assignment("blog post about late invoices"))

    assert OPEN_POINT not in copy_of(with_fact.variants[0])
    assert OPEN_POINT not in copy_of(with_message.variants[0])


async def test_what_guidelines_state_of_the_subject_stands_in_the_outline_and_is_cited() -> None:
    said = "Parental leave at our studios is paid for 26 weeks."
    asked = "Write parental leave in small letters, and never call it maternity leave."
    passage = a_passage(f"{said} {asked}")

    written = await WRITER.write(
        an_assignment("blog post about parental leave", passages=[passage], kit=guidelines_only())
    )

    variant = written.variants[0]
    assert f"## What we say already\n\n- {said}" in variant.texts("body")[0]
    assert "small letters" not in copy_of(variant)
    assert [each.passage for each in variant.citations if each.field == "body"] == [passage.passage.id]
