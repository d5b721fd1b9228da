"""What a draft says of channels that get none, whoever wrote it."""

from __future__ import annotations

from datetime import date

from bot.drafting import Change, Drafting
from bot.rulebook import Rulebook
from bot.writers import OnText, Writers
from brandkit.briefs import Brief
from brandkit.drafts import Provenance, WriterKind
from brandkit.passages import RankedPassage
from llm.assignments import Assignment, Written
from llm.house.answerer import HouseAnswerer
from llm.house.reader import HouseReader
from llm.house.repairer import HouseRepairer
from tests.unit.llm.material_builders import X, a_brief, a_draft, a_kit, a_variant

ASK = "tweet and Instagram post about the reminders"


class Model:
    """A writer with words of its own."""

    async def write(self, _assignment: Assignment, *, on_text: OnText | None = None) -> Written:
        assert on_text is None
        return Written(variants=(a_variant(body="Paid."),), provenance=Provenance(writer=WriterKind.MODEL))


class NoGuidelines:
    """A shelf with nothing on it."""

    async def active(self, _brand: str) -> None:
        return None

    async def search_brief(self, _brief: Brief, **_how: object) -> tuple[RankedPassage, ...]:
        return ()

    async def uncovered(self, _brief: Brief, **_how: object) -> tuple[str, ...]:
        return ()

    async def search(self, _brand: str, _question: str, **_how: object) -> tuple[RankedPassage, ...]:
        return ()


def drafting() -> Drafting:
    writers = Writers(
        reader=HouseReader(), writer=Model(), repairer=HouseRepairer(), answerer=HouseAnswerer()
    )

    async def model() -> Writers:
        return writers

    return Drafting(
        rules=Rulebook.of_folder(a_kit()),
        shelf=NoGuidelines(),
        house=writers,
        model=model,
        deadline=60.0,
        rounds=0,
        today=lambda: date(2026, 11, 23),
    )


async def test_a_channel_that_gets_no_piece_is_named_beside_the_models_copy() -> None:
    finished = await drafting().write(a_brief(channel=X, ask=ASK))

    assert "There is no piece for Instagram: it is not set up" in finished.provenance.note


async def test_it_is_named_once_and_not_again_beside_each_change() -> None:
    previous = a_draft(a_variant(body="Paid on time."), channel=X)

    finished = await drafting().write(
        a_brief(channel=X, ask=ASK), change=Change(previous=previous, wish="shorter")
    )

    assert finished.provenance.note == ""
