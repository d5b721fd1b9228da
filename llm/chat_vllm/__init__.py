"""The desk's way to a vLLM server: langchain-core's chat model over HTTP, with its failures told apart."""

from llm.chat_vllm.model import ChatVLLM
from llm.chat_vllm.server import ModelCard, ModelServer

__all__ = ["ChatVLLM", "ModelCard", "ModelServer"]
