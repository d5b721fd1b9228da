"""A model proposes rules by filling a form; what the passage does not say, or does not work, is dropped."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator

import pytest

from brandkit.passages import Passage
from llm.chat_vllm import ChatVLLM
from llm.decoding import Decoder
from llm.model_rule_proposer import ModelRuleProposer
from tests.unit.llm.material_builders import a_kit
from tests.unit.llm.scripted_server import Says, ScriptedServer, scripted

SAYS = "People who sign up are members, and we never call them users in our copy."
PASSAGE = Passage(document="words.md", version="v1", heading=("People",), text=f"{SAYS}\nBe kind.")


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted() as it:
        yield it


@pytest.fixture
async def decoder(server: ScriptedServer) -> AsyncIterator[Decoder]:
    chat = ChatVLLM(model="m", endpoints=(server.address,))
    yield Decoder(chat, clock=time.monotonic)
    await chat.aclose()


def reply(
    sentence: str = SAYS, avoid: tuple[str, ...] = ("users",), say: tuple[str, ...] = ("members",)
) -> Says:
    rule = {"passage": "p1", "sentence": sentence, "avoid": list(avoid), "say": list(say)}
    return Says(texts=[json.dumps({"rules": [rule]})])


async def test_a_filled_form_becomes_a_rule_that_works(server: ScriptedServer, decoder: Decoder) -> None:
    server.will(reply())

    (rule,) = await ModelRuleProposer(decoder=decoder).propose([PASSAGE], a_kit())

    assert rule.found_by == "model"
    assert rule.sentence == SAYS
    assert rule.body["swap"] == {"users": "members"}
    assert rule.body["level"] == "suggestion"


@pytest.mark.parametrize(
    "told",
    [
        reply(sentence="We never say users."),
        reply(avoid=("customers",)),
        reply(say=("friends",)),
        reply(avoid=()),
        reply(avoid=("users",), say=("users",)),
        Says(texts=["not JSON"]),
        Says(texts=[json.dumps({"rules": [{"passage": "p9"}]})]),
    ],
    ids=[
        "sentence invented",
        "word invented",
        "offer invented",
        "no words",
        "same word",
        "no JSON",
        "no such passage",
    ],
)
async def test_what_the_passage_does_not_say_is_dropped(
    server: ScriptedServer, decoder: Decoder, told: Says
) -> None:
    server.will(told)

    assert await ModelRuleProposer(decoder=decoder).propose([PASSAGE], a_kit()) == ()


async def test_passages_are_asked_about_eight_at_a_time(server: ScriptedServer, decoder: Decoder) -> None:
    server.will(Says(texts=[json.dumps({"rules": []})]))
    passages = [Passage(document="words.md", version="v1", heading=(), text=f"Rule {n}.") for n in range(17)]

    assert await ModelRuleProposer(decoder=decoder).propose(passages, a_kit()) == ()
    assert len(server.asked) == 3
