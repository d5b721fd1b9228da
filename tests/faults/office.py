"""People at their keyboards, through the workspace's page: they read, write, press, and press again."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aiohttp

Json = dict[str, Any]
Found = TypeVar("Found")

_GLANCE = 0.4
"""Seconds between two looks at a conversation."""
_WARNINGS = ("did not respond", "could not be reached", "trouble connecting", "failed with the error")
"""What Slack shows when the app did not answer: people press again."""


class Office:
    """The people of one workspace. Every method's `who` is a person's id."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url.rstrip("/")
        self._hands: dict[str, asyncio.Lock] = {}
        self._glances: dict[tuple[str, str, str], tuple[float, list[Json]]] = {}

    async def say(self, who: str, channel: str, text: str, *, thread: str = "") -> str:
        """Send a message; gives its timestamp."""
        body = {"as": who, "channel": channel, "text": text, "thread_ts": thread}
        return str((await self._post("message", body))["ts"])

    async def hand_in(self, who: str, channel: str, name: str, data: bytes) -> str:
        """Share a file; gives the message's timestamp."""
        form = aiohttp.FormData()
        form.add_field("as", who)
        form.add_field("file", data, filename=name, content_type="text/markdown")
        async with self._session.post(f"{self._url}/sandbox/api/upload", data=form) as response:
            files = (await response.json())["files"]
        body = {"as": who, "channel": channel, "text": "", "file_ids": [file["id"] for file in files]}
        return str((await self._post("message", body))["ts"])

    async def send_away(self, who: str, channel: str, whom: str) -> None:
        """Remove somebody, or the desk, from a channel."""
        await self._post("member", {"as": who, "channel": channel, "user": whom, "joined": False})

    async def dm(self, who: str) -> str:
        """The person's direct messages with the desk."""
        return str((await self._post("dm", {"as": who}))["channel"])

    async def thread(self, who: str, channel: str, root: str = "") -> list[Json]:
        """What the person sees in a thread, or in the channel when no root is given."""
        at, seen = self._glances.get((who, channel, root), (0.0, []))
        if time.monotonic() - at < _GLANCE:
            return seen
        query = {"as": who, "channel": channel, "thread_ts": root}
        seen = list((await self._get("messages", query))["messages"])
        self._glances[who, channel, root] = (time.monotonic(), seen)
        return seen

    async def until(self, look: Callable[[], Awaitable[Found | None]], *, within: float, what: str) -> Found:
        """Look again and again until there is something to see."""
        try:
            async with asyncio.timeout(within):
                while not (seen := await look()):  # noqa: ASYNC110 - people look, nobody calls them
                    await asyncio.sleep(_GLANCE)
        except TimeoutError:
            raise AssertionError(f"nobody ever saw {what}") from None
        return seen

    async def press(self, who: str, channel: str, message: Json, action_id: str) -> None:
        """Press a button; after Slack's warning triangle press again, as long as the button is there."""
        shown: Json | None = message
        while shown is not None and offers(shown, action_id):
            block_id, action = button_of(shown, action_id)
            place = {"type": "message", "channel": channel, "ts": message["ts"]}
            body = {"as": who, "container": place, "block_id": block_id, "action": action}
            if (await self._post("action", body))["ok"]:
                return
            await asyncio.sleep(_GLANCE)
            seen = await self.thread(who, channel, str(message.get("thread_ts") or ""))
            shown = next((one for one in seen if one["ts"] == message["ts"]), None)

    async def fill_in(
        self, who: str, channel: str, message: Json, action_id: str, fill: Callable[[Json], Json]
    ) -> None:
        """Open a button's window, fill it in and send it: one window at a time, patiently."""
        async with self._hands.setdefault(who, asyncio.Lock()):
            view = await self._opened(who, channel, message, action_id)
            body = {"as": who, "view_id": view["id"], "values": fill(view)}
            while _is_warning(await self._post("submit", body)):  # noqa: ASYNC110 - the same
                await asyncio.sleep(_GLANCE)

    async def counts(self) -> Json:
        """What the workspace has counted."""
        return await self._get("counts", {})

    async def misbehave(self, *rules: Json) -> None:
        """Put these faults in force instead of the earlier ones."""
        async with self._session.put(
            f"{self._url}/sandbox/api/faults", json={"rules": list(rules)}
        ) as response:
            assert response.status == 200, await response.text()

    async def connected(self) -> bool:
        """Whether the desk is there."""
        return bool((await self._get("state", {"as": ""}))["apps"][0]["connected"])

    async def _opened(self, who: str, channel: str, message: Json, action_id: str) -> Json:
        while True:
            before = {view["id"] for view in await self._views(who)}
            await self.press(who, channel, message, action_id)
            for _ in range(8):
                fresh = [view for view in await self._views(who) if view["id"] not in before]
                if fresh and _is_form(fresh[-1]):
                    return fresh[-1]
                await asyncio.sleep(_GLANCE)
            for view in await self._views(who):
                await self._post("close", {"as": who, "view_id": view["id"], "all": True})

    async def _views(self, who: str) -> list[Json]:
        return list((await self._get("state", {"as": who}))["views"])

    async def _get(self, name: str, query: dict[str, str]) -> Json:
        async with self._session.get(f"{self._url}/sandbox/api/{name}", params=query) as response:
            got: Json = await response.json()
        return got

    async def _post(self, name: str, body: Json) -> Json:
        async with self._session.post(f"{self._url}/sandbox/api/{name}", json=body) as response:
            got: Json = await response.json()
        assert response.status == 200, got
        return got


def button_of(message: Json, action_id: str) -> tuple[str, Json]:
    """Where a button sits and what it sends; `#` and a number may follow its id."""
    for block in message.get("blocks", []):
        for element in [*block.get("elements", []), block.get("accessory") or {}]:
            found = str(element.get("action_id", ""))
            if found == action_id or found.startswith(f"{action_id}#"):
                kept = {key: element[key] for key in ("type", "action_id", "value") if key in element}
                return str(block["block_id"]), kept
    raise KeyError(action_id)


def offers(message: Json, action_id: str) -> bool:
    """Whether a message has that button."""
    try:
        button_of(message, action_id)
    except KeyError:
        return False
    return True


def key_of(message: Json) -> str:
    """The key that the desk posted a message under."""
    metadata = message.get("metadata") or {}
    return str((metadata.get("event_payload") or {}).get("key") or "")


def shows(message: Json, words: str) -> bool:
    """Whether these words stand anywhere in a message."""
    return words in json.dumps(message.get("blocks", []), ensure_ascii=False)


def _is_warning(answer: Json) -> bool:
    return any(words in str(answer.get("error", "")) for words in _WARNINGS)


def _is_form(view: Json) -> bool:
    return any(block["type"] == "input" for block in view["blocks"])
