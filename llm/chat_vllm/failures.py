"""Tells from what the server answered, or did not, which error it is and whether to try again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import httpx2

from brandkit.errors import CopydeskError
from llm.errors import (
    BadModelRequest,
    ModelDown,
    ModelOverloaded,
    ModelRefusedKey,
    ModelSlow,
    PromptTooLong,
    UnknownModel,
)

_AWAY = "The model server does not answer. The request is kept and will be tried again."
_SLOW = "The model took too long to answer. Try again, or ask for less at once."
_FULL = "The model has more work than it can take just now. The request will be tried again shortly."
_CUT = "The model server stopped in the middle of an answer. The request is kept and will be tried again."
_KEY = (
    "The model server wants an API key and did not accept ours. An admin sets it with COPYDESK_MODEL_API_KEY."
)


def failure_of(status: int, body: str, *, retry_after: str = "") -> CopydeskError:
    """The error for an answer that is not 200; the server's own words are kept as a note for the log."""
    words = _words_of(body)
    error = _failure_of(status, words, retry_after)
    error.add_note(f"HTTP {status}: {words[:500]}")
    return error


def _failure_of(status: int, words: str, retry_after: str) -> CopydeskError:
    match status:
        case HTTPStatus.TOO_MANY_REQUESTS | HTTPStatus.SERVICE_UNAVAILABLE:
            return ModelOverloaded(_FULL, retry_after=_seconds(retry_after))
        case HTTPStatus.REQUEST_TIMEOUT | HTTPStatus.GATEWAY_TIMEOUT:
            return ModelSlow(_SLOW)
    return ModelDown(_AWAY) if status >= HTTPStatus.INTERNAL_SERVER_ERROR else _refusal_of(status, words)


def _refusal_of(status: int, words: str) -> BadModelRequest:
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return ModelRefusedKey(_KEY)
    if status == HTTPStatus.NOT_FOUND:
        return _not_found(words)
    if _is_too_long(words):
        return PromptTooLong(
            "The brief and the guidelines are longer than the model can read at once. Shorten the brief."
        )
    return BadModelRequest(f"The model server does not take this request: {words[:200] or f'HTTP {status}'}")


def _not_found(words: str) -> BadModelRequest:
    if "does not exist" in words or "model" in words.lower():
        return UnknownModel(
            "The model server does not serve the model that is set. An admin compares COPYDESK_MODEL_NAME "
            "with what the server lists under /v1/models."
        )
    return not_vllm()


def _is_too_long(words: str) -> bool:
    return "maximum context length" in words or "max_model_len" in words


def _words_of(body: str) -> str:
    try:
        told: Any = json.loads(body)
    except ValueError:
        return body.strip()
    error = told.get("error", told) if isinstance(told, dict) else told
    return str(error.get("message", error)) if isinstance(error, dict) else str(error)


def _seconds(retry_after: str) -> float:
    """Only the form in seconds is read; a date is as good as nothing said."""
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        return 0.0


def failure_in_stream(event: dict[str, Any]) -> CopydeskError | None:
    """The error that a server reports in the middle of a stream, where the status is long sent."""
    told = event.get("error")
    if told is None:
        return None
    code = told.get("code") if isinstance(told, dict) else None
    return failure_of(code if isinstance(code, int) else HTTPStatus.INTERNAL_SERVER_ERROR, json.dumps(event))


def cut_off() -> ModelDown:
    """The error for an answer that ended without an end: a server going down mid-way."""
    return ModelDown(_CUT)


def not_vllm() -> BadModelRequest:
    """The error for an address where something else answers."""
    return BadModelRequest(
        "What answers at the model server's address is not a vLLM server. An admin checks "
        "COPYDESK_MODEL_URL, which should end in /v1."
    )


def too_slow() -> ModelSlow:
    """The error for a deadline that passed."""
    return ModelSlow(_SLOW)


@contextmanager
def as_model_errors() -> Iterator[None]:
    """Turn the transport's errors into the desk's; the one place that knows them."""
    try:
        yield
    except (httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
        raise ModelDown(_AWAY) from error
    except (httpx2.TimeoutException, TimeoutError) as error:
        raise ModelSlow(_SLOW) from error
    except httpx2.TransportError as error:
        raise ModelDown(_AWAY) from error
    except (httpx2.InvalidURL, httpx2.UnsupportedProtocol) as error:
        raise BadModelRequest("The model server's address is not one. Check COPYDESK_MODEL_URL.") from error


@contextmanager
def understanding() -> Iterator[None]:
    """Around the reading of an answer: what has not vLLM's shape does not come from vLLM."""
    try:
        yield
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise not_vllm() from error


def may_pass(error: BaseException) -> bool:
    """Whether the same request may well succeed a moment later, here or at another endpoint."""
    return isinstance(error, ModelDown | ModelOverloaded)
