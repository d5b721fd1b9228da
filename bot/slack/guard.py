"""The edge of every listener: nothing may escape into Bolt, and no one is left without a word.

An exception that leaves a listener shortly after its acknowledgement makes Bolt forget the
acknowledgement, and the person sees Slack's warning sign instead of an answer.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.open_windows import OpenWindows
from bot.slack.views.modals.waiting import refused_view
from brandkit.errors import CopydeskError

log = logging.getLogger(__name__)

_UNHEARD = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError)
"""What keeps a word from a person when Slack itself is in trouble; there is no other way to them."""

Body = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Touch:
    """What a listener gets: the payload, a way to acknowledge it, and a client to answer with."""

    body: Body
    ack: AsyncAck
    client: AsyncWebClient

    @property
    def user(self) -> str:
        """Who did it."""
        said = str((self.body.get("event") or {}).get("user") or "")
        return said or str((self.body.get("user") or {}).get("id") or self.body.get("user_id") or "")

    @property
    def trigger(self) -> str:
        """The short-lived permission to open a modal."""
        return str(self.body.get("trigger_id") or "")

    @property
    def channel(self) -> str:
        """Where it was done, if it was in a conversation."""
        said = str((self.body.get("event") or {}).get("channel") or "")
        channel = self.body.get("channel") or {}
        return said or str(channel.get("id") or self.body.get("channel_id") or "")

    @property
    def thread(self) -> str:
        """The thread it was done in, if it was in one."""
        container = self.body.get("container") or {}
        return str(container.get("thread_ts") or (self.body.get("message") or {}).get("thread_ts") or "")

    @property
    def in_window(self) -> bool:
        """Whether a button was pressed in a modal, so that another can be shown over it."""
        in_modal = (self.body.get("view") or {}).get("type") == "modal"
        return in_modal and self.body.get("type") == "block_actions"


Listener = Callable[[Touch], Awaitable[None]]
BoltListener = Callable[[AsyncAck, Body, AsyncWebClient, AsyncBoltContext], Awaitable[None]]


def guarded(listener: Listener) -> BoltListener:
    """Wrap a listener for Bolt: it is acknowledged whatever happens, and a failure is told to the person."""

    async def run(ack: AsyncAck, body: Body, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        touch = Touch(body=body, ack=ack, client=client)
        try:
            await listener(touch)
        except Exception as error:  # noqa: BLE001 - one of the two edges where everything is caught
            await _answer(touch, error, str(context.get("code", "")))

    run.__name__ = getattr(listener, "__name__", "listener")
    return run


async def _answer(touch: Touch, error: Exception, code: str) -> None:
    if not isinstance(error, CopydeskError):
        log.error("listener failed", exc_info=error, extra={"event": "listener_failed", "code": code})
    told = words_for(error, code)
    with contextlib.suppress(Exception):
        if touch.ack.response is None and await _over_the_form(touch, error):
            return
    with contextlib.suppress(*_UNHEARD):
        if touch.in_window and await OpenWindows(touch.client).refuse(touch.trigger, told):
            return
        await tell(touch, told)


async def _over_the_form(touch: Touch, error: Exception) -> bool:
    """Acknowledge; a form that is refused stays as it was filled in, with the reason over it."""
    if touch.body.get("type") != "view_submission" or not isinstance(error, CopydeskError):
        await touch.ack()
        return False
    await touch.ack(response_action="push", view=refused_view(str(error)))
    return True


def words_for(error: Exception, code: str) -> str:
    """Say what went wrong in words for the person: the desk's own, or an apology with a code."""
    if isinstance(error, CopydeskError):
        return str(error)
    return (
        f"Something went wrong on our side (code {code or 'E-0000'}). Nothing was lost: please press it "
        "again. If it happens twice, give the code to whoever runs Copydesk."
    )


async def tell(touch: Touch, text: str) -> None:
    """Say something to the person alone: in the thread or channel they are in, else directly."""
    if touch.channel:
        with contextlib.suppress(*_UNHEARD):
            await touch.client.chat_postEphemeral(
                channel=touch.channel, user=touch.user, text=text, thread_ts=touch.thread or None
            )
            return
    await touch.client.chat_postMessage(channel=touch.user, text=text)
