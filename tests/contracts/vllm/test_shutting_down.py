"""A server that is stopped in the middle of its work: nothing half-written is taken for an answer."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

from langchain_core.messages import AIMessage, HumanMessage

from llm.chat_vllm.model import response_format
from llm.errors import ModelDown
from tests.contracts.vllm.conftest import eventually, serving

LONG = response_format({"type": "string", "pattern": "^[a-z ]{3000,3000}$"})


async def test_answers_broken_off_by_a_shutdown_are_errors_and_never_text(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        chat = server.chat(max_tokens=4000, max_retries=0)
        stream = chat.astream([HumanMessage("Hello")], response_format=LONG)
        await anext(stream)
        calls = [
            asyncio.create_task(chat.ainvoke([HumanMessage("Hello")], response_format=LONG)) for _ in range(3)
        ]
        await eventually(lambda: server.figure("vllm:num_requests_running") == 4)

        server.process.send_signal(signal.SIGTERM)

        outcomes = await asyncio.gather(*calls, _rest(stream), return_exceptions=True)
        await chat.aclose()
    assert [type(outcome) for outcome in outcomes] == [ModelDown] * 4


async def _rest(stream: object) -> list[AIMessage]:
    return [piece async for piece in stream]  # type: ignore[attr-defined]  # an iterator of langchain-core
