"""A small real Bolt app, connected to a real sandbox."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import Timing
from sandbox.driver import Sandbox
from sandbox.server import Options, running_sandbox
from tests.contracts.sandbox.echo_app import build_echo_app

QUICK = Timing(retries=(0.0, 0.05, 0.1))


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with running_sandbox(Options(timing=QUICK)) as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
async def heard() -> list[dict[str, Any]]:
    """Every body the app was sent, in order."""
    return []


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)


@pytest.fixture
async def connected(
    sandbox: Sandbox, client: AsyncWebClient, heard: list[dict[str, Any]]
) -> AsyncIterator[AsyncApp]:
    """The echo app, over Socket Mode."""
    app = build_echo_app(client, heard)
    handler = AsyncSocketModeHandler(app, sandbox.app_token, web_client=client)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it bare
    await sandbox.connected()
    yield app
    await handler.close_async()  # type: ignore[no-untyped-call]  # the same
