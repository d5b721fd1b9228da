"""What the desk counts about itself, for Prometheus: no words, no names, no ids.

What happens is logged once, as an event; here the same events are counted. What waits is looked up in
the record each time someone asks.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

from bot.listening import listening
from brandkit.errors import Outage

OURS = ("bot", "llm", "retrieval", "approvals")
"""The packages whose events are counted."""
_SECONDS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 40, 80, 160)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What waits: how many, and for how many seconds the first of them."""

    count: int
    seconds: float


Look = Callable[[], Awaitable[Mapping[str, Waiting]]]
"""What waits in the record, by where it waits; raises an Outage when the record cannot be read."""
Circuits = Callable[[], Mapping[str, bool]]
"""Whether each model server is left alone for now, by its address."""


class Metrics(logging.Handler):
    """Counts events, and how long the stages of a draft take; `look` and `circuits` tell the rest."""

    def __init__(self, *, look: Look, circuits: Circuits) -> None:
        super().__init__(logging.INFO)
        self._look = look
        self._circuits = circuits
        self.registry = CollectorRegistry()
        self._events = self._counter("copydesk_events", "Events, by name: those that are logged", "event")
        self._drafts = self._counter("copydesk_drafts", "Drafts finished", "writer", "channel")
        self._tokens = self._counter(
            "copydesk_model_tokens", "Tokens of drafts, as the server counts", "kind"
        )
        self._repairs = self._counter("copydesk_draft_repairs", "Rounds of repair that drafts took")
        self._stages = Histogram(
            "copydesk_stage_seconds",
            "How long a stage took, per draft, answer or reading",
            ("stage", "writer"),
            registry=self.registry,
            buckets=_SECONDS,
        )
        self._waiting = self._gauge("copydesk_waiting", "Events to work on, messages to send", "where")
        self._oldest = self._gauge("copydesk_waiting_seconds", "How long the first of them waits", "where")
        self._open = self._gauge(
            "copydesk_model_circuit_open", "1: this model server is left alone", "endpoint"
        )
        self._record = self._gauge("copydesk_record_up", "1: the record could be read just now")

    def emit(self, record: logging.LogRecord) -> None:
        """Count one event; what has no name is none."""
        fields: dict[str, Any] = vars(record)
        if "event" not in fields:
            return
        self._events.labels(event=fields["event"]).inc()
        for stage, milliseconds in fields.get("stages", {}).items():
            self._stages.labels(stage=stage, writer=fields["writer"]).observe(milliseconds / 1000)
        if fields["event"] == "drafted":
            self._count_draft(fields)

    async def page(self) -> bytes:
        """Everything, as Prometheus reads it."""
        for endpoint, is_open in self._circuits().items():
            self._open.labels(endpoint=endpoint).set(is_open)
        try:
            found = await self._look()
        except Outage:
            self._record.set(0)
        else:
            self._record.set(1)
            for where, waiting in found.items():
                self._waiting.labels(where=where).set(waiting.count)
                self._oldest.labels(where=where).set(waiting.seconds)
        return generate_latest(self.registry)

    @contextlib.contextmanager
    def counting(self) -> Iterator[None]:
        """Count what is logged from now on, whether or not it is also written down."""
        loggers = [logging.getLogger(name) for name in OURS]
        levels = [logger.level for logger in loggers]
        for logger in loggers:
            logger.addHandler(self)
            logger.setLevel(min(logging.INFO, logger.getEffectiveLevel()))
        try:
            yield
        finally:
            for logger, level in zip(loggers, levels, strict=True):
                logger.removeHandler(self)
                logger.setLevel(level)

    def _count_draft(self, fields: Mapping[str, Any]) -> None:
        self._drafts.labels(writer=fields["writer"], channel=fields["channel"]).inc()
        self._repairs.inc(fields["repairs"])
        for kind, tokens in fields["tokens"].items():
            self._tokens.labels(kind=kind).inc(tokens)

    def _counter(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(name, about, labels, registry=self.registry)

    def _gauge(self, name: str, about: str, *labels: str) -> Gauge:
        return Gauge(name, about, labels, registry=self.registry)


@contextlib.asynccontextmanager
async def exposed(metrics: Metrics, *, host: str, port: int) -> AsyncIterator[int]:
    """Show the figures at /metrics for as long as the context lasts; gives the port.

    Raises BadSettings when the port is taken.
    """

    async def show(_request: web.Request) -> web.Response:
        return web.Response(body=await metrics.page(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    pages = web.Application()
    pages.router.add_get("/metrics", show)
    async with listening(pages, host=host, port=port, setting="COPYDESK_METRICS_PORT") as taken:
        yield taken
