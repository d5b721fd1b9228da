"""Who and what is in a new workspace: the team, its people, its channels, and the app's identity."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody with an account, or a bot."""

    id: str
    name: str
    real_name: str
    title: str = ""
    email: str = ""
    color: str = "#4a154b"
    is_bot: bool = False
    is_admin: bool = False
    tz: str = "Europe/Amsterdam"


@dataclass(frozen=True, kw_only=True)
class ChannelSeed:
    """A channel to begin with. Without `members`, everybody and the app are in it."""

    id: str
    name: str
    topic: str = ""
    members: tuple[str, ...] | None = None
    is_private: bool = False


@dataclass(frozen=True, kw_only=True)
class AppIdentity:
    """The ids and secrets of the installed app. The secrets guard nothing outside this machine."""

    app_id: str = "A0DESK"
    bot_id: str = "B0DESK"
    bot_user_id: str = "U0DESK"
    bot_token: str = "xoxb-sandbox"  # noqa: S105  (known to everybody on purpose: it opens nothing real)
    app_token: str = "xapp-sandbox"  # noqa: S105  (the same)
    signing_secret: str = "sandbox-signing-secret"  # noqa: S105  (the same)
    verification_token: str = "sandbox-verification"  # noqa: S105  (the same)


_PEOPLE = (
    Person(
        id="U0MAYA",
        name="maya",
        real_name="Maya Lindqvist",
        title="Content marketer",
        email="maya@example.com",
        color="#b4467c",
    ),
    Person(
        id="U0OMAR",
        name="omar",
        real_name="Omar Haddad",
        title="Head of brand",
        email="omar@example.com",
        color="#2c6e9f",
    ),
    Person(
        id="U0ADA",
        name="ada",
        real_name="Ada Okafor",
        title="Brand admin",
        email="ada@example.com",
        color="#3c7d4b",
        is_admin=True,
    ),
)
_CHANNELS = (
    ChannelSeed(id="C0MARKETING", name="marketing", topic="What we are writing this week"),
    ChannelSeed(id="C0APPROVALS", name="approvals", topic="Copy that waits for a decision"),
    ChannelSeed(id="C0BRAND", name="brand-guidelines", topic="How we sound, and why"),
)


@dataclass(frozen=True, kw_only=True)
class Seed:
    """A new workspace."""

    team_id: str = "T0DEMO"
    team_name: str = "Demo workspace"
    team_domain: str = "demo"
    app: AppIdentity = field(default_factory=AppIdentity)
    people: tuple[Person, ...] = _PEOPLE
    channels: tuple[ChannelSeed, ...] = _CHANNELS


def read_seed(path: Path) -> Seed:
    """Read a seed from a JSON file with the fields of `Seed`; what it leaves out keeps its default.

    Raises ValueError naming the file when a field is unknown or a required one is missing.
    """
    try:
        return _seed_from(json.loads(path.read_text(encoding="utf-8")))
    except (TypeError, ValueError) as exc:
        raise ValueError(
            f"{path} is not a workspace seed: {exc}. See sandbox/seed.py for its fields."
        ) from exc


def _seed_from(raw: dict[str, Any]) -> Seed:
    given = dict(raw)
    if "app" in given:
        given["app"] = AppIdentity(**given["app"])
    if "people" in given:
        given["people"] = tuple(Person(**person) for person in given["people"])
    if "channels" in given:
        given["channels"] = tuple(_channel_from(channel) for channel in given["channels"])
    return Seed(**given)


def _channel_from(raw: dict[str, Any]) -> ChannelSeed:
    members = raw.get("members")
    return ChannelSeed(**{**raw, "members": None if members is None else tuple(members)})
