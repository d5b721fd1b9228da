"""What the workspace's page posts: everything a person does there, and the faults they ask for."""

import json
from collections.abc import Awaitable, Callable

from aiohttp import BodyPartReader, web

from sandbox.faults import FaultKind
from sandbox.gestures import GestureError, Gestures
from sandbox.payload import Json
from sandbox.service import Service

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PageApi:
    """Serves the acting half of /sandbox/api/."""

    def __init__(self, service: Service, gestures: Gestures) -> None:
        self._service = service
        self._gestures = gestures

    def routes(self) -> list[web.RouteDef]:
        """Every address of this half."""
        posts = {
            "message": self._message,
            "dm": self._dm,
            "action": self._action,
            "command": self._command,
            "shortcut": self._shortcut,
            "submit": self._submit,
            "close": self._close,
            "home": self._home,
            "options": self._options,
            "reaction": self._reaction,
            "stop": self._stop,
            "context": self._context,
            "member": self._member,
            "edit": self._edit,
            "delete": self._delete,
        }
        return [
            *(web.post(f"/sandbox/api/{name}", _gesture(handler)) for name, handler in posts.items()),
            web.post("/sandbox/api/upload", self._upload),
            web.put("/sandbox/api/faults", self._set_faults),
        ]

    async def _upload(self, request: web.Request) -> web.Response:
        person, files = "", []
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                continue
            if part.filename is None:
                person = await part.text() if part.name == "as" else person
            else:
                files.append((part.filename, bytes(await part.read(decode=False))))
        stored = [self._gestures.upload(person, name, data) for name, data in files]
        return web.json_response(
            {"ok": True, "files": [each.as_json(self._service.base_url) for each in stored]}
        )

    async def _message(self, body: Json) -> Json:
        message = self._gestures.say(
            body["as"],
            body["channel"],
            body.get("text", ""),
            thread_ts=body.get("thread_ts") or None,
            file_ids=body.get("file_ids") or [],
            broadcast=bool(body.get("broadcast")),
        )
        return {"ok": True, "ts": message["ts"]}

    async def _dm(self, body: Json) -> Json:
        return {"ok": True, "channel": self._gestures.direct_message(body["as"]).id}

    async def _action(self, body: Json) -> Json:
        return await self._gestures.act(
            body["as"],
            body["container"],
            block_id=body["block_id"],
            action=body["action"],
            values=body.get("view_values"),
        )

    async def _command(self, body: Json) -> Json:
        return await self._gestures.command(
            body["as"], body["channel"], body["command"], body.get("text", "")
        )

    async def _shortcut(self, body: Json) -> Json:
        return await self._gestures.shortcut(
            body["as"],
            body["callback_id"],
            channel=body.get("channel") or "",
            message_ts=body.get("message_ts") or "",
        )

    async def _submit(self, body: Json) -> Json:
        return await self._gestures.submit(body["as"], body["view_id"], body.get("values") or {})

    async def _close(self, body: Json) -> Json:
        self._gestures.close(body["as"], body["view_id"], everything=bool(body.get("all")))
        return {"ok": True}

    async def _home(self, body: Json) -> Json:
        self._gestures.open_home(body["as"], body.get("tab", "home"))
        return {"ok": True}

    async def _options(self, body: Json) -> Json:
        return await self._gestures.options(
            body["as"],
            body["container"],
            block_id=body["block_id"],
            action_id=body["action_id"],
            value=body.get("value", ""),
        )

    async def _reaction(self, body: Json) -> Json:
        self._gestures.react(body["as"], body["channel"], body["ts"], body["name"])
        return {"ok": True}

    async def _stop(self, body: Json) -> Json:
        self._gestures.stop(body["as"], body["channel"], body["thread_ts"])
        return {"ok": True}

    async def _context(self, body: Json) -> Json:
        self._gestures.look_at(body["as"], body["channel"])
        return {"ok": True}

    async def _member(self, body: Json) -> Json:
        act = self._gestures.bring_in if body.get("joined", True) else self._gestures.send_away
        act(body["as"], body["channel"], who=body["user"])
        return {"ok": True}

    async def _edit(self, body: Json) -> Json:
        self._gestures.edit(body["as"], body["channel"], body["ts"], body["text"])
        return {"ok": True}

    async def _delete(self, body: Json) -> Json:
        self._gestures.delete(body["as"], body["channel"], body["ts"])
        return {"ok": True}

    async def _set_faults(self, request: web.Request) -> web.Response:
        try:
            self._service.faults.replace((await request.json())["rules"])
        except (ValueError, KeyError, TypeError) as exc:
            return web.json_response({"ok": False, "error": str(exc)}, status=400)
        if self._service.faults.take({FaultKind.DISCONNECT}, "socket"):
            await self._service.socket_mode.drop_connections()
        self._service.live.push("faults")
        return web.json_response({"ok": True, **self._service.faults.as_json()})


def _gesture(act: Callable[[Json], Awaitable[Json]]) -> _Handler:
    """Make a request handler of a coroutine that takes the posted JSON and gives the answer."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            body = await request.json()
            return web.json_response(await act(body))
        except GestureError as exc:
            return web.json_response({"ok": False, "error": str(exc)})
        except (json.JSONDecodeError, KeyError, TypeError) as exc:
            return web.json_response({"ok": False, "error": f"Not a valid request: {exc!r}"}, status=400)

    return handle
