"""Who the desk is in its workspace, asked once at the start."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.errors import translated

Authorize = Callable[..., Awaitable[AuthorizeResult]]


@dataclass(frozen=True, kw_only=True)
class Me:
    """The desk as Slack knows it. `workspace` is the address that links to messages begin with."""

    user: str
    bot: str
    workspace: str
    team: str


async def who_am_i(client: AsyncWebClient) -> Me:
    """Ask Slack whose token this is."""
    with translated():
        told = await client.auth_test()
    return Me(
        user=str(told["user_id"]),
        bot=str(told.get("bot_id") or ""),
        workspace=str(told.get("url") or ""),
        team=str(told.get("team_id") or ""),
    )


def always(me: Me, token: str) -> Authorize:
    """For Bolt: every request is for this desk, and nothing has to be asked to know that.

    Left to itself, Bolt asks Slack again when the first request comes. When that question fails it
    acknowledges the request all the same, so that nobody ever works on it. And where SLACK_CLIENT_ID and
    SLACK_CLIENT_SECRET are set, it looks for an installation instead, of which there is none.
    """

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=me.user,
            bot_id=me.bot or None,
            bot_token=token,
        )

    return authorize
