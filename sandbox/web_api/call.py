"""One call of a Web API method: its arguments, and how it fails in Slack's own words."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sandbox.conversation import SCOPE_FAMILY, Conversation
from sandbox.payload import Json
from sandbox.service import Service

Caller = Literal["bot", "app", "anybody"]


class ApiError(Exception):
    """A refusal. `error` is Slack's error name, `messages` go to `response_metadata.messages`."""

    def __init__(self, error: str, *messages: str, **extra: object) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages
        self.extra = extra

    def as_json(self) -> Json:
        """The body of the answer."""
        body: Json = {"ok": False, "error": self.error, **self.extra}
        if self.messages:
            body["response_metadata"] = {"messages": list(self.messages)}
        return body


class Args:
    """Arguments as they came: strings from a form, or values from JSON."""

    def __init__(self, values: Json) -> None:
        self.values = {key: value for key, value in values.items() if value is not None}

    def has(self, name: str) -> bool:
        """Say whether an argument was given at all."""
        return name in self.values

    def text(self, name: str, default: str = "") -> str:
        """Give an argument as text."""
        value = self.values.get(name, default)
        return value if isinstance(value, str) else json.dumps(value)

    def required(self, *names: str) -> str:
        """Give the first of these arguments that was given. Raises ApiError when none was."""
        for name in names:
            if self.text(name):
                return self.text(name)
        raise ApiError("invalid_arguments", f"[ERROR] missing required field: {names[0]}")

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Give an argument as yes or no, in all the ways Slack takes it."""
        return str(self.values.get(name, default)).lower() in {"1", "true"}

    def number(self, name: str, default: int, *, at_most: int, error: str = "invalid_arguments") -> int:
        """Give an argument as a number from 1 to `at_most`. Raises ApiError(error)."""
        try:
            value = int(self.values.get(name, default))
        except (TypeError, ValueError):
            raise ApiError(error, f"[ERROR] must be a number [json-pointer:/{name}]") from None
        if not 1 <= value <= at_most:
            raise ApiError(error, f"[ERROR] must be between 1 and {at_most} [json-pointer:/{name}]")
        return value

    def parsed(self, name: str, *, error: str = "invalid_arguments") -> object:
        """Give an argument that is JSON, or a string of JSON; None when absent. Raises ApiError(error)."""
        value: object = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise ApiError(error, f"[ERROR] must be valid JSON [json-pointer:/{name}]") from None

    def mapping(self, name: str, *, error: str = "invalid_arguments") -> Json | None:
        """Give an argument that is a JSON object; None when absent. Raises ApiError(error)."""
        value = self.parsed(name, error=error)
        if value is None or isinstance(value, dict):
            return value
        raise ApiError(error, f"[ERROR] must be an object [json-pointer:/{name}]")

    def listing(self, name: str, *, error: str = "invalid_arguments") -> list[Json] | None:
        """Give an argument that is a JSON array of objects; None when absent. Raises ApiError(error)."""
        value = self.parsed(name, error=error)
        if value is None or (isinstance(value, list) and all(isinstance(each, dict) for each in value)):
            return value
        raise ApiError(error, f"[ERROR] must be an array of objects [json-pointer:/{name}]")


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call, let in."""

    method: str
    args: Args
    service: Service

    def conversation(self, *names: str) -> Conversation:
        """Find the conversation an argument names. Raises ApiError."""
        found = self.service.workspace.find(self.args.required(*(names or ("channel",))))
        if found is None:
            raise ApiError("channel_not_found")
        return found

    def joined_conversation(self, *names: str) -> Conversation:
        """Find the conversation an argument names, which the app must be in. Raises ApiError."""
        conversation = self.conversation(*names)
        if self.service.app.bot_user_id not in conversation.members:
            raise ApiError("not_in_channel")
        return conversation

    def need_scope(self, right: str, conversation: Conversation) -> None:
        """Check `channels:history` and the like, which depend on the conversation. Raises ApiError."""
        scope = f"{SCOPE_FAMILY[conversation.kind]}:{right}"
        if scope not in self.service.manifest.scopes:
            raise ApiError("missing_scope", needed=scope, provided=",".join(self.service.manifest.scopes))


Handler = Callable[[Call], Json]


@dataclass(frozen=True, kw_only=True)
class Method:
    """A method: who may call it, and what it does. Any one of `scopes` suffices."""

    handler: Handler
    scopes: tuple[str, ...] = ()
    caller: Caller = "bot"
