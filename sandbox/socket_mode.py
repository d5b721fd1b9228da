"""Socket Mode: the app opens WebSockets, and each envelope goes down one of them."""

import asyncio
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from sandbox.clock import new_id
from sandbox.deliveries import Envelope, UndeliveredError
from sandbox.payload import Json, as_line
from sandbox.traffic import Transport

_MOST_CONNECTIONS = 10
_CLOSE_SECONDS = 2.0


@dataclass(kw_only=True, eq=False)
class _Connection:
    socket: web.WebSocketResponse
    waiting: dict[str, asyncio.Future[Json | None]] = field(default_factory=dict)
    leaving: bool = False

    async def say(self, message: Json) -> None:
        await self.socket.send_str(as_line(message))

    def acknowledge(self, envelope_id: str, payload: Json | None) -> None:
        waiting = self.waiting.pop(envelope_id, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(payload)

    def give_up(self) -> None:
        for waiting in self.waiting.values():
            if not waiting.done():
                waiting.set_exception(UndeliveredError("connection_failed"))
        self.waiting.clear()


class SocketMode:
    """The open connections of the app."""

    transport: Transport = "socket"

    def __init__(self, *, app_id: str, on_change: Callable[[], None]) -> None:
        self._app_id = app_id
        self._on_change = on_change
        self._tickets: set[str] = set()
        self._connections: list[_Connection] = []
        self._arrival = asyncio.Event()
        self._random = random.Random(0)  # noqa: S311  (which connection gets an envelope is no secret)

    def new_ticket(self) -> str:
        """Make the single-use part of a WebSocket address, for apps.connections.open."""
        ticket = new_id("", 36).lower()
        self._tickets.add(ticket)
        return ticket

    def connected(self) -> bool:
        """Say whether a connection is open."""
        return bool(self._open())

    def connection_count(self) -> int:
        """How many connections are open."""
        return len(self._open())

    async def ready(self, *, within: float) -> None:
        """Wait for a connection for `within` seconds. Raises UndeliveredError."""
        try:
            async with asyncio.timeout(within):
                await self._some_connection()
        except TimeoutError:
            raise UndeliveredError("connection_failed") from None

    async def deliver(self, envelope: Envelope, *, within: float) -> Json | None:
        """Send an envelope down one connection and wait for its acknowledgement. Raises UndeliveredError."""
        try:
            async with asyncio.timeout(within):
                connection = await self._some_connection()
                return await self._exchange(connection, envelope)
        except TimeoutError:
            raise UndeliveredError("timeout" if self.connected() else "connection_failed") from None

    async def drop_connections(self) -> None:
        """Ask every connection to be replaced, and close it."""
        for connection in self._open():
            await self._dismiss(connection, "refresh_requested")

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Handle one WebSocket from the app, from hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=403)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(timeout=_CLOSE_SECONDS)
        await socket.prepare(request)
        connection = _Connection(socket=socket)
        if len(self._open()) >= _MOST_CONNECTIONS:
            await self._dismiss(connection, "too_many_websockets")
            return socket
        await self._serve_connection(connection)
        return socket

    async def close(self) -> None:
        """Close every connection, as when the server goes away."""
        for connection in list(self._connections):
            await connection.socket.close()

    async def _serve_connection(self, connection: _Connection) -> None:
        self._connections.append(connection)
        try:
            await connection.say(self._hello())
            self._arrival.set()
            self._on_change()
            async for message in connection.socket:
                if message.type is WSMsgType.TEXT:
                    _hear(connection, message.data)
        finally:
            self._connections.remove(connection)
            connection.give_up()
            if not self._connections:
                self._arrival.clear()
            self._on_change()

    def _hello(self) -> Json:
        debug = {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060}
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "debug_info": debug,
            "connection_info": {"app_id": self._app_id},
        }

    async def _some_connection(self) -> _Connection:
        while not self._open():
            self._arrival.clear()
            await self._arrival.wait()
        return self._random.choice(self._open())

    async def _exchange(self, connection: _Connection, envelope: Envelope) -> Json | None:
        waiting: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope.envelope_id] = waiting
        try:
            await connection.say(_as_message(envelope))
            return await waiting
        except ConnectionError as exc:
            raise UndeliveredError("connection_failed") from exc
        finally:
            connection.waiting.pop(envelope.envelope_id, None)

    def _open(self) -> list[_Connection]:
        return [each for each in self._connections if not each.leaving and not each.socket.closed]

    async def _dismiss(self, connection: _Connection, reason: str) -> None:
        connection.leaving = True
        await connection.say({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}})
        await connection.socket.close()


def _hear(connection: _Connection, text: str) -> None:
    try:
        message = json.loads(text)
    except ValueError:
        return
    if isinstance(message, dict) and "envelope_id" in message:
        connection.acknowledge(str(message["envelope_id"]), message.get("payload"))


def _as_message(envelope: Envelope) -> Json:
    message: Json = {
        "envelope_id": envelope.envelope_id,
        "payload": envelope.payload,
        "type": envelope.kind,
        "accepts_response_payload": envelope.wants_reply,
    }
    if envelope.kind == "events_api":
        message |= {"retry_attempt": envelope.retry_attempt, "retry_reason": envelope.retry_reason}
    return message
