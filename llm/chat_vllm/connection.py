"""Carries requests to the model servers and answers back: over httpx2, with deadlines and retries."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import httpx2

from llm.chat_vllm.attempts import Attempts, Endpoint, Patience, by_preference
from llm.chat_vllm.circuit import Circuit
from llm.chat_vllm.failures import (
    as_model_errors,
    cut_off,
    failure_in_stream,
    failure_of,
    too_slow,
    understanding,
)

_DONE = "[DONE]"
Answered = TypeVar("Answered")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Waiting times in seconds, and how many requests may be under way at once."""

    connect: float = 5.0
    read: float = 120.0
    deadline: float = 180.0
    at_once: int = 64
    # vLLM closes an idle connection after 5 s; a client that keeps it as long runs into the closing.
    keep_alive: float = 2.0


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request: `route` decides which endpoint is liked best, `id` is echoed in the server's log."""

    path: str
    body: Mapping[str, object] | None = None
    route: str = ""
    id: str = ""
    deadline: float | None = None

    @property
    def method(self) -> str:
        """A call with a body posts it."""
        return "GET" if self.body is None else "POST"


@dataclass(frozen=True)
class _Line:
    """What belongs to one event loop: its client, and the places for requests under way."""

    client: httpx2.AsyncClient
    places: asyncio.Semaphore


@dataclass(kw_only=True)
class Connection:
    """The endpoints of one model, for use from threads and from any event loop.

    `clock` gives seconds that only go forward; `chance` gives numbers from 0 to 1 for jitter.
    """

    urls: Sequence[str]
    key: str = ""
    limits: Limits = field(default_factory=Limits)
    patience: Patience = field(default_factory=Patience)
    clock: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = lambda: 0.5
    endpoints: tuple[Endpoint, ...] = field(init=False)
    _lines: WeakKeyDictionary[asyncio.AbstractEventLoop, _Line] = field(init=False, repr=False)
    _blocking: httpx2.Client | None = field(init=False, repr=False, default=None)
    _blocking_places: threading.BoundedSemaphore = field(init=False, repr=False)

    def __post_init__(self) -> None:
        roots = [url.rstrip("/").removesuffix("/v1") for url in self.urls]
        self.endpoints = tuple(Endpoint(url=root, circuit=Circuit(clock=self.clock)) for root in roots)
        self._lines = WeakKeyDictionary()
        self._blocking_places = threading.BoundedSemaphore(self.limits.at_once)

    # Asynchronous

    async def ask(self, call: Call, read: Callable[[Any], Answered]) -> Answered:
        """Send, and return what `read` makes of the answer's JSON. Cancelling closes the connection."""
        attempts = self._attempts(call)
        async with self._place(attempts) as client:
            while True:
                pause, endpoint = attempts.next()
                with attempts.watch(endpoint):
                    await asyncio.sleep(pause)
                    with as_model_errors():
                        async with asyncio.timeout(attempts.time_left):
                            reply = await client.send(self._request(client, endpoint, call, attempts))
                    return _read(reply, read)

    async def events(self, call: Call) -> AsyncGenerator[dict[str, Any]]:
        """Send, and yield each event of the stream as it comes; closing the iterator frees the server.

        A try that fails before the first event is repeated like any other; after it, never.
        """
        attempts = self._attempts(call)
        async with self._place(attempts) as client:
            while True:
                pause, endpoint = attempts.next()
                with attempts.watch(endpoint):
                    await asyncio.sleep(pause)
                    request = self._request(client, endpoint, call, attempts)
                    async with aclosing(_events_of(client, request, attempts)) as events:
                        async for event in events:
                            attempts.commit()
                            yield event
                    return

    async def close(self) -> None:
        """Close the connections of the running event loop, and the blocking ones."""
        line = self._lines.pop(asyncio.get_running_loop(), None)
        if line is not None:
            await line.client.aclose()
        self.close_blocking()

    @asynccontextmanager
    async def _place(self, attempts: Attempts) -> AsyncIterator[httpx2.AsyncClient]:
        """Wait for a place among the requests under way; the waiting counts toward the deadline."""
        loop = asyncio.get_running_loop()
        line = self._lines.get(loop)
        if line is None:
            client = httpx2.AsyncClient(**self._settings())
            line = self._lines[loop] = _Line(client, asyncio.Semaphore(self.limits.at_once))
        with as_model_errors():
            async with asyncio.timeout(attempts.time_left):
                await line.places.acquire()
        try:
            yield line.client
        finally:
            line.places.release()

    # Blocking

    def ask_blocking(self, call: Call, read: Callable[[Any], Answered]) -> Answered:
        """As `ask`, for threads without an event loop."""
        attempts = self._attempts(call)
        with self._blocking_place(attempts) as client:
            while True:
                pause, endpoint = attempts.next()
                with attempts.watch(endpoint):
                    time.sleep(pause)
                    with as_model_errors():
                        reply = client.send(self._request(client, endpoint, call, attempts))
                    return _read(reply, read)

    def events_blocking(self, call: Call) -> Generator[dict[str, Any]]:
        """As `events`, for threads without an event loop."""
        attempts = self._attempts(call)
        with self._blocking_place(attempts) as client:
            while True:
                pause, endpoint = attempts.next()
                with attempts.watch(endpoint):
                    time.sleep(pause)
                    request = self._request(client, endpoint, call, attempts)
                    for event in _events_of_blocking(client, request, attempts):
                        attempts.commit()
                        yield event
                    return

    def close_blocking(self) -> None:
        """Close the connections that threads use."""
        client, self._blocking = self._blocking, None
        if client is not None:
            client.close()

    @contextmanager
    def _blocking_place(self, attempts: Attempts) -> Iterator[httpx2.Client]:
        if not self._blocking_places.acquire(timeout=attempts.time_left):
            raise too_slow()
        try:
            if self._blocking is None:
                self._blocking = httpx2.Client(**self._settings())
            yield self._blocking
        finally:
            self._blocking_places.release()

    # Both

    def _attempts(self, call: Call) -> Attempts:
        return Attempts(
            by_preference(self.endpoints, call.route),
            patience=self.patience,
            deadline=self.clock() + (call.deadline or self.limits.deadline),
            clock=self.clock,
            chance=self.chance,
        )

    def _settings(self) -> dict[str, Any]:
        pool = httpx2.Limits(max_connections=None, keepalive_expiry=self.limits.keep_alive)
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        return {"limits": pool, "headers": headers}

    def _request(
        self, client: httpx2.AsyncClient | httpx2.Client, endpoint: Endpoint, call: Call, attempts: Attempts
    ) -> httpx2.Request:
        left = attempts.time_left
        waits = httpx2.Timeout(min(self.limits.read, left), connect=min(self.limits.connect, left))
        headers = {"X-Request-Id": call.id} if call.id else {}
        url = f"{endpoint.url}{call.path}"
        with as_model_errors():
            return client.build_request(call.method, url, json=call.body, headers=headers, timeout=waits)


def _read(reply: httpx2.Response, read: Callable[[Any], Answered]) -> Answered:
    if reply.status_code != httpx2.codes.OK:
        raise _failure(reply)
    try:
        answer = reply.json()
    except ValueError as error:
        raise cut_off() from error
    with understanding():
        return read(answer)


def _failure(reply: httpx2.Response) -> Exception:
    return failure_of(reply.status_code, reply.text, retry_after=reply.headers.get("Retry-After", ""))


async def _events_of(
    client: httpx2.AsyncClient, request: httpx2.Request, attempts: Attempts
) -> AsyncGenerator[dict[str, Any]]:
    """The deadline holds for each wait, not around a `yield`: what the reader does meanwhile is its own."""
    with as_model_errors():
        async with asyncio.timeout(attempts.time_left):
            reply = await client.send(request, stream=True)
            if reply.status_code != httpx2.codes.OK:
                await reply.aread()
    try:
        if reply.status_code != httpx2.codes.OK:
            raise _failure(reply)
        events = aiter(httpx2.EventSource(reply))
        while True:
            with as_model_errors():
                async with asyncio.timeout(attempts.time_left):
                    event = await anext(events, None)
            told = _told(event)
            if told is None:
                return
            yield told
    finally:
        await reply.aclose()


def _events_of_blocking(
    client: httpx2.Client, request: httpx2.Request, attempts: Attempts
) -> Iterator[dict[str, Any]]:
    with as_model_errors():
        reply = client.send(request, stream=True)
    try:
        if reply.status_code != httpx2.codes.OK:
            reply.read()
            raise _failure(reply)
        events = iter(httpx2.EventSource(reply))
        while attempts.time_left:
            with as_model_errors():
                event = next(events, None)
            told = _told(event)
            if told is None:
                return
            yield told
    finally:
        reply.close()


def _told(event: httpx2.ServerSentEvent | None) -> dict[str, Any] | None:
    """The event's JSON; None at the proper end of the stream; an error at any other end."""
    if event is None:
        raise cut_off()
    if event.data == _DONE:
        return None
    try:
        told: dict[str, Any] = json.loads(event.data)
    except ValueError as error:
        raise cut_off() from error
    with understanding():
        failure = failure_in_stream(told)
    if failure is not None:
        raise failure
    return told
