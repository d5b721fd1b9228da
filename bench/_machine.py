"""What every measurement of a server needs: waiting for it, so many at once, and the machine's name."""

from __future__ import annotations

import asyncio
import contextlib
import platform
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"


async def at_most(at_once: int, jobs: Sequence[Callable[[], Awaitable[Any]]]) -> tuple[float, list[Any]]:
    """Do them all, so many at once; how many seconds that took, and what they gave."""
    places = asyncio.Semaphore(at_once)

    async def in_place(job: Callable[[], Awaitable[Any]]) -> Any:
        async with places:
            return await job()

    began = time.perf_counter()
    given = await asyncio.gather(*map(in_place, jobs))
    return time.perf_counter() - began, given


async def until(holds: Callable[[], Awaitable[bool]], seconds: float) -> None:
    """Wait until it does; raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110 - another process holds what is waited for
            await asyncio.sleep(0.2)


async def answers(url: str) -> bool:
    """Whether something answers there, and well."""
    with contextlib.suppress(aiohttp.ClientError):
        async with aiohttp.ClientSession() as session, session.get(url) as reply:
            return reply.status == 200
    return False


def a_port() -> int:
    """A port that is free just now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def processor() -> str:
    """The name of the processor."""
    with contextlib.suppress(OSError):
        for each in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if each.startswith("model name"):
                return each.partition(":")[2].strip()
    return platform.processor()


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)
