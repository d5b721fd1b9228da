"""One message asks for several pieces: each has its own draft, versions, checks and approval in one thread."""

import asyncio
from typing import Any

import pytest

from approvals import requests
from bot.clock import now
from bot.drafting import Drafting, Finished
from bot.slack.delivery import SlackPosts
from bot.stopping import Stopping
from brandkit.briefs import Brief
from tests.scenarios.workplace import (
    MARKETING,
    Json,
    Workplace,
    action_in,
    copy_on,
    heading,
    is_ours,
    text_of,
    ticked,
    typed,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

BOTH = "LinkedIn post and email for freelancers about Smart Reminders"


async def test_two_channels_at_once_make_a_draft_each_in_one_thread(work: Workplace) -> None:
    root = await work.ask(BOTH)
    post, email = await card_of(work, root, "LinkedIn post"), await card_of(work, root, "Marketing email")

    assert "Subject line" in text_of(email)
    assert "Subject line" not in text_of(post)
    await work.quiet()
    assert len(cards(work, root)) == 2


async def test_a_reply_changes_the_piece_that_it_names_and_leaves_the_other(work: Workplace) -> None:
    root = await work.ask(BOTH)
    post, email = await card_of(work, root, "LinkedIn post"), await card_of(work, root, "Marketing email")
    await work.maya.say(MARKETING, "make the email shorter", thread=root)

    shorter = await card_of(work, root, "Marketing email", version=2)
    assert len(copy_on(shorter)) < len(copy_on(email))
    await work.quiet()
    assert work.again(post) == post


async def test_a_reply_that_names_none_is_asked_about_and_changes_nothing(work: Workplace) -> None:
    root = await work.ask(BOTH)
    await card_of(work, root, "LinkedIn post")
    await card_of(work, root, "Marketing email")
    await work.maya.say(MARKETING, "shorter", thread=root)

    question = await work.answer(root, "Which do you mean")
    assert "the LinkedIn post or the Marketing email" in text_of(question)
    await work.quiet()
    assert len(cards(work, root)) == 2


@pytest.mark.parametrize(
    ("answer", "changed", "kept"),
    [
        ("all of them", ("LinkedIn post", "Marketing email"), ()),
        ("both of them!", ("LinkedIn post", "Marketing email"), ()),
        ("the email please", ("Marketing email",), ("LinkedIn post",)),
    ],
)
async def test_naming_the_piece_answers_the_question_which_is_meant(
    work: Workplace, answer: str, changed: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    root = await work.ask(BOTH)
    before = {label: await card_of(work, root, label) for label in (*changed, *kept)}
    await work.maya.say(MARKETING, "shorter", thread=root)
    await work.answer(root, "Which do you mean")
    await work.maya.say(MARKETING, answer, thread=root)

    for label in changed:
        shorter = await card_of(work, root, label, version=2)
        assert len(copy_on(shorter)) < len(copy_on(before[label]))
    await work.quiet()
    for label in kept:
        assert work.again(before[label]) == before[label]


async def test_an_answered_question_lends_its_wish_to_no_later_reply(work: Workplace) -> None:
    root = await work.ask(BOTH)
    await card_of(work, root, "Marketing email")
    await card_of(work, root, "LinkedIn post")
    await work.maya.say(MARKETING, "shorter", thread=root)
    await work.answer(root, "Which do you mean")
    await work.maya.say(MARKETING, "the email", thread=root)
    await card_of(work, root, "Marketing email", version=2)
    await work.quiet()
    await work.maya.say(MARKETING, "the LinkedIn post", thread=root)

    asked = await work.answer(root, "What should I change?")
    assert "the LinkedIn post or the Marketing email" in text_of(asked)
    await work.quiet()
    assert len(cards(work, root)) == 3


async def test_both_changes_both(work: Workplace) -> None:
    root = await work.ask(BOTH)
    await card_of(work, root, "LinkedIn post")
    await card_of(work, root, "Marketing email")
    await work.maya.say(MARKETING, "make both shorter", thread=root)

    await card_of(work, root, "LinkedIn post", version=2)
    await card_of(work, root, "Marketing email", version=2)


async def test_each_piece_is_approved_by_itself(work: Workplace) -> None:
    root = await work.ask(BOTH)
    post, email = await card_of(work, root, "LinkedIn post"), await card_of(work, root, "Marketing email")
    review = await work.send(email)
    await work.omar.click(review, "approval.approve")

    await work.shows(email, "Approved")
    assert action_in(work.again(post), "draft.submit")


async def test_the_same_message_delivered_again_makes_nothing_twice(work: Workplace) -> None:
    work.sandbox.misbehave("event", "redeliver", times=2)
    root = await work.ask(BOTH)
    await card_of(work, root, "LinkedIn post")
    await card_of(work, root, "Marketing email")

    await work.quiet()
    assert len(cards(work, root)) == 2


async def test_the_form_makes_a_draft_for_each_channel_that_is_chosen(work: Workplace) -> None:
    before = work.latest(MARKETING)
    await work.maya.command(MARKETING, "/draft")
    form = await work.window(work.maya, "New draft")
    values = {"channel": ticked("x", "sms"), "topic": typed("Smart Reminders")}
    assert await work.maya.submit(form, values) == {"ok": True}

    root = await work.posted(
        MARKETING, "asked:", "X post and Text message about Smart Reminders", after=before
    )
    assert "of 280" in text_of(await card_of(work, root, "X post"))
    assert "of 160" in text_of(await card_of(work, root, "Text message"))


async def test_each_persona_gets_a_piece(work: Workplace) -> None:
    root = await work.ask("email for Sana and Theo about Smart Reminders")

    await card_of(work, root, "Marketing email")
    await work.quiet()
    assert len(cards(work, root)) == 2


@pytest.mark.marathon  # workers apart: `make marathon` runs it with the others
async def test_stop_from_another_process_is_shown_while_other_pieces_are_written(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, may_go_on = Drafting.write, asyncio.Event()

    async def held(drafting: Drafting, brief: Brief, **how: Any) -> Finished:
        await may_go_on.wait()
        return await write(drafting, brief, **how)

    monkeypatch.setattr(Drafting, "write", held)
    root = await work.ask(BOTH)
    post = await work.wait(lambda: at_work(work, root), "two messages at work")
    posts = work.desk.posts
    assert isinstance(posts, SlackPosts)
    next_door = SlackPosts(
        database=work.desk.database, jobs=posts._jobs, sending=posts._sending, board=posts._board, now=now
    )
    async with work.desk.database.reading() as connection:
        one = await requests.by_thread(connection, channel_id=MARKETING, thread_ts=root["ts"])
        assert one is not None
        pieces = await requests.together(connection, one)
    request = next(each for each in pieces if each.brief and each.brief.channel == "linkedin")

    stopping = Stopping(database=work.desk.database, posts=next_door, now=now)
    await stopping.stop(request.id, cause="click:next-door")

    await work.shows(post, "Stopped")
    may_go_on.set()
    await card_of(work, root, "Marketing email")


def at_work(work: Workplace, root: Json) -> Json | None:
    """The message that says that the post is drafted, as soon as the one of the email says so, too."""
    drafting = [
        message
        for message in work.maya.messages(MARKETING, root)
        if is_ours(message) and "On it: drafting" in text_of(message)
    ]
    post = next((message for message in drafting if "LinkedIn" in text_of(message)), None)
    return post if len(drafting) == 2 else None


async def card_of(work: Workplace, root: Json, channel: str, *, version: int = 1) -> Json:
    """The card of that version for that channel, as soon as it is in the thread."""

    def look() -> Json | None:
        wanted = (channel, f"version {version}")
        return next(
            (each for each in cards(work, root) if all(word in text_of(each) for word in wanted)), None
        )

    return await work.wait(look, f"{channel}, version {version}")


def cards(work: Workplace, root: Json) -> list[Json]:
    """Every draft's card in the thread."""
    said = work.maya.messages(MARKETING, root)
    return [each for each in said if is_ours(each) and "version " in heading(each, card=True)]
