"""What the app is told of, and what it is not."""

from dataclasses import replace
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import Timing
from sandbox.driver import Sandbox
from sandbox.manifest import Manifest
from sandbox.server import Options, running_sandbox

MAYA, ADA, MARKETING = "U0MAYA", "U0ADA", "C0MARKETING"
Json = dict[str, Any]


async def told(sandbox: Sandbox) -> list[Json]:
    """Every event sent so far, first tries only."""
    await sandbox.settled()
    sent = [
        entry["request"] for entry in sandbox.service.traffic.after(0) if entry["direction"] == "slack→app"
    ]
    return [each["event"] for each in sent if each["type"] == "event_callback" and each["retry_attempt"] == 0]


async def test_a_message_in_a_direct_message_is_no_mention(sandbox: Sandbox) -> None:
    maya = sandbox.person(MAYA)
    await maya.say(await maya.dm(), "<@U0DESK> hello")

    assert [(each["type"], each["channel_type"]) for each in await told(sandbox)] == [("message", "im")]


async def test_a_mention_where_the_app_is_not_goes_unheard(sandbox: Sandbox) -> None:
    sandbox.gestures.send_away(MAYA, MARKETING, who="U0DESK")
    await sandbox.person(MAYA).say(MARKETING, "<@U0DESK> hello")

    assert await told(sandbox) == []


async def test_a_reply_says_whose_thread_it_is_in(sandbox: Sandbox) -> None:
    root = await sandbox.person(MAYA).say(MARKETING, "root")
    await sandbox.person(ADA).say(MARKETING, "reply", thread=root)

    reply = (await told(sandbox))[-1]
    assert (reply["thread_ts"], reply["parent_user_id"], reply["user"]) == (root["ts"], MAYA, ADA)


async def test_a_reply_sent_to_the_channel_too_carries_its_root(sandbox: Sandbox) -> None:
    root = await sandbox.person(MAYA).say(MARKETING, "root")
    sandbox.gestures.say(ADA, MARKETING, "loud", thread_ts=root["ts"], broadcast=True)

    event = (await told(sandbox))[-1]
    assert (event["subtype"], event["root"]["ts"]) == ("thread_broadcast", root["ts"])


async def test_a_shared_file_is_told_of_twice(sandbox: Sandbox) -> None:
    maya = sandbox.person(MAYA)
    file = await maya.upload("a.md", b"x")
    await maya.say(MARKETING, files=[file])

    shared, message = await told(sandbox)
    assert (shared["type"], shared["file_id"], shared["channel_id"]) == ("file_shared", file["id"], MARKETING)
    assert (message["subtype"], [each["id"] for each in message["files"]]) == ("file_share", [file["id"]])


async def test_an_edit_comes_with_the_message_before_and_after(sandbox: Sandbox) -> None:
    said = await sandbox.person(MAYA).say(MARKETING, "befor")
    sandbox.gestures.edit(MAYA, MARKETING, said["ts"], "before")

    event = (await told(sandbox))[-1]
    assert event["subtype"] == "message_changed"
    assert (event["previous_message"]["text"], event["message"]["text"]) == ("befor", "before")


async def test_a_deletion_says_what_was_deleted(sandbox: Sandbox) -> None:
    said = await sandbox.person(MAYA).say(MARKETING, "oops")
    sandbox.gestures.delete(MAYA, MARKETING, said["ts"])

    event = (await told(sandbox))[-1]
    assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", said["ts"])


async def test_reactions_arrivals_and_looks_are_told_of(sandbox: Sandbox) -> None:
    maya = sandbox.person(MAYA)
    said = await maya.say(MARKETING, "x")
    await maya.react(said, "eyes")
    await maya.react(said, "eyes")
    sandbox.gestures.send_away(MAYA, MARKETING, who=ADA)
    sandbox.gestures.bring_in(MAYA, MARKETING, who=ADA)
    await maya.open_home("messages")
    sandbox.gestures.look_at(MAYA, MARKETING)

    names = [event["type"] for event in await told(sandbox)]
    assert names == [
        "message", "reaction_added", "reaction_removed", "member_joined_channel", "app_home_opened", "app_context_changed",
    ]  # fmt: skip


async def test_the_apps_own_posts_come_back_with_its_bot_id(sandbox: Sandbox, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel=MARKETING, text="<@U0DESK> talks to itself")

    assert [(each["type"], each["bot_id"]) for each in await told(sandbox)] == [("message", "B0DESK")]


async def test_an_app_hears_only_what_it_subscribed_to() -> None:
    manifest = replace(Manifest(), events=frozenset({"app_mention"}))
    async with running_sandbox(Options(manifest=manifest, timing=Timing(ack=0.05, retries=()))) as sandbox:
        await sandbox.person(MAYA).say(MARKETING, "<@U0DESK> hello")

        assert [event["type"] for event in await told(sandbox)] == ["app_mention"]


async def test_an_event_that_is_never_acknowledged_is_given_up_and_counted(sandbox: Sandbox) -> None:
    await sandbox.person(MAYA).say(MARKETING, "hello?")
    await sandbox.settled()

    assert (sandbox.counts()["lost"], sandbox.counts()["unacked"]) == (1, 0)
