"""The real slack_bolt app finds what it expects of Slack, over Socket Mode."""

from typing import Any

import pytest

from sandbox.driver import Sandbox

pytestmark = pytest.mark.usefixtures("connected")
Body = dict[str, Any]
MAYA, OMAR, MARKETING = "U0MAYA", "U0OMAR", "C0MARKETING"


async def a_card(sandbox: Sandbox) -> Body:
    asked = await sandbox.person(MAYA).say(MARKETING, "<@U0DESK> a post, please")
    return await sandbox.wait_for(
        lambda: next((m for m in sandbox.person(MAYA).messages(MARKETING, asked)[1:]), None)
    )


async def test_a_direct_message_is_answered_in_its_thread(sandbox: Sandbox) -> None:
    maya = sandbox.person(MAYA)
    dm = await maya.dm()
    said = await maya.say(dm, "hello")

    answer = await sandbox.wait_for(lambda: next(iter(maya.messages(dm, said)[1:]), None))

    assert (answer["text"], answer["user"], answer["thread_ts"]) == ("You said: hello", "U0DESK", said["ts"])


async def test_a_mention_comes_as_app_mention_and_as_message(sandbox: Sandbox, heard: list[Body]) -> None:
    asked = await sandbox.person(MAYA).say(MARKETING, "<@U0DESK> a post, please")
    await sandbox.settled()

    kinds = {body["event"]["type"] for body in heard if body["event"].get("ts") == asked["ts"]}
    assert kinds == {"app_mention", "message"}


async def test_a_click_updates_the_card(sandbox: Sandbox) -> None:
    card = await a_card(sandbox)

    assert await sandbox.person(OMAR).click(card, "approve") == {"ok": True}

    await sandbox.wait_for(lambda: card["text"] == f"Approved by <@{OMAR}>" and "blocks" not in card)


async def test_a_click_opens_a_modal_that_can_be_sent(sandbox: Sandbox) -> None:
    omar = sandbox.person(OMAR)
    await omar.click(await a_card(sandbox), "edit")
    view = await sandbox.wait_for(omar.view)

    assert view["state"]["values"]["body"]["text"]["value"] == "as it was"
    assert await omar.submit(view, {"body": {"text": {"value": "wrong"}}}) == {
        "ok": False,
        "errors": {"body": "Say it better."},
    }
    assert await omar.submit(view, {"body": {"text": {"value": "right"}}}) == {"ok": True}
    assert omar.view() is None
