"""What nobody said is acknowledged at once; everything else goes through the app."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.slack.transport import Socket

SAID = {"type": "message", "user": "U1", "channel": "C1", "ts": "1.0", "text": "a post, please"}
CASES = {
    "a person's message": (SAID, True),
    "a message with a file": ({**SAID, "subtype": "file_share"}, True),
    "a mention": ({**SAID, "type": "app_mention"}, True),
    "App Home": ({"type": "app_home_opened", "user": "U1", "tab": "home"}, True),
    "our own message": ({**SAID, "bot_id": "B1"}, False),
    "a message that was changed": ({**SAID, "subtype": "message_changed", "message": {}}, False),
    "a message that was deleted": ({**SAID, "subtype": "message_deleted"}, False),
}


class Client:
    """Keeps what it is told to answer."""

    def __init__(self) -> None:
        self.answered: list[str] = []
        self.logger: Any = None

    async def send_socket_mode_response(self, response: Any) -> None:
        self.answered.append(response.envelope_id)


@pytest.mark.parametrize("case", CASES)
async def test_only_what_somebody_did_goes_through_the_app(case: str) -> None:
    event, goes_through = CASES[case]
    heard: list[str] = []

    async def authorize(**_args: Any) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_user_id="UBOT", bot_token="xoxb-1")

    async def keep(body: dict[str, Any], next: Any) -> None:  # noqa: A002 - Bolt's name
        heard.append(body["event"]["type"])
        await next()

    app = AsyncApp(authorize=authorize, signing_secret="unused", raise_error_for_unhandled_request=False)
    app.use(keep)
    client: Any = Client()
    client.logger = app.logger
    socket = Socket(app, "xapp-1")
    body = {"type": "event_callback", "team_id": "T1", "event": event}

    request = SocketModeRequest(type="events_api", envelope_id="E1", payload=body)
    await socket.handle(client, request)
    await socket.client.close()

    assert heard == ([event["type"]] if goes_through else [])
    assert client.answered == ([] if goes_through else ["E1"])  # nobody listens in this app
