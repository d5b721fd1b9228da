"""Trigger ids and response URLs: the short-lived permissions that come with an interaction."""

from dataclasses import dataclass

from sandbox.clock import Clock, new_id

_MOST_USES = 5


class TriggerRefusedError(Exception):
    """The trigger id cannot open a view. Its text is Slack's error name."""


@dataclass(kw_only=True)
class _Trigger:
    person: str
    until: float
    used: bool = False


class Triggers:
    """Gives out trigger ids, each good for one view within three seconds."""

    def __init__(self, clock: Clock, *, seconds: float) -> None:
        self._clock = clock
        self._seconds = seconds
        self._given: dict[str, _Trigger] = {}

    def give(self, person: str) -> str:
        """Make a trigger id for what a person just did."""
        trigger_id = f"{int(self._clock.now() * 1000)}.{new_id('', 12)}.{new_id('', 16).lower()}"
        self._given[trigger_id] = _Trigger(person=person, until=self._clock.now() + self._seconds)
        return trigger_id

    def exchange(self, trigger_id: str) -> str:
        """Use a trigger id up; gives the person it was for. Raises TriggerRefusedError."""
        trigger = self._given.get(trigger_id)
        if trigger is None:
            raise TriggerRefusedError("invalid_trigger_id")
        if trigger.used:
            raise TriggerRefusedError("exchanged_trigger_id")
        if self._clock.now() > trigger.until:
            raise TriggerRefusedError("expired_trigger_id")
        trigger.used = True
        return trigger.person

    def expire(self, trigger_id: str) -> None:
        """Let a trigger id run out at once."""
        if trigger_id in self._given:
            self._given[trigger_id].until = 0.0


class ResponseRefusedError(Exception):
    """The response URL may not be used. Its text is Slack's error name."""


@dataclass(kw_only=True)
class ResponseRoute:
    """Where an answer to a response URL goes: back to a person, in a channel, about a message."""

    person: str
    channel: str
    until: float
    message_ts: str | None = None
    thread_ts: str | None = None
    is_ephemeral: bool = False
    uses: int = 0


class ResponseUrls:
    """Gives out response URLs, each good for five answers in thirty minutes."""

    def __init__(self, clock: Clock, *, seconds: float) -> None:
        self._clock = clock
        self._seconds = seconds
        self._routes: dict[str, ResponseRoute] = {}

    def give(
        self,
        *,
        person: str,
        channel: str,
        message_ts: str | None = None,
        thread_ts: str | None = None,
        is_ephemeral: bool = False,
    ) -> str:
        """Make the secret last part of a response URL."""
        key = new_id("", 24)
        self._routes[key] = ResponseRoute(
            person=person,
            channel=channel,
            until=self._clock.now() + self._seconds,
            message_ts=message_ts,
            thread_ts=thread_ts,
            is_ephemeral=is_ephemeral,
        )
        return key

    def use(self, key: str) -> ResponseRoute:
        """Count one use and say where the answer goes. Raises ResponseRefusedError."""
        route = self._routes.get(key)
        if route is None:
            raise ResponseRefusedError("invalid_url")
        if self._clock.now() > route.until:
            raise ResponseRefusedError("expired_url")
        if route.uses >= _MOST_USES:
            raise ResponseRefusedError("used_url")
        route.uses += 1
        return route
