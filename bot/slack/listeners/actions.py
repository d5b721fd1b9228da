"""Buttons: acknowledge at once, open the window or turn the page; everything else is a job by now."""

from __future__ import annotations

import re

from slack_bolt.app.async_app import AsyncApp

from bot.slack.desk import Desk
from bot.slack.guard import Touch, guarded
from bot.slack.ids import Action, split_action
from bot.slack.listeners.guideline_windows import open_slowly
from bot.slack.listeners.opening import open_window
from bot.slack.listeners.pages import turn_page
from bot.slack.listeners.windows import window_for


def register(app: AsyncApp, desk: Desk) -> None:
    """One listener for every button: which one it was is read from its id."""

    async def on_action(touch: Touch) -> None:
        await touch.ack()
        action = touch.body["actions"][0]
        action_id, value = str(action["action_id"]), str(action.get("value") or "")
        if await open_slowly(desk, touch, action_id, value):
            return
        view = await window_for(desk, touch, action_id, value)
        if view is not None:
            await open_window(touch, view)
            return
        kind, numbers = split_action(action_id)
        if kind is not Action.LINK:
            await turn_page(desk, touch, kind, numbers)

    app.action(re.compile(".*"))(guarded(on_action))
