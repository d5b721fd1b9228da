"""An admin sees what a version of the guidelines would change, before and after it is in force."""

import pytest

from bot.documents import ReviewDates
from tests.scenarios.workplace import (
    BOT,
    KIT,
    MARKETING,
    OMAR,
    Json,
    Workplace,
    action_in,
    text_of,
    typed,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

WORDS = KIT / "guidelines" / "words-we-use.md"


async def test_an_upload_says_in_numbers_what_it_would_change(work: Workplace) -> None:
    await work.drafted()
    result = await uploaded(work, "words-we-use.md", reworded())

    told = text_of(result)
    assert "Against v1: passages" in told
    assert "1 reworded" in told
    assert "of copy" in told


async def test_the_window_shows_the_passage_word_by_word_and_the_copy_it_touches(work: Workplace) -> None:
    root, card = await work.drafted("LinkedIn post about sending a reminder, friendly")
    assert root
    copy = text_of(card)
    result = await uploaded(work, "words-we-use.md", forbidding(copy))
    await work.ada.click(result, action_in(result, "guidelines.shadow"))

    view = await work.window(work.ada, "Reworded: words-we-use.md")
    told = text_of(view)
    assert "Verdicts that flip" in told
    assert "passes with warnings" in told


async def test_only_admins_look_into_versions(work: Workplace) -> None:
    file = await work.ada.upload("words-we-use.md", reworded())
    shared = await work.ada.say(MARKETING, f"<@{BOT}> new words", files=[file])
    result = await work.answer(shared, "is ready")
    await work.maya.click(result, action_in(result, "guidelines.shadow"))

    await work.told_privately(work.maya, MARKETING, "Only an admin can look into versions")
    assert work.maya.view() is None


async def test_a_version_in_force_shows_what_it_changed(work: Workplace) -> None:
    result = await uploaded(work, "words-we-use.md", reworded())
    await work.ada.click(result, action_in(result, "guidelines.activate"))
    await work.shows(result, "is active", who=work.ada)
    home = await home_of(work, "What changed")
    await work.ada.click_in(home, "guidelines.diff")

    assert "From v1 to" in text_of(await work.window(work.ada, "Reworded: words-we-use.md"))


async def test_what_no_guideline_covers_is_collected_until_it_is_closed(work: Workplace) -> None:
    for _ in range(2):
        root = await work.ask("What do our guidelines say about quantum teleportation of zebras?")
        await work.answer(root, "No guideline covers this")
    home = await home_of(work, "Open questions: 1")
    await work.ada.click_in(home, "guidelines.questions")
    view = await work.window(work.ada, "quantum teleportation", "2 times", "1 person")
    await work.ada.click_in(view, "guidelines.close_question")

    await home_of(work, "Open questions: 0")


async def test_a_document_gets_an_owner_who_is_reminded_once_its_day_has_passed(work: Workplace) -> None:
    home = await home_of(work, "channels-email-and-sms.md")
    await work.ada.click_in(home, "guidelines.document")
    form = await work.window(work.ada, "Review by", "channels-email-and-sms.md")
    values = {"owner": typed(OMAR), "review_by": {"value": {"selected_date": "2024-01-31"}}}
    assert await work.ada.submit(form, values) == {"ok": True}
    await home_of(work, f"Owner: {OMAR}", "(overdue)")

    dates = ReviewDates(
        database=work.desk.database,
        documents=work.desk.documents,
        posts=work.desk.posts,
        people=work.desk.people,
    )
    assert (await dates.once(), await dates.once()) == (1, 1)
    await work.told_directly(work.omar, "channels-email-and-sms.md was to be reviewed by 31 January 2024")
    await work.quiet()
    said = [each for each in work.omar.messages(await work.omar.dm()) if "to be reviewed" in text_of(each)]
    assert len(said) == 1


async def test_a_document_is_taken_out_by_a_version_without_it(work: Workplace) -> None:
    home, mark = await home_of(work, "channels-email-and-sms.md"), work.latest(await work.ada.dm())
    await work.ada.click_in(home, "guidelines.document")
    form = await work.window(work.ada, "Take out", "channels-email-and-sms.md")
    await work.ada.click_in(form, "guidelines.archive")

    result = await work.told_directly(work.ada, "is ready: 9 documents", after=mark)
    await work.ada.click(result, action_in(result, "guidelines.activate"))
    await work.shows(result, "is active", who=work.ada)
    await home_of(work, "Archived: channels-email-and-sms.md")


async def test_an_upload_that_contradicts_the_guidelines_says_so(work: Workplace) -> None:
    text = "# Buttons\n\nOn buttons write “log in”, not “sign in”.\n"
    first = await uploaded(work, "buttons.md", text.encode())
    await work.ada.click(first, action_in(first, "guidelines.activate"))
    await work.shows(first, "is active", who=work.ada)
    against = text.replace("sign in", "X").replace("log in", "sign in").replace("X", "log in")
    result = await uploaded(work, "more-buttons.md", against.encode())
    assert "1 contradiction" in text_of(result)
    await work.ada.click(result, action_in(result, "guidelines.troubles"))

    await work.window(work.ada, "Contradiction: One asks for", "Decide which one holds")


async def home_of(work: Workplace, *words: str) -> Json:
    await work.quiet()
    await work.ada.open_home()
    return await work.home(work.ada, "Guidelines", *words)


def reworded() -> bytes:
    text = WORDS.read_text(encoding="utf-8")
    return text.replace("Turn a noun back into the verb it came from.", "Prefer verbs to nouns.").encode()


def forbidding(copy: str) -> bytes:
    """A guideline that speaks against a word which the copy has."""
    assert "reminder" in copy.lower()
    return reworded() + b"\n\nWrite \xe2\x80\x9cnudge\xe2\x80\x9d, not \xe2\x80\x9creminder\xe2\x80\x9d.\n"


async def uploaded(work: Workplace, name: str, data: bytes) -> Json:
    file = await work.ada.upload(name, data)
    message = await work.ada.say(await work.ada.dm(), "", files=[file])
    return await work.answer(message, "is ready", who=work.ada)
