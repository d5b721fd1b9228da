"""Tokens, scopes, unknown methods and faults at the door of the Web API."""

from dataclasses import replace
from typing import Any

import pytest
from aiohttp import ClientError, ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.driver import Sandbox
from sandbox.manifest import Manifest
from sandbox.server import NotLoopbackError, Options, running_sandbox
from tests.unit.sandbox.refusals import error_of, refusal

MARKETING = "C0MARKETING"
Json = dict[str, Any]


async def test_a_bot_token_says_whose_it_is(client: AsyncWebClient) -> None:
    me = await client.auth_test()

    assert (me["user_id"], me["bot_id"], me["team_id"]) == ("U0DESK", "B0DESK", "T0DEMO")
    assert "chat:write" in me.headers["X-OAuth-Scopes"]


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        ("", "auth.test", "not_authed"),
        ("xoxb-wrong", "auth.test", "invalid_auth"),
        ("xapp-sandbox", "auth.test", "not_allowed_token_type"),
        ("xoxb-sandbox", "apps.connections.open", "not_allowed_token_type"),
        ("xoxb-sandbox", "chat.shout", "unknown_method"),
    ],
)
async def test_a_call_without_the_right_token_or_name_is_refused(
    sandbox: Sandbox, token: str, method: str, error: str
) -> None:
    client = AsyncWebClient(token=token, base_url=sandbox.api_url)

    assert await error_of(client.api_call(method)) == error


async def test_the_test_method_gives_back_what_it_got(client: AsyncWebClient) -> None:
    assert (await client.api_test(foo="bar"))["args"] == {"foo": "bar"}
    assert await error_of(client.api_test(error="my_error")) == "my_error"


async def test_a_form_and_json_say_the_same(sandbox: Sandbox, http: ClientSession) -> None:
    fields = {"channel": MARKETING, "text": "x", "blocks": '[{"type":"divider"}]'}
    headers = {"Authorization": f"Bearer {sandbox.bot_token}"}

    await http.post(f"{sandbox.api_url}chat.postMessage", data=fields, headers=headers)
    await http.post(f"{sandbox.api_url}chat.postMessage", json=fields, headers=headers)
    await http.post(f"{sandbox.api_url}chat.postMessage", data=fields | {"token": sandbox.bot_token})

    assert [each["blocks"][0]["type"] for each in sandbox.channel_messages(MARKETING)] == ["divider"] * 3


async def test_a_missing_scope_is_named() -> None:
    manifest = replace(Manifest(), scopes=("users:read",))
    async with running_sandbox(Options(manifest=manifest)) as sandbox:
        client = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)

        body = await refusal(client.chat_postMessage(channel=MARKETING, text="x"))

    assert (body["error"], body["needed"], body["provided"]) == ("missing_scope", "chat:write", "users:read")


async def test_too_many_requests_say_when_to_come_back(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.misbehave("chat.postMessage", "429", times=1, retry_after=7)

    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=MARKETING, text="x")

    assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "7")
    assert sandbox.channel_messages(MARKETING) == []


async def test_the_real_client_gets_past_a_429_with_its_own_handler(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
    sandbox.misbehave("chat.*", "429", times=1, retry_after=0)

    await client.chat_postMessage(channel=MARKETING, text="x")

    assert len(sandbox.channel_messages(MARKETING)) == 1


@pytest.mark.parametrize(("after", "posted"), [(0, 0), (1, 1)])
async def test_a_server_error_comes_before_or_after_the_effect(
    sandbox: Sandbox, client: AsyncWebClient, after: int, posted: int
) -> None:
    sandbox.misbehave("chat.postMessage", "500", times=1, after=bool(after))

    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel=MARKETING, text="x")

    assert len(sandbox.channel_messages(MARKETING)) == posted


async def test_a_dropped_response_leaves_the_effect(sandbox: Sandbox, client: AsyncWebClient) -> None:
    client.retry_handlers.clear()
    sandbox.misbehave("chat.postMessage", "drop_response", times=1)

    with pytest.raises(ClientError):
        await client.chat_postMessage(channel=MARKETING, text="x")

    assert [each["text"] for each in sandbox.channel_messages(MARKETING)] == ["x"]


async def test_other_origins_and_other_names_are_refused(sandbox: Sandbox, http: ClientSession) -> None:
    address = f"{sandbox.url}sandbox/api/state"

    foreign_page = await http.get(address, headers={"Origin": "https://example.com"})
    foreign_name = await http.get(address, headers={"Host": "example.com"})
    own_page = await http.get(address, headers={"Origin": sandbox.url.rstrip("/")})

    assert (foreign_page.status, foreign_name.status, own_page.status) == (403, 403, 200)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.com"])  # noqa: S104  (refused, that is the test)
async def test_only_loopback_addresses_are_served(host: str) -> None:
    with pytest.raises(NotLoopbackError, match=r"use 127\.0\.0\.1"):
        async with running_sandbox(Options(host=host)):
            pass


async def test_tokens_stay_out_of_the_traffic_log(sandbox: Sandbox, http: ClientSession) -> None:
    await http.post(f"{sandbox.api_url}auth.test", data={"token": sandbox.bot_token, "note": "xoxb-123-abc"})

    [entry] = sandbox.service.traffic.after(0)
    assert (entry["name"], entry["ok"], entry["request"]) == ("auth.test", True, {"note": "xoxb-…"})
