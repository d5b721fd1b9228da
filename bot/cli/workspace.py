"""The demo's workspace: a process of its own, as Slack would be, found again after the demo was killed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bot.jobs.presence import FilePresence, NameTaken
from brandkit.errors import Outage

Address = dict[str, str]

_SECONDS_TO_START = 60
_SECONDS_TO_STOP = 10
_NOTE = "workspace.running.json"
_SECONDS_TO_LEAVE = 3.0
"""A demo that was just stopped may be on its way out."""
_IMPATIENT = "0.1"
"""Slack tries again after one and five minutes what nobody took; here it does so after seconds."""


class DemoFailed(Outage):
    """A part of the demo did not start."""


@asynccontextmanager
async def running_workspace(home: Path, port: int) -> AsyncIterator[Address]:
    """Its address and tokens. One that a killed demo left behind is taken over, with what waits in it."""
    async with _alone(home), _running(home, port) as told:
        yield told


@asynccontextmanager
async def _alone(home: Path) -> AsyncIterator[None]:
    """Be the only demo in this folder: a second one would end the first one's workspace with itself."""
    async with AsyncExitStack() as stack:
        presence = FilePresence(home / "demo")
        try:
            await stack.enter_async_context(presence.holding("alone", patience=_SECONDS_TO_LEAVE))
        except NameTaken as error:
            left = await asyncio.to_thread(_left_behind, home / _NOTE)
            where = f" at {left['url']}" if left else ""
            raise DemoFailed(
                f"A demo runs in {home} already{where}. Open that one, or start this one with another --home."
            ) from error
        yield


@asynccontextmanager
async def _running(home: Path, port: int) -> AsyncIterator[Address]:
    note = home / _NOTE
    left = await asyncio.to_thread(_left_behind, note)
    if left is not None:
        try:
            yield left
        finally:
            await _end(int(left["pid"]))
            note.unlink(missing_ok=True)
        return
    process = await _start(home, port)
    try:
        told = await _address_of(process)
        note.write_text(json.dumps({**told, "pid": str(process.pid)}), encoding="utf-8")
        yield told
    finally:
        await stop(process)
        note.unlink(missing_ok=True)


async def _start(home: Path, port: int) -> asyncio.subprocess.Process:
    options = ("--manifest", "slack-manifest.yaml", "--time-scale", _IMPATIENT)
    data = str(home / "workspace.json")
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", str(free_port(port)), "--data", data, *options,
        stdout=asyncio.subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


async def _address_of(process: asyncio.subprocess.Process) -> Address:
    assert process.stdout is not None
    try:
        async with asyncio.timeout(_SECONDS_TO_START):
            line = await process.stdout.readline()
    except TimeoutError:
        line = b""
    if not line:
        raise DemoFailed("The workspace did not start. Its own message is above; try another --port.")
    told: Address = json.loads(line)
    return told


def _left_behind(note: Path) -> Address | None:
    """The workspace of a demo that was killed, if it still answers."""
    try:
        left: Address = json.loads(note.read_text(encoding="utf-8"))
        os.kill(int(left["pid"]), 0)
        place = urlsplit(left["url"])
        with socket.create_connection((place.hostname or "", place.port or 0), timeout=2):
            return left
    except (OSError, ValueError, KeyError):
        return None


async def _end(pid: int) -> None:
    """Ask a process that is not our child to end, and wait until it has."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        for _ in range(_SECONDS_TO_STOP * 10):
            os.kill(pid, 0)
            await asyncio.sleep(0.1)
        os.kill(pid, signal.SIGKILL)


async def stop(process: asyncio.subprocess.Process) -> None:
    """End a child, gently first."""
    if process.returncode is None:
        process.terminate()
        try:
            async with asyncio.timeout(_SECONDS_TO_STOP):
                await process.wait()
        except TimeoutError:
            process.kill()


def free_port(port: int) -> int:
    """The port if nothing listens there, else any free one."""
    for wanted in (port, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", wanted))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return 0
