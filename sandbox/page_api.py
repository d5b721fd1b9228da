"""The workspace's own page: the JSON it reads and posts, and its live connection."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiohttp import BodyPartReader, web

from sandbox.conversation import Kind
from sandbox.faults import FaultKind
from sandbox.gestures import GestureError, Gestures
from sandbox.payload import Json, a_copy, as_line
from sandbox.service import Service

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PageApi:
    """Serves /sandbox/api/."""

    def __init__(self, service: Service, gestures: Gestures) -> None:
        self._service = service
        self._gestures = gestures

    def routes(self) -> list[web.RouteDef]:
        """Every address of the page's API."""
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
        reads = {
            "state": self._state,
            "messages": self._messages,
            "traffic": self._traffic,
            "counts": self._counts,
            "faults": self._faults,
            "live": self._live,
            "file/{id}": self._file,
        }
        return [
            *(web.post(f"/sandbox/api/{name}", _gesture(handler)) for name, handler in posts.items()),
            *(web.get(f"/sandbox/api/{name}", handler) for name, handler in reads.items()),
            web.post("/sandbox/api/upload", self._upload),
            web.put("/sandbox/api/faults", self._set_faults),
        ]

    async def _state(self, request: web.Request) -> web.Response:
        service, me = self._service, request.query.get("as", "")
        seed, manifest = service.seed, service.manifest
        bot = {"id": seed.app.app_id, "name": manifest.name, "bot_user_id": seed.app.bot_user_id}
        bot["description"] = manifest.description
        body: Json = {
            "team": {"id": seed.team_id, "name": seed.team_name, "domain": seed.team_domain},
            "me": me,
            "people": [_person(each) for each in service.workspace.people.values()],
            "channels": self._channels(me),
            "commands": [vars(each) for each in manifest.commands],
            "shortcuts": [vars(each) for each in manifest.shortcuts],
            "apps": [{**bot, "connected": service.postman.app_connected(), "home_tab": manifest.home_tab}],
            "faults": service.faults.as_json(),
            "home": service.workspace.homes.get(me),
            "views": service.modals.stack(me),
            "suggested_prompts": [
                {"title": title, "message": text} for title, text in manifest.suggested_prompts
            ],
        }
        return web.json_response(body)

    def _channels(self, me: str) -> list[Json]:
        shown = []
        for each in self._service.workspace.conversations.values():
            if me and me not in each.members:
                continue
            channel: Json = {
                "id": each.id,
                "name": each.name,
                "is_im": each.kind is Kind.IM,
                "members": each.members,
            }
            channel |= {"topic": each.topic, "is_private": each.kind is not Kind.CHANNEL}
            if each.kind is Kind.IM:
                channel["user"] = self._service.app.bot_user_id
            shown.append(channel)
        return shown

    async def _messages(self, request: web.Request) -> web.Response:
        me, root = request.query.get("as", ""), request.query.get("thread_ts", "")
        conversation = self._service.workspace.find(request.query.get("channel", ""))
        if conversation is None or (me and me not in conversation.members):
            return web.json_response({"ok": False, "error": "channel_not_found"}, status=404)
        found = list(conversation.thread(root)) if root else list(conversation.top_level())
        private = conversation.ephemerals.get(me, {}).values()
        found += [
            each for each in private if each.get("thread_ts", "") in ((root,) if root else ("", each["ts"]))
        ]
        found.sort(key=lambda message: float(message["ts"]))
        now, workspace = self._service.clock.now(), self._service.workspace
        prompts = workspace.prompts.get((conversation.id, root))
        statuses = {
            ts: s.text
            for (cid, ts), s in workspace.statuses.items()
            if cid == conversation.id and s.until > now
        }
        body = {
            "ok": True,
            "messages": found,
            "status": statuses.get(root),
            "statuses": statuses,
            "prompts": prompts,
        }
        return web.json_response(body)

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

    async def _traffic(self, request: web.Request) -> web.Response:
        return web.json_response(
            {"entries": self._service.traffic.after(int(request.query.get("after", "0")))}
        )

    async def _counts(self, _request: web.Request) -> web.Response:
        return web.json_response(self._service.tallies.as_json())

    async def _faults(self, _request: web.Request) -> web.Response:
        return web.json_response(self._service.faults.as_json())

    async def _set_faults(self, request: web.Request) -> web.Response:
        try:
            self._service.faults.replace((await request.json())["rules"])
        except (ValueError, KeyError, TypeError) as exc:
            return web.json_response({"ok": False, "error": str(exc)}, status=400)
        if self._service.faults.take({FaultKind.DISCONNECT}, "socket"):
            await self._service.socket_mode.drop_connections()
        self._service.live.push("faults")
        return web.json_response({"ok": True, **self._service.faults.as_json()})

    async def _file(self, request: web.Request) -> web.Response:
        file = self._service.workspace.files.get(request.match_info["id"])
        if file is None:
            return web.json_response({"ok": False, "error": "file_not_found"}, status=404)
        headers = {"Content-Disposition": _attachment(file.name), "X-Content-Type-Options": "nosniff"}
        return web.Response(body=file.data, content_type=file.mimetype, headers=headers)

    async def _live(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        listener = self._service.live.join(request.query.get("as"))
        sender = asyncio.create_task(_send_all(socket, listener.queue))
        try:
            async for _ in socket:
                pass
        finally:
            self._service.live.leave(listener)
            sender.cancel()
        return socket


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


async def _send_all(socket: web.WebSocketResponse, queue: asyncio.Queue[Json]) -> None:
    with suppress(ConnectionError):
        while not socket.closed:
            await socket.send_str(as_line(await queue.get()))


def _person(person: object) -> Json:
    return a_copy(vars(person))


def _attachment(name: str) -> str:
    plain = name.encode("ascii", "replace").decode().replace('"', "'").replace("\\", "_")
    return f'inline; filename="{plain}"'
