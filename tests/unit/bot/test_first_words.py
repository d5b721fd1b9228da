"""What the first words of a draft wait for, and what they do not."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

from bot.drafting import Drafting
from bot.rulebook import Rulebook
from bot.writers import OnText, Writers
from brandkit.briefs import Brief
from brandkit.drafts import Provenance, WriterKind
from brandkit.passages import RankedPassage
from llm.assignments import Assignment, Written
from llm.house.answerer import HouseAnswerer
from llm.house.reader import HouseReader
from llm.house.repairer import HouseRepairer
from tests.unit.llm.material_builders import X, a_brief, a_kit, a_variant


class Talks:
    """A writer that is heard at once."""

    async def write(self, _assignment: Assignment, *, on_text: OnText | None = None) -> Written:
        if on_text is not None:
            await on_text("Paid")
        return Written(
            variants=(a_variant(body="Paid on time."),), provenance=Provenance(writer=WriterKind.MODEL)
        )


class SlowToMiss:
    """A shelf that finds what nothing covers only after the first words were heard."""

    def __init__(self) -> None:
        self.heard = asyncio.Event()

    async def active(self, _brand: str) -> None:
        return None

    async def search_brief(self, _brief: Brief, **_how: object) -> tuple[RankedPassage, ...]:
        return ()

    async def uncovered(self, _brief: Brief, **_how: object) -> tuple[str, ...]:
        await self.heard.wait()
        return ("audience: plumbers",)

    async def search(self, _brand: str, _question: str, **_how: object) -> tuple[RankedPassage, ...]:
        return ()


async def test_the_first_words_do_not_wait_for_what_no_guideline_covers() -> None:
    shelf, kit = SlowToMiss(), a_kit()
    writers = Writers(
        reader=HouseReader(), writer=Talks(), repairer=HouseRepairer(), answerer=HouseAnswerer()
    )

    async def model() -> Writers:
        return writers

    async def hear(_text: str) -> None:
        shelf.heard.set()

    drafting = Drafting(
        rules=Rulebook.of_folder(kit),
        shelf=shelf,
        house=replace(writers),
        model=model,
        deadline=60.0,
        rounds=0,
        today=lambda: date(2026, 11, 23),
    )

    finished = await drafting.write(a_brief(channel=X), on_text=hear)

    assert finished.provenance.uncovered == ("audience: plumbers",)
