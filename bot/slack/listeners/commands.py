"""Slash commands and shortcuts: with words they are a job by now, without words they open a form."""

from __future__ import annotations

import re

from slack_bolt.app.async_app import AsyncApp

from bot.slack.desk import Desk
from bot.slack.escaping import as_copy
from bot.slack.guard import Touch, guarded
from bot.slack.ids import Command, Origin, Shortcut
from bot.slack.listeners.forms import check_shown
from bot.slack.listeners.opening import open_window
from bot.slack.listeners.windows import ask, new_draft
from bot.slack.views.modals.check import check_view
from bot.slack.views.models import CheckForm


def register(app: AsyncApp, desk: Desk) -> None:
    """Every command and shortcut of the manifest."""

    async def on_command(touch: Touch) -> None:
        await touch.ack()
        text = str(touch.body.get("text") or "").strip()
        match touch.body["command"]:
            case Command.DRAFT.value if not text:
                await open_window(touch, await new_draft(desk, touch))
            case Command.BRAND.value if not text:
                await open_window(touch, await ask(desk, touch))
            case Command.CHECK.value:
                form = CheckForm(
                    channels=tuple(desk.kit.channels.values()), origin=Origin(channel=touch.channel)
                )
                shown = await check_shown(desk, touch, as_copy(text)) if text else check_view(form)
                await open_window(touch, shown)

    async def on_new_draft(touch: Touch) -> None:
        await touch.ack()
        await open_window(touch, await new_draft(desk, touch))

    async def on_check_message(touch: Touch) -> None:
        await touch.ack()
        text = str((touch.body.get("message") or {}).get("text") or "")
        await open_window(touch, await check_shown(desk, touch, as_copy(text)))

    app.command(re.compile(".*"))(guarded(on_command))
    app.shortcut(Shortcut.NEW_DRAFT.value)(guarded(on_new_draft))
    app.shortcut(Shortcut.CHECK_MESSAGE.value)(guarded(on_check_message))
