"""How tests ask the Web API for something that Slack would refuse."""

from collections.abc import Awaitable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError


async def refusal(call: Awaitable[Any]) -> dict[str, Any]:
    """Give the body of the refusal; fails when the call is accepted."""
    with pytest.raises(SlackApiError) as refused:
        await call
    body = refused.value.response.data
    assert isinstance(body, dict)
    return body


async def error_of(call: Awaitable[Any]) -> str:
    """Give Slack's error name; fails when the call is accepted."""
    return str((await refusal(call))["error"])
