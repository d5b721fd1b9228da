"""Slack has a bad day: nothing is lost, nothing is said twice, and people always get a word."""

from collections.abc import Iterator

import pytest

from tests.scenarios.workplace import (
    APPROVALS,
    BOT,
    MARKETING,
    Json,
    Workplace,
    action_in,
    copy_on,
    is_ours,
    text_of,
    typed,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

X = "X post for freelancers about Smart Reminders"


@pytest.fixture(autouse=True)
def _nothing_twice(work: Workplace) -> Iterator[None]:
    """After every bad day, each message of the desk was accepted once, and Slack is well again."""
    yield
    work.sandbox.service.faults.replace([])
    twice = {key: n for key, n in work.sandbox.counts()["by_metadata_key"].items() if n != 1}
    assert twice == {}


@pytest.mark.parametrize(
    ("match", "kind", "options"),
    [
        ("chat.postMessage", "429", {"times": 2, "retry_after": 0}),
        ("chat.postMessage", "500", {"times": 1}),
        ("chat.postMessage", "503", {"times": 1, "after": True}),
        ("chat.postMessage", "drop_response", {"times": 1}),
        ("chat.postMessage", "slow", {"times": 1, "seconds": 1.0}),
        ("chat.update", "500", {"times": 2}),
        ("chat.update", "drop_response", {"times": 1}),
        ("assistant.threads.setStatus", "500", {"times": 1}),
        ("assistant.threads.setStatus", "drop_response", {"times": 1}),
        ("event", "duplicate_delivery", {"times": 2}),
        ("event", "redeliver", {"times": 2}),
        ("event", "disconnect", {"times": 1}),
    ],
)
async def test_a_request_ends_in_one_draft(
    work: Workplace, match: str, kind: str, options: dict[str, float | bool]
) -> None:
    work.sandbox.misbehave(match, kind, **options)
    root = await work.ask(X)

    await work.card(root)
    await work.quiet()
    assert len(ours(work, root)) == 1
    assert work.sandbox.counts()["late_acks"] == 0


@pytest.mark.parametrize(
    ("match", "kind", "options"),
    [
        ("chat.update", "500", {"times": 2}),
        ("chat.postMessage", "drop_response", {"times": 1}),
        ("conversations.open", "500", {"times": 1}),
        ("interactive", "slow", {"times": 1, "seconds": 1.0}),
        ("interactive", "disconnect", {"times": 1}),
    ],
)
async def test_an_approval_ends_in_one_asset(
    work: Workplace, match: str, kind: str, options: dict[str, float | bool]
) -> None:
    _, card, review = await work.sent(X)
    before = work.latest(await work.maya.dm())
    work.sandbox.misbehave(match, kind, **options)
    await work.omar.click(review, "approval.approve")

    await work.shows(review, "Approved", who=work.omar)
    await work.shows(card, "Approved")
    await work.told_directly(work.maya, "Approved", after=before)


@pytest.mark.parametrize(
    ("kind", "options"), [("expired_trigger", {}), ("500", {}), ("429", {"retry_after": 0, "times": 9})]
)
async def test_a_window_that_does_not_open_is_told_and_opens_at_the_next_press(
    work: Workplace, kind: str, options: dict[str, float]
) -> None:
    _, card = await work.drafted(X)
    before = work.latest(MARKETING)
    work.sandbox.misbehave("views.open", kind, **{"times": 1, **options})
    await work.maya.click(card, action_in(card, "draft.why"))
    await work.told_privately(work.maya, MARKETING, "press it again", after=before)
    work.sandbox.service.faults.replace([])
    await work.maya.click(card, action_in(card, "draft.why"))

    await work.maya.close(await work.window(work.maya, "Why this?"))


async def test_app_home_is_shown_at_the_second_try(work: Workplace) -> None:
    work.sandbox.misbehave("views.publish", "500", times=1)

    await work.home(work.maya, "Your copy desk")


async def test_a_private_word_arrives_at_the_second_try(work: Workplace) -> None:
    _, _, review = await work.sent(X)
    before = work.latest(APPROVALS)
    work.sandbox.misbehave("chat.postEphemeral", "500", times=1)
    await work.maya.click(review, "approval.approve")

    await work.told_privately(work.maya, APPROVALS, "Only the approvers can decide", after=before)


async def test_an_export_sends_one_file_though_the_answer_was_lost(work: Workplace) -> None:
    _, _, _ = await work.approved(X)
    dm = await work.maya.dm()
    news = await work.told_directly(work.maya, "asset library")
    await work.maya.click(news, "asset.open")
    window = await work.window(work.maya, "Asset")
    before = work.latest(dm)
    work.sandbox.misbehave("files.completeUploadExternal", "drop_response", times=1)
    await work.maya.click_in(window, "asset.export_markdown")

    await work.wait(lambda: next(iter(files_after(work, dm, before)), None), "a file")
    await work.quiet()
    assert len(files_after(work, dm, before)) == 1
    await work.maya.close(window)


async def test_a_form_sent_twice_counts_once(work: Workplace) -> None:
    root, card = await work.drafted(X)
    await work.maya.click(card, action_in(card, "draft.edit"))
    form = await work.window(work.maya, "Edit the draft")
    box = next(str(each["block_id"]) for each in form["blocks"] if "/body/" in each["block_id"])
    work.sandbox.misbehave("interactive", "duplicate_delivery", times=1)
    await work.maya.submit(form, {box: typed("Reminders go out. You go home.")})

    assert copy_on(await work.card(root, 2)) == "Reminders go out. You go home."
    await work.quiet()
    assert len(ours(work, root)) == 2


async def test_where_the_desk_may_not_write_it_answers_directly(work: Workplace) -> None:
    work.sandbox.gestures.send_away("U0MAYA", MARKETING, who=BOT)
    try:
        before = work.latest(await work.maya.dm())
        await work.maya.command(MARKETING, "/draft", X)
        root = await work.told_directly(work.maya, "asked:", "Smart Reminders", after=before)
        await work.card(root)
    finally:
        work.sandbox.gestures.bring_in("U0MAYA", MARKETING, who=BOT)


async def test_an_outage_of_the_approvals_channel_is_told(work: Workplace) -> None:
    _, card = await work.drafted(X)
    work.sandbox.gestures.send_away("U0MAYA", APPROVALS, who=BOT)
    try:
        before = work.latest(await work.ada.dm())
        await work.maya.click(card, action_in(card, "draft.submit"))
        await work.told_directly(work.ada, f"<#{APPROVALS}>", after=before)
    finally:
        work.sandbox.gestures.bring_in("U0MAYA", APPROVALS, who=BOT)


def ours(work: Workplace, root: Json) -> list[Json]:
    return [
        each
        for each in work.maya.messages(MARKETING, root)
        if is_ours(each) and "ephemeral" not in each and "went wrong" not in text_of(each)
    ]


def files_after(work: Workplace, dm: str, before: str) -> list[Json]:
    sent = [each for each in work.maya.messages(dm) if each["ts"] > before and is_ours(each)]
    return [file for each in sent for file in each.get("files", [])]
