"""ChatVLLM when the server, or the way to it, misbehaves; over real sockets."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from brandkit.errors import CopydeskError, UnusableReply
from llm.chat_vllm import ChatVLLM, ModelServer
from llm.chat_vllm.attempts import Patience
from llm.errors import (
    BadModelRequest,
    ModelDown,
    ModelOverloaded,
    ModelRefusedKey,
    ModelSlow,
    PromptTooLong,
    UnknownModel,
)
from tests.unit.llm.scripted_server import Babbles, Fails, HangsUp, Says, ScriptedServer, Waits, scripted

HELLO = Says(texts=["Hello there, friend."])


def a_chat(*servers: ScriptedServer, **settings: Any) -> ChatVLLM:
    chat = ChatVLLM(model="m", endpoints=tuple(server.address for server in servers), **settings)
    chat.connection.patience = Patience(tries=chat.max_retries + 1, first_pause=0.001)
    return chat


@pytest.mark.parametrize(
    "trouble",
    [
        HangsUp(),
        Fails(status=500, message="cannot schedule new futures after shutdown"),
        Fails(status=502),
        Fails(status=503),
        Fails(status=429),
        Says(texts=["Hel"], finish="abort"),
    ],
    ids=["read error", "shutdown", "bad gateway", "overload", "too many", "abort"],
)
async def test_what_may_pass_is_tried_again(trouble: Any) -> None:
    async with scripted(trouble, HELLO) as server:
        answer = await a_chat(server).ainvoke("Hi")

        assert answer.text == "Hello there, friend."
        assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Fails(status=400, message="Grammar error: Unimplemented keys"), BadModelRequest),
        (Fails(status=400, message="maximum context length is 8192 tokens"), PromptTooLong),
        (Fails(status=404, message="The model `x` does not exist."), UnknownModel),
        (Fails(status=404, message="Not Found"), BadModelRequest),
        (Fails(status=401, message="Unauthorized"), ModelRefusedKey),
        (Babbles(), BadModelRequest),
        (Says(texts=["Hi"], finish="tool_calls"), UnusableReply),
        (Says(texts=[]), UnusableReply),
    ],
    ids=["schema", "context", "model", "address", "key", "not vLLM", "tool call", "nothing"],
)
async def test_what_will_not_pass_is_told_at_once(trouble: Any, error: type[Exception]) -> None:
    async with scripted(trouble) as server:
        with pytest.raises(error):
            await a_chat(server).ainvoke("Hi")

        assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (HangsUp(), ModelDown),
        (Fails(status=503), ModelOverloaded),
        (Says(texts=["H"], finish="abort"), ModelDown),
    ],
    ids=["dead", "full", "aborting"],
)
async def test_after_the_last_try_the_error_says_what_it_was(trouble: Any, error: type[Exception]) -> None:
    async with scripted(trouble) as server:
        with pytest.raises(error, match="tried again"):
            await a_chat(server, max_retries=2).ainvoke("Hi")

        # A circuit that opens at the third failure in a row leaves no fourth try either.
        assert len(server.asked) == 3


async def test_threads_are_served_with_the_same_care() -> None:
    async with scripted(HangsUp(), Fails(status=503), HELLO) as server:
        chat = a_chat(server)

        answer = await asyncio.to_thread(chat.invoke, "Hi")
        server.will(HangsUp(after=2))
        with pytest.raises(ModelDown):
            await asyncio.to_thread(lambda: list(chat.stream("Hi")))

        assert answer.text == "Hello there, friend."


async def test_a_stream_is_begun_again_before_its_first_piece() -> None:
    async with scripted(HangsUp(), HELLO) as server:
        pieces = [piece.text async for piece in a_chat(server).astream("Hi")]

        assert "".join(pieces) == "Hello there, friend."


@pytest.mark.parametrize(
    "trouble", [HangsUp(after=3), Says(texts=["Hello there"], finish="abort")], ids=["cut off", "aborted"]
)
async def test_a_stream_that_breaks_off_is_an_error_and_never_repeats_itself(trouble: Any) -> None:
    async with scripted(trouble, HELLO) as server:
        heard = []

        async def listen() -> None:
            async for piece in a_chat(server).astream("Hi"):
                heard.append(piece.text)  # noqa: PERF401 — what was heard before the break counts

        with pytest.raises(ModelDown):
            await listen()

        assert heard
        assert len(server.asked) == 1


async def test_a_server_that_asks_to_wait_is_waited_for() -> None:
    async with scripted(Fails(status=429, retry_after="0.2"), HELLO) as server:
        loop = asyncio.get_running_loop()
        started = loop.time()

        await a_chat(server).ainvoke("Hi")

        assert loop.time() - started >= 0.2


async def test_a_deadline_holds_for_a_call_for_a_stream_and_in_a_thread() -> None:
    async with scripted(Waits()) as server:
        chat = a_chat(server, timeout=0.1)

        with pytest.raises(ModelSlow):
            await chat.ainvoke("Hi")
        with pytest.raises(ModelSlow):
            _ = [piece async for piece in chat.astream("Hi")]
        with pytest.raises(ModelSlow):
            await asyncio.to_thread(chat.invoke, "Hi")


async def test_waiting_for_a_place_counts_toward_the_deadline() -> None:
    async with scripted(Waits()) as server:
        chat = a_chat(server, at_once=1)
        first = asyncio.create_task(chat.ainvoke("Hi"))
        await server.was_asked.wait()

        with pytest.raises(ModelSlow):
            await chat.ainvoke("Hi", deadline=0.05)

        first.cancel()
        assert len(server.asked) == 1


async def test_cancelling_closes_the_connection() -> None:
    async with scripted(Waits()) as server:
        call = asyncio.create_task(a_chat(server).ainvoke("Hi"))
        await server.was_asked.wait()

        call.cancel()

        async with asyncio.timeout(2):
            await server.left.wait()


async def test_a_failing_endpoint_is_left_for_another_at_once() -> None:
    async with scripted(Fails(status=500)) as bad, scripted(HELLO) as good:
        chat = a_chat(bad, good)

        # Half of the routes like the bad one best, whatever ports the two were given.
        for number in range(40):
            await chat.ainvoke("Hi", route=f"brand {number}")

        assert len(good.asked) == 40
        # Three failures in a row open the circuit, and from then on only a probe asks it.
        assert 3 <= len(bad.asked) <= 5


async def test_requests_of_one_route_stay_on_one_endpoint() -> None:
    async with scripted(HELLO) as one, scripted(HELLO) as two:
        chat = a_chat(one, two)

        for number in range(20):
            await chat.ainvoke("Hi", route=f"brand {number % 4}")

        assert {len(one.asked) % 5, len(two.asked) % 5} == {0}
        assert len(one.asked) + len(two.asked) == 20


async def test_what_a_call_asks_for_goes_over_the_wire() -> None:
    async with scripted(HELLO) as server:
        chat = a_chat(server, api_key="secret", temperature=0.2, adapter="kettle-v3")

        await chat.ainvoke("Hi", seed=4, priority=-1, cache_salt="T1", request_id="draft-42", stop=["x"])

        body, headers = server.asked[0], server.headers[0]
        assert body == {
            "messages": [{"role": "user", "content": "Hi"}],
            "model": "kettle-v3",
            "temperature": 0.2,
            "seed": 4,
            "priority": -1,
            "cache_salt": "T1",
            "stop": ["x"],
        }
        assert headers["Authorization"] == "Bearer secret"
        assert headers["X-Request-Id"] == "draft-42"


async def test_an_address_with_or_without_v1_is_the_same() -> None:
    async with scripted(HELLO) as server:
        for address in (
            server.address,
            f"{server.address}/",
            f"{server.address}/v1",
            f"{server.address}/v1/",
        ):
            chat = ChatVLLM(model="m", endpoints=(address,))
            assert [card.root for card in await ModelServer(chat.connection).models()] == ["brand/m-8b"]


@pytest.mark.parametrize("name", ["../etc", "Kettle", "a/b", "-x"])
def test_an_adapter_has_a_name_that_is_no_path(name: str) -> None:
    with pytest.raises(ValueError, match="adapter"):
        ChatVLLM(model="m", endpoints=("http://127.0.0.1:9",), adapter=name)


async def test_every_error_speaks_to_people() -> None:
    for trouble in (Fails(status=500), Fails(status=503), Fails(status=401), Fails(status=404), Babbles()):
        async with scripted(trouble) as server:
            with pytest.raises(CopydeskError) as caught:
                await a_chat(server, max_retries=0).ainvoke("Hi")
            assert str(caught.value).endswith((".", "v1/models."))
            assert "Traceback" not in str(caught.value)
            assert "httpx" not in str(caught.value)
