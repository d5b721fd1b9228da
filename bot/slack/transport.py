"""How Slack reaches the desk: over a socket that we open, or over signed HTTP that it sends."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.listening import listening
from bot.slack.inbound import is_echo

SLACK_PATHS = "/slack/{surface:events|actions|interactive|interactivity|commands|options}"
"""One address does for everything; an app may have been set up with one for each surface."""


class Socket(AsyncSocketModeHandler):
    """As Bolt's, but what nobody said is acknowledged without the round through the app that it is not for.

    Of the events that a draft brings, more than half are echoes of the desk's own message.
    """

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]  # as Bolt's
        """Take one request and answer it."""
        if is_echo(req.payload):
            await client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))
        else:
            await super().handle(client, req)


@contextlib.asynccontextmanager
async def over_socket(app: AsyncApp, app_token: str) -> AsyncIterator[None]:
    """Stay connected in Socket Mode for as long as the context lasts."""
    handler = Socket(app, app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt ships it without annotations
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt ships it without annotations


@contextlib.asynccontextmanager
async def over_http(app: AsyncApp, *, host: str, port: int) -> AsyncIterator[int]:
    """Answer signed requests at /slack/events and its neighbours, and /health; gives the port.

    Raises BadSettings when the port is taken.
    """

    async def events(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    async def health(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    site_app = web.Application(client_max_size=4 * 1024 * 1024)
    site_app.router.add_post(SLACK_PATHS, events)
    site_app.router.add_get("/health", health)
    async with listening(site_app, host=host, port=port, setting="COPYDESK_HTTP_PORT") as taken:
        yield taken
