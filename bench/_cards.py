"""Looks for finished drafts in a workspace, as someone who watches the channel would."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from sandbox.driver import Sandbox

MARKETING = "C0MARKETING"


class Cards:
    """Tells when a thread has its draft; looks through the channel once a moment for all who wait."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._waiting: dict[str, asyncio.Event] = {}

    async def card_in(self, root: str) -> None:
        """Wait for it."""
        await self._waiting.setdefault(root, asyncio.Event()).wait()

    @contextlib.asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Look as long as the context lasts."""
        task = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            task.cancel()

    async def _watch(self) -> None:
        while True:
            messages = self._sandbox.service.workspace.conversations[MARKETING].messages.values()
            for message in messages:
                waiting = self._waiting.get(str(message.get("thread_ts")))
                if waiting is not None and not waiting.is_set() and has_card(message):
                    waiting.set()
            await asyncio.sleep(0.02)


def has_card(message: dict[str, Any]) -> bool:
    """Whether a message is a card: work in progress has no title."""
    return any(block["type"] == "header" for block in message.get("blocks", []))
