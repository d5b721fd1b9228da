"""What the desk counts about itself, as Prometheus reads it."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import aiohttp
import pytest

from tests.scenarios.workplace import a_copy_of, open_workplace
from tests.unit.llm.scripted_server import Fails, scripted


@pytest.fixture
def home(loaded_home: Path, tmp_path: Path) -> Path:
    return a_copy_of(loaded_home, tmp_path / "home")


async def figures(port: int) -> dict[str, float]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/metrics") as response,
    ):
        assert response.content_type == "text/plain"
        lines = (await response.text()).splitlines()
    return {
        name: float(value)
        for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    }


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_drafts_stages_and_backlog_are_counted_and_no_word_of_them_is_told(home: Path) -> None:
    port = a_free_port()
    async with open_workplace(home, metrics_port=port) as work:
        assert (await figures(port))['copydesk_waiting{where="inbox"}'] == 0
        await work.drafted("LinkedIn post for freelancers about the new invoice reminders, friendly")
        await work.quiet()

        now = await figures(port)

        assert now['copydesk_drafts_total{channel="linkedin",writer="house"}'] == 1
        for stage in ("understood", "passages", "writing", "checking", "draft"):
            assert now[f'copydesk_stage_seconds_count{{stage="{stage}",writer="house"}}'] == 1
        assert now['copydesk_events_total{event="drafted"}'] == 1
        assert now['copydesk_waiting{where="inbox"}'] == now['copydesk_waiting{where="outbox"}'] == 0
        assert now["copydesk_record_up"] == 1
        assert not [name for name in now if re.search("freelancer|U0MAYA|C0MARKETING", name)]


async def test_a_model_server_that_is_left_alone_is_seen(home: Path) -> None:
    port = a_free_port()
    async with (
        scripted(Fails(status=500, message="down")) as model,
        open_workplace(home, metrics_port=port, model_url=model.address, model_name="m") as work,
    ):
        circuit = f'copydesk_model_circuit_open{{endpoint="{model.address}"}}'
        assert (await figures(port))[circuit] == 0

        await work.drafted()
        now = await figures(port)

        assert now[circuit] == 1
        assert now['copydesk_events_total{event="house_stood_in"}'] == 2  # reading, writing
        assert now['copydesk_drafts_total{channel="linkedin",writer="house"}'] == 1
