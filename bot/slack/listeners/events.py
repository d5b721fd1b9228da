"""Events: they are rows by now; what remains is to show at once that someone is at work, and App Home."""

from __future__ import annotations

import contextlib

from slack_bolt.app.async_app import AsyncApp

from bot.slack.desk import Desk
from bot.slack.errors import ClosedDoor, NotOffered, SlackSaidNo, translated
from bot.slack.guard import Touch, guarded
from brandkit.errors import Outage


def register(app: AsyncApp, desk: Desk) -> None:
    """Messages, mentions, App Home and the stop button."""
    status = Status()

    async def on_message(touch: Touch) -> None:
        event = touch.body["event"]
        speaks = event.get("subtype") in (None, "file_share") and not event.get("bot_id")
        if speaks and str(event.get("channel", "")).startswith("D"):
            await status.show(touch, str(event["channel"]), str(event.get("thread_ts") or event["ts"]))

    async def on_mention(touch: Touch) -> None:
        event = touch.body["event"]
        await status.show(touch, str(event["channel"]), str(event.get("thread_ts") or event["ts"]))

    async def on_home(touch: Touch) -> None:
        event = touch.body["event"]
        if event.get("tab", "home") == "home":
            await desk.homes.publish(str(event["user"]))

    async def on_stop(touch: Touch) -> None:
        await touch.ack()

    app.event("message")(guarded(on_message))
    app.event("app_mention")(guarded(on_mention))
    app.event("app_home_opened")(guarded(on_home))
    app.event("agent_session_stopped")(guarded(on_stop))


class Status:
    """The line that says someone is at work; left out for good where the workspace has no such thing."""

    def __init__(self) -> None:
        self._works = True

    async def show(self, touch: Touch, channel: str, thread_ts: str) -> None:
        """Show it. It goes away by itself when we answer."""
        if not self._works:
            return
        with contextlib.suppress(Outage):  # the answer itself says it all, a moment later
            try:
                with translated():
                    await touch.client.assistant_threads_setStatus(
                        channel_id=channel, thread_ts=thread_ts, status="is reading your message…"
                    )
            except (SlackSaidNo, ClosedDoor) as error:
                self._works = not isinstance(error, NotOffered)
