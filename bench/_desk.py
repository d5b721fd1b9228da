"""The desk in a process of its own, so that its processor time can be told from everyone else's.

Reads its settings from the environment like any desk, and takes orders over HTTP on the port that is
its only argument. Only this file looks inside: it times the embedder, notes when text first comes and how
much of the time until then went by at the model server, and writes down what goes there.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from approvals import requests
from bot.cli.event_loop import run_long
from bot.drafting import Drafting
from bot.live import Live
from bot.settings import read_settings
from bot.slack.desk import Desk
from bot.slack.handling.dispatch import Handling
from bot.wiring import running_desk
from brandkit.briefs import Brief
from brandkit.drafts import RequestId
from llm.assignments import Ask
from llm.chat_vllm import connection
from retrieval.embedding import SentenceEmbedder


@dataclass
class Waiting:
    """How many seconds one draft has waited for the model so far, and when its last piece came."""

    seconds: float = 0.0
    asked: float = 0.0
    piece: float = 0.0

    def until_first_text(self) -> float:
        """To be asked when the first text is heard: what came with the stream's piece was waited for."""
        return self.seconds + self.piece - self.asked


WAITING: ContextVar[Waiting] = ContextVar("waiting")


class Watch:
    """What is seen from inside."""

    def __init__(self) -> None:
        self.embedding = 0.0
        self.first: dict[str, tuple[float, float]] = {}
        self.sent: list[dict[str, Any]] | None = None

    def look_in(self) -> None:
        """Put eyes on the places."""
        self._time_embedding()
        self._time_the_model()
        hear, handle = Live.hear, Handling.handle

        async def handled(handling: Handling, args: Any) -> None:
            WAITING.set(Waiting())
            await handle(handling, args)

        async def heard(live: Live, piece: str) -> None:
            request = str(live._about["request"])  # noqa: SLF001
            if request not in self.first:
                self.first[request] = (time.time(), WAITING.get().until_first_text())
            await hear(live, piece)

        Live.hear, Handling.handle = heard, handled  # type: ignore[method-assign]

    def _time_embedding(self) -> None:
        def timing(embed: Callable[[SentenceEmbedder, Any], Any]) -> Callable[[SentenceEmbedder, Any], Any]:
            def timed(embedder: SentenceEmbedder, texts: Any) -> Any:
                began = time.thread_time()
                try:
                    return embed(embedder, texts)
                finally:
                    self.embedding += time.thread_time() - began

            return timed

        for name in ("embed", "embed_questions"):
            setattr(SentenceEmbedder, name, timing(getattr(SentenceEmbedder, name)))

    def _time_the_model(self) -> None:
        ask, told, request = connection.Connection.ask, connection._told, connection.Connection._request  # noqa: SLF001

        async def asked(sender: Any, call: Any, read: Any) -> Any:
            began = time.perf_counter()
            try:
                return await ask(sender, call, read)
            finally:
                WAITING.get(Waiting()).seconds += time.perf_counter() - began

        def noted(sender: Any, client: Any, endpoint: Any, call: Any, attempts: Any) -> Any:
            if self.sent is not None and call.path.endswith("/chat/completions"):
                self.sent.append(dict(call.body))
            WAITING.get(Waiting()).asked = time.perf_counter()
            return request(sender, client, endpoint, call, attempts)

        def came(event: Any) -> Any:
            WAITING.get(Waiting()).piece = time.perf_counter()
            return told(event)

        connection.Connection.ask = asked  # type: ignore[method-assign]
        connection.Connection._request = noted  # type: ignore[method-assign]  # noqa: SLF001
        connection._told = came  # noqa: SLF001


class Control:
    """The orders."""

    def __init__(self, desk: Desk, watch: Watch) -> None:
        self._desk = desk
        self._watch = watch

    async def state(self, _request: web.Request) -> web.Response:
        """Seconds of processor time since the start, those for embedding, and whether it still warms up."""
        return web.json_response(
            {
                "cpu": time.process_time(),
                "embedding": self._watch.embedding,
                "warming": any(task.get_name() == "warming" for task in asyncio.all_tasks()),
            }
        )

    async def first(self, _request: web.Request) -> web.Response:
        """The Unix time of each thread's first text, and the seconds that the model took of the way there."""
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
    first = own = 0.0
    waiting = Waiting()
    WAITING.set(waiting)

    async def hear(_piece: str) -> None:
        nonlocal first, own
        if not first:
            first = time.perf_counter() - began
            own = first - waiting.until_first_text()

    brief = await drafting.understand(Ask(text=text, kit=drafting.kit))
    if not isinstance(brief, Brief):
        raise SystemExit(f"the model asks back instead of drafting: {brief}")
    finished = await drafting.write(brief, on_text=hear, only_model=True)
    return {
        "first": first * 1000,
        "own": own * 1000,
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
        run_long(main(int(sys.argv[1])))
