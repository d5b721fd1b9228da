"""A real vLLM server on CPU with a tiny model made on the spot, shared by all tests of this folder."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from llm.chat_vllm import ChatVLLM
from llm.decoding import Decoder

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = Path(os.environ.get("COPYDESK_VLLM_VENV", ROOT / ".venv-vllm"))
HERE = Path(__file__).resolve().parent
START_SECONDS = 180
AT_ONCE, QUEUE = 8, 24
ADAPTER = "tiny-voice"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.vllm)
            # The first test pays for the start of the server.
            item.add_marker(pytest.mark.timeout(START_SECONDS + 120))
            # One server for all, also where tests are spread over processes.
            item.add_marker(pytest.mark.xdist_group("vllm"))


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server; `process` is its launcher."""

    address: str
    process: subprocess.Popen[bytes]

    def chat(self, **settings: Any) -> ChatVLLM:
        """A client for it; unless told otherwise it answers briefly and tries once."""
        return ChatVLLM(
            **{"model": "tiny", "endpoints": (self.address,), "max_tokens": 40, "max_retries": 0, **settings}
        )

    def figure(self, name: str) -> float:
        """The sum of one of its Prometheus metrics."""
        lines = httpx2.get(f"{self.address}/metrics", timeout=10).text.splitlines()
        return sum(
            float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith((f"{name} ", f"{name}{{"))
        )


@contextmanager
def serving(folder: Path, *options: str, port: int = 0) -> Iterator[Server]:
    """A server with a tiny model, stopped at the end; on a free port unless one is given."""
    if not (ENVIRONMENT / "bin" / "python").exists():
        pytest.skip(
            f"no vLLM for CPU in {ENVIRONMENT.name}: run requirements/install-vllm.sh {ENVIRONMENT.name}"
        )
    folder.mkdir(exist_ok=True)
    port = port or _free_port()
    command = [
        *(sys.executable, "-m", "serving.start", "--model", "tiny", "--keep", str(folder / "model"), "--cpu"),
        *(
            "--cpu-environment",
            str(ENVIRONMENT),
            "--port",
            str(port),
            "--name",
            "tiny",
            "--name",
            "tiny-too",
            "--grace",
            "3",
        ),
        *("--adapter", f"{ADAPTER}={folder / 'model' / 'adapter'}"),
        *("--", "--max-model-len", "8192", "--max-num-seqs", str(AT_ONCE), *options),
    ]
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
    server = Server(address=f"http://127.0.0.1:{port}", process=process)
    try:
        _wait_until_ready(server, log)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait_until_ready(server: Server, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            if httpx2.get(f"{server.address}/health", timeout=2).status_code == httpx2.codes.OK:
                return
        except httpx2.TransportError:
            time.sleep(0.2)
    pytest.fail(f"the vLLM server did not start:\n{log.read_text(errors='replace')[-4000:]}")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def eventually(holds: Callable[[], bool]) -> None:
    """Wait until it does; fails after five seconds."""
    async with asyncio.timeout(5):
        while not await asyncio.to_thread(holds):  # noqa: ASYNC110 — another process holds what is waited for
            await asyncio.sleep(0.02)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("vllm"), "--max-num-queued-reqs", str(QUEUE)) as running:
        yield running


@pytest.fixture
async def chats(server: Server) -> AsyncIterator[Callable[..., ChatVLLM]]:
    """Makes clients, and closes them after the test."""
    made: list[ChatVLLM] = []

    def make(**settings: Any) -> ChatVLLM:
        made.append(server.chat(**settings))
        return made[-1]

    yield make
    for chat in made:
        await chat.aclose()


@pytest.fixture
def decoder(chats: Callable[..., ChatVLLM]) -> Decoder:
    return Decoder(chats(max_retries=3), clock=time.monotonic)
