"""langchain's own standard tests for chat models, against a real vLLM server."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_tests.integration_tests import ChatModelIntegrationTests
from langchain_tests.unit_tests import ChatModelUnitTests

from llm.chat_vllm import ChatVLLM
from tests.contracts.vllm.conftest import ADAPTER, Server


class TestStandardUnit(ChatModelUnitTests):
    @property
    def chat_model_class(self) -> type[BaseChatModel]:
        return ChatVLLM

    @property
    def chat_model_params(self) -> dict[str, Any]:
        return {"model": "tiny", "endpoints": ("http://127.0.0.1:8000",)}

    @property
    def has_tool_calling(self) -> bool:
        return False


class TestStandardIntegration(ChatModelIntegrationTests):
    """Without tools: a draft is decoded under a schema, and nothing the model says calls anything."""

    address = ""

    @pytest.fixture(autouse=True)
    def _where(self, server: Server) -> None:
        type(self).address = server.address

    @pytest.fixture
    def model(self, request: pytest.FixtureRequest, _where: None) -> BaseChatModel:
        extra = getattr(request, "param", None) or {}
        return ChatVLLM(**{**self.standard_chat_model_params, **self.chat_model_params, **extra})

    @property
    def chat_model_class(self) -> type[BaseChatModel]:
        return ChatVLLM

    @property
    def chat_model_params(self) -> dict[str, Any]:
        return {
            "model": "tiny",
            "endpoints": (self.address,),
            "max_tokens": 400,
            "temperature": 0.7,
            "seed": 3,
        }

    @property
    def standard_chat_model_params(self) -> dict[str, Any]:
        return {}

    @property
    def has_tool_calling(self) -> bool:
        return False

    @property
    def supports_json_mode(self) -> bool:
        return True

    @property
    def supports_model_override(self) -> bool:
        return True

    @property
    def model_override_value(self) -> str:
        return ADAPTER

    @property
    def supported_usage_metadata_details(self) -> Any:
        return {"invoke": ["cache_read_input"], "stream": ["cache_read_input"]}

    def invoke_with_cache_read_input(self, *, stream: bool = False) -> Any:
        chat = self.chat_model_class(**self.chat_model_params)
        asked = "A long prompt that is worth keeping. " * 40
        chat.invoke(asked)
        if not stream:
            return chat.invoke(asked)
        whole = None
        for piece in chat.stream(asked):
            whole = piece if whole is None else whole + piece
        return whole
