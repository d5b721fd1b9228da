from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from brandkit.drafts import Provenance, WriterKind
from llm.assignments import Written
from llm.chat_vllm import ChatVLLM
from llm.decoding import Decoder, Sampling
from llm.house.writer import HouseWriter
from llm.model_writer import ModelWriter
from llm.replay import CannotReplay, replay, sampling_of
from tests.unit.llm.material_builders import NOON, X, a_brief, a_kit, a_variant, an_assignment
from tests.unit.llm.scripted_server import Says, ScriptedServer, scripted

POST = json.dumps({"body": "Paid on time.", "citations": [], "gaps": []})
OTHER = json.dumps({"body": "Late again.", "citations": [], "gaps": []})
FOR_X = an_assignment(brief=a_brief(channel=X))


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted(Says(texts=[POST])) as running:
        yield running


@pytest.fixture
async def writer(server: ScriptedServer) -> AsyncIterator[ModelWriter]:
    chat = ChatVLLM(model="m", endpoints=(server.address,))
    yield ModelWriter(decoder=Decoder(chat, clock=time.monotonic))
    await chat.aclose()


async def test_the_same_inputs_give_an_equal_draft(writer: ModelWriter) -> None:
    before = await writer.write(FOR_X)

    again = await replay(writer.write, FOR_X, before=before)

    assert (again.equal, again.causes, again.changed_fields) == (True, (), ())


async def test_seed_and_sampling_are_those_of_the_record(writer: ModelWriter, server: ScriptedServer) -> None:
    before = await replace(writer, sampling=Sampling(temperature=1.2, top_p=0.5)).write(FOR_X)

    as_then = replace(writer, sampling=sampling_of(before.provenance))
    await replay(as_then.write, replace(FOR_X, seed=99), before=before)

    first, second = server.asked
    assert first == second


async def test_what_differs_is_named_with_what_changed_since(
    writer: ModelWriter, server: ScriptedServer
) -> None:
    before = await writer.write(FOR_X)
    server.will(Says(texts=[OTHER]))

    again = await replay(writer.write, replace(FOR_X, kit=a_kit(version="ba9876543210")), before=before)

    assert (again.equal, again.changed_fields) == (False, ("body",))
    assert again.causes == ("kit version: was 0123456789ab, is ba9876543210",)


async def test_what_a_person_wrote_cannot_be_run_again(writer: ModelWriter) -> None:
    by_hand = Written(variants=(a_variant(),), provenance=Provenance(writer=WriterKind.PERSON, seed=1))

    with pytest.raises(CannotReplay, match="A person wrote this version"):
        await replay(writer.write, FOR_X, before=by_hand)


async def test_the_house_writer_gives_the_same_copy_again() -> None:
    house = HouseWriter(today=NOON.date)
    before = await house.write(FOR_X)

    again = await replay(house.write, replace(FOR_X, seed=99), before=before)

    assert (again.equal, again.causes) == (True, ())


async def test_examples_that_are_gone_are_a_cause(writer: ModelWriter) -> None:
    shown = replace(FOR_X, examples=(a_variant(body="Paid before you asked."),))
    before = await writer.write(shown)

    again = await replay(writer.write, FOR_X, before=before)

    assert before.provenance.examples == (shown.examples[0].content_hash(X),)
    assert [cause.split(":")[0] for cause in again.causes] == ["examples", "prompt"]


async def test_a_record_without_its_sampling_is_refused() -> None:
    with pytest.raises(CannotReplay, match="lacks its sampling"):
        sampling_of(Provenance(writer=WriterKind.MODEL, seed=1))
