"""What a model server says about itself: which models, which version, how many tokens a prompt has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import BaseMessage
from langchain_core.messages.utils import convert_to_openai_messages

from llm.chat_vllm.connection import Call, Connection
from llm.errors import UnknownModel


@dataclass(frozen=True, kw_only=True)
class ModelCard:
    """One model as the server lists it; `root` is what it was loaded from, `parent` an adapter's base.

    An adapter's digest is the part after @ of its folder's name.
    """

    id: str
    root: str
    context: int
    parent: str = ""


@dataclass(frozen=True, kw_only=True)
class TokenCount:
    """How long a prompt is, and how long prompt and answer may be together."""

    prompt: int
    context: int

    @property
    def room(self) -> int:
        """What is left for the answer, in tokens; never below zero."""
        return max(0, self.context - self.prompt)


class ModelServer:
    """Questions to a vLLM server beside chatting with it; raises the errors of `llm.errors`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def models(self) -> tuple[ModelCard, ...]:
        """Every model and adapter that it serves."""
        return await self._connection.ask(Call(path="/v1/models", deadline=10.0), _cards)

    async def card(self, model: str) -> ModelCard:
        """The model of that name; raises UnknownModel, naming those that there are."""
        cards = await self.models()
        for card in cards:
            if card.id == model:
                return card
        served = ", ".join(card.id for card in cards) or "none"
        raise UnknownModel(
            f"The model server does not serve {model!r}; it serves {served}. Set COPYDESK_MODEL_NAME."
        )

    async def revision(self, card: ModelCard) -> str:
        """Which weights a model has: the part after @ of a second name of it; empty where it has none."""
        names = (each.id.partition("@") for each in await self.models() if each.root == card.root)
        return next((after for before, _, after in names if before == card.id and after), "")

    async def version(self) -> str:
        """The version of the engine."""
        return await self._connection.ask(
            Call(path="/version", deadline=10.0), lambda told: str(told["version"])
        )

    async def count(self, messages: Sequence[BaseMessage], *, model: str, route: str = "") -> TokenCount:
        """The exact length of the prompt these messages make."""
        plain = convert_to_openai_messages(messages, text_format="string")
        body = {"model": model, "messages": plain, "add_generation_prompt": True}
        return await self._connection.ask(
            Call(path="/tokenize", body=body, route=route, deadline=30.0), _count
        )


def _cards(listed: Any) -> tuple[ModelCard, ...]:
    return tuple(
        ModelCard(
            id=card["id"],
            root=card.get("root") or "",
            context=card.get("max_model_len") or 0,
            parent=card.get("parent") or "",
        )
        for card in listed["data"]
    )


def _count(told: Any) -> TokenCount:
    return TokenCount(prompt=told["count"], context=told["max_model_len"])
