"""What goes over the wire to vLLM and what comes back, as langchain-core's values; no I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.messages.utils import convert_to_openai_messages
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from llm.chat_vllm.failures import cut_off, understanding
from llm.errors import UnusableReply

_WHOLE = ("stop", "length")


def body_of(
    messages: Sequence[BaseMessage], options: Mapping[str, object], *, stream: bool
) -> dict[str, object]:
    """The JSON of a chat request; options that are None are left out, so that the server's defaults hold."""
    body: dict[str, object] = {"messages": convert_to_openai_messages(messages, text_format="string")}
    body |= {name: value for name, value in options.items() if value is not None}
    if stream:
        body |= {"stream": True, "stream_options": {"include_usage": True}}
    return body


def result_of(answer: Mapping[str, Any]) -> ChatResult:
    """All the choices of a whole answer; raises ModelDown where one was broken off."""
    usage = usage_of(answer)
    generations = [_generation(choice, answer) for choice in answer["choices"]]
    if not generations:
        raise UnusableReply("The model answered with nothing. Ask again.")
    first = generations[0].message
    assert isinstance(first, AIMessage)
    # Counted once for the whole call, so that sums over messages stay right.
    first.usage_metadata = usage
    return ChatResult(
        generations=generations, llm_output={"token_usage": usage, "model_name": answer["model"]}
    )


def _generation(choice: Mapping[str, Any], answer: Mapping[str, Any]) -> ChatGeneration:
    finish = _finish_of(choice)
    about: dict[str, Any] = {
        "model_name": answer["model"],
        "model_provider": "vllm",
        "finish_reason": finish,
        "id": answer["id"],
        "system_fingerprint": answer.get("system_fingerprint"),
    }
    if choice.get("logprobs"):
        about["logprobs"] = choice["logprobs"]
    message = AIMessage(content=choice["message"].get("content") or "", response_metadata=about)
    return ChatGeneration(message=message, generation_info={"finish_reason": finish})


def chunks_of(event: Mapping[str, Any]) -> list[ChatGenerationChunk]:
    """The pieces of text in one event; `index` in a piece's metadata tells the variants apart."""
    with understanding():
        return [_chunk(choice) for choice in event["choices"]]


def _chunk(choice: Mapping[str, Any]) -> ChatGenerationChunk:
    about: dict[str, Any] = {"index": choice["index"]}
    if choice.get("finish_reason") is not None:
        about["finish_reason"] = _finish_of(choice)
    if choice.get("logprobs"):
        about["logprobs"] = choice["logprobs"]
    content = choice["delta"].get("content") or ""
    return ChatGenerationChunk(message=AIMessageChunk(content=content), generation_info=about)


def last_chunk(event: Mapping[str, Any]) -> ChatGenerationChunk:
    """What ends a stream: who wrote it, and what it used. `event` is the stream's last, or empty."""
    if "model" not in event:
        raise cut_off()
    about = {"model_name": event["model"], "model_provider": "vllm"}
    fingerprint = event.get("system_fingerprint")
    if fingerprint:
        about["system_fingerprint"] = fingerprint
    message = AIMessageChunk(content="", usage_metadata=usage_of(event), chunk_position="last")
    return ChatGenerationChunk(message=message, generation_info=about)


def usage_of(answer: Mapping[str, Any]) -> UsageMetadata | None:
    """Tokens as the server counted them, with those that came from its cache."""
    used = answer.get("usage")
    if not used:
        return None
    cached = (used.get("prompt_tokens_details") or {}).get("cached_tokens")
    usage = UsageMetadata(
        input_tokens=used["prompt_tokens"],
        output_tokens=used.get("completion_tokens") or 0,
        total_tokens=used["total_tokens"],
    )
    if cached is not None:
        usage["input_token_details"] = {"cache_read": cached}
    return usage


def _finish_of(choice: Mapping[str, Any]) -> str:
    """Only a whole answer counts. A server that goes down says `abort` and sends what it had."""
    finish = str(choice.get("finish_reason"))
    if finish in _WHOLE:
        return finish
    if finish in ("abort", "error", "None"):
        raise cut_off()
    raise UnusableReply(f"The model ended its answer in a way that is not copy ({finish}). Ask again.")
