"""The real slack_bolt app takes our signed HTTP deliveries, and refuses forged ones."""

import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, web
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import Timing
from sandbox.driver import Sandbox
from sandbox.http_events import RequestUrls, signature_headers
from sandbox.seed import AppIdentity, Seed
from sandbox.server import Options, running_sandbox
from tests.contracts.sandbox.echo_app import build_echo_app

Body = dict[str, Any]
MAYA, MARKETING = "U0MAYA", "C0MARKETING"


@pytest.fixture
def listening() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


@pytest.fixture
def request_url(listening: socket.socket) -> str:
    return f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events"


@pytest.fixture
async def sandbox(request_url: str) -> AsyncIterator[Sandbox]:
    options = Options(
        request_urls=RequestUrls.all_at(request_url),
        timing=Timing(retries=(0.0, 0.05, 0.1)),
        seed=Seed(app=AppIdentity(signing_secret="sandbox-signing-secret")),
    )
    async with running_sandbox(options) as running:
        yield running


@pytest.fixture
async def serving(
    client: AsyncWebClient, listening: socket.socket, heard: list[Body]
) -> AsyncIterator[AsyncApp]:
    app = build_echo_app(client, heard)
    runner = web.AppRunner(app.web_app("/slack/events"))
    await runner.setup()
    await web.SockSite(runner, listening).start()
    yield app
    await runner.cleanup()


@pytest.mark.usefixtures("serving")
async def test_an_event_a_click_and_a_form_work_over_http(sandbox: Sandbox) -> None:
    maya = sandbox.person(MAYA)
    asked = await maya.say(MARKETING, "<@U0DESK> a post, please")
    card = await sandbox.wait_for(lambda: next(iter(maya.messages(MARKETING, asked)[1:]), None))

    assert await maya.click(card, "edit") == {"ok": True}
    view = await sandbox.wait_for(maya.view)
    refused = await maya.submit(view, {"body": {"text": {"value": "wrong"}}})

    assert refused == {"ok": False, "errors": {"body": "Say it better."}}


@pytest.mark.usefixtures("serving")
async def test_commands_and_options_work_over_http(sandbox: Sandbox) -> None:
    maya = sandbox.person(MAYA)
    await maya.command(MARKETING, "/draft", "ä post & more")
    await maya.shortcut("new_draft")
    view = await sandbox.wait_for(maya.view)

    assert [message["text"] for message in maya.ephemerals(MARKETING)] == ["At work on ä post & more"]
    assert (await maya.options(view, "which", "DE"))["options"][0]["text"]["text"] == "DE 1"


async def test_an_event_is_tried_again_until_the_app_listens(
    sandbox: Sandbox, client: AsyncWebClient, listening: socket.socket, heard: list[Body]
) -> None:
    tries: list[dict[str, str]] = []
    app = build_echo_app(client, heard)
    web_app = app.web_app("/slack/events")

    @web.middleware
    async def fail_once(request: web.Request, handler: Any) -> web.StreamResponse:
        if "url_verification" not in await request.text():
            tries.append({key.lower(): value for key, value in request.headers.items()})
            if len(tries) == 1:
                return web.Response(status=500)
        return await handler(request)  # type: ignore[no-any-return]  # aiohttp's handler is untyped here

    web_app.middlewares.append(fail_once)
    runner = web.AppRunner(web_app)
    await runner.setup()
    await web.SockSite(runner, listening).start()

    await sandbox.person(MAYA).say(MARKETING, "hello")
    await sandbox.settled()
    await runner.cleanup()

    assert "x-slack-retry-num" not in tries[0]
    assert (tries[1]["x-slack-retry-num"], tries[1]["x-slack-retry-reason"]) == ("1", "http_error")
    assert len(heard) == 1


@pytest.mark.usefixtures("serving", "sandbox")
async def test_bolt_refuses_a_forged_signature(
    request_url: str, http: ClientSession, sandbox: Sandbox
) -> None:
    now = int(sandbox.service.clock.now())
    body = '{"type":"event_callback"}'
    forged = signature_headers(body, "another-secret", timestamp=now)

    response = await http.post(request_url, data=body, headers={"Content-Type": "application/json", **forged})

    assert response.status == 401
