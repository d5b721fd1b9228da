"""Tries a model server for what the desk needs of it: a schema held, room enough, prompts remembered."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import HumanMessage

from llm.chat_vllm import ChatVLLM, ModelServer
from llm.chat_vllm.model import response_format
from llm.errors import BadModelRequest

LEAST_CONTEXT = 8_192
"""A brand, eight passages, a brief and the longest channel take about six thousand tokens."""
_ESCAPED = '^["\n]{6,9}$'
"""Nothing but characters that JSON writes with two: an engine that counts what is written instead of what
is meant (xgrammar 0.2 does) gets the length wrong, whatever the model."""
_LONG = " ".join(f"Sentence {number} of a text that is long enough to be remembered." for number in range(40))


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What was found; `remembered` is None where the server does not say how much came from its cache."""

    served: str
    context: int
    version: str
    holds_schema: bool
    remembered: bool | None

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        """What is wrong, each with what to do about it."""
        found = []
        if not self.holds_schema:
            found.append(
                (
                    "it does not hold a schema and its lengths while decoding",
                    "Start it with `python -m serving.start`, which sets the guidance backend.",
                )
            )
        if self.context < LEAST_CONTEXT:
            found.append(
                (
                    f"its context of {self.context:,} tokens is short: passages will be left out",
                    f"Serve it with --max-model-len {LEAST_CONTEXT} or more.",
                )
            )
        if self.remembered is False:
            found.append(
                (
                    "it does not reuse prompts it has seen",
                    "Leave prefix caching on (vLLM's default): every draft repeats the brand's part.",
                )
            )
        return tuple(found)


async def try_model(chat: ChatVLLM, model: str = "", *, adapter: str = "") -> Tried:
    """Ask it three short questions; `model` empty means the first that is served.

    Raises the errors of the model server. Its grammar engine is warm afterwards.
    """
    server = ModelServer(chat.connection)
    cards = await server.models()
    card = next((each for each in cards if each.id == model), None) if model else next(iter(cards), None)
    if card is None:
        card = await server.card(model or "any")
    if adapter:
        await server.card(adapter)
    chat.model = card.id
    return Tried(
        served=card.id,
        context=card.context,
        version=await server.version(),
        holds_schema=await _holds_schema(chat),
        remembered=await _remembers(chat),
    )


async def _holds_schema(chat: ChatVLLM) -> bool:
    """With three answers, at a temperature at which no model keeps to a pattern by itself."""
    schema = {
        "type": "object",
        "properties": {"marks": {"type": "string", "pattern": _ESCAPED}},
        "required": ["marks"],
        "additionalProperties": False,
    }
    options: dict[str, Any] = {
        "response_format": response_format(schema),
        "max_tokens": 64,
        "temperature": 1.5,
        "seed": 7,
    }
    try:
        answers = (await chat.agenerate([[HumanMessage("Write marks.")]], n=3, **options)).generations[0]
        return all(re.fullmatch(_ESCAPED, json.loads(each.text)["marks"]) for each in answers)
    except (BadModelRequest, ValueError, KeyError, TypeError):
        return False


async def _remembers(chat: ChatVLLM) -> bool | None:
    """Whether the same prompt costs less the second time."""
    await chat.ainvoke(_LONG, max_tokens=1)
    usage = (await chat.ainvoke(_LONG, max_tokens=1)).usage_metadata
    details = usage.get("input_token_details") if usage else None
    cached = details.get("cache_read") if details else None
    return None if cached is None else cached > 0
