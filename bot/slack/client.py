"""The client for Slack's Web API: what it may do by itself, and how it takes answers that are no JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

_FAILED, _BUSY = 400, 429


def slack_client(*, token: str, api_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """One client for everything.

    It waits when Slack asks it to, but never repeats a call by itself after a lost connection: that
    could post a message twice. Whoever calls knows better whether to look first.
    """
    return InTheBody(
        token=token,
        base_url=api_url if api_url.endswith("/") else f"{api_url}/",
        session=session,
        timeout=30,
        retry_handlers=[PlainRefusals(), AsyncRateLimitErrorRetryHandler(max_retry_count=3)],
    )


class InTheBody(AsyncWebClient):
    """Posts every call with its arguments in the body, where every server looks for them.

    The Slack client puts those of some methods into the address, and gets what it only reads. Slack takes
    either; a server that others wrote may know one way only.
    """

    async def api_call(
        self,
        api_method: str,
        *,
        http_verb: str = "POST",  # noqa: ARG002 - the client's signature
        params: dict[str, Any] | None = None,
        **how: Any,
    ) -> AsyncSlackResponse:
        """One call; see the Slack client. A token among the arguments is for the header, not the body."""
        if (
            params
            and "token" not in params
            and all(how.get(body) is None for body in ("data", "json", "files"))
        ):
            how["data"], params = _as_form(params), None
        return await super().api_call(api_method, params=params, **how)


def _as_form(arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: str(int(value)) if isinstance(value, bool) else value
        for name, value in arguments.items()
        if value is not None
    }


class PlainRefusals(AsyncRetryHandler):
    """Retries nothing: turns an error page of plain text into a refusal.

    The Slack client expects JSON of every method and fails on a text with an error of its own making.
    A server without the method, or a proxy before it, answers just so.
    """

    async def _can_retry_async(
        self,
        *,
        state: RetryState,  # noqa: ARG002 - the client's signature
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002 - the same
    ) -> bool:
        """Never; raises `SlackApiError` with the status as its code, such as `http_404`."""
        if response is None or response.body is not None or not _is_refusal(response.status_code):
            return False
        told = f"{request.url} answered {response.status_code} without JSON"
        raise SlackApiError(told, _as_answer(request, response.status_code))  # type: ignore[no-untyped-call]  # it ships so


def _is_refusal(status: int) -> bool:
    return status >= _FAILED and status != _BUSY


def _as_answer(request: HttpRequest, status: int) -> AsyncSlackResponse:
    return AsyncSlackResponse(
        client=None,
        http_verb=request.method,
        api_url=request.url,
        req_args={},
        data={"ok": False, "error": f"http_{status}"},
        headers={},
        status_code=status,
    )
