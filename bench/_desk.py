"""The desk in a process of its own, so that its processor time can be told from everyone else's.

Reads its settings from the environment like any desk, and takes orders over HTTP on the port that is
its only argument. Only this file looks inside: it times the embedder, notes when text first comes, and
writes down what goes to the model server.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import sys
import time
from typing import Any

from aiohttp import web

from approvals import requests
from bot.drafting import Drafting
from bot.live import Live
from bot.settings import read_settings
from bot.slack.desk import Desk
from bot.wiring import running_desk
from brandkit.briefs import Brief
from brandkit.drafts import RequestId
from llm.assignments import Ask
from llm.chat_vllm import connection
from retrieval.embedding import SentenceEmbedder


class Watch:
    """What is seen from inside."""

    def __init__(self) -> None:
        self.embedding = 0.0
        self.first: dict[str, float] = {}
        self.sent: list[dict[str, Any]] | None = None

    def look_in(self) -> None:
        """Put eyes on the three places."""
        embed, hear, request = SentenceEmbedder.embed, Live.hear, connection.Connection._request  # noqa: SLF001

        def timed(embedder: SentenceEmbedder, texts: Any) -> Any:
            began = time.thread_time()
            try:
                return embed(embedder, texts)
            finally:
                self.embedding += time.thread_time() - began

        async def heard(live: Live, piece: str) -> None:
            self.first.setdefault(str(live._about["request"]), time.time())  # noqa: SLF001
            await hear(live, piece)

        def noted(sender: Any, client: Any, endpoint: Any, call: Any, attempts: Any) -> Any:
            if self.sent is not None and call.path.endswith("/chat/completions"):
                self.sent.append(dict(call.body))
            return request(sender, client, endpoint, call, attempts)

        SentenceEmbedder.embed = timed  # type: ignore[method-assign]
        Live.hear = heard  # type: ignore[method-assign]
        connection.Connection._request = noted  # type: ignore[method-assign]  # noqa: SLF001


class Control:
    """The orders."""

    def __init__(self, desk: Desk, watch: Watch) -> None:
        self._desk = desk
        self._watch = watch

    async def state(self, _request: web.Request) -> web.Response:
        """Seconds of processor time since the start, and those of them that went into embedding."""
        gc.collect()
        return web.json_response({"cpu": time.process_time(), "embedding": self._watch.embedding})

    async def first(self, _request: web.Request) -> web.Response:
        """When the first text of each thread came, as Unix time, by the thread's timestamp."""
        found = {}
        async with self._desk.database.reading() as reading:
            for request, moment in self._watch.first.items():
                it = await requests.get(reading, RequestId(request))
                if it is not None:
                    found[it.thread_ts] = moment
        self._watch.first.clear()
        return web.json_response(found)

    async def draft(self, request: web.Request) -> web.Response:
        """Draft these texts, so many at once, without Slack; gives milliseconds for each."""
        order = await request.json()
        places = asyncio.Semaphore(order["at_once"])
        self._watch.sent = [] if order.get("note") else None

        async def one(text: str) -> dict[str, float]:
            async with places:
                return await drafted(self._desk.drafting, text)

        done = await asyncio.gather(*map(one, order["texts"]))
        return web.json_response({"drafts": done, "sent": self._watch.sent})


async def drafted(drafting: Drafting, text: str) -> dict[str, float]:
    """One draft; how long until its first text, and until it is checked."""
    began = time.perf_counter()
    first = 0.0

    async def hear(_piece: str) -> None:
        nonlocal first
        first = first or time.perf_counter() - began

    brief = await drafting.understand(Ask(text=text, kit=drafting.kit))
    if not isinstance(brief, Brief):
        raise SystemExit(f"the model asks back instead of drafting: {brief}")
    finished = await drafting.write(brief, on_text=hear, only_model=True)
    return {
        "first": first * 1000,
        "whole": (time.perf_counter() - began) * 1000,
        "tokens": finished.provenance.completion_tokens,
    }


async def main(port: int) -> None:
    """Run until killed."""
    watch = Watch()
    watch.look_in()
    settings, slack = read_settings()
    async with running_desk(settings, slack) as desk:
        control = Control(desk, watch)
        app = web.Application()
        app.router.add_get("/state", control.state)
        app.router.add_get("/first", control.first)
        app.router.add_post("/draft", control.draft)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main(int(sys.argv[1])))
