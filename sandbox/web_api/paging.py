"""Cursors, as Slack's list methods use them."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from sandbox.payload import Json
from sandbox.web_api.call import ApiError, Args

Item = TypeVar("Item")
_PREFIX = "next_item:"


def page(
    items: Sequence[Item], args: Args, *, default: int = 100, at_most: int = 999
) -> tuple[list[Item], Json]:
    """Give one page, with the `response_metadata` and `has_more` that go with it. Raises ApiError."""
    limit = args.number("limit", default, at_most=at_most, error="invalid_limit")
    start = _decoded(args.text("cursor"))
    end = start + limit
    more = end < len(items)
    cursor = base64.b64encode(f"{_PREFIX}{end}".encode()).decode() if more else ""
    return list(items[start:end]), {"has_more": more, "response_metadata": {"next_cursor": cursor}}


def _decoded(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix(_PREFIX))
    except (binascii.Error, ValueError):
        raise ApiError("invalid_cursor") from None
