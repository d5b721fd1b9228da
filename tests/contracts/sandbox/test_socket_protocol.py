"""Socket Mode on the wire, for clients other than Slack's own."""

import asyncio
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.driver import Sandbox

MAYA, MARKETING = "U0MAYA", "C0MARKETING"
Json = dict[str, Any]


async def connect(sandbox: Sandbox, http: ClientSession) -> ClientWebSocketResponse:
    opened = await AsyncWebClient(base_url=sandbox.api_url).apps_connections_open(app_token=sandbox.app_token)
    socket = await http.ws_connect(opened["url"])
    hello = await socket.receive_json()
    assert (hello["type"], hello["connection_info"]) == ("hello", {"app_id": "A0DESK"})
    return socket


async def test_an_envelope_carries_what_slack_sends(sandbox: Sandbox, http: ClientSession) -> None:
    socket = await connect(sandbox, http)
    said = await sandbox.person(MAYA).say(MARKETING, "hello")

    envelope = await socket.receive_json()
    await socket.send_json({"envelope_id": envelope["envelope_id"]})
    await sandbox.settled()

    payload = envelope["payload"]
    assert (envelope["type"], envelope["accepts_response_payload"], envelope["retry_attempt"]) == (
        "events_api",
        False,
        0,
    )
    assert (payload["type"], payload["team_id"], payload["api_app_id"]) == (
        "event_callback",
        "T0DEMO",
        "A0DESK",
    )
    assert payload["authorizations"][0] == {
        "enterprise_id": None,
        "team_id": "T0DEMO",
        "user_id": "U0DESK",
        "is_bot": True,
        "is_enterprise_install": False,
    }
    assert payload["event_time"] == int(float(said["ts"]))
    event = payload["event"]
    assert (event["type"], event["channel"], event["channel_type"], event["ts"], event["event_ts"]) == (
        "message", MARKETING, "channel", said["ts"], said["ts"],
    )  # fmt: skip


async def test_an_app_that_dies_before_it_acknowledges_gets_the_event_again(
    sandbox: Sandbox, http: ClientSession
) -> None:
    dying = await connect(sandbox, http)
    await sandbox.person(MAYA).say(MARKETING, "hello")
    first = await dying.receive_json()
    await dying.close()

    reborn = await connect(sandbox, http)
    again = await reborn.receive_json()
    await reborn.send_json({"envelope_id": again["envelope_id"]})
    await sandbox.settled()

    assert again["payload"]["event_id"] == first["payload"]["event_id"]
    assert again["envelope_id"] != first["envelope_id"]
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "connection_failed")
    assert (sandbox.counts()["unacked"], sandbox.counts()["lost"]) == (0, 0)


async def test_an_event_waits_for_an_app_that_is_still_starting(
    sandbox: Sandbox, http: ClientSession
) -> None:
    await sandbox.person(MAYA).say(MARKETING, "early")
    socket = await connect(sandbox, http)

    envelope = await socket.receive_json()

    assert envelope["payload"]["event"]["text"] == "early"


async def test_an_address_is_good_for_one_connection(sandbox: Sandbox, http: ClientSession) -> None:
    opened = await AsyncWebClient(base_url=sandbox.api_url).apps_connections_open(app_token=sandbox.app_token)
    await http.ws_connect(opened["url"])

    again = await http.get(opened["url"].replace("ws://", "http://"))

    assert again.status == 403


async def test_the_eleventh_connection_is_turned_away(sandbox: Sandbox, http: ClientSession) -> None:
    kept_open = [await connect(sandbox, http) for _ in range(10)]
    opened = await AsyncWebClient(base_url=sandbox.api_url).apps_connections_open(app_token=sandbox.app_token)

    eleventh = await http.ws_connect(opened["url"])

    refusal = await eleventh.receive_json()
    assert len(kept_open) == sandbox.service.socket_mode.connection_count()
    assert (refusal["type"], refusal["reason"]) == ("disconnect", "too_many_websockets")
    assert (await eleventh.receive()).type is WSMsgType.CLOSE


async def test_a_response_url_replaces_and_deletes_what_it_answers(
    sandbox: Sandbox, http: ClientSession
) -> None:
    client = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
    socket = await connect(sandbox, http)
    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    actions = [{"type": "actions", "elements": [button]}]
    await client.chat_postEphemeral(channel=MARKETING, user=MAYA, text="x", blocks=actions)
    [private] = sandbox.person(MAYA).ephemerals(MARKETING)
    url = await clicked(sandbox, socket, private)

    await http.post(url, json={"replace_original": True, "text": "y"})
    replaced = sandbox.person(MAYA).ephemerals(MARKETING)
    assert [(each["text"], "blocks" in each) for each in replaced] == [("y", False)]

    await http.post(url, json={"delete_original": True})
    await http.post(url, json={"response_type": "in_channel", "text": "all"})
    assert sandbox.person(MAYA).ephemerals(MARKETING) == []
    assert [each["text"] for each in sandbox.channel_messages(MARKETING)] == ["all"]


async def clicked(sandbox: Sandbox, socket: ClientWebSocketResponse, message: Json) -> str:
    """Click and acknowledge by hand; gives the response URL."""
    click = asyncio.create_task(sandbox.person(MAYA).click(message, "go"))
    while True:
        envelope = await socket.receive_json()
        await socket.send_json({"envelope_id": envelope["envelope_id"]})
        if envelope["type"] == "interactive":
            assert await click == {"ok": True}
            assert envelope["payload"]["container"]["is_ephemeral"] is True
            return str(envelope["payload"]["response_url"])
