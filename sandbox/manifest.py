"""What the app says about itself: Slack's app manifest, as YAML or JSON."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from sandbox.payload import Json

EVERY_SCOPE = (
    "app_mentions:read", "assistant:write", "channels:history", "channels:join", "channels:read",
    "chat:write", "commands", "files:read", "files:write", "groups:history", "groups:read", "im:history",
    "im:read", "im:write", "mpim:history", "mpim:read", "mpim:write", "reactions:read", "reactions:write",
    "team:read", "users:read", "users:read.email",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Command:
    """A slash command."""

    command: str
    description: str = ""
    usage_hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Shortcut:
    """A shortcut in the message menu or the global one."""

    callback_id: str
    name: str
    type: Literal["message", "global"]
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The parts of an app manifest that a workspace acts on.

    `events` is None for an app without a manifest: it hears everything.
    """

    name: str = "App"
    bot_name: str = "app"
    description: str = ""
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    scopes: tuple[str, ...] = EVERY_SCOPE
    events: frozenset[str] | None = None
    home_tab: bool = True
    messages_tab: bool = True
    suggested_prompts: tuple[tuple[str, str], ...] = ()
    accepts_any_command: bool = True

    def hears(self, subscription: str) -> bool:
        """Say whether the app subscribed to an event, such as `message.im`."""
        return self.events is None or subscription in self.events


def read_manifest(path: Path) -> Manifest:
    """Read an app manifest. Raises ValueError saying what is wrong with the file."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(raw, dict):
        raise TypeError(
            f"{path} is not an app manifest: expected a mapping with display_information, features, …"
        )
    return manifest_from(raw)


def manifest_from(raw: Json) -> Manifest:
    """Take what a workspace acts on out of a parsed manifest."""
    features = raw.get("features") or {}
    settings = raw.get("settings") or {}
    display = raw.get("display_information") or {}
    home = features.get("app_home") or {}
    name = str(display.get("name", "App"))
    return Manifest(
        name=name,
        bot_name=str((features.get("bot_user") or {}).get("display_name", name)),
        description=str(display.get("description", "")),
        commands=tuple(_command(each) for each in features.get("slash_commands") or ()),
        shortcuts=tuple(_shortcut(each) for each in features.get("shortcuts") or ()),
        scopes=tuple((raw.get("oauth_config") or {}).get("scopes", {}).get("bot") or ()),
        events=frozenset((settings.get("event_subscriptions") or {}).get("bot_events") or ()),
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
        suggested_prompts=_prompts(features.get("agent_view") or {}),
        accepts_any_command=False,
    )


def _command(raw: Json) -> Command:
    return Command(
        command=str(raw["command"]),
        description=str(raw.get("description", "")),
        usage_hint=str(raw.get("usage_hint", "")),
    )


def _shortcut(raw: Json) -> Shortcut:
    return Shortcut(
        callback_id=str(raw["callback_id"]),
        name=str(raw["name"]),
        type="message" if raw.get("type") == "message" else "global",
        description=str(raw.get("description", "")),
    )


def _prompts(agent_view: Json) -> tuple[tuple[str, str], ...]:
    return tuple((str(p["title"]), str(p["message"])) for p in agent_view.get("suggested_prompts") or ())
