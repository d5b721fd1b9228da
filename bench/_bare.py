"""What the libraries under the desk take by themselves, in a process of its own: nothing of ours in between.

For each draft: two events through Bolt to a listener that does nothing, two empty jobs through DBOS, the
requests to the model that drafting sends, and the calls to Slack that a draft makes, with blocks of the
same size as a card's. Takes orders over HTTP on the port that is its only argument, like the desk's.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import aiohttp
import httpx2
from aiohttp import web
from dbos import DBOS, DBOSPortableJSONSerializer, Queue
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bench._machine import at_most
from bot.cli.event_loop import run_long

EVENTS = 2
"""A mention comes twice, as a mention and as a message."""
JOBS = 2
UPDATES = 3
CARD = [{"type": "section", "text": {"type": "mrkdwn", "text": "So it goes. " * 30}} for _ in range(12)]


@DBOS.workflow(name="nothing")
async def nothing(_args: dict[str, str]) -> None:
    """Do it."""


class Bare:
    """The libraries."""

    def __init__(self, *, slack: AsyncWebClient, model: httpx2.AsyncClient, jobs: Queue) -> None:
        self._slack = slack
        self._model = model
        self._jobs = jobs
        self._app = AsyncApp(client=slack, authorize=_anybody, signing_secret="unused")  # noqa: S106 - no secret
        self._app.event("app_mention")(_heard)
        self._app.event("message")(_heard)

    async def draft(self, chain: Sequence[Mapping[str, Any]], channel: str) -> None:
        """As much as one draft takes."""
        for _ in range(EVENTS):
            told = {"type": "message", "channel": channel, "user": "U1", "text": "Hello", "ts": "1.0"}
            body = {"type": "event_callback", "team_id": "T1", "event": told}
            await self._app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))
        jobs = [await self._jobs.enqueue_async(nothing, {"key": "1"}) for _ in range(JOBS)]
        posted = await self._slack.chat_postMessage(channel=channel, text="On it")
        for body in chain:
            async with self._model.stream("POST", "/v1/chat/completions", json=body) as reply:
                async for _ in httpx2.EventSource(reply) if body.get("stream") else reply.aiter_bytes():
                    pass
        for _ in range(UPDATES):
            await self._slack.chat_update(channel=channel, ts=str(posted["ts"]), text="A card", blocks=CARD)
        for job in jobs:
            await job.get_result()


async def _heard(**_args: Any) -> None: ...


async def _anybody(**_args: Any) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_user_id="UBARE", bot_token="unused")  # noqa: S106


@contextlib.asynccontextmanager
async def _bare() -> AsyncIterator[Bare]:
    DBOS(
        config={
            "name": "bare",
            "system_database_url": f"sqlite:///{os.environ['BARE_DATABASE']}",
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
        }
    )
    DBOS.launch()
    jobs = await DBOS.register_queue_async("bare", polling_interval_sec=0.05, on_conflict="always_update")
    async with (
        aiohttp.ClientSession() as session,
        httpx2.AsyncClient(base_url=os.environ["BARE_MODEL_URL"], timeout=600) as model,
    ):
        slack = AsyncWebClient(
            token=os.environ["SLACK_BOT_TOKEN"], base_url=f"{os.environ['SLACK_API_URL']}/", session=session
        )
        yield Bare(slack=slack, model=model, jobs=jobs)


async def main(port: int) -> None:
    """Run until killed."""
    async with _bare() as bare:

        async def state(_request: web.Request) -> web.Response:
            return web.json_response({"cpu": time.process_time(), "embedding": 0.0, "warming": False})

        async def draft(request: web.Request) -> web.Response:
            order = await request.json()
            work = [lambda chain=chain: bare.draft(chain, order["channel"]) for chain in order["chains"]]
            seconds, _ = await at_most(order["at_once"], work)
            return web.json_response({"seconds": seconds})

        app = web.Application(client_max_size=2**26)
        app.router.add_get("/state", state)
        app.router.add_post("/draft", draft)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        run_long(main(int(sys.argv[1])))
