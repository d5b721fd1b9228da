"""The real slack_bolt app finds what it expects of Slack, over Socket Mode."""

from typing import Any

import pytest
from aiohttp import ClientSession
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError

from sandbox.driver import Sandbox
from tests.contracts.sandbox.echo_app import build_echo_app

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


async def test_a_second_modal_is_pushed_updated_and_cleared_as_the_app_answers(sandbox: Sandbox) -> None:
    omar = sandbox.person(OMAR)
    await omar.shortcut("new_draft")
    first = await sandbox.wait_for(omar.view)

    await omar.submit(first, {"body": {"text": {"value": "preview"}}})
    second = await sandbox.wait_for(omar.view)
    assert (second["title"]["text"], second["previous_view_id"]) == ("Preview", first["id"])

    await omar.submit(second, {"body": {"text": {"value": "again"}}})
    updated = await sandbox.wait_for(omar.view)
    assert (updated["title"]["text"], updated["id"]) == ("Once more", second["id"])

    await omar.submit(updated, {"body": {"text": {"value": "done"}}})
    assert omar.view() is None


async def test_a_required_field_is_checked_before_the_app_hears_of_it(
    sandbox: Sandbox, heard: list[Body]
) -> None:
    omar = sandbox.person(OMAR)
    await omar.shortcut("new_draft")
    view = await sandbox.wait_for(omar.view)

    answer = await omar.submit(view, {"body": {"text": {"value": ""}}})

    assert answer == {"ok": False, "errors": {"body": "Please complete this required field."}}
    assert "view_submission" not in [body.get("type") for body in heard]


async def test_closing_a_modal_is_told_to_an_app_that_asked_for_it(
    sandbox: Sandbox, heard: list[Body]
) -> None:
    omar = sandbox.person(OMAR)
    await omar.shortcut("new_draft")
    view = await sandbox.wait_for(omar.view)

    await omar.close(view)
    await sandbox.settled()

    closed = [body for body in heard if body["type"] == "view_closed"]
    assert [(body["view"]["id"], body["is_cleared"]) for body in closed] == [(view["id"], False)]


async def test_an_external_select_asks_the_app_for_its_options(sandbox: Sandbox) -> None:
    omar = sandbox.person(OMAR)
    await omar.shortcut("new_draft")
    view = await sandbox.wait_for(omar.view)

    answer = await omar.options(view, "which", "Nor")

    assert [option["text"]["text"] for option in answer["options"]] == ["Nor 1"]


async def test_a_command_is_answered_to_the_person_alone(sandbox: Sandbox) -> None:
    maya = sandbox.person(MAYA)

    assert await maya.command(MARKETING, "/draft", "a post") == {"ok": True}

    assert [message["text"] for message in maya.ephemerals(MARKETING)] == ["At work on a post"]
    assert sandbox.person(OMAR).ephemerals(MARKETING) == []


async def test_a_message_shortcut_answers_through_its_response_url(sandbox: Sandbox) -> None:
    maya = sandbox.person(MAYA)
    said = await maya.say(MARKETING, "Buy now!!!")

    await maya.shortcut("rewrite", said)

    answer = await sandbox.wait_for(lambda: maya.ephemerals(MARKETING))
    assert answer[0]["text"] == "Rewriting: Buy now!!!"


async def test_app_home_is_published_when_it_is_opened(sandbox: Sandbox) -> None:
    ada = sandbox.person("U0ADA")
    await ada.open_home()

    view = await sandbox.wait_for(ada.home)

    assert view["blocks"][0]["text"]["text"] == "Your drafts"
    assert sandbox.person(MAYA).home() is None


async def test_an_action_that_is_never_acknowledged_warns_the_person(sandbox: Sandbox, client: Any) -> None:
    button = {"type": "button", "action_id": "never_answered", "text": {"type": "plain_text", "text": "?"}}
    posted = await client.chat_postMessage(
        channel=MARKETING, text="?", blocks=[{"type": "actions", "elements": [button]}]
    )

    answer = await sandbox.person(MAYA).click(posted["message"], "never_answered")

    assert answer == {"ok": False, "error": "The app did not respond."}
    assert sandbox.counts()["late_acks"] == 1


async def test_an_event_that_was_not_acknowledged_comes_again_with_the_same_id(
    sandbox: Sandbox, heard: list[Body]
) -> None:
    sandbox.misbehave("event:message", "redeliver", times=1)
    await sandbox.person(MAYA).say(MARKETING, "hello")
    await sandbox.settled()

    ids = [body["event_id"] for body in heard]
    assert len(ids) == 2
    assert len(set(ids)) == 1


async def test_a_duplicate_delivery_has_the_same_event_id(sandbox: Sandbox, heard: list[Body]) -> None:
    sandbox.misbehave("event", "duplicate_delivery", times=1)
    await sandbox.person(MAYA).say(MARKETING, "hello")
    await sandbox.settled()

    assert len({body["event_id"] for body in heard}) == 1
    assert len(heard) == 2


async def test_the_app_comes_back_after_a_disconnect(sandbox: Sandbox, heard: list[Body]) -> None:
    sandbox.misbehave("event", "disconnect", times=1)
    await sandbox.person(MAYA).say(MARKETING, "hello")
    await sandbox.settled()

    assert [body["event"]["text"] for body in heard] == ["hello"]
    assert sandbox.counts()["lost"] == 0


async def test_each_event_goes_to_one_of_several_connections(
    sandbox: Sandbox, heard: list[Body], client: Any
) -> None:
    other_heard: list[Body] = []
    other = AsyncSocketModeHandler(build_echo_app(client, other_heard), sandbox.app_token, web_client=client)
    await other.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it bare
    await sandbox.wait_for(lambda: sandbox.service.socket_mode.connection_count() == 2)

    for number in range(20):
        await sandbox.person(MAYA).say(MARKETING, f"message {number}")
    await sandbox.settled()
    await other.close_async()  # type: ignore[no-untyped-call]  # the same

    assert len(heard) + len(other_heard) == 20
    assert heard
    assert other_heard


async def test_a_file_shared_in_a_direct_message_can_be_fetched_with_the_token(
    sandbox: Sandbox, heard: list[Body], http: ClientSession
) -> None:
    maya = sandbox.person(MAYA)
    file = await maya.upload("guide.md", b"# Voice\n")
    await maya.say(await maya.dm(), "here", files=[file])
    await sandbox.settled()

    event = next(body["event"] for body in heard if body["event"].get("subtype") == "file_share")
    address = event["files"][0]["url_private_download"]
    with_token = await http.get(address, headers={"Authorization": f"Bearer {sandbox.bot_token}"})
    without = await http.get(address)

    assert await with_token.read() == b"# Voice\n"
    assert (without.status, without.content_type) == (200, "text/html")
    assert "file_shared" in [body["event"]["type"] for body in heard]


async def test_a_stop_reaches_the_app_and_ends_the_stream(
    sandbox: Sandbox, heard: list[Body], client: Any
) -> None:
    maya = sandbox.person(MAYA)
    said = await maya.say(await maya.dm(), "write")
    stream = await client.chat_stream(channel=await maya.dm(), thread_ts=said["ts"], buffer_size=1)
    await stream.append(markdown_text="**Dra")

    await maya.stop(said)
    await sandbox.settled()

    with pytest.raises(SlackApiError) as refused:
        await stream.append(markdown_text="ft**")
    assert refused.value.response["error"] == "stopped_by_user"
    stopped = next(body["event"] for body in heard if body["event"]["type"] == "agent_session_stopped")
    assert stopped["streaming_message_ts"] == [stream.ts]
