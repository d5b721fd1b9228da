"""The main job on a Slack-compatible server that lacks everything it could lack, over both transports."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import SecretStr

from approvals import assets
from approvals.database import Database
from bot.settings import Settings, SlackSettings
from bot.wiring import running_desk
from tests.scenarios.bare_slack import BOT, SECRET, BareSlack, Refuses, bare_slack
from tests.scenarios.workplace import KIT, a_copy_of

MAYA, OMAR, ADA = "UMAYA", "UOMAR", "UADA"
MARKETING, APPROVALS = "CMARKETING", "CAPPROVALS"
ASK = "LinkedIn post for freelancers about the new invoice reminders, friendly"


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """Another workspace, and the desk's record."""

    slack: BareSlack
    database: Database

    async def library(self) -> list[str]:
        async with self.database.reading() as connection:
            return [each.title for each in await assets.search(connection, "", brand="ledgerline", limit=10)]


@pytest.fixture(params=["socket", "http"])
def over(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=list(Refuses), ids=lambda refuses: refuses.name.lower())
def refuses(request: pytest.FixtureRequest) -> Refuses:
    return Refuses(request.param)


@pytest.fixture
def another_apps_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an app that is installed from the web sets: it may lie around where the desk starts."""
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "another app's secret")


@pytest.fixture
async def elsewhere(
    loaded_home: Path, tmp_path: Path, over: str, refuses: Refuses
) -> AsyncIterator[Elsewhere]:
    async with open_elsewhere(a_copy_of(loaded_home, tmp_path / "home"), over, refuses) as opened:
        yield opened


@asynccontextmanager
async def open_elsewhere(home: Path, over: str, refuses: Refuses) -> AsyncIterator[Elsewhere]:
    port = _free_port()
    app_at = f"http://127.0.0.1:{port}/slack/events" if over == "http" else ""
    settings = Settings(
        home=home,
        kit=KIT,
        admins=(ADA,),
        approvers=(OMAR, MAYA),
        approvals_channel=APPROVALS,
        http_port=port,
    )
    async with bare_slack(refuses, calls_app_at=app_at) as slack:
        access = SlackSettings(
            api_url=f"{slack.url}/api",
            bot_token=SecretStr("xoxb-elsewhere"),
            app_token=SecretStr("xapp-elsewhere" if over == "socket" else ""),
            signing_secret=SecretStr(SECRET if over == "http" else ""),
        )
        async with running_desk(settings, access) as desk:
            await slack.connected()
            yield Elsewhere(slack=slack, database=desk.database)


async def test_from_the_mention_to_the_asset(elsewhere: Elsewhere) -> None:
    slack = elsewhere.slack
    root = await slack.say(MAYA, f"<@{BOT}> {ASK}", channel=MARKETING)
    await slack.sees("version 1", offers="draft.submit", thread_ts=root)
    await slack.say(MAYA, "shorter", channel=MARKETING, thread=root)
    card = await slack.sees("version 2", offers="draft.submit", thread_ts=root)
    await slack.click(MAYA, card, "draft.edit")
    form = await slack.window("modal.draft.edit")
    box = next(block for block in form["blocks"] if block["type"] == "input")
    await slack.submit(MAYA, form, {box["block_id"]: f"{box['element']['initial_value']} By hand."})
    card = await slack.sees("version 3", "By hand.", offers="draft.submit", thread_ts=root)
    await slack.click(MAYA, card, "draft.submit")
    review = await slack.sees("Asked by", offers="approval.approve", channel=APPROVALS)
    await slack.click(MAYA, review, "approval.approve")
    await slack.hears(MAYA, "someone else must decide")
    await slack.click(OMAR, review, "approval.request_changes")
    form = await slack.window("modal.approval.request_changes")
    assert "reason" in (await slack.submit(OMAR, form, {}))["errors"]
    await slack.submit(OMAR, form, {"reason": "Name the free trial."})
    await slack.sees("Changes requested", ts=review["ts"])
    await slack.say(MAYA, "mention the free trial", channel=MARKETING, thread=root)
    card = await slack.sees("version 4", offers="draft.submit", thread_ts=root)
    await slack.click(MAYA, card, "draft.submit")
    review = await slack.sees("version 4", offers="approval.approve", channel=APPROVALS)
    await slack.click(OMAR, review, "approval.approve")
    await slack.sees("Approved", ts=review["ts"])
    await slack.sees("Approved", channel=MAYA)
    await slack.command(MAYA, "/assets", "reminders", channel=MARKETING)
    await slack.hears(MAYA, "1 asset")

    assert len(await elsewhere.library()) == 1


async def test_what_is_not_offered_is_done_without_and_not_asked_for_again(elsewhere: Elsewhere) -> None:
    slack = elsewhere.slack
    for _ in range(2):
        await slack.open_home(MAYA)
        await slack.was_asked_for("views.publish")
    for _ in range(2):
        root = await slack.say(MAYA, f"<@{BOT}> {ASK}", channel=MARKETING, type="app_mention")
        await slack.sees("version 1", offers="draft.submit", thread_ts=root)

    assert slack.whispers == []
    assert slack.refused == {"views.publish": 1, "assistant.threads.setStatus": 1}


@pytest.mark.parametrize("says", ["", "an_error_of_its_own"])
async def test_copy_is_exported_as_a_message_where_no_file_is_taken(elsewhere: Elsewhere, says: str) -> None:
    slack = elsewhere.slack
    slack.failing |= {"conversations.open": says} if says else {}
    root = await slack.say(MAYA, f"<@{BOT}> {ASK}", channel=MARKETING)
    await slack.click(MAYA, await slack.sees(offers="draft.submit", thread_ts=root), "draft.submit")
    await slack.click(OMAR, await slack.sees(offers="approval.approve"), "approval.approve")
    await slack.sees("Approved", channel=MAYA)
    await slack.command(MAYA, "/assets", "", channel=MARKETING)
    found = await slack.hears(MAYA, "1 asset")
    await slack.click(MAYA, found, "asset.open")
    window = {**await slack.window("modal.asset"), "channel": MARKETING, "ts": ""}
    await slack.click(MAYA, window, "asset.export_markdown")

    await slack.sees("as it was approved", "# ", channel=MAYA)


@pytest.mark.parametrize("over", ["socket"], indirect=True)
@pytest.mark.parametrize("refuses", [Refuses.LIKE_SLACK], indirect=True)
async def test_a_request_that_came_as_blocks_alone_is_read(elsewhere: Elsewhere) -> None:
    words = {"type": "text", "text": f" {ASK}"}
    line = {"type": "rich_text_section", "elements": [{"type": "user", "user_id": BOT}, words]}
    blocks = [{"type": "rich_text", "elements": [line]}]
    root = await elsewhere.slack.say(MAYA, "", channel=MARKETING, blocks=blocks)

    await elsewhere.slack.sees("version 1", "invoice reminders", thread_ts=root)


@pytest.mark.parametrize("refuses", [Refuses.LIKE_SLACK], indirect=True)
@pytest.mark.usefixtures("another_apps_settings")
async def test_the_first_message_needs_no_second_introduction(elsewhere: Elsewhere) -> None:
    elsewhere.slack.failing["auth.test"] = "internal_error"
    root = await elsewhere.slack.say(MAYA, f"<@{BOT}> {ASK}", channel=MARKETING)

    await elsewhere.slack.sees("version 1", offers="draft.submit", thread_ts=root)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
