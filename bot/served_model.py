"""The writers behind the model server, as they will be when they are needed."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass

from bot.clock import today
from bot.drafting import Model
from bot.settings import Settings
from bot.writers import Writers
from brandkit.errors import Outage
from llm.chat_vllm import ChatVLLM, ModelServer
from llm.decoding import Decoder
from llm.model_answerer import ModelAnswerer
from llm.model_judge import ModelJudge
from llm.model_reader import ModelReader
from llm.model_repairer import ModelRepairer
from llm.model_rule_proposer import ModelRuleProposer
from llm.model_writer import ModelWriter


@dataclass(frozen=True, kw_only=True)
class Served:
    """The writers of the model server, the way to warm it, and which of its addresses are left alone."""

    model: Model
    warm: Callable[[], Awaitable[None]]
    circuits: Callable[[], Mapping[str, bool]]


def salt(settings: Settings, team: str) -> str:
    """Keeps cached prompts of one team from answering another's, and cannot be guessed from the team."""
    secret = settings.audit_key.get_secret_value()
    return hashlib.sha256(f"{secret}\x1f{team}".encode()).hexdigest()[:43]


def served_model(settings: Settings, stack: AsyncExitStack, *, salt: str) -> Served | None:
    """The model as it will be when it is needed: the desk opens whether or not its server is up."""
    if not settings.model_url:
        return None
    chat = ChatVLLM(
        model=settings.model_name or "the first that is served",
        endpoints=settings.model_urls,
        adapter=settings.model_adapter,
        api_key=settings.model_api_key,
        timeout=settings.model_deadline,
    )
    stack.push_async_callback(chat.aclose)
    decoder = Decoder(chat, clock=time.monotonic)
    writers = Writers(
        reader=ModelReader(decoder=decoder, salt=salt),
        writer=ModelWriter(decoder=decoder, salt=salt, today=today),
        repairer=ModelRepairer(decoder=decoder, salt=salt, today=today),
        answerer=ModelAnswerer(decoder=decoder, salt=salt),
        judge=ModelJudge(decoder=decoder, salt=salt) if settings.judge else None,
        proposer=ModelRuleProposer(decoder=decoder, salt=salt),
    )
    known = bool(settings.model_name)

    async def model() -> Writers:
        nonlocal known
        if not known:
            served = await ModelServer(chat.connection).models()
            if not served:
                raise NoModelServed
            chat.model, known = served[0].id, True
        return writers

    async def warm() -> None:
        await model()
        await decoder.warm()

    def circuits() -> Mapping[str, bool]:
        return {endpoint.url: endpoint.circuit.is_open for endpoint in chat.connection.endpoints}

    return Served(model=model, warm=warm, circuits=circuits)


class NoModelServed(Outage):
    """The model server is up, but has no model."""

    def __init__(self) -> None:
        super().__init__("The model server serves no model. Start it with one.")
