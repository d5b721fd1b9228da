"""A marketer asks for copy: by mention, in direct messages, by command, by form; and is asked back."""

import asyncio
from typing import Any

import pytest

from approvals.database import DatabaseAway
from bot import open_questions
from bot.drafting import Finished
from retrieval.questions import ask
from tests.scenarios.workplace import (
    BOT,
    MARKETING,
    Json,
    Workplace,
    action_in,
    button_called,
    copy_on,
    is_ours,
    picked,
    text_of,
    ticked,
    typed,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

VAGUE = "we need some copy about the new invoice reminders"


async def test_a_mention_becomes_one_checked_draft_with_its_sources(work: Workplace) -> None:
    root, card = await work.drafted()
    await work.quiet()

    shown = text_of(card)
    assert "invoice reminders" in shown
    assert "Written by the house writer: no model is connected." in shown
    assert "[1]" in shown
    assert copy_on(card)
    assert action_in(card, "draft.submit")
    assert len(ours(work, MARKETING, root)) == 1  # the mention and the message are one request


async def test_somebody_is_at_work_before_anything_is_written(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_write, write = asyncio.Event(), work.desk.drafting.write

    async def writes_when_it_may(*brief: Any, **how: Any) -> Finished:
        await may_write.wait()
        return await write(*brief, **how)

    monkeypatch.setattr(work.desk.drafting, "write", writes_when_it_may)
    root = await work.ask()
    seen = await work.wait(lambda: next(iter(ours(work, MARKETING, root)), None), "anybody at work")
    assert "version 1" not in text_of(seen)
    may_write.set()

    assert (await work.card(root))["ts"] == seen["ts"]


async def test_the_status_line_is_gone_once_the_draft_is_there(work: Workplace) -> None:
    await work.drafted()
    await work.quiet()

    assert work.sandbox.service.workspace.statuses == {}


async def test_a_direct_message_needs_no_mention(work: Workplace) -> None:
    dm = await work.maya.dm()
    root = await work.maya.say(dm, "Email to customers about Smart Reminders, warm")

    card = await work.card(root)
    assert "Marketing email · version 1" in text_of(card)


async def test_a_command_with_words_opens_a_thread(work: Workplace) -> None:
    before = work.latest(MARKETING)
    assert (await work.maya.command(MARKETING, "/draft", "X post about Smart Reminders, for freelancers"))[
        "ok"
    ]

    root = await work.posted(MARKETING, "asked:", "X post about Smart Reminders", after=before)
    card = await work.card(root)
    assert "of 280" in text_of(card)


async def test_a_command_without_words_opens_the_form(work: Workplace) -> None:
    before = work.latest(MARKETING)
    await work.maya.command(MARKETING, "/draft")
    form = await work.window(work.maya, "New draft")
    values = {
        "channel": ticked("sms"),
        "topic": typed("Smart Reminders go out by themselves"),
        "variants": picked("2"),
    }
    assert await work.maya.submit(form, values) == {"ok": True}

    root = await work.posted(MARKETING, "asked:", "Smart Reminders go out by themselves", after=before)
    card = await work.card(root)
    assert "Use variant 2" in text_of(card)
    assert work.maya.view() is None
    await work.quiet()
    since = [each for each in work.maya.messages(MARKETING) if each["ts"] > before]
    assert [each["ts"] for each in since if "asked:" in text_of(each)] == [root["ts"]]


async def test_a_form_says_at_the_box_what_is_wrong_and_takes_the_second_try(work: Workplace) -> None:
    before = work.latest(MARKETING)
    await work.maya.command(MARKETING, "/draft")
    form = await work.window(work.maya, "New draft")
    values: Json = {"channel": ticked("x"), "topic": typed("   "), "link": typed("two words")}
    refused = await work.maya.submit(form, values)
    assert set(refused["errors"]) == {"topic", "link"}

    assert await work.maya.submit(form, {"topic": typed("The Tax Pot"), "link": typed("")}) == {"ok": True}
    root = await work.posted(MARKETING, "asked:", "about The Tax Pot", after=before)
    await work.card(root)


async def test_the_shortcut_opens_the_same_form_and_answers_directly(work: Workplace) -> None:
    before = work.latest(await work.maya.dm())
    await work.maya.shortcut("global.new_draft")
    form = await work.window(work.maya, "New draft")
    await work.maya.submit(form, {"channel": ticked("ad"), "topic": typed("Smart Reminders")})

    root = await work.told_directly(work.maya, "asked:", "about Smart Reminders", after=before)
    card = await work.card(root)
    assert "of 30" in text_of(card)


async def test_the_button_on_the_home_tab_opens_the_form_too(work: Workplace) -> None:
    home = await work.home(work.maya, "Your copy desk")
    await work.maya.click_in(home, "request.new")

    form = await work.window(work.maya, "New draft")
    await work.maya.close(form)


async def test_a_missing_channel_is_asked_for_and_a_button_answers(work: Workplace) -> None:
    root = await work.ask(VAGUE)
    question = await work.answer(root, "Choose one, or answer in this thread.")
    await work.maya.click(question, button_called(question, "Blog post"))

    card = await work.card(root)
    assert "Blog post · version 1" in text_of(card)
    answered = await work.shows(question, "Answered by", "Blog post")
    assert "request.answer" not in str(answered)


async def test_words_answer_as_well_as_buttons(work: Workplace) -> None:
    root = await work.ask(VAGUE)
    await work.answer(root, "Choose one, or answer in this thread.")
    await work.maya.say(MARKETING, "for LinkedIn please", thread=root)

    card = await work.card(root)
    assert "LinkedIn post · version 1" in text_of(card)


async def test_pressing_two_answers_makes_one_draft(work: Workplace) -> None:
    root = await work.ask(VAGUE)
    question = await work.answer(root, "Choose one, or answer in this thread.")
    first, second = button_called(question, "Blog post"), button_called(question, "X post")
    before = work.latest(MARKETING)
    await work.maya.click(question, first)
    await work.maya.click(question, second)

    await work.card(root)
    await work.told_privately(work.maya, MARKETING, "answered", after=before)
    await work.quiet()
    assert [heading for heading in titles(work, root) if "version" in heading] == ["Blog post · version 1"]


@pytest.mark.parametrize(
    ("channel", "title", "count"),
    [
        ("LinkedIn post", "LinkedIn post", "of 3,000"),
        ("X post", "X post", "of 280"),
        ("email", "Marketing email", "of 60"),
        ("Google ad", "Google search ad", "of 30"),
        ("SMS", "Text message", "of 160"),
        ("blog post", "Blog post", "of "),
        ("press release", "Press release", "of "),
    ],
)
async def test_every_channel_is_drafted_with_exact_counts(
    work: Workplace, channel: str, title: str, count: str
) -> None:
    _, card = await work.drafted(f"{channel} for freelancers about Smart Reminders")

    shown = text_of(card)
    assert shown.lower().startswith(title.lower())
    assert count in shown


async def test_small_talk_is_answered_and_makes_no_draft(work: Workplace) -> None:
    dm = await work.maya.dm()
    for words, reply in (
        ("hello!", "I draft copy by Ledgerline’s guidelines"),
        ("what can you do?", "Tell me the channel"),
        ("thanks a lot", "Gladly"),
    ):
        said = await work.maya.say(dm, words)
        await work.answer(said, reply)


async def test_a_question_about_the_brand_is_answered_with_its_passages(work: Workplace) -> None:
    root = await work.ask("May we use emoji?")

    answer = await work.answer(root, "[1]")
    assert "emoji" in text_of(answer).lower()


async def test_the_brand_command_answers_and_asks(work: Workplace) -> None:
    before = work.latest(MARKETING)
    await work.maya.command(MARKETING, "/brand", "How do we write dates?")
    root = await work.posted(MARKETING, "How do we write dates?", after=before)
    await work.answer(root, "[1]")

    await work.maya.command(MARKETING, "/brand")
    form = await work.window(work.maya, "Ask the brand", "Question")
    assert "question" in (await work.maya.submit(form, {"question": typed(" ")}))["errors"]
    assert await work.maya.submit(form, {"question": typed("How do we write dates?")}) == {"ok": True}
    await work.window(work.maya, "[1]")
    await work.maya.close(form, everything=True)


async def test_what_no_guideline_covers_is_said_to_be_so(work: Workplace) -> None:
    root = await work.ask("What is our policy on submarine parking in Reykjavik?")

    await work.answer(root, "No guideline covers this.")


async def test_what_a_brief_asks_for_and_no_guideline_covers_is_on_the_card_and_collected(
    work: Workplace,
) -> None:
    root = await work.ask("LinkedIn post for children about Smart Reminders")
    card = await work.card(root)

    assert "No guideline covers: writing for children" in text_of(card)
    await work.quiet()
    assert "writing for children" in [each.words for each in await work.desk.questions.listed()]


async def test_a_text_is_checked_by_command_form_and_shortcut(work: Workplace) -> None:
    await work.maya.command(MARKETING, "/check", "We utilise the BEST synergy!!!")
    shown = await work.window(work.maya, "Brand check")
    assert "finding" in text_of(shown).lower() or "error" in text_of(shown).lower()
    await work.maya.close(shown, everything=True)

    await work.maya.command(MARKETING, "/check")
    form = await work.window(work.maya, "Check against brand", "Channel")
    assert "text" in (await work.maya.submit(form, {"text": typed("")}))["errors"]
    assert await work.maya.submit(form, {"text": typed("Buy now!!!"), "channel": picked("x")}) == {"ok": True}
    checked = await work.window(work.maya, "As X post")
    await work.maya.close(checked, everything=True)

    message = await work.omar.say(MARKETING, "Our AMAZING app!!!")
    await work.maya.shortcut("msg.check_against_brand", message)
    shown = await work.window(work.maya, "Brand check", "AMAZING")
    await work.maya.close(shown, everything=True)


async def test_people_among_themselves_are_left_alone(work: Workplace) -> None:
    root = await work.maya.say(MARKETING, "Did anyone see the new office?")
    await work.omar.say(MARKETING, "A LinkedIn post about it would be nice", thread=root)
    await work.quiet()

    assert ours(work, MARKETING, root) == []


async def test_a_mention_of_the_desk_alone_says_how_to_ask(work: Workplace) -> None:
    root = await work.maya.say(MARKETING, f"<@{BOT}>")

    await work.answer(root, "Tell me the channel")


async def test_what_no_guideline_covers_is_collected_also_when_keeping_it_fails_at_first(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails = iter([True])
    before = await times_asked(work, "writing for children")

    async def asked(*what: Any, **how: Any) -> bool:
        if next(fails, False):
            raise DatabaseAway("The database is restarted just now.")
        return await ask(*what, **how)

    monkeypatch.setattr(open_questions, "ask", asked)
    root = await work.ask("LinkedIn post for children about the Tax Pot")
    await work.card(root)
    await work.quiet()

    assert next(fails, None) is None
    assert await times_asked(work, "writing for children") == before + 1


async def times_asked(work: Workplace, words: str) -> int:
    return sum(each.times for each in await work.desk.questions.listed() if each.words == words)


def ours(work: Workplace, channel: str, root: Json) -> list[Json]:
    return [each for each in work.maya.messages(channel, root) if is_ours(each)]


def titles(work: Workplace, root: Json) -> list[str]:
    return [
        block["text"]["text"]
        for each in ours(work, MARKETING, root)
        for block in each["blocks"]
        if block["type"] == "header"
    ]
