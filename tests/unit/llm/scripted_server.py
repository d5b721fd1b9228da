"""A small HTTP server on loopback that answers as vLLM does, or misbehaves as it was told to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

CONTEXT = 8192


@dataclass(frozen=True, kw_only=True)
class Says:
    """An answer: one text a variant. `finish` other than `stop` says how it ended.

    A stream waits `pause` seconds after each piece.
    """

    texts: Sequence[str]
    finish: str = "stop"
    pause: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Fails:
    """An answer with a status of failure."""

    status: int
    message: str = "no"
    retry_after: str = ""


@dataclass(frozen=True)
class HangsUp:
    """Closes the connection: before a word, or after some pieces of a stream."""

    after: int = 0


@dataclass(frozen=True)
class Waits:
    """Says nothing at all."""


@dataclass(frozen=True)
class Babbles:
    """Answers 200 with something that is not vLLM's."""


Behaviour = Says | Fails | HangsUp | Waits | Babbles


@dataclass
class ScriptedServer:
    """Behaves as the script says, one step a chat request, and keeps the requests; the last step repeats."""

    script: list[Behaviour] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    tokens_a_character: float = 0.25
    context: int = CONTEXT
    counted: int = 0
    """How often it was asked for the length of a prompt."""
    address: str = ""
    was_asked: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a client went away before it had its answer."""

    def will(self, *behaviours: Behaviour) -> None:
        """What to do from now on."""
        self.script = list(behaviours)

    async def chat(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.asked.append(body)
        self.was_asked.set()
        self.headers.append(request.headers)
        step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        match step:
            case Says():
                return await self._say(request, body, step)
            case Fails():
                headers = {"Retry-After": step.retry_after} if step.retry_after else {}
                return web.json_response(
                    {"error": {"message": step.message}}, status=step.status, headers=headers
                )
            case HangsUp():
                return await self._hang_up(request, step)
            case Waits():
                return await self._wait()
        return web.json_response(["hello"])

    async def _say(self, request: web.Request, body: dict[str, Any], step: Says) -> web.StreamResponse:
        if not body.get("stream"):
            return web.json_response(_whole(body, step))
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        try:
            for event in _events(body, step):
                await response.write(f"data: {event}\n\n".encode())
                await asyncio.sleep(step.pause)
        except (asyncio.CancelledError, ConnectionError):
            self.left.set()
            raise
        return response

    async def _hang_up(self, request: web.Request, step: HangsUp) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        if step.after:
            await response.prepare(request)
            for event in _events({"model": "m"}, Says(texts=["word " * step.after]))[: step.after]:
                await response.write(f"data: {event}\n\n".encode())
        assert request.transport is not None
        request.transport.close()
        return response

    async def _wait(self) -> web.StreamResponse:
        try:
            await asyncio.Event().wait()
        finally:
            self.left.set()
        raise AssertionError

    async def tokenize(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.counted += 1
        characters = sum(len(message["content"]) for message in body["messages"])
        return web.json_response(
            {"count": int(characters * self.tokens_a_character), "max_model_len": self.context}
        )

    async def models(self, request: web.Request) -> web.Response:  # noqa: ARG002 — aiohttp's signature
        return web.json_response({"data": [{"id": "m", "root": "brand/m-8b", "max_model_len": CONTEXT}]})


def _whole(body: dict[str, Any], step: Says) -> dict[str, Any]:
    choices = [
        {"index": n, "message": {"content": text}, "finish_reason": step.finish}
        for n, text in enumerate(step.texts)
    ]
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    return {
        "id": "chatcmpl-1",
        "model": body.get("model", "m"),
        "choices": choices,
        "usage": usage | {"prompt_tokens_details": {"cached_tokens": 64}},
        "system_fingerprint": "vllm-0.32.0-abc",
    }


def _events(body: dict[str, Any], step: Says) -> list[str]:
    pieces = [
        {"index": n, "delta": {"content": piece}, "finish_reason": None}
        for n, text in enumerate(step.texts)
        for piece in (text[at : at + 5] for at in range(0, len(text), 5))
    ]
    ends = [
        {"index": n, "delta": {"content": ""}, "finish_reason": step.finish} for n in range(len(step.texts))
    ]
    whole = _whole(body, step)
    events = [{**whole, "usage": None, "choices": [choice]} for choice in (*pieces, *ends)]
    return [*map(json.dumps, (*events, {**whole, "choices": []})), "[DONE]"]


@asynccontextmanager
async def scripted(*behaviours: Behaviour) -> AsyncIterator[ScriptedServer]:
    """A running server with this script."""
    server = ScriptedServer(script=list(behaviours))
    app = web.Application()
    app.router.add_post("/v1/chat/completions", server.chat)
    app.router.add_post("/tokenize", server.tokenize)
    app.router.add_get("/v1/models", server.models)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0]
    server.address = f"http://{host}:{port}"
    try:
        yield server
    finally:
        await runner.cleanup()
