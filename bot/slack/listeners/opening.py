"""Puts a window in front of the person who pressed, while Slack's short permission lasts."""

from __future__ import annotations

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.errors import NotOffered, SlackSaidNo, translated
from bot.slack.guard import Touch
from bot.slack.views.models import View
from brandkit.errors import Outage, Refusal

_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "trigger_exchanged"})


class NotOpened(Refusal):
    """A window that could not be shown: nothing tries again by itself, so the person has to."""


async def open_window(touch: Touch, view: View) -> str:
    """Show a window; on top of the one that is open, when the click was in one. Gives its id."""
    inside = (touch.body.get("view") or {}).get("type") == "modal"
    try:
        opened = await (_pushed(touch, view) if inside else _opened(touch, view))
    except SlackSaidNo as error:
        if error.code not in _LATE:
            raise
        raise NotOpened("That took a moment too long to open. Please press it again.") from error
    except Outage as error:
        raise NotOpened("Slack did not open the window just now. Please press it again.") from error

    return str((opened.get("view") or {}).get("id") or "")


async def _pushed(touch: Touch, view: View) -> AsyncSlackResponse:
    """On top of the open window, or instead of it where windows cannot be stacked."""
    try:
        with translated():
            return await touch.client.views_push(trigger_id=touch.trigger, view=view)
    except NotOffered:
        return await _opened(touch, view)


async def _opened(touch: Touch, view: View) -> AsyncSlackResponse:
    with translated():
        return await touch.client.views_open(trigger_id=touch.trigger, view=view)
