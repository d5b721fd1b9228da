"""ChatVLLM: a vLLM server as langchain-core's chat model."""

from __future__ import annotations

import random
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing, closing
from operator import itemgetter
from typing import Any, Literal

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LangSmithParams, LanguageModelInput
from langchain_core.messages import BaseMessage
from langchain_core.output_parsers import BaseOutputParser, JsonOutputParser, PydanticOutputParser
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable, RunnableGenerator, RunnableMap, RunnablePassthrough
from langchain_core.utils.function_calling import convert_to_json_schema
from langchain_core.utils.pydantic import is_basemodel_subclass
from pydantic import BaseModel, Field, PrivateAttr, SecretStr, field_validator

from llm.chat_vllm.attempts import Patience
from llm.chat_vllm.connection import Call, Connection, Limits
from llm.chat_vllm.wire import body_of, chunks_of, last_chunk, result_of
from llm.errors import CutShort

_CHAT = "/v1/chat/completions"
_SENT = (
    "temperature",
    "top_p",
    "max_tokens",
    "seed",
    "n",
    "logprobs",
    "top_logprobs",
    "priority",
    "cache_salt",
)


class ChatVLLM(BaseChatModel):
    """A chat model behind one vLLM endpoint or several.

    Any setting below `endpoints` can be given anew with a call (`model.invoke(..., seed=4)`), and so can
    `response_format`, `request_id` (echoed in the server's log), `route` (calls of the same route go to
    the same endpoint while it is well, to find their prefix in its cache) and `deadline` in seconds.

    With `n` above 1, `agenerate` gives all variants; in a stream the metadata's `index` tells them apart.

    Raises the errors of `llm.errors` and no others: what may pass has by then been tried `max_retries`
    more times. An answer that was broken off is never passed on as a whole one.
    """

    model: str
    endpoints: tuple[str, ...] = Field(min_length=1)
    api_key: SecretStr | None = None

    adapter: str = Field(default="", pattern=r"^([a-z0-9][a-z0-9-]{0,62})?$")
    """A LoRA adapter that the server serves under this name; it writes in place of the base model."""
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    seed: int | None = None
    n: int | None = None
    stop: list[str] | None = None
    logprobs: bool | None = None
    top_logprobs: int | None = None
    priority: int | None = None
    """Lower goes first, where the server schedules by priority."""
    cache_salt: str | None = None
    """Requests with another salt never share cached prompts: one salt a workspace."""

    timeout: float = 180.0
    """The deadline in seconds for a whole call, with its waiting and its retries."""
    read_timeout: float = 120.0
    connect_timeout: float = 5.0
    max_retries: int = 3
    at_once: int = 64

    _connection: Connection = PrivateAttr()

    @field_validator("endpoints", mode="before")
    @classmethod
    def _one_or_more(cls, given: object) -> object:
        return (given,) if isinstance(given, str) else given

    def model_post_init(self, context: Any, /) -> None:
        """Prepare the connection; nothing is sent."""
        super().model_post_init(context)
        self._connection = Connection(
            urls=self.endpoints,
            key=self.api_key.get_secret_value() if self.api_key else "",
            limits=Limits(
                connect=self.connect_timeout,
                read=self.read_timeout,
                deadline=self.timeout,
                at_once=self.at_once,
            ),
            patience=Patience(tries=self.max_retries + 1),
            clock=time.monotonic,
            chance=random.random,
        )

    @property
    def connection(self) -> Connection:
        """What the calls go through, shared with ModelServer."""
        return self._connection

    async def aclose(self) -> None:
        """Close the connections of this event loop."""
        await self._connection.close()

    @property
    def _llm_type(self) -> str:
        return "vllm-chat"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model": self.model, "endpoints": self.endpoints, "adapter": self.adapter} | {
            name: getattr(self, name) for name in (*_SENT, "stop")
        }

    def _get_ls_params(self, stop: list[str] | None = None, **kwargs: Any) -> LangSmithParams:
        params = super()._get_ls_params(stop=stop, **kwargs)
        params["ls_provider"] = "vllm"
        params["ls_model_name"] = self._model_for(kwargs)
        return params

    def _model_for(self, given: dict[str, Any]) -> str:
        return str(given.get("model") or given.get("adapter") or self.adapter or self.model)

    def _call(
        self, messages: Sequence[BaseMessage], stop: list[str] | None, given: dict[str, Any], *, stream: bool
    ) -> Call:
        options = {name: given.get(name, getattr(self, name)) for name in _SENT}
        options |= {"model": self._model_for(given), "stop": stop or self.stop}
        options["response_format"] = given.get("response_format")
        return Call(
            path=_CHAT,
            body=body_of(messages, options, stream=stream),
            route=given.get("route", ""),
            id=given.get("request_id", ""),
            deadline=given.get("deadline"),
        )

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002 — langchain-core's signature
        **kwargs: Any,
    ) -> ChatResult:
        return self._connection.ask_blocking(self._call(messages, stop, kwargs, stream=False), result_of)

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,  # noqa: ARG002 — langchain-core's signature
        **kwargs: Any,
    ) -> ChatResult:
        return await self._connection.ask(self._call(messages, stop, kwargs, stream=False), result_of)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        event: dict[str, Any] = {}
        call = self._call(messages, stop, kwargs, stream=True)
        with closing(self._connection.events_blocking(call)) as events:
            for event in events:
                for chunk in chunks_of(event):
                    if run_manager:
                        run_manager.on_llm_new_token(chunk.text, chunk=chunk)
                    yield chunk
        yield last_chunk(event)

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        event: dict[str, Any] = {}
        call = self._call(messages, stop, kwargs, stream=True)
        async with aclosing(self._connection.events(call)) as events:
            async for event in events:
                for chunk in chunks_of(event):
                    if run_manager:
                        await run_manager.on_llm_new_token(chunk.text, chunk=chunk)
                    yield chunk
        yield last_chunk(event)

    def with_structured_output(
        self,
        schema: dict[str, Any] | type,
        *,
        include_raw: bool = False,
        method: Literal["json_schema", "function_calling", "json_mode"] = "json_schema",
        strict: bool | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, dict[str, Any] | BaseModel]:
        """A model whose answer fits the schema, because the server decodes nothing else.

        A pydantic class gives its instances, anything else dicts; streamed dicts grow piece by piece.
        `method` and `strict` are taken for langchain's sake: the server's decoder holds the schema in
        every case.
        """
        if kwargs:
            raise TypeError(f"with_structured_output does not know {', '.join(sorted(kwargs))}")
        plain = convert_to_json_schema(schema)
        bound = self.bind(
            response_format=response_format(_closed(plain)),
            ls_structured_output_format={"kwargs": {"method": method, "strict": strict}, "schema": plain},
        )
        read = RunnableGenerator(_whole, _whole_async) | _parser_for(schema)
        if not include_raw:
            return bound | read
        parsed = RunnablePassthrough.assign(parsed=itemgetter("raw") | read, parsing_error=lambda _: None)
        unparsed = RunnablePassthrough.assign(parsed=lambda _: None)
        return RunnableMap(raw=bound) | parsed.with_fallbacks([unparsed], exception_key="parsing_error")


def response_format(schema: dict[str, Any], *, name: str = "answer") -> dict[str, Any]:
    """The request's part that makes the server decode under this schema."""
    return {"type": "json_schema", "json_schema": {"name": schema.get("title", name), "schema": schema}}


def _closed(schema: Any) -> Any:
    """The schema with no room for properties that it does not name, as a strict reader expects."""
    if isinstance(schema, list):
        return [_closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: _closed(each) for name, each in schema.items()}
    if isinstance(schema.get("properties"), dict):
        closed.setdefault("additionalProperties", False)
    return closed


def _parser_for(schema: dict[str, Any] | type) -> BaseOutputParser[Any]:
    if isinstance(schema, type) and is_basemodel_subclass(schema):
        return PydanticOutputParser(pydantic_object=schema)
    return JsonOutputParser()


def _whole(messages: Iterator[BaseMessage]) -> Iterator[BaseMessage]:
    """Passes an answer on and raises at its end if it was cut: langchain's parsers would mend the JSON."""
    for message in messages:
        _not_cut(message)
        yield message


async def _whole_async(messages: AsyncIterator[BaseMessage]) -> AsyncIterator[BaseMessage]:
    async for message in messages:
        _not_cut(message)
        yield message


def _not_cut(message: BaseMessage) -> None:
    if message.response_metadata.get("finish_reason") == "length":
        raise CutShort("The model's answer did not fit into the space it was given. Ask for less at once.")
