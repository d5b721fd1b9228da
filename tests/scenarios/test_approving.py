"""Approvers decide: one card an approval, one decision a version, and a word to everyone it concerns."""

import asyncio
import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from approvals import assets, review_store
from approvals.approval import ApprovalId
from sandbox.driver import Acting
from tests.scenarios.workplace import (
    ADA,
    APPROVALS,
    KIT,
    MARKETING,
    OMAR,
    Json,
    Workplace,
    action_in,
    actions_of,
    copy_on,
    is_ours,
    text_of,
    ticked,
    typed,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

X = "X post for freelancers about Smart Reminders"


async def test_the_card_has_all_that_a_decision_needs(work: Workplace) -> None:
    _, card, review = await work.sent()

    shown = text_of(review)
    assert copy_on(review) == copy_on(card)
    for said in ("LinkedIn post · version 1", "Asked by <@U0MAYA>", "Decide by", "Checks:", "Rests on:"):
        assert said in shown
    for action in ("approve", "edit", "request_changes", "reject", "why"):
        assert f"approval.{action}" in actions_of(review)
    assert "approval.compare" not in actions_of(review)  # there is nothing to compare yet
    await work.shows(card, "Sent for approval")


async def test_an_approval_updates_the_card_in_place_and_tells_the_requester(work: Workplace) -> None:
    before = work.latest(await work.maya.dm())
    root, card, review = await work.sent()
    await work.omar.click(review, "approval.approve")

    decided = await work.shows(review, "Approved", f"<@{OMAR}>", who=work.omar)
    assert not [each for each in actions_of(decided) if each.startswith("approval.")]
    assert copy_on(decided) == copy_on(review)
    await work.shows(card, "Approved", "It is in the asset library")
    await work.answer(root, "Approved", after=card["ts"])
    news = await work.told_directly(work.maya, "Approved", after=before)
    await work.quiet()
    assert "asset.open" in actions_of(news)
    assert len(cards(work, review)) == 1


async def test_who_lets_it_lie_is_reminded_and_the_card_says_that_it_is_late(work: Workplace) -> None:
    before = work.latest(await work.omar.dm())
    _, _, review = await work.sent()
    await work.quiet()  # the record knows where the card is
    approval = await let_pass(work, due=timedelta(hours=-1), expires=timedelta(days=4))
    await work.desk.reviewing.wake(approval)

    await work.shows(review, "*Late:* was due", who=work.omar)
    reminder = await work.told_directly(work.omar, "Waits for your decision", "was due", after=before)
    assert f"/archives/{APPROVALS}/p{review['ts'].replace('.', '')}" in json.dumps(reminder)


async def test_what_nobody_decides_expires_and_nobody_is_named_for_it(work: Workplace) -> None:
    _, card, review = await work.sent()
    approval = await let_pass(work, due=timedelta(days=-5), expires=timedelta(0))
    await work.desk.reviewing.wake(approval)

    expired = await work.shows(review, "nobody decided in time", who=work.omar)
    assert "in time by" not in text_of(expired)
    assert "in time by" not in text_of(await work.shows(card, "nobody decided in time"))


async def test_edit_and_approve_is_one_step_to_an_asset(work: Workplace) -> None:
    root, first, review = await work.sent(X)
    await work.omar.click(review, "approval.edit")
    form = await work.window(work.omar, "Edit & approve")
    box = next(str(each["block_id"]) for each in form["blocks"] if "/body/" in each["block_id"])
    assert await work.omar.submit(form, {box: typed("Reminders go out. You go home.")}) == {"ok": True}

    decided = await work.shows(review, "version 2", "Edited and approved", who=work.omar)
    assert copy_on(decided) == "Reminders go out. You go home."
    await work.shows(first, "Version 2 took its place")
    card = await work.card(root, 2)
    assert copy_on(card) == "Reminders go out. You go home."
    await work.shows(card, "Edited and approved")
    await work.answer(root, "Open the thread", after=first["ts"])  # two messages may come in either order
    await work.quiet()
    assert len(cards(work, review)) == 1
    assert "Reminders go out. You go home." in await exported(work, "You go home")


async def test_an_edit_that_changes_nothing_is_no_edit(work: Workplace) -> None:
    _, _, review = await work.sent(X)
    await work.omar.click(review, "approval.edit")
    form = await work.window(work.omar, "Edit & approve")
    before = work.latest(APPROVALS)
    await work.omar.submit(form)

    await work.told_privately(work.omar, APPROVALS, "Approve", after=before)
    await work.shows(review, "Decide by", who=work.omar)


async def test_changes_are_requested_with_a_reason_and_labels(work: Workplace) -> None:
    before = work.latest(await work.maya.dm())
    root, card, review = await work.sent()
    await work.omar.click(review, "approval.request_changes")
    form = await work.window(work.omar, "Request changes", "What should change?")
    refused = await work.omar.submit(form, {"reason": typed("  ")})
    assert list(refused["errors"]) == ["reason"]
    values = {"reason": typed("Say what it costs."), "labels": ticked("tone_mismatch", "needs_context")}
    assert await work.omar.submit(form, values) == {"ok": True}

    for message, reader in ((review, work.omar), (card, work.maya)):
        await work.shows(message, "Changes requested", "Say what it costs.", "Tone does not fit", who=reader)
    await work.told_directly(work.maya, "Changes requested", "Say what it costs.", after=before)
    await work.maya.say(MARKETING, "mention the free trial", thread=root)
    second = await work.card(root, 2)
    assert action_in(second, "draft.submit")


async def test_a_rejection_needs_its_reason_too(work: Workplace) -> None:
    _, card, review = await work.sent()
    await work.omar.click(review, "approval.reject")
    form = await work.window(work.omar, "Reject")
    assert list((await work.omar.submit(form))["errors"]) == ["reason"]
    assert await work.omar.submit(form, {"reason": typed("We do not sell this any more.")}) == {"ok": True}

    await work.shows(review, "Rejected", "We do not sell this any more.", who=work.omar)
    await work.shows(card, "Rejected")


async def test_versions_can_be_compared(work: Workplace) -> None:
    root, _ = await work.drafted()
    await work.maya.say(MARKETING, "shorter", thread=root)
    review = await work.send(await work.card(root, 2))
    await work.omar.click(review, "approval.compare")

    window = await work.window(work.omar, "Compare")
    styles = json.dumps(window["blocks"])
    assert '"strike": true' in styles
    await work.omar.close(window)


async def test_why_this_is_open_to_everybody(work: Workplace) -> None:
    _, _, review = await work.sent()
    for person in (work.omar, work.maya):
        await person.click(review, "approval.why")
        await person.close(await work.window(person, "Why this?", "guidelines v1"))


async def test_the_author_cannot_approve_their_own_copy(work: Workplace) -> None:
    _, _, review = await work.sent(who=work.omar)
    before = work.latest(APPROVALS)
    await work.omar.click(review, "approval.approve")

    await work.told_privately(work.omar, APPROVALS, "someone else must decide", after=before)
    await work.shows(review, "Decide by", who=work.omar)
    await work.ada.click(review, "approval.approve")
    await work.shows(review, "Approved", "<@U0ADA>", who=work.omar)


@pytest.mark.parametrize("action", ["approve", "edit", "request_changes", "reject"])
async def test_who_is_no_approver_hears_so_in_private(work: Workplace, action: str) -> None:
    _, _, review = await work.sent()
    before = work.latest(APPROVALS)
    assert (await work.maya.click(review, f"approval.{action}"))["ok"]

    await work.told_privately(work.maya, APPROVALS, "approver", after=before)
    await work.quiet()
    assert work.maya.view() is None
    assert "Decide by" in text_of(work.again(review, who=work.omar))


async def test_a_double_click_decides_once(work: Workplace) -> None:
    _, _, review = await work.sent()
    stored = await count_assets(work)
    await asyncio.gather(*(work.omar.click(review, "approval.approve") for _ in range(2)))

    await work.shows(review, "Approved", who=work.omar)
    await work.quiet()
    assert await count_assets(work) == stored + 1
    assert len(cards(work, review)) == 1


async def test_of_two_people_at_once_one_decides_and_the_other_is_told(work: Workplace) -> None:
    _, _, review = await work.sent()
    before = work.latest(APPROVALS)
    stored = await count_assets(work)
    await asyncio.gather(*(each.click(review, "approval.approve") for each in (work.omar, work.ada)))

    decided = await work.shows(review, "Approved", who=work.omar)
    await work.quiet()
    late = [each for each in (work.omar, work.ada) if told(each, before)]
    assert len(late) == 1
    assert f"<@{late[0].id}>" not in text_of(decided)
    (first,) = {OMAR, ADA} - {late[0].id}
    word = next(each for each in late[0].ephemerals(APPROVALS) if each["ts"] > before)
    assert f'"user_id": "{first}"' in json.dumps(word["blocks"])
    assert await count_assets(work) == stored + 1


async def test_a_click_on_a_card_that_was_overtaken_changes_nothing(work: Workplace) -> None:
    root, _, review = await work.sent()
    await work.maya.say(MARKETING, "shorter", thread=root)
    await work.card(root, 2)
    stale = await work.shows(review, "Version 2 took its place", who=work.omar)
    assert not [each for each in actions_of(stale) if each.startswith("approval.")]


async def test_a_form_that_was_overtaken_while_it_was_open_changes_nothing(work: Workplace) -> None:
    root, _, review = await work.sent()
    await work.omar.click(review, "approval.reject")
    form = await work.window(work.omar, "Reject")
    await work.maya.say(MARKETING, "shorter", thread=root)
    await work.card(root, 2)
    before = work.latest(APPROVALS)
    await work.omar.submit(form, {"reason": typed("No.")})

    await work.told_privately(work.omar, APPROVALS, "version 2", after=before)
    assert "Version 2 took its place" in text_of(work.again(review, who=work.omar))


async def test_only_the_requester_withdraws(work: Workplace) -> None:
    _, card, review = await work.sent()
    waiting = await work.shows(card, "Withdraw")
    before = work.latest(MARKETING)
    await work.omar.click(waiting, "draft.withdraw")
    await work.told_privately(work.omar, MARKETING, "Only the person who asked", after=before)
    await work.maya.click(waiting, "draft.withdraw")

    await work.shows(review, "Withdrawn", who=work.omar)
    await work.shows(card, "Withdrawn")


async def test_the_same_version_is_not_sent_twice(work: Workplace) -> None:
    _, card = await work.drafted()
    before = work.latest(APPROVALS)
    submit = action_in(card, "draft.submit")
    await asyncio.gather(*(work.maya.click(card, submit) for _ in range(2)))

    review = await work.posted(APPROVALS, "Asked by", after=before, who=work.omar)
    await work.quiet()
    assert len(cards(work, review)) == 1
    assert [each["ts"] for each in work.omar.messages(APPROVALS) if each["ts"] > before] == [review["ts"]]


async def test_the_home_tab_shows_what_waits_and_how_drafts_stand(work: Workplace) -> None:
    _, _, review = await work.sent("SMS to customers about the Tax Pot")
    queue = await end_of_queue(work)
    assert "Tax Pot" in text_of(queue)
    assert "asked by <@U0MAYA>" in text_of(queue)
    home = await work.home(work.maya, "Your drafts", "Tax Pot", "In review")
    assert "Waiting for you" not in text_of(home)
    await work.omar.click(review, "approval.approve")
    await work.shows(review, "Approved", who=work.omar)
    await work.home(work.maya, "Approved")


async def test_the_home_tab_leads_to_the_thread_and_the_card(work: Workplace) -> None:
    root, _, review = await work.sent("SMS to customers about the Tax Pot")
    home = await work.home(work.maya, "Tax Pot")
    assert f"/archives/{MARKETING}/p{root['ts'].replace('.', '')}" in json.dumps(home)
    queue = await end_of_queue(work)
    assert f"/archives/{APPROVALS}/p{review['ts'].replace('.', '')}" in json.dumps(queue)


async def test_card_and_news_lead_to_the_thread(work: Workplace) -> None:
    before = work.latest(await work.maya.dm())
    root, _, review = await work.sent()
    link = f"/archives/{MARKETING}/p{root['ts'].replace('.', '')}"
    assert link in json.dumps(review)
    await work.omar.click(review, "approval.approve")

    news = await work.told_directly(work.maya, "Approved", after=before)
    assert link in json.dumps(news)


async def let_pass(work: Workplace, *, due: timedelta, expires: timedelta) -> ApprovalId:
    """Set the clock of the newest open review so that these times are as far from now."""
    moment = work.desk.now()
    async with work.desk.database.reading() as connection:
        newest = (await review_store.waiting_for(connection, OMAR, policy=work.desk.reviewing.policy))[-1]
    query = "UPDATE approval SET due_at = :due, remind_at = :due, expires_at = :expires WHERE id = :id"
    values = {"due": written(moment + due), "expires": written(moment + expires), "id": newest.id}
    async with work.desk.database.transaction() as connection:
        await connection.execute(text(query), values)
    return newest.id


def written(moment: datetime) -> str:
    """A moment as the record keeps it."""
    return moment.isoformat(timespec="microseconds")


def cards(work: Workplace, review: Json) -> list[Json]:
    """Every message in the approvals channel from this card on."""
    return [
        each
        for each in work.omar.messages(APPROVALS)
        if is_ours(each) and "ephemeral" not in each and each["ts"] >= review["ts"]
    ]


async def end_of_queue(work: Workplace) -> Json:
    """Omar's App Home, on the last page of what waits for him."""
    home = await work.home(work.omar)
    while more := [each for each in actions_of(home) if each == f"home.queue_page#{page_of(home) + 1}"]:
        home = await work.turned(work.omar, home, more[0])
    return home


def page_of(home: Json) -> int:
    return int(json.loads(home["private_metadata"] or "{}").get("queue", 0))


def told(person: Acting, before: str) -> bool:
    return any(each["ts"] > before for each in person.ephemerals(APPROVALS))


async def count_assets(work: Workplace) -> int:
    async with work.desk.database.reading() as connection:
        return await assets.count(connection, "", brand=KIT.name)


async def exported(work: Workplace, words: str) -> str:
    async with work.desk.database.reading() as connection:
        found = await assets.search(connection, words, brand=KIT.name)
    return "\n".join(part.text for each in found for part in each.parts)
