"""Brings events and interactions to the app, and events again when they were not acknowledged."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from sandbox.clock import Clock, Timing, new_id
from sandbox.faults import FaultKind, Faults
from sandbox.live import Live
from sandbox.payload import Json
from sandbox.traffic import Tallies, Traffic, Transport

EnvelopeKind = Literal["events_api", "interactive", "slash_commands"]


def _envelope_id() -> str:
    return "-".join(new_id("", length).lower() for length in (8, 4, 4, 4, 12))


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """One thing to deliver.

    `name` is what faults and the inspector call it: `app_mention`, `block_actions`, `/draft`.
    """

    kind: EnvelopeKind
    name: str
    payload: Json
    wants_reply: bool = False
    envelope_id: str = field(default_factory=_envelope_id)
    retry_attempt: int = 0
    retry_reason: str = ""

    def names(self) -> tuple[str, ...]:
        """What a fault rule may call this delivery."""
        family = {"events_api": "event", "interactive": "interactive", "slash_commands": "command"}[self.kind]
        return (family, self.name, f"{family}:{self.name}")


class UndeliveredError(Exception):
    """The app did not acknowledge. Its text is Slack's word for why, such as `timeout` or `http_error`."""


class Outlet(Protocol):
    """A way to the app: Socket Mode or HTTP."""

    transport: Transport

    def connected(self) -> bool:
        """Say whether an app is there, as far as one can know."""

    async def ready(self, *, within: float) -> None:
        """Wait for a way to the app for `within` seconds. Raises UndeliveredError."""

    async def deliver(self, envelope: Envelope, *, within: float) -> Json | None:
        """Deliver, and give the acknowledgement's payload. Raises UndeliveredError after `within` seconds."""

    async def drop_connections(self) -> None:
        """Tell the app to connect anew, as Slack does every few hours."""


class Postman:
    """Owns every delivery under way."""

    def __init__(
        self,
        *,
        outlet: Outlet,
        clock: Clock,
        timing: Timing,
        faults: Faults,
        traffic: Traffic,
        tallies: Tallies,
        live: Live,
    ) -> None:
        self._outlet = outlet
        self._clock = clock
        self._timing = timing
        self._faults = faults
        self._traffic = traffic
        self._tallies = tallies
        self._live = live
        self._tasks: set[asyncio.Task[None]] = set()

    def send_event(self, name: str, payload: Json) -> None:
        """Start delivering an event, with redelivery until it is acknowledged or Slack would give up."""
        self._tallies.events[name] += 1
        self._tallies.unacked += 1
        self._start(self._deliver_event(Envelope(kind="events_api", name=name, payload=payload)))

    def send(self, envelope: Envelope) -> None:
        """Start delivering something that nobody waits for and that is not tried again."""
        self._start(self._deliver_once(envelope))

    async def ask(self, envelope: Envelope) -> Json | None:
        """Deliver once and give the app's answer. Raises UndeliveredError."""
        await self._misbehave_before(envelope)
        started = self._clock.now()
        try:
            await self._outlet.ready(within=self._timing.ack)
            started = self._clock.now()
            answer = await self._outlet.deliver(envelope, within=self._timing.ack)
        except UndeliveredError as exc:
            self._note(envelope, started, ok=False, response=str(exc))
            raise
        self._note(envelope, started, ok=True, response=answer)
        return answer

    def app_connected(self) -> bool:
        """Say whether the app is there, as far as one can know."""
        return self._outlet.connected()

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Give up what is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, delivery: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(delivery)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver_event(self, first: Envelope) -> None:
        try:
            if not await self._deliver_with_retries(first):
                self._tallies.lost += 1
                self._live.push("ack_warning", text=f"The app never acknowledged the event {first.name}.")
        finally:
            self._tallies.unacked -= 1
            self._live.push("event_done", name=first.name)

    async def _deliver_with_retries(self, first: Envelope) -> bool:
        envelope = first
        for attempt, wait in enumerate((*self._timing.retries, None), start=1):
            try:
                await self._deliver_as_told(envelope)
            except UndeliveredError as exc:
                reason = str(exc)
            else:
                return True
            if wait is not None:
                await asyncio.sleep(wait)
                envelope = replace(
                    first, envelope_id=_envelope_id(), retry_attempt=attempt, retry_reason=reason
                )
        return False

    async def _deliver_as_told(self, envelope: Envelope) -> None:
        names = envelope.names()
        if self._faults.take({FaultKind.DUPLICATE_DELIVERY}, *names):
            await self.ask(replace(envelope, envelope_id=_envelope_id()))
        await self.ask(envelope)
        if self._faults.take({FaultKind.REDELIVER}, *names):
            raise UndeliveredError("timeout")

    async def _deliver_once(self, envelope: Envelope) -> None:
        try:
            await self.ask(envelope)
        except UndeliveredError as exc:
            self._live.push("ack_warning", text=f"The app did not answer to {envelope.name} ({exc}).")

    async def _misbehave_before(self, envelope: Envelope) -> None:
        slow = self._faults.take({FaultKind.SLOW}, *envelope.names())
        if slow is not None:
            await asyncio.sleep(slow.seconds)
        if self._faults.take({FaultKind.DISCONNECT}, *envelope.names()):
            await self._outlet.drop_connections()

    def _note(self, envelope: Envelope, started: float, *, ok: bool, response: object) -> None:
        ms = (self._clock.now() - started) * 1000
        if ok:
            self._tallies.slowest_ack_ms = max(self._tallies.slowest_ack_ms, round(ms, 1))
        elif response in ("timeout", "http_timeout"):
            self._tallies.late_acks += 1
        self._traffic.note(
            at=started,
            direction="slack→app",
            transport=self._outlet.transport,
            name=envelope.name,
            ok=ok,
            ms=ms,
            request={
                "retry_attempt": envelope.retry_attempt,
                "retry_reason": envelope.retry_reason,
                **envelope.payload,
            },
            response=response,
        )
