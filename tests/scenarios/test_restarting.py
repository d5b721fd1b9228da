"""The desk is stopped in the middle of its work and started again: it goes on as if nothing had been."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from bot.wiring import running_desk
from sandbox.driver import Sandbox
from sandbox.manifest import read_manifest
from sandbox.server import Options, running_sandbox
from tests.scenarios.workplace import (
    MANIFEST,
    MARKETING,
    QUICK,
    Json,
    Workplace,
    a_copy_of,
    is_ours,
    settings_for,
    slack_settings,
    text_of,
)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with running_sandbox(Options(manifest=read_manifest(MANIFEST), timing=QUICK)) as running:
        yield running
        assert set(running.counts()["by_metadata_key"].values()) == {1}


@pytest.fixture
def home(loaded_home: Path, tmp_path: Path) -> Path:
    return a_copy_of(loaded_home, tmp_path / "home")


async def test_a_draft_that_was_being_written_is_written_after_the_restart(
    sandbox: Sandbox, home: Path
) -> None:
    async with (
        a_model_that_never_answers() as url,
        desk_in(sandbox, home, model_url=url, model_deadline=60.0) as work,
    ):
        root = await work.ask()
        await work.answer(root, "On it:")
    async with desk_in(sandbox, home) as work:
        await work.card(root)
        await work.quiet()

    [only] = said_in(work, root)
    assert "went wrong" not in text_of(only)


async def test_many_requests_outlive_a_stop(sandbox: Sandbox, home: Path) -> None:
    async with desk_in(sandbox, home) as work:
        roots = [await work.ask(f"X post about Smart Reminders, take {n}") for n in range(8)]
        await work.sandbox.settled()
    async with desk_in(sandbox, home) as work:
        for root in roots:
            await work.card(root)
        await work.quiet()

    assert [len(said_in(work, root)) for root in roots] == [1] * len(roots)


async def test_a_thread_goes_on_after_a_restart(sandbox: Sandbox, home: Path) -> None:
    async with desk_in(sandbox, home) as work:
        root, _ = await work.drafted()
    async with desk_in(sandbox, home) as work:
        await work.maya.say(MARKETING, "shorter", thread=root)
        review = await work.send(await work.card(root, 2))
    async with desk_in(sandbox, home) as work:
        await work.omar.click(review, "approval.approve")
        await work.shows(review, "Approved", who=work.omar)


@asynccontextmanager
async def desk_in(sandbox: Sandbox, home: Path, **changes: object) -> AsyncIterator[Workplace]:
    """A desk in a workspace that outlives it."""
    settings = settings_for(home, **changes)
    async with running_desk(settings, slack_settings(sandbox)) as desk:
        await sandbox.connected()
        yield Workplace(sandbox=sandbox, desk=desk, settings=settings)


@asynccontextmanager
async def a_model_that_never_answers() -> AsyncIterator[str]:
    async def models(_request: web.Request) -> web.Response:
        return web.json_response(
            {"object": "list", "data": [{"id": "tiny", "root": "tiny", "max_model_len": 8192}]}
        )

    async def never(_request: web.Request) -> web.Response:
        await asyncio.sleep(60)
        return web.Response(status=504)

    app = web.Application()
    app.router.add_get("/v1/models", models)
    app.router.add_post("/{rest:.*}", never)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    finally:
        await runner.cleanup()


def said_in(work: Workplace, root: Json) -> list[Json]:
    return [each for each in work.maya.messages(MARKETING, root) if is_ours(each)]
