"""What Slack sent, read once: who did what, where, and the key that makes a second delivery harmless."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.ids import stable_id
from bot.slack.escaping import as_typed, names
from bot.slack.typed_blocks import text_of

Json = Mapping[str, Any]


class InboundKind(Enum):
    """The ways in which people reach the desk."""

    MESSAGE = "message"
    HOME = "home"
    STOP = "stop"
    ACTION = "action"
    SUBMIT = "submit"
    CLOSE = "close"
    COMMAND = "command"
    SHORTCUT = "shortcut"


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One thing that a person did in Slack.

    `name` is the action, view, command or shortcut; `key` is the same whenever Slack delivers the same
    thing again. `text` is what the person typed; `mentioned` says that the desk was addressed by name.
    """

    kind: InboundKind
    key: str
    team: str
    user: str
    name: str = ""
    channel: str = ""
    ts: str = ""
    thread_ts: str = ""
    text: str = ""
    value: str = ""
    direct: bool = False
    mentioned: bool = False
    payload: Json

    @property
    def root(self) -> str:
        """The message that opens the thread; in a direct message each message is its own root."""
        return self.thread_ts or self.ts


def read(body: Json, *, bot_user: str = "") -> Heard | None:
    """Read one payload; None for what nobody did (bots' messages, edits) and for what needs no record."""
    if body.get("type") == "event_callback":
        return _event(body, bot_user)
    if "command" in body:
        return _command(body)
    match body.get("type"):
        case "block_actions":
            return _action(body)
        case "view_submission" | "view_closed":
            return _view(body)
        case "shortcut" | "message_action":
            return _shortcut(body)
    return None


def is_echo(body: Json) -> bool:
    """Whether it only tells that a message is there, or was changed, that no person wrote."""
    event: Json = body.get("event") or {}
    return body.get("type") == "event_callback" and event.get("type") == "message" and read(body) is None


def _event(body: Json, bot_user: str) -> Heard | None:
    event: Json = body.get("event") or {}
    team = str(body.get("team_id") or event.get("team") or "")
    match event.get("type"):
        case "message" | "app_mention":
            return _message(event, team, bot_user)
        case "app_home_opened":
            return Heard(
                kind=InboundKind.HOME,
                key=f"ev:{body.get('event_id') or _once(body)}",
                team=team,
                user=str(event.get("user", "")),
                name=str(event.get("tab", "home")),
                channel=str(event.get("channel", "")),
                payload=event,
            )
        case "agent_session_stopped":
            return Heard(
                kind=InboundKind.STOP,
                key=f"ev:{body.get('event_id') or _once(body)}",
                team=team,
                user=str(event.get("user", "")),
                channel=str(event.get("channel", "")),
                thread_ts=str(event.get("thread_ts", "")),
                payload=event,
            )
    return None


def _message(event: Json, team: str, bot_user: str) -> Heard | None:
    """Slack sends a mention in a channel twice, as a mention and as a message: both have the same key."""
    if event.get("subtype") not in (None, "file_share", "thread_broadcast"):
        return None
    user = str(event.get("user", ""))
    if event.get("bot_id") or not user or user == bot_user:
        return None
    channel, ts = str(event.get("channel", "")), str(event.get("ts", ""))
    text = str(event.get("text") or "") or text_of(event.get("blocks") or ())
    return Heard(
        kind=InboundKind.MESSAGE,
        key=f"msg:{team}:{channel}:{ts}",
        team=team,
        user=user,
        channel=channel,
        ts=ts,
        thread_ts=str(event.get("thread_ts") or ""),
        text=as_typed(text, bot_user=bot_user),
        direct=event.get("channel_type") == "im" or channel.startswith("D"),
        mentioned=event.get("type") == "app_mention" or names(text, bot_user),
        payload=event,
    )


def _command(body: Json) -> Heard:
    return Heard(
        kind=InboundKind.COMMAND,
        key=f"cmd:{_once(body)}",
        team=str(body.get("team_id", "")),
        user=str(body.get("user_id", "")),
        name=str(body["command"]),
        channel=str(body.get("channel_id", "")),
        text=as_typed(str(body.get("text") or "")),
        direct=str(body.get("channel_id", "")).startswith("D"),
        payload=body,
    )


def _action(body: Json) -> Heard | None:
    actions = body.get("actions") or []
    if not actions:
        return None
    action: Json = actions[0]
    container: Json = body.get("container") or {}
    user, team = _who(body)
    channel = str(container.get("channel_id") or (body.get("channel") or {}).get("id") or "")
    message: Json = body.get("message") or {}
    ts = str(container.get("message_ts") or message.get("ts") or "")
    place = ts or str(container.get("view_id") or (body.get("view") or {}).get("id") or "")
    name = str(action.get("action_id", ""))
    return Heard(
        kind=InboundKind.ACTION,
        key=f"act:{team}:{channel}:{place}:{name}:{action.get('action_ts') or _once(body)}:{user}",
        team=team,
        user=user,
        name=name,
        channel=channel,
        ts=ts,
        thread_ts=str(message.get("thread_ts") or container.get("thread_ts") or ""),
        value=_value_of(action),
        direct=channel.startswith("D"),
        payload=body,
    )


def _view(body: Json) -> Heard:
    """A form that was refused and sent again with other words is another submission of the same view."""
    view: Json = body.get("view") or {}
    user, team = _who(body)
    closed = body.get("type") == "view_closed"
    entered = stable_id(json.dumps(view.get("state") or {}, sort_keys=True))
    place = f"view:{view.get('id', '')}:{view.get('hash', '')}"
    return Heard(
        kind=InboundKind.CLOSE if closed else InboundKind.SUBMIT,
        key=f"{place}:{user}:closed" if closed else f"{place}:{entered}:{user}",
        team=team,
        user=user,
        name=str(view.get("callback_id", "")),
        value=str(view.get("private_metadata") or ""),
        payload=body,
    )


def _shortcut(body: Json) -> Heard:
    user, team = _who(body)
    message: Json = body.get("message") or {}
    return Heard(
        kind=InboundKind.SHORTCUT,
        key=f"cut:{_once(body)}",
        team=team,
        user=user,
        name=str(body.get("callback_id", "")),
        channel=str((body.get("channel") or {}).get("id") or ""),
        ts=str(message.get("ts") or ""),
        thread_ts=str(message.get("thread_ts") or ""),
        text=str(message.get("text") or ""),
        payload=body,
    )


def _who(body: Json) -> tuple[str, str]:
    user: Json = body.get("user") or {}
    team: Json = body.get("team") or {}
    return str(user.get("id", "")), str(team.get("id") or user.get("team_id") or "")


def _value_of(action: Json) -> str:
    chosen = action.get("selected_option") or {}
    return str(action.get("value") or chosen.get("value") or "")


def _once(body: Json) -> str:
    """A name for one gesture that has no id of its own: what was sent, word for word."""
    return stable_id(json.dumps(body, sort_keys=True, default=str))
