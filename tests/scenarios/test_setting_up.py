"""Other ways to set a desk up: no approvals channel, no approvers, and the doctor who looks at it."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.doctor import Health, Report, examine
from bot.settings import BadSettings, Settings, SlackSettings
from bot.wiring import running_desk
from sandbox.manifest import Manifest
from sandbox.server import Options, running_sandbox
from tests.scenarios.workplace import (
    MARKETING,
    a_copy_of,
    action_in,
    actions_of,
    open_workplace,
    settings_for,
    slack_settings,
)


@pytest.fixture
def home(loaded_home: Path, tmp_path: Path) -> Path:
    return a_copy_of(loaded_home, tmp_path / "home")


async def test_without_a_channel_each_approver_gets_the_card_directly(home: Path) -> None:
    async with open_workplace(home, approvals_channel="") as work:
        _, card = await work.drafted()
        await work.maya.click(card, action_in(card, "draft.submit"))
        to_omar = await work.told_directly(work.omar, "Asked by")
        to_ada = await work.told_directly(work.ada, "Asked by")
        await work.omar.click(to_omar, "approval.approve")

        for message, reader in ((to_omar, work.omar), (to_ada, work.ada)):
            decided = await work.shows(message, "Approved", "<@U0OMAR>", who=reader)
            assert not [each for each in actions_of(decided) if each.startswith("approval.")]


async def test_without_approvers_everybody_hears_who_can_name_some(home: Path) -> None:
    async with open_workplace(home, approvers=()) as work:
        _, _, review = await work.sent()
        before = work.latest("C0APPROVALS")
        await work.omar.click(review, "approval.approve")
        await work.told_privately(work.omar, "C0APPROVALS", "Nobody is named as an approver", after=before)


async def test_the_doctor_finds_nothing_wrong_with_a_desk_that_works(home: Path) -> None:
    async with open_workplace(home) as work:
        reports = await look(work.settings, slack_settings(work.sandbox))
        await work.ask("hello", channel=MARKETING)

    assert {part: report.found for part, report in reports.items() if report.health is Health.BAD} == {}
    assert "Socket Mode" in reports["Slack events"].found


async def test_the_doctor_says_which_permissions_are_missing(home: Path) -> None:
    async with running_sandbox(Options(manifest=Manifest(scopes=("chat:write",)))) as sandbox:
        reports = await look(settings_for(home), slack_settings(sandbox))

    assert reports["Slack"].health is Health.BAD
    assert "files:read" in reports["Slack"].found
    assert "slack-manifest.yaml" in reports["Slack"].fix


async def test_the_doctor_knows_a_wrong_token_from_a_slack_that_is_away(home: Path) -> None:
    async with running_sandbox() as sandbox:
        slack = slack_settings(sandbox)
        wrong = slack.model_copy(
            update={"bot_token": SecretStr("xoxb-wrong"), "app_token": SecretStr("xapp-wrong")}
        )
        reports = await look(settings_for(home), wrong)
    away = await look(settings_for(home), slack)

    assert "invalid_auth" in reports["Slack"].found
    assert reports["Slack events"].health is Health.BAD
    assert "does not answer" in away["Slack"].found


async def test_a_desk_without_a_way_to_hear_slack_does_not_start(home: Path) -> None:
    deaf = SlackSettings(bot_token=SecretStr("xoxb-1"), app_token=SecretStr(""), signing_secret=SecretStr(""))
    with pytest.raises(BadSettings, match="SLACK_SIGNING_SECRET"):
        async with running_desk(settings_for(home), deaf):
            pass


async def look(settings: Settings, slack: SlackSettings) -> dict[str, Report]:
    return {report.part: report async for report in examine(settings, slack)}
