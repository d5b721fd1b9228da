"""A running workspace, and a client of its Web API."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import Timing
from sandbox.driver import Sandbox
from sandbox.server import Options, running_sandbox

AT_ONCE = Timing(ack=0.05, retries=(0.0,))


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A workspace whose app never connects; events are given up at once."""
    async with running_sandbox(Options(timing=AT_ONCE)) as running:
        yield running


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session
