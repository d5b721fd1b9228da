"""Slack's refusals and failures in the desk's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
from slack_sdk.errors import SlackApiError

from brandkit.errors import CopydeskError, Outage

_UNSURE = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
_BUSY = frozenset({"ratelimited", "rate_limited", "team_added_to_org"})
_CLOSED_DOORS = frozenset(
    {
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "restricted_action",
        "user_not_found",
        "user_not_in_channel",
        "cannot_dm_bot",
        "messages_tab_disabled",
        "user_disabled",
    }
)
_NOT_OFFERED = frozenset(
    {
        "unknown_method",
        "method_not_supported",
        "method_not_found",
        "invalid_method",
        "not_implemented",
        "not_supported",
        "missing_scope",
        "not_allowed",
        "not_allowed_token_type",
    }
)
_NO_SUCH_PLACE = frozenset({404, 405, 501})
_SERVER_ERROR = 500


class SlackDown(Outage):
    """Slack did not answer, or failed in a way that leaves open whether it did what was asked."""


class SlackBusy(Outage):
    """Slack asked us to slow down; nothing was done."""


class ClosedDoor(CopydeskError):
    """Slack does not let the desk speak there. `code` is Slack's name for it."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(
            "Slack does not let me write there. Invite me to the channel (/invite @Copydesk) and try again."
        )


class SlackSaidNo(CopydeskError):
    """Slack refused this call and will refuse it again. `code` is Slack's name for it."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"Slack refused ({code}). Give this to whoever runs Copydesk.")


class NotOffered(SlackSaidNo):
    """The workspace has no such method, or keeps it from the app. What is not needed is done without."""


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the Slack client raises into the five cases that differ in what to do next."""
    try:
        yield
    except SlackApiError as error:
        raise _translate(error) from error
    except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
        raise SlackDown("Slack could not be reached. It is tried again in a moment.") from error


def code_of(error: SlackApiError) -> str:
    """Slack's name for what went wrong."""
    response = error.response
    return str(response.get("error") or "") if hasattr(response, "get") else str(response)


def _status_of(error: SlackApiError) -> int:
    """The HTTP status of what came back, whether or not it could be read."""
    response = error.response
    return int(getattr(response, "status_code", 0) or getattr(response, "status", 0) or 200)


def _translate(error: SlackApiError) -> CopydeskError:
    code = code_of(error)
    status = _status_of(error)
    if code in _BUSY or status == 429:  # noqa: PLR2004
        return SlackBusy("Slack asks for a pause. It is tried again in a moment.")
    if code in _UNSURE or (status >= _SERVER_ERROR and status not in _NO_SUCH_PLACE):
        return SlackDown("Slack failed to answer. It is tried again in a moment.")
    if code in _CLOSED_DOORS:
        return ClosedDoor(code)
    if code in _NOT_OFFERED or status in _NO_SUCH_PLACE:
        return NotOffered(code or f"http_{status}")
    return SlackSaidNo(code)
