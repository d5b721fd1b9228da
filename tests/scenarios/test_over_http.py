"""The same desk over signed HTTP instead of Socket Mode: one request from the mention to the asset."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientSession

from tests.scenarios.workplace import (
    APPROVALS,
    MARKETING,
    Workplace,
    a_copy_of,
    action_in,
    open_workplace,
    typed,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def work(loaded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Workplace]:
    home = a_copy_of(loaded_home, tmp_path_factory.mktemp("http") / "home")
    async with open_workplace(home, over_http=True) as workplace:
        yield workplace
        assert workplace.sandbox.counts()["limit_violations"] == []
        assert set(workplace.sandbox.counts()["by_metadata_key"].values()) == {1}


async def test_from_the_mention_to_the_asset(work: Workplace) -> None:
    root, _ = await work.drafted()
    await work.maya.say(MARKETING, "shorter", thread=root)
    review = await work.send(await work.card(root, 2))
    await work.omar.click(review, "approval.request_changes")
    form = await work.window(work.omar, "Request changes")
    assert "reason" in (await work.omar.submit(form))["errors"]
    await work.omar.close(form)
    await work.omar.click(review, "approval.approve")
    await work.shows(review, "Approved", who=work.omar)
    before = work.latest(MARKETING)
    await work.maya.command(MARKETING, "/assets", "reminders")

    await work.told_privately(work.maya, MARKETING, "1 asset", after=before)


async def test_windows_homes_and_private_words(work: Workplace) -> None:
    _, card, review = await work.sent()
    await work.maya.click(card, action_in(card, "draft.why"))
    await work.maya.close(await work.window(work.maya, "Why this?"))
    await work.home(work.maya, "Your drafts", "In review")
    before = work.latest(APPROVALS)
    await work.maya.click(review, "approval.approve")
    await work.told_privately(work.maya, APPROVALS, "Only the approvers can decide", after=before)
    await work.maya.shortcut("global.new_draft")
    form = await work.window(work.maya, "New draft")

    assert {"channel", "topic"} <= set((await work.maya.submit(form, {"topic": typed("")}))["errors"])
    await work.maya.close(form)


@pytest.mark.parametrize("kind", ["duplicate_delivery", "redeliver"])
async def test_a_second_delivery_changes_nothing(work: Workplace, kind: str) -> None:
    work.sandbox.misbehave("event", kind, times=2)
    root, _ = await work.drafted()
    await work.quiet()

    assert len([each for each in work.maya.messages(MARKETING, root) if each.get("bot_id")]) == 1


async def test_who_does_not_know_the_secret_is_turned_away(work: Workplace) -> None:
    address = f"http://127.0.0.1:{work.settings.http_port}/slack/events"
    forged = {"X-Slack-Request-Timestamp": "1700000000", "X-Slack-Signature": "v0=forged"}
    async with ClientSession() as session:
        async with session.post(address, json={"type": "event_callback"}, headers=forged) as answer:
            assert answer.status == 401
        async with session.get(address.replace("/slack/events", "/health")) as answer:
            assert answer.status == 200
