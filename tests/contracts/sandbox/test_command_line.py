"""`python -m sandbox` starts, says where it is, and stops when told."""

import asyncio
import json
import signal
import sys
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

ROOT = Path(__file__).parents[3]


async def start(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sandbox",
        *arguments,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_it_prints_its_address_serves_and_stops_cleanly(tmp_path: Path) -> None:
    process = await start("--port", "0", "--data", str(tmp_path / "sandbox.json"))
    assert process.stdout is not None
    told = json.loads(await process.stdout.readline())
    client = AsyncWebClient(token=told["bot_token"], base_url=told["api_url"])

    assert (await client.auth_test())["user_id"] == "U0DESK"
    process.send_signal(signal.SIGINT)

    assert await process.wait() == 0
    assert (tmp_path / "sandbox.json").exists()


async def test_it_refuses_an_address_that_others_could_reach() -> None:
    process = await start("--host", "0.0.0.0")  # noqa: S104  (refused, that is the test)
    _, complaint = await process.communicate()

    assert process.returncode == 2
    assert b"not a loopback address" in complaint
