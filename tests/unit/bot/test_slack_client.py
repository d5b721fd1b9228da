"""The client for Slack's Web API says everything where any server can read it."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import slack_client

Heard = tuple[str, str, dict[str, str], dict[str, Any]]
"""The verb, whose token it is, what the address says and what the body says."""
Call = Callable[[AsyncWebClient], Coroutine[Any, Any, Any]]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda client: client.conversations_open(users="U1", return_im=True),
            {"users": "U1", "return_im": "1"},
        ),
        (
            lambda client: client.files_getUploadURLExternal(filename="a.md", length=3),
            {"filename": "a.md", "length": "3"},
        ),
        (
            lambda client: client.conversations_history(channel="C1", limit=3),
            {"channel": "C1", "limit": "3"},
        ),
        (
            lambda client: client.chat_postMessage(channel="C1", text="Hello"),
            {"channel": "C1", "text": "Hello"},
        ),
    ],
)
async def test_every_call_is_posted_with_what_it_says_in_the_body(call: Call, said: dict[str, str]) -> None:
    async with a_server() as (client, heard):
        await call(client)

    assert heard == [("POST", "Bearer xoxb-1", {}, said)]


async def test_another_token_is_shown_in_place_of_the_bots() -> None:
    async with a_server() as (client, heard):
        await client.apps_connections_open(app_token="xapp-1")

    assert heard == [("POST", "Bearer xapp-1", {}, {})]


@asynccontextmanager
async def a_server() -> AsyncIterator[
    tuple[AsyncWebClient, list[tuple[str, dict[str, str], dict[str, Any]]]]
]:
    """A client, and what its server hears: the verb, what the address says, what the body says."""
    heard = []

    async def answer(request: web.Request) -> web.Response:
        as_json = request.content_type == "application/json"
        body = await request.json() if as_json else dict(await request.post())
        token = request.headers["Authorization"]
        heard.append((request.method, token, dict(request.query), body))
        return web.json_response({"ok": True})

    app = web.Application()
    app.router.add_route("*", "/api/{method}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with aiohttp.ClientSession() as session:
            url = f"http://127.0.0.1:{runner.addresses[0][1]}/api"
            yield slack_client(token="xoxb-1", api_url=url, session=session), heard
    finally:
        await runner.cleanup()
