"""What `copydesk doctor` finds about a model server, seen on a real one."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.model_health import LEAST_CONTEXT, Tried, try_model
from llm.chat_vllm import ChatVLLM
from llm.decoding import Decoder
from llm.errors import UnknownModel
from llm.model_writer import ModelWriter
from tests.contracts.vllm.conftest import Server, serving
from tests.unit.llm.material_builders import X, a_brief, an_assignment


async def test_the_server_holds_schemas_and_remembers_prompts(chats: Callable[..., ChatVLLM]) -> None:
    tried = await try_model(chats(model="any"))

    assert (tried.served, tried.context) == ("tiny", 8192)
    assert (tried.holds_schema, tried.remembered, tried.problems) == (True, True, ())


async def test_a_grammar_engine_that_miscounts_is_found_out(tmp_path: Path) -> None:
    with serving(tmp_path, "--structured-outputs-config.backend", "xgrammar") as server:
        chat = server.chat(model="any")
        tried = await try_model(chat)
        await chat.aclose()

    assert not tried.holds_schema
    assert "guidance backend" in tried.problems[0][1]


async def test_a_model_that_is_not_served_is_named_with_those_that_are(
    chats: Callable[..., ChatVLLM],
) -> None:
    with pytest.raises(UnknownModel, match="it serves tiny"):
        await try_model(chats(model="any"), "granite")


async def test_two_workspaces_do_not_share_what_the_server_remembers(
    chats: Callable[..., ChatVLLM], server: Server
) -> None:
    decoder = Decoder(chats(), clock=time.monotonic)
    assignment = an_assignment(brief=a_brief(channel=X, topic="Nobody asked for this before"))

    async def cached(salt: str) -> int:
        written = await ModelWriter(decoder=decoder, salt=salt).write(assignment)
        return int(dict(written.provenance.sampling)["cached_tokens"])

    first, stranger, again = await cached("salt-one"), await cached("salt-two"), await cached("salt-one")

    assert (first, stranger) == (0, 0)
    assert again > 500
    assert server.figure("vllm:num_requests_running") == 0


def test_each_problem_comes_with_what_to_do() -> None:
    tried = Tried(served="m", context=LEAST_CONTEXT - 1, version="0", holds_schema=False, remembered=False)

    assert [bool(fix) for _, fix in tried.problems] == [True, True, True]
