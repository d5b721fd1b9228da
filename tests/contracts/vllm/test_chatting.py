"""ChatVLLM against a real vLLM server: what langchain's own tests do not ask."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from llm.chat_vllm import ChatVLLM, ModelServer
from llm.chat_vllm.model import response_format
from llm.errors import (
    BadModelRequest,
    CutShort,
    ModelDown,
    ModelOverloaded,
    ModelSlow,
    PromptTooLong,
    UnknownModel,
)
from tests.contracts.vllm.conftest import ADAPTER, Server, eventually

Chats = Callable[..., ChatVLLM]
HELLO = [SystemMessage("You write copy."), HumanMessage("Say hello to freelancers.")]
ENDLESS = {"type": "string", "pattern": "^[a-z ]{6000,6000}$"}
ALPHABET = {"type": "string", "pattern": "^[a-z]{20,60}$"}


async def texts(chat: ChatVLLM, **options: Any) -> list[str]:
    result = await chat.agenerate([HELLO], **options)
    return [each.text for each in result.generations[0]]


async def test_an_answer_says_who_wrote_it_and_what_it_used(chats: Chats) -> None:
    answer = await chats().ainvoke(HELLO, request_id="draft-42")

    assert isinstance(answer, AIMessage)
    about, usage = answer.response_metadata, answer.usage_metadata
    assert (about["model_name"], about["id"], about["model_provider"]) == (
        "tiny",
        "chatcmpl-draft-42",
        "vllm",
    )
    assert about["system_fingerprint"].startswith("vllm-")
    assert usage
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]


async def test_the_same_seed_gives_the_same_text_and_another_seed_another(chats: Chats) -> None:
    chat = chats()

    first, again, other = [await texts(chat, seed=seed) for seed in (5, 5, 6)]

    assert first == again != other


async def test_threads_and_event_loops_get_the_same_answer(chats: Chats) -> None:
    chat = chats(seed=5)

    blocking = await asyncio.to_thread(chat.invoke, HELLO)

    assert blocking.text == (await chat.ainvoke(HELLO)).text


async def test_one_call_gives_several_variants_that_a_seed_brings_back(chats: Chats) -> None:
    chat = chats(n=3, seed=8)

    first, again = await texts(chat), await texts(chat)

    assert len(set(first)) == 3
    assert first == again


async def test_pieces_of_a_stream_join_to_the_whole_answer(chats: Chats) -> None:
    chat = chats(seed=5)

    pieces = [piece async for piece in chat.astream(HELLO)]

    assert len(pieces) > 3
    assert "".join(piece.text for piece in pieces) == (await chat.ainvoke(HELLO)).text
    assert pieces[-1].usage_metadata


async def test_variants_of_a_stream_are_told_apart_by_their_index(chats: Chats) -> None:
    chat = chats(n=2, seed=5)
    written: defaultdict[int, str] = defaultdict(str)

    async for piece in chat.astream(HELLO):
        if "index" in piece.response_metadata:
            written[piece.response_metadata["index"]] += piece.text

    assert [written[0], written[1]] == await texts(chat)


async def test_a_second_request_finds_its_prompt_in_the_cache_but_never_one_of_another_salt(
    chats: Chats,
) -> None:
    chat = chats(max_tokens=4)
    long = [SystemMessage("Paid on time, every time. " * 40), *HELLO[1:]]

    async def cached(salt: str) -> int:
        answer = await chat.ainvoke(long, cache_salt=salt)
        assert isinstance(answer, AIMessage)
        assert answer.usage_metadata
        return answer.usage_metadata["input_token_details"]["cache_read"]

    assert await cached("one workspace") == 0
    assert await cached("one workspace") > 400
    assert await cached("another workspace") == 0


async def test_an_adapter_writes_under_its_own_name(chats: Chats) -> None:
    plain, adapted = [await chats(seed=5, adapter=name).ainvoke(HELLO) for name in ("", ADAPTER)]

    assert [answer.response_metadata["model_name"] for answer in (plain, adapted)] == ["tiny", ADAPTER]
    assert plain.text != adapted.text


async def test_logprobs_come_with_the_answer(chats: Chats) -> None:
    answer = await chats(logprobs=True, top_logprobs=2, max_tokens=3).ainvoke(HELLO)

    assert [len(token["top_logprobs"]) for token in answer.response_metadata["logprobs"]["content"]] == [
        2,
        2,
        2,
    ]


async def test_a_schema_holds_in_an_answer_and_in_a_stream(chats: Chats) -> None:
    chat = chats(seed=3, max_tokens=200)
    schema = {"title": "Post", "type": "object", "properties": {"body": ALPHABET}, "required": ["body"]}
    asked = chat.with_structured_output(schema)

    whole = await asked.ainvoke(HELLO)
    parts = [part async for part in asked.astream(HELLO)]

    assert isinstance(whole, dict)
    assert 20 <= len(whole["body"]) <= 60
    assert whole["body"].isalpha()
    assert parts[-1] == whole
    assert len(parts) > 3


async def test_an_answer_cut_at_its_length_is_no_answer(chats: Chats) -> None:
    asked = chats(max_tokens=10).with_structured_output(
        {"title": "A", "type": "object", "properties": {"letters": ENDLESS}, "required": ["letters"]}
    )

    with pytest.raises(CutShort):
        await asked.ainvoke(HELLO)
    with pytest.raises(CutShort):
        _ = [part async for part in asked.astream(HELLO)]


@pytest.mark.parametrize(
    ("options", "messages", "error"),
    [
        ({"model": "no-such-model"}, HELLO, UnknownModel),
        ({"adapter": "no-such-adapter"}, HELLO, UnknownModel),
        ({}, [HumanMessage("word " * 9000)], PromptTooLong),
        ({"max_tokens": 9000}, HELLO, PromptTooLong),
        (
            {"response_format": response_format({"type": "array", "uniqueItems": True})},
            HELLO,
            BadModelRequest,
        ),
    ],
    ids=[
        "unknown model",
        "unknown adapter",
        "long prompt",
        "no room for the answer",
        "schema it cannot hold",
    ],
)
async def test_what_the_server_will_never_take_is_a_typed_error(
    chats: Chats, options: dict[str, Any], messages: list[Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        await chats(max_retries=3).ainvoke(messages, **options)


async def test_closing_a_stream_frees_the_server(chats: Chats, server: Server) -> None:
    stream = chats(max_tokens=4000).astream(HELLO, response_format=response_format(ENDLESS))
    await anext(stream)
    assert server.figure("vllm:num_requests_running") == 1

    await stream.aclose()  # type: ignore[attr-defined]  # langchain-core types its generator as an iterator

    await eventually(lambda: server.figure("vllm:num_requests_running") == 0)


async def test_cancelling_a_call_frees_the_server(chats: Chats, server: Server) -> None:
    call = asyncio.create_task(
        chats(max_tokens=4000).ainvoke(HELLO, response_format=response_format(ENDLESS))
    )
    await eventually(lambda: server.figure("vllm:num_requests_running") == 1)

    call.cancel()

    with pytest.raises(asyncio.CancelledError):
        await call
    await eventually(lambda: server.figure("vllm:num_requests_running") == 0)


async def test_a_deadline_ends_the_call_and_frees_the_server(chats: Chats, server: Server) -> None:
    with pytest.raises(ModelSlow):
        await chats(max_tokens=4000, timeout=0.5).ainvoke(HELLO, response_format=response_format(ENDLESS))

    await eventually(lambda: server.figure("vllm:num_requests_running") == 0)


async def test_an_overloaded_server_is_told_from_a_dead_one(chats: Chats) -> None:
    chat = chats(max_tokens=60, response_format=None)

    outcomes = await asyncio.gather(*(chat.ainvoke(HELLO, seed=n) for n in range(60)), return_exceptions=True)

    refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert refused
    assert all(isinstance(error, ModelOverloaded) for error in refused)
    assert len(refused) < 60


async def test_with_retries_an_overloaded_server_answers_everyone(chats: Chats) -> None:
    chat = chats(max_tokens=30, max_retries=12)

    answers = await asyncio.gather(*(chat.ainvoke(HELLO, seed=n) for n in range(60)))

    assert len(answers) == 60


async def test_an_urgent_request_overtakes_those_that_wait(chats: Chats) -> None:
    chat, finished = chats(max_tokens=80), []

    async def ask(name: str, priority: int) -> None:
        await chat.ainvoke(HELLO, priority=priority, response_format=response_format(ENDLESS))
        finished.append(name)

    patient = [asyncio.create_task(ask("patient", 10)) for _ in range(20)]
    await asyncio.sleep(0)
    await asyncio.gather(ask("urgent", 0), *patient)

    assert finished.index("urgent") < 17


async def test_the_server_says_what_it_serves_and_counts_a_prompt_exactly(chats: Chats) -> None:
    chat = chats(max_tokens=2)
    asked = ModelServer(chat.connection)

    cards, version = await asked.models(), await asked.version()
    counted = await asked.count(HELLO, model="tiny")
    answer = await chat.ainvoke(HELLO)

    assert [card.id for card in cards][:2] == ["tiny", "tiny-too"]
    assert {card.id.partition("@")[0] for card in cards} == {"tiny", "tiny-too", ADAPTER}
    assert version.startswith("0.")
    assert isinstance(answer, AIMessage)
    assert answer.usage_metadata
    assert (counted.prompt, counted.context) == (answer.usage_metadata["input_tokens"], 8192)
    with pytest.raises(UnknownModel, match=r"it serves tiny, tiny-too, tiny@[0-9a-f]{12}, tiny-voice"):
        await asked.card("granite")


async def test_where_nobody_listens_the_model_is_down(chats: Chats) -> None:
    with pytest.raises(ModelDown):
        await chats(endpoints=("http://127.0.0.1:9",), max_retries=1).ainvoke(HELLO)


async def test_a_dead_endpoint_is_passed_over_for_a_live_one(chats: Chats, server: Server) -> None:
    chat = chats(endpoints=("http://127.0.0.1:9", server.address), max_retries=1)

    answers = [await chat.ainvoke(HELLO, route=f"brand {n}") for n in range(6)]

    assert len(answers) == 6
