"""The app's manifest says what the code uses: no less, and no more."""

import re
from pathlib import Path
from typing import Any

import yaml

from bot.slack.ids import Command, Shortcut

ROOT = Path(__file__).resolve().parents[3]
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "slack-manifest.yaml").read_text("utf-8"))
CODE = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "bot").rglob("*.py")))

NEEDED_BY_CALL = {
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "chat_getPermalink": set(),
    "conversations_open": {"im:write"},
    "conversations_history": {"channels:history", "groups:history", "im:history"},
    "conversations_replies": {"channels:history", "groups:history", "im:history"},
    "files_upload_v2": {"files:write"},
    "files_info": {"files:read"},
    "assistant_threads_setStatus": {"assistant:write"},
    "users_info": {"users:read"},
    "views_open": set(),
    "views_push": set(),
    "views_update": set(),
    "views_publish": set(),
    "auth_test": set(),
    "apps_connections_open": set(),
}
"""Scopes by method, from each method's page on docs.slack.dev."""

NEEDED_BY_EVENT = {
    "app_mention": {"app_mentions:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "app_home_opened": set(),
    "agent_session_stopped": {"assistant:write"},
}
READS_FILES = {"files:read"}
COMMANDS = {"commands"}


def calls() -> set[str]:
    methods = r"\.((?:apps|assistant|auth|chat|conversations|files|reactions|users|views)_[a-zA-Z0-9_]+)\("
    return set(re.findall(methods, CODE))


def test_every_call_to_slack_is_known_here() -> None:
    assert calls() <= set(NEEDED_BY_CALL), "say in NEEDED_BY_CALL which scopes the new call needs"


def test_the_scopes_are_those_that_calls_and_events_need() -> None:
    events = set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
    needed = set().union(
        *(NEEDED_BY_CALL[call] for call in calls()), *(NEEDED_BY_EVENT[event] for event in events)
    )

    assert needed | READS_FILES | COMMANDS == set(MANIFEST["oauth_config"]["scopes"]["bot"])


def test_every_subscribed_event_has_a_listener() -> None:
    heard = set(re.findall(r'app\.event\("([a-z_]+)"\)', CODE))

    assert {
        event.partition(".")[0] for event in MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    } == heard


def test_commands_and_shortcuts_are_those_of_the_code() -> None:
    features = MANIFEST["features"]

    assert {each["command"] for each in features["slash_commands"]} == {each.value for each in Command}
    assert {each["callback_id"] for each in features["shortcuts"]} == {each.value for each in Shortcut}
