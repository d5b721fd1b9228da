"""The Bolt app: one client, the gate in front, the listeners behind it."""

from __future__ import annotations

import aiohttp
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.desk import Desk
from bot.slack.inbox_gate import InboxGate
from bot.slack.listeners import actions, commands, events, forms


def slack_client(*, token: str, api_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """One client for everything.

    It waits when Slack asks it to, but never repeats a call by itself after a lost connection: that
    could post a message twice. Whoever calls knows better whether to look first.
    """
    return AsyncWebClient(
        token=token,
        base_url=api_url if api_url.endswith("/") else f"{api_url}/",
        session=session,
        timeout=30,
        retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=3)],
    )


def build_app(*, client: AsyncWebClient, signing_secret: str, gate: InboxGate, desk: Desk) -> AsyncApp:
    """The app with every listener; requests over HTTP must be signed."""
    app = AsyncApp(
        client=client,
        signing_secret=signing_secret or "unused-over-a-socket",
        raise_error_for_unhandled_request=False,
    )

    async def keep(body, context, next) -> None:  # type: ignore[no-untyped-def]  # noqa: A002, ANN001 - Bolt's names
        await gate(body, context, next)

    app.use(keep)
    for area in (events, commands, forms, actions):
        area.register(app, desk)
    return app
