"""The desk dies right before or after each line that matters; started again, it finishes what it began."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select

from approvals.database import Database
from approvals.tables import audit_entry
from approvals.tables import draft as draft_table
from bot.slack.ids import Action
from retrieval.tables import versions as guideline_versions
from tests.faults.conftest import Day
from tests.faults.doom import EXIT, VARIABLE, Doom
from tests.faults.office import Json, Office, offers, shows
from tests.faults.settled import Books, when_settled
from tests.faults.stories import ADA, DESK, MARKETING, MAYA, End, Story, live

pytestmark = [pytest.mark.faults, pytest.mark.marathon, pytest.mark.timeout(180)]

STORY = Story(number=7, direct=False, refined="shorter", end=End.APPROVED)

DOOMS = [
    Doom(when="after", where="approvals.inbox.accept"),  # written, not committed
    Doom(when="after", where="bot.slack.inbox_gate.InboxGate.keep"),  # committed, not acknowledged
    Doom(when="after", where="bot.slack.inbox_gate.InboxGate.keep", turn=4),  # the same for a click
    Doom(when="before", where="bot.slack.sending.Sending._post"),  # marked as being sent, not sent
    Doom(when="after", where="bot.slack.sending.Sending._post"),  # sent in a thread, its place not known
    Doom(when="after", where="bot.slack.sending.Sending._post", turn=3),  # sent in a channel
    Doom(when="after", where="approvals.outbox.mark_sent"),  # its place written, not committed
    Doom(when="before", where="approvals.outbox.mark_shown", turn=2),  # Slack shows it, nobody knows
    Doom(when="after", where="approvals.requests.add"),
    Doom(when="before", where="bot.turns.Turns.keep"),  # written by the writer only
    Doom(when="after", where="approvals.drafts.add"),  # in the middle of the transaction
    Doom(when="after", where="bot.turns.Turns.keep"),  # stored, the card not updated
    Doom(when="after", where="approvals.reviewing.Reviewing.send"),
    Doom(when="after", where="bot.reviewing.Reviewing.send"),
    Doom(when="before", where="bot.effects.Effects.apply", turn=2),  # decided, nothing follows yet
    Doom(when="after", where="bot.effects.Effects.apply", turn=2),
    Doom(when="after", where="bot.reviewing.Reviewing.decide"),
    Doom(when="before", where="bot.jobs.engine.JobEngine.listen"),  # while starting
]


@pytest.mark.parametrize("doom", DOOMS, ids=str)
async def test_a_request_survives_death_at_this_line(day: Day, doom: Doom) -> None:
    books = await _die_and_go_on(day, doom, live(STORY, day.office))

    counts = await day.office.counts()
    assert {key: many for key, many in counts["by_metadata_key"].items() if many > 1} == {}
    assert counts["lost"] == 0
    assert books.requests == 1
    assert list(books.versions.values()) == [STORY.versions]
    assert list(books.reviews.values()) == [1]
    assert (books.decisions, books.approved, books.assets) == (1, 1, 1)
    assert (await day.audit()).intact


PIECES_DOOMS = [
    Doom(when="after", where="approvals.requests.add", turn=2),  # the second piece written, not committed
    Doom(when="after", where="bot.turns.Turns.open", turn=2),
    Doom(when="before", where="bot.turns.Turns.keep"),  # all begun, none kept
    Doom(when="after", where="bot.turns.Turns.keep"),  # one kept, the event not done
    Doom(when="before", where="bot.turns.Turns.keep", turn=2),
]


@pytest.mark.parametrize("doom", PIECES_DOOMS, ids=str)
async def test_several_pieces_of_one_message_survive_death_at_this_line(day: Day, doom: Doom) -> None:
    books = await _die_and_go_on(day, doom, _two_pieces(day.office))

    counts = await day.office.counts()
    assert {key: many for key, many in counts["by_metadata_key"].items() if many > 1} == {}
    assert counts["lost"] == 0
    assert books.requests == 2
    assert await _drafts_each(day.database) == [1, 1]


async def _drafts_each(database: Database) -> list[int]:
    """How many drafts each request has."""
    query = select(func.count()).select_from(draft_table).group_by(draft_table.c.request)
    async with database.reading() as connection:
        return list((await connection.execute(query)).scalars())


async def _two_pieces(office: Office) -> None:
    """Ask for a post and an email at once, and wait for both drafts."""
    root = await office.say(MAYA, MARKETING, f"{DESK} LinkedIn post and email about Smart Reminders")

    async def both() -> bool:
        seen = await office.thread(MAYA, MARKETING, root)
        return len([one for one in seen if offers(one, Action.DRAFT_SUBMIT)]) == 2

    await office.until(both, within=80, what="two drafts")


GUIDELINE = b"""# Emoji and exclamation marks

We use no emoji in copy about money, and one exclamation mark at most in a whole post.

# Numbers

Write amounts with the currency in front and without decimals where they are zero.
"""

UPLOAD_DOOMS = [
    Doom(when="before", where="retrieval.loading.Loader._indexed"),  # read, nothing kept
    Doom(when="after", where="retrieval.index.ChromaIndex.add"),  # in the index, not on record
    Doom(when="before", where="retrieval.loading.Loader._recorded"),
    Doom(when="after", where="retrieval.loading.Loader._recorded"),  # a version that nobody was told of
    Doom(when="before", where="bot.guideline_desk.GuidelineDesk._close"),
    Doom(when="after", where="bot.guideline_desk.GuidelineDesk._close"),
    Doom(when="after", where="retrieval.record.switch"),  # half of the switch is written
    Doom(when="after", where="retrieval.library.GuidelineLibrary.activate"),  # in force, not on record
    Doom(when="after", where="bot.guideline_desk.GuidelineDesk.activate"),
]


@pytest.mark.parametrize("doom", UPLOAD_DOOMS, ids=str)
async def test_an_upload_survives_death_at_this_line(day: Day, doom: Doom) -> None:
    await _die_and_go_on(day, doom, _upload(day.office))

    counts = await day.office.counts()
    assert {key: many for key, many in counts["by_metadata_key"].items() if many > 1} == {}
    assert await _versions(day.database) == [(1, "archived"), (2, "active")]
    assert await _logged(day.database) == {"guidelines.uploaded": 1, "guidelines.activated": 2}
    assert (await day.audit()).intact


async def _die_and_go_on(day: Day, doom: Doom, people: object) -> Books:
    """Let the desk meet its doom while people work with it, start it again, and wait until all is done."""
    day.desk.environment[VARIABLE] = str(doom)
    day.desk.start()
    acting = asyncio.ensure_future(people)  # type: ignore[call-overload]
    code = await day.desk.ended(within=60)
    assert code == EXIT, f"the desk ended with {code}: {day.desk.said()[-3000:]}"
    del day.desk.environment[VARIABLE]
    day.desk.start()
    async with asyncio.timeout(90):
        await acting
    return await when_settled(day.database, day.office, within=60)


async def _upload(office: Office) -> None:
    """Share a guideline in direct messages and put it in force."""
    channel = await office.dm(ADA)
    root = await office.hand_in(ADA, channel, "emoji-and-numbers.md", GUIDELINE)

    async def offered() -> Json | None:
        seen = await office.thread(ADA, channel, root)
        return next((one for one in seen if offers(one, Action.GUIDELINES_ACTIVATE)), None)

    card = await office.until(offered, within=80, what="the new version of the guidelines")
    await office.press(ADA, channel, card, Action.GUIDELINES_ACTIVATE)

    async def in_force() -> bool:
        seen = await office.thread(ADA, channel, root)
        return any(one["ts"] == card["ts"] and shows(one, "is active") for one in seen)

    await office.until(in_force, within=80, what="the guidelines in force")


async def _versions(database: Database) -> list[tuple[int, str]]:
    async with database.reading() as conn:
        kept = guideline_versions.c
        rows = await conn.execute(select(kept.number, kept.state).order_by(kept.number))
        return [(number, state) for number, state in rows]


async def _logged(database: Database) -> dict[str, int]:
    async with database.reading() as conn:
        query = select(audit_entry.c.action, func.count()).group_by(audit_entry.c.action)
        return {action: count for action, count in await conn.execute(query)}  # noqa: C416 - rows are no pairs
