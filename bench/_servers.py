"""The two servers of a measurement: vLLM with a tiny model, and the desk in a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import aiohttp

from bench._machine import ROOT, a_port, answers, until
from bot.cli.library import activate_version
from bot.settings import Settings
from bot.shop import migrate, open_shop
from sandbox.driver import Sandbox

MODEL = "tiny"
CONTEXT = 32_768
"""Tokens, as docs/operating.md has it: with so much, nobody has to count whether a prompt fits."""


@contextlib.asynccontextmanager
async def model_server(folder: Path, layers: int) -> AsyncIterator[str]:
    """VLLM on CPU with the tiny model; gives its address."""
    port = a_port()
    command = [
        *(sys.executable, "-m", "serving.start", "--model", "tiny", "--name", MODEL, "--cpu"),
        *("--keep", str(folder / "model"), "--layers", str(layers), "--port", str(port), "--"),
        *("--max-model-len", str(CONTEXT), "--max-num-seqs", "32"),
    ]
    with (folder / "vllm.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: ASYNC220, S603 - our own launcher, before anything runs
            command, cwd=ROOT, stdout=log, stderr=log, env={**os.environ, "VLLM_SERVER_DEV_MODE": "1"}
        )
    address = f"http://127.0.0.1:{port}"
    try:
        await until(lambda: answers(f"{address}/health"), 180)
        yield address
    finally:
        process.terminate()
        process.wait(30)


async def forget(session: aiohttp.ClientSession, address: str) -> None:
    """Empty the server's prefix cache, where it lets us."""
    async with session.post(f"{address}/reset_prefix_cache") as reply:
        await reply.read()


@contextlib.asynccontextmanager
async def desk(folder: Path, sandbox: Sandbox, model_url: str) -> AsyncIterator[str]:
    """The desk in a process of its own, connected to the sandbox and the model; gives its control address."""
    settings = Settings(home=folder / "home")
    migrate(settings)
    async with open_shop(settings) as shop:
        loaded = await shop.library.load(
            brand=shop.kit.slug, files=shop.opened.documents, by="bench", root=shop.opened.root
        )
        await activate_version(settings, shop, loaded.version)
    environment = {
        "COPYDESK_HOME": str(settings.home),
        "COPYDESK_MODEL_URL": f"{model_url}/v1",
        "COPYDESK_MODEL_NAME": MODEL,
        "COPYDESK_MODEL_DEADLINE": "600",
        # Findings in nonsense are no measure of how often a real model's copy is mended.
        "COPYDESK_REPAIR_ROUNDS": "0",
        "COPYDESK_LOG_LEVEL": "WARNING",
        "SLACK_API_URL": sandbox.api_url,
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "SLACK_APP_TOKEN": sandbox.app_token,
        "OMP_NUM_THREADS": "1",
    }
    async with _process("bench._desk", folder / "desk.log", environment) as control:
        yield control


@contextlib.asynccontextmanager
async def bare(folder: Path, sandbox: Sandbox, model_url: str) -> AsyncIterator[str]:
    """The libraries under the desk in a process of their own; gives its control address."""
    environment = {
        "BARE_DATABASE": str(folder / "bare.db"),
        "BARE_MODEL_URL": model_url,
        "SLACK_API_URL": sandbox.api_url.rstrip("/"),
        "SLACK_BOT_TOKEN": sandbox.bot_token,
    }
    async with _process("bench._bare", folder / "bare.log", environment) as control:
        yield control


@contextlib.asynccontextmanager
async def _process(module: str, log: Path, environment: Mapping[str, str]) -> AsyncIterator[str]:
    port = a_port()
    with log.open("wb") as said:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, str(port), cwd=ROOT, stdout=said, stderr=said,
            env={**os.environ, **environment},
        )  # fmt: skip
    control = f"http://127.0.0.1:{port}"
    try:
        await until(lambda: answers(f"{control}/state"), 120)
        yield control
    finally:
        process.kill()
        await process.wait()


async def idle(session: aiohttp.ClientSession, control: str, seconds: float = 10.0) -> float:
    """Seconds of processor time a second that the desk takes while nobody asks for anything.

    A desk loads the embedding model and the index after it began to listen: that is waited for.
    """

    async def warm() -> bool:
        async with session.get(f"{control}/state") as reply:
            return not (await reply.json())["warming"]

    await until(warm, 120)
    before = await used(session, control)
    await asyncio.sleep(seconds)
    return (await used(session, control) - before) / seconds


async def used(session: aiohttp.ClientSession, control: str) -> float:
    """Seconds of the desk's processor time so far, without embedding."""
    async with session.get(f"{control}/state") as reply:
        told = await reply.json()
    return float(told["cpu"] - told["embedding"])
