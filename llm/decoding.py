"""Asks the model for answers under a schema, and keeps what is needed to ask the same again."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage

from brandkit.drafts import Provenance, WriterKind
from llm.chat_vllm import ChatVLLM, ModelCard, ModelServer
from llm.chat_vllm.model import response_format
from llm.errors import CutShort, PromptTooLong
from llm.prompts import Messages, hash_of
from llm.schemas import Schema, most_tokens
from llm.schemas import hash_of as schema_hash_of

OnPiece = Callable[[str], Awaitable[None]]

_SMALLEST_ROOM = 256
_AROUND_A_MESSAGE = 64
"""Tokens that a chat template may put around a message, generously."""


@dataclass(frozen=True, kw_only=True)
class Sampling:
    """How the next token is chosen. Temperature 0 always takes the likeliest."""

    temperature: float = 0.7
    top_p: float = 0.95


@dataclass(frozen=True, kw_only=True)
class Task:
    """One question to the model: its answers fit `schema`, and there are `n` of them.

    `route` keeps requests of one brand on one server; `salt` keeps their cached prompts to themselves.
    Lower `priority` goes first.
    """

    messages: Messages
    schema: Schema
    seed: int
    sampling: Sampling = field(default_factory=Sampling)
    n: int = 1
    route: str = ""
    salt: str = ""
    priority: int = 0
    id: str = ""


@dataclass(frozen=True, kw_only=True)
class Decoded:
    """The answers as text, whole ones only, and what they came from."""

    answers: tuple[str, ...]
    provenance: Provenance


class Decoder:
    """Sends tasks to one model. `clock` gives seconds that only go forward."""

    def __init__(self, chat: ChatVLLM, *, clock: Callable[[], float]) -> None:
        self._chat = chat
        self._server = ModelServer(chat.connection)
        self._clock = clock
        self._known: dict[str, _Served] = {}
        self._context = 0

    async def room_for(self, messages: Sequence[BaseMessage], *, enough: int, route: str = "") -> int:
        """How many tokens are left for the answer after this prompt; 0 when it does not fit at all.

        The server counts exactly. Where even the most tokens that the prompt could have leave `enough`,
        what they leave is given without asking: that saves a round trip before the first word.
        """
        surely = self._context - _most_tokens_of(messages)
        if self._context and surely >= enough:
            return surely
        count = await self._server.count(messages, model=self._chat.model, route=route)
        self._context = count.context
        return count.room

    async def warm(self) -> None:
        """Have the server build its grammar engine, so that the first draft does not wait for it.

        That takes a second or more once, for the model's whole vocabulary. Raises the errors of the
        model server, so it also tells whether the server can decode under a schema at all.
        """
        schema = {"type": "string", "enum": ["ready"]}
        await self._chat.ainvoke("Say ready.", max_tokens=8, response_format=response_format(schema))

    async def decode(
        self, task: Task, *, room: int | None = None, on_piece: OnPiece | None = None
    ) -> Decoded:
        """The answers to a task; `on_piece` hears the first of them as it is written.

        Raises CutShort when not one answer is whole, and the errors of the model server.
        """
        enough = most_tokens(task.schema)
        left = await self.room_for(task.messages, enough=enough, route=task.route) if room is None else room
        if left < _SMALLEST_ROOM:
            raise PromptTooLong("The brief leaves the model no room to answer. Shorten it and send it again.")
        longest = min(enough, left)
        started = self._clock()
        try:
            answers = await self._answers(task, longest, on_piece)
        except PromptTooLong:
            self._context = 0  # another model is served than was counted for: count anew the next time
            raise
        taken = self._clock() - started
        whole = tuple(each.text for each in answers if each.response_metadata.get("finish_reason") == "stop")
        if not whole:
            raise CutShort(
                "The model's answer did not fit into the space it was given. Ask for less at once."
            )
        provenance = await self._provenance(task, answers, longest=longest, seconds=taken)
        return Decoded(answers=whole, provenance=provenance)

    async def _answers(self, task: Task, longest: int, on_piece: OnPiece | None) -> Sequence[BaseMessage]:
        options = _options(task, longest)
        if on_piece is not None:
            return await self._streamed(task, options, on_piece)
        result = await self._chat.agenerate([list(task.messages)], **options)
        return [each.message for each in result.generations[0] if hasattr(each, "message")]

    async def _streamed(
        self, task: Task, options: Mapping[str, Any], on_piece: OnPiece
    ) -> Sequence[BaseMessage]:
        """The variants of one stream, told apart by their index; the last chunk carries what was used."""
        written: defaultdict[int, list[str]] = defaultdict(list)
        about: defaultdict[int, dict[str, Any]] = defaultdict(dict)
        last = AIMessageChunk(content="")
        async for chunk in self._chat.astream(list(task.messages), **options):
            assert isinstance(chunk, AIMessageChunk)
            last = chunk
            index = chunk.response_metadata.get("index")
            if index is None:
                continue
            written[index].append(chunk.text)
            about[index] |= chunk.response_metadata
            if index == 0 and chunk.text:
                await on_piece(chunk.text)
        return [
            AIMessage(
                content="".join(written[index]),
                response_metadata=about[index] | last.response_metadata,
                usage_metadata=last.usage_metadata if index == 0 else None,
            )
            for index in sorted(written)
        ]

    async def _provenance(
        self, task: Task, answers: Sequence[BaseMessage], *, longest: int, seconds: float
    ) -> Provenance:
        first = answers[0]
        usage: Mapping[str, Any] = (first.usage_metadata if isinstance(first, AIMessage) else None) or {}
        fingerprint = str(first.response_metadata.get("system_fingerprint") or "")
        sampling = {
            "temperature": task.sampling.temperature,
            "top_p": task.sampling.top_p,
            "n": task.n,
            "max_tokens": longest,
            "cached_tokens": (usage.get("input_token_details") or {}).get("cache_read", 0),
        }
        served = await self._served(fingerprint)
        return Provenance(
            writer=WriterKind.MODEL,
            model=served.model,
            revision=served.revision,
            engine=fingerprint or f"vllm-{await self._server.version()}",
            adapter=served.adapter,
            prompt_hash=hash_of(task.messages),
            schema_hash=schema_hash_of(task.schema),
            seed=task.seed,
            sampling=tuple((name, str(value)) for name, value in sampling.items()),
            prompt_tokens=usage.get("input_tokens", 0),
            completion_tokens=usage.get("output_tokens", 0),
            duration_ms=round(seconds * 1000),
        )

    async def _served(self, fingerprint: str) -> _Served:
        """What is behind the model's and the adapter's name.

        Asked once for each fingerprint: a server that was restarted with another model has another.
        """
        if not fingerprint or fingerprint not in self._known:
            card = await self._server.card(self._chat.model)
            adapter = await self._server.card(self._chat.adapter) if self._chat.adapter else None
            self._known[fingerprint] = _Served(
                model=_shown(card),
                revision=await self._server.revision(card),
                adapter=_with_digest(adapter) if adapter else "",
            )
        return self._known[fingerprint]


@dataclass(frozen=True, kw_only=True)
class _Served:
    """The model by the name it is served under and what it was loaded from, its revision, the adapter."""

    model: str
    revision: str
    adapter: str


def _shown(card: ModelCard) -> str:
    loaded = PurePath(card.root).name if card.root.startswith(("/", ".")) else card.root
    return card.id if loaded in ("", card.id) else f"{card.id} ({loaded})"


def _with_digest(adapter: ModelCard) -> str:
    _, at, digest = PurePath(adapter.root).name.rpartition("@")
    return f"{adapter.id}@{digest}" if at else adapter.id


def _most_tokens_of(messages: Sequence[BaseMessage]) -> int:
    """No tokenizer makes more tokens than the text has bytes, as it is or in its longer NFKC form."""
    texts = [message.text for message in messages]
    return sum(
        _AROUND_A_MESSAGE + max(len(text.encode()), len(unicodedata.normalize("NFKC", text).encode()))
        for text in texts
    )


def _options(task: Task, longest: int) -> dict[str, Any]:
    options: dict[str, Any] = {
        "response_format": response_format(task.schema),
        "max_tokens": longest,
        "seed": task.seed,
        "temperature": task.sampling.temperature,
        "top_p": task.sampling.top_p,
        "n": task.n,
        "priority": task.priority,
        "route": task.route,
        "request_id": task.id,
    }
    return options | ({"cache_salt": task.salt} if task.salt else {})


def together(first: Provenance, second: Provenance) -> Provenance:
    """The first, with the work of a second asking added to it."""
    return replace(
        first,
        prompt_tokens=first.prompt_tokens + second.prompt_tokens,
        completion_tokens=first.completion_tokens + second.completion_tokens,
        duration_ms=first.duration_ms + second.duration_ms,
    )
