"""What the workspace's page reads: the state, the messages, the traffic, and the live connection."""

import asyncio
from contextlib import suppress

from aiohttp import web

from sandbox.conversation import Kind
from sandbox.payload import Json, a_copy, as_line
from sandbox.service import Service


class PageReads:
    """Serves the reading half of /sandbox/api/."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def routes(self) -> list[web.RouteDef]:
        """Every address of this half."""
        reads = {
            "state": self._state,
            "messages": self._messages,
            "traffic": self._traffic,
            "counts": self._counts,
            "faults": self._faults,
            "live": self._live,
            "file/{id}": self._file,
        }
        return [web.get(f"/sandbox/api/{name}", handler) for name, handler in reads.items()]

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

    async def _traffic(self, request: web.Request) -> web.Response:
        return web.json_response(
            {"entries": self._service.traffic.after(int(request.query.get("after", "0")))}
        )

    async def _counts(self, _request: web.Request) -> web.Response:
        return web.json_response(self._service.tallies.as_json())

    async def _faults(self, _request: web.Request) -> web.Response:
        return web.json_response(self._service.faults.as_json())

    async def _file(self, request: web.Request) -> web.Response:
        file = self._service.workspace.files.get(request.match_info["id"])
        if file is None:
            return web.json_response({"ok": False, "error": "file_not_found"}, status=404)
        headers = {"Content-Disposition": _attachment(file.name), "X-Content-Type-Options": "nosniff"}
        return web.Response(body=file.data, content_type=file.mimetype, headers=headers)

    async def _live(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(heartbeat=30)
        try:
            await socket.prepare(request)
        except ConnectionError:  # the page went away while it connected, and reads no answer
            return web.Response()
        listener = self._service.live.join(request.query.get("as"))
        sender = asyncio.create_task(_send_all(socket, listener.queue))
        try:
            async for _ in socket:
                pass
        finally:
            self._service.live.leave(listener)
            sender.cancel()
        return socket


async def _send_all(socket: web.WebSocketResponse, queue: asyncio.Queue[Json]) -> None:
    with suppress(ConnectionError):
        while not socket.closed:
            await socket.send_str(as_line(await queue.get()))


def _person(person: object) -> Json:
    return a_copy(vars(person))


def _attachment(name: str) -> str:
    plain = name.encode("ascii", "replace").decode().replace('"', "'").replace("\\", "_")
    return f'inline; filename="{plain}"'
