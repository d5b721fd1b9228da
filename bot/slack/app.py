"""The Bolt app: the gate in front, the listeners behind it."""

from __future__ import annotations

import logging

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.logger.messages import warning_token_skipped
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.desk import Desk
from bot.slack.inbox_gate import InboxGate
from bot.slack.listeners import actions, commands, events, forms
from bot.slack.me import Me, always


def build_app(
    *, client: AsyncWebClient, me: Me, signing_secret: str, gate: InboxGate, desk: Desk
) -> AsyncApp:
    """The app with every listener; requests over HTTP must be signed."""
    logging.getLogger("slack_bolt.AsyncApp").addFilter(_is_news)
    app = AsyncApp(
        client=client,
        authorize=always(me, client.token or ""),
        signing_secret=signing_secret or "unused-over-a-socket",
        raise_error_for_unhandled_request=False,
    )

    async def keep(body, context, next) -> None:  # type: ignore[no-untyped-def]  # noqa: A002, ANN001 - Bolt's names
        await gate(body, context, next)

    app.use(keep)
    for area in (events, commands, forms, actions):
        area.register(app, desk)
    return app


def _is_news(record: logging.LogRecord) -> bool:
    """Bolt remarks at each start that it goes by `authorize` and not by a token: that is as we want it."""
    return record.msg != warning_token_skipped()
