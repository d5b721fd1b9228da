"""What the model is told, as langchain-core templates: the words stand in the files beside this one.

A prompt begins with what changes least (the desk's rules, the brand, the format) and ends with what
changes most (the brief, the change), so that the server finds the beginning in its cache.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from langchain_core.messages import BaseMessage
from langchain_core.messages.utils import convert_to_openai_messages
from langchain_core.prompts import ChatPromptTemplate

Messages = tuple[BaseMessage, ...]


def text_of(name: str, values: Mapping[str, str]) -> str:
    """The words of one file with the values filled in."""
    return _words(name).format(**values)


def prompt(system: Sequence[str], task: str, values: Mapping[str, str]) -> Messages:
    """A system message made of these files and a user message made of one, with the values filled in."""
    return tuple(_template(tuple(system), task).format_messages(**values))


@cache
def _template(system: tuple[str, ...], task: str) -> ChatPromptTemplate:
    return ChatPromptTemplate.from_messages(
        [("system", "".join(map(_words, system))), ("human", _words(task))]
    )


@cache
def _words(name: str) -> str:
    return resources.files(__name__).joinpath(f"{name}.md").read_text("utf-8").rstrip("\n")


def hash_of(messages: Sequence[BaseMessage]) -> str:
    """SHA-256 over the messages as they go to the server."""
    plain = convert_to_openai_messages(messages, text_format="string")
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
