"""Windows that are open in front of people: brought up to date, or answered with one on top of them."""

from __future__ import annotations

import logging

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.errors import SlackSaidNo, translated
from bot.slack.views.modals.waiting import refused_view
from bot.slack.views.models import View
from brandkit.errors import Outage

log = logging.getLogger(__name__)


class OpenWindows:
    """Shows another state of a window; one that was closed in the meantime needs none."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def update(self, view_id: str, view: View) -> None:
        """Show it, if the window is still there. The record already holds what was done."""
        if not view_id:
            return
        try:
            with translated():
                await self._client.views_update(view_id=view_id, view=view)
        except (SlackSaidNo, Outage) as error:
            log.info("window not updated", extra={"event": "window_not_updated", "why": type(error).__name__})

    async def refuse(self, trigger: str, words: str) -> bool:
        """Say over the open window why something cannot be done; False where nothing could be shown."""
        try:
            with translated():
                await self._client.views_push(trigger_id=trigger, view=refused_view(words))
        except (SlackSaidNo, Outage) as error:
            log.info("nothing over it", extra={"event": "window_not_pushed", "why": type(error).__name__})
            return False
        return True
