"""A Slack-compatible server that somebody else could have written: six methods, and no word too many.

It shares nothing with the sandbox. Answers hold what an app cannot do without; events name no team, no
event id and no kind of channel; clicks have no container. Every other method is refused, in one of two
ways that servers have: as Slack does it, or as a web framework does that knows no such address.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

Json = dict[str, Any]

BOT = "UBOT"
SECRET = "a signing secret"
_PATIENCE = 40.0
_GLANCE = 0.05


class Refuses(Enum):
    """How a server says that it has no such method."""

    LIKE_SLACK = "unknown_method"
    LIKE_A_FRAMEWORK = "404 as plain text"


@dataclass(kw_only=True)
class BareSlack:
    """The workspace, and its people at their keyboards."""

    refuses: Refuses
    calls_app_at: str = ""
    """Where signed requests go; empty for Socket Mode."""
    url: str = ""
    messages: dict[str, Json] = field(default_factory=dict)
    whispers: list[Json] = field(default_factory=list)
    windows: list[Json] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    failing: dict[str, str] = field(default_factory=dict)
    """Methods that do not work for now, with the error they give."""
    _numbers: itertools.count[int] = field(default_factory=itertools.count)
    _socket: web.WebSocketResponse | None = None
    _answers: dict[str, asyncio.Future[Json]] = field(default_factory=dict)

    # ---- what people do --------------------------------------------------------------------

    async def say(self, who: str, text: str, *, channel: str, thread: str = "", **event: Any) -> str:
        """Write a message; gives its timestamp."""
        ts = self._stamp()
        said = {"type": "message", "user": who, "text": text, "ts": ts, "channel": channel, **event}
        said |= {"thread_ts": thread} if thread else {}
        await self._deliver("events_api", {"type": "event_callback", "event": said})
        return ts

    async def click(self, who: str, message: Json, action_id: str) -> None:
        """Press a button of a message."""
        place = {key: message[key] for key in ("ts", "thread_ts") if key in message}
        body = {
            "type": "block_actions",
            "user": {"id": who},
            "trigger_id": self._stamp(),
            "channel": {"id": message["channel"]},
            "message": place,
            "actions": [button_of(message, action_id)],
        }
        await self._deliver("interactive", body)

    async def submit(self, who: str, window: Json, values: dict[str, str]) -> Json:
        """Send a form with these words in its boxes; the others keep theirs."""
        entered = {
            block["block_id"]: {element["action_id"]: {"type": element["type"], "value": words}}
            for block in window["blocks"]
            if block["type"] == "input" and (element := block["element"])["type"] == "plain_text_input"
            for words in [values.get(block["block_id"], element.get("initial_value"))]
        }
        view = {key: window.get(key) for key in ("id", "type", "callback_id", "private_metadata", "blocks")}
        view["state"] = {"values": entered}
        body = {"type": "view_submission", "user": {"id": who}, "view": view}
        return await self._deliver("interactive", body)

    async def command(self, who: str, command: str, text: str, *, channel: str) -> None:
        """Use a slash command."""
        body = {"command": command, "text": text, "user_id": who, "channel_id": channel}
        await self._deliver("slash_commands", body | {"trigger_id": self._stamp()})

    async def open_home(self, who: str) -> None:
        """Look at App Home, which this server does not have."""
        event = {"type": "app_home_opened", "user": who, "channel": f"D{who}", "tab": "home"}
        await self._deliver("events_api", {"type": "event_callback", "event": event})

    # ---- what people see -------------------------------------------------------------------

    async def sees(self, *words: str, offers: str = "", **where: str) -> Json:
        """The newest message with these words, that button and that place, as soon as it is there."""

        def look() -> Json | None:
            return next(
                (
                    message
                    for message in reversed(self.messages.values())
                    if _shows(message, words, offers)
                    and all(message.get(name) == value for name, value in where.items())
                ),
                None,
            )

        return await self._until(look, f"{words} {offers}")

    async def hears(self, who: str, *words: str) -> Json:
        """The word to one person alone, as soon as it is said."""

        def look() -> Json | None:
            mine = (said for said in self.whispers if said["user"] == who)
            return next((said for said in mine if _shows(said, words, "")), None)

        return await self._until(look, f"{words} for {who}")

    async def window(self, callback_id: str) -> Json:
        """The newest window of that kind, as soon as it is open."""

        def look() -> Json | None:
            return next((each for each in reversed(self.windows) if each["callback_id"] == callback_id), None)

        return await self._until(look, callback_id)

    async def was_asked_for(self, method: str) -> None:
        """Wait until the app called a method that is not here."""
        await self._until(lambda: {} if self.refused[method] else None, method)

    async def _until(self, look: Callable[[], Json | None], what: str) -> Json:
        try:
            async with asyncio.timeout(_PATIENCE):
                while (seen := look()) is None:  # noqa: ASYNC110 - people look, nobody calls them
                    await asyncio.sleep(_GLANCE)
        except TimeoutError:
            shown = [*self.messages.values(), *self.whispers]
            said = "\n".join(str(message.get("text"))[:200] for message in shown)
            raise AssertionError(f"nobody ever saw {what}. There is:\n{said}") from None
        return seen

    # ---- what the app calls ----------------------------------------------------------------

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One call of the Web API."""
        method = request.match_info["method"]
        do = {
            "auth.test": self._auth_test,
            "apps.connections.open": self._connections_open,
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "chat.postEphemeral": self._whisper,
            "views.open": self._open,
        }.get(method)
        if method in self.failing:
            return web.json_response({"ok": False, "error": self.failing[method]})
        if do is not None:
            return web.json_response(do(await _arguments(request)))
        self.refused[method] += 1
        if self.refuses is Refuses.LIKE_A_FRAMEWORK:
            raise web.HTTPNotFound
        return web.json_response({"ok": False, "error": "unknown_method"})

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """The app's connection in Socket Mode."""
        self._socket = socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello"})
        async for message in socket:
            said = json.loads(message.data)
            if waiting := self._answers.pop(said.get("envelope_id", ""), None):
                waiting.set_result(said.get("payload") or {})
        return socket

    async def connected(self) -> None:
        """Wait until the app is there."""
        if not self.calls_app_at:
            await self._until(lambda: {} if self._socket else None, "the app's connection")

    def _auth_test(self, _arguments: Json) -> Json:
        return {"ok": True, "user_id": BOT}

    def _connections_open(self, _arguments: Json) -> Json:
        return {"ok": True, "url": f"{self.url.replace('http', 'ws')}/socket"}

    def _post(self, arguments: Json) -> Json:
        """Keeps no metadata."""
        ts = self._stamp()
        kept = {key: arguments[key] for key in ("channel", "text", "blocks", "thread_ts") if key in arguments}
        self.messages[ts] = {**kept, "ts": ts}
        return {"ok": True, "channel": kept["channel"], "ts": ts}

    def _update(self, arguments: Json) -> Json:
        if arguments["ts"] not in self.messages:
            return {"ok": False, "error": "message_not_found"}
        changed = {key: arguments[key] for key in ("text", "blocks") if key in arguments}
        self.messages[arguments["ts"]] |= changed
        return {"ok": True}

    def _whisper(self, arguments: Json) -> Json:
        self.whispers.append(arguments)
        return {"ok": True}

    def _open(self, arguments: Json) -> Json:
        self.windows.append({**arguments["view"], "id": f"V{next(self._numbers)}"})
        return {"ok": True}

    # ---- how the app is told ---------------------------------------------------------------

    def _stamp(self) -> str:
        return f"{int(time.time())}.{next(self._numbers):06d}"

    async def _deliver(self, kind: str, body: Json) -> Json:
        """Hand something over and wait until the app says that it has it."""
        if self.calls_app_at:
            return await self._call(kind, body)
        assert self._socket is not None
        envelope = f"E{next(self._numbers)}"
        self._answers[envelope] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"envelope_id": envelope, "type": kind, "payload": body})
        return await asyncio.wait_for(self._answers[envelope], _PATIENCE)

    async def _call(self, kind: str, body: Json) -> Json:
        as_json = kind == "events_api"
        packed = body if kind == "slash_commands" else {"payload": json.dumps(body)}
        data = json.dumps(body) if as_json else urlencode(packed)
        at = str(int(time.time()))
        digest = hmac.new(SECRET.encode(), f"v0:{at}:{data}".encode(), hashlib.sha256).hexdigest()
        headers = {
            "content-type": "application/json" if as_json else "application/x-www-form-urlencoded",
            "x-slack-request-timestamp": at,
            "x-slack-signature": f"v0={digest}",
        }
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.calls_app_at, data=data.encode(), headers=headers) as response,
        ):
            assert response.status == 200, await response.text()
            text = await response.text()
        return json.loads(text) if text.startswith("{") else {}


@asynccontextmanager
async def bare_slack(refuses: Refuses, *, calls_app_at: str = "") -> AsyncIterator[BareSlack]:
    """The server, on a free port of this machine."""
    slack = BareSlack(refuses=refuses, calls_app_at=calls_app_at)
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.answer)
    app.router.add_get("/socket", slack.socket)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield slack
    finally:
        await runner.cleanup()


def button_of(message: Json, action_id: str) -> Json:
    """A button as a click sends it; `#` and a number may follow its id."""
    for block in message.get("blocks") or ():
        for element in [*block.get("elements", ()), block.get("accessory") or {}]:
            if str(element.get("action_id", "")).split("#")[0] == action_id:
                return {key: element[key] for key in ("type", "action_id", "value") if key in element}
    raise KeyError(action_id)


def _shows(message: Json, words: tuple[str, ...], offers: str) -> bool:
    try:
        button = button_of(message, offers) if offers else True
    except KeyError:
        return False
    shown = json.dumps([message.get("text"), message.get("blocks")], ensure_ascii=False)
    return bool(button) and all(word in shown for word in words)


async def _arguments(request: web.Request) -> Json:
    """What a method was called with, however the client packs it."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        given |= await request.json()
    else:
        given |= dict(await request.post())
    return {
        key: json.loads(value) if isinstance(value, str) and key in ("blocks", "view") else value
        for key, value in given.items()
    }
