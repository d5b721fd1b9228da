"""The model is down, slow, or talks nonsense: the desk starts, the house writer steps in, the card says so."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from tests.scenarios.workplace import MARKETING, Workplace, a_copy_of, open_workplace, text_of

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
COULD_NOT = "Written by the house writer: the model could not be used just now"


@pytest.fixture
def home(loaded_home: Path, tmp_path: Path) -> Path:
    return a_copy_of(loaded_home, tmp_path / "home")


async def test_a_model_that_is_down_does_not_keep_the_desk_from_working(home: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        closed = probe.getsockname()[1]
    async with open_workplace(home, model_url=f"http://127.0.0.1:{closed}/v1", model_deadline=2.0) as work:
        root, card = await work.drafted()
        assert COULD_NOT in text_of(card)
        await work.maya.say(MARKETING, "shorter", thread=root)
        assert COULD_NOT in text_of(await work.card(root, 2))
        review = await work.send(await work.card(root, 2))
        assert COULD_NOT in text_of(review)
        asked = await work.ask("How do we write dates?")
        await work.answer(asked, "[1]")


async def test_a_model_that_is_too_slow_is_not_waited_for(home: Path) -> None:
    async def never(_request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(60)
        return web.Response(status=504)

    async with model_server(never) as url, open_workplace(home, model_url=url, model_deadline=0.5) as work:
        assert "did not finish in time" in await notice(work)


async def test_a_model_that_talks_nonsense_is_not_believed(home: Path) -> None:
    async def nonsense(_request: web.Request) -> web.StreamResponse:
        message = {"role": "assistant", "content": "florble the wug"}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        body = {"id": "1", "object": "chat.completion", "created": 1, "model": "tiny", "usage": usage}
        return web.json_response({**body, "choices": [choice]})

    async with model_server(nonsense) as url, open_workplace(home, model_url=url, model_deadline=5.0) as work:
        assert COULD_NOT in await notice(work)


async def notice(work: Workplace) -> str:
    """What the card of a first draft says about who wrote it."""
    _, card = await work.drafted()
    return json.dumps(card["blocks"], ensure_ascii=False)


@asynccontextmanager
async def model_server(chat: Handler) -> AsyncIterator[str]:
    """A server that lists one model and answers every chat like that."""

    async def models(_request: web.Request) -> web.Response:
        card = {"id": "tiny", "object": "model", "root": "tiny", "max_model_len": 8192}
        return web.json_response({"object": "list", "data": [card]})

    async def tokenize(_request: web.Request) -> web.Response:
        return web.json_response({"count": 100, "max_model_len": 8192, "tokens": []})

    app = web.Application()
    app.router.add_get("/v1/models", models)
    app.router.add_post("/tokenize", tokenize)
    app.router.add_post("/v1/chat/completions", chat)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    finally:
        await runner.cleanup()
