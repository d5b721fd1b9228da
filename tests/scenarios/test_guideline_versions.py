"""An admin sees what a version of the guidelines would change, before and after it is in force."""

import pytest

from tests.scenarios.workplace import BOT, KIT, MARKETING, Json, Workplace, action_in, text_of

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
