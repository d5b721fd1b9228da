"""One request's tries: where the next one goes, how long it waits before, and when to give up."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from brandkit.errors import CopydeskError
from llm.chat_vllm.circuit import Circuit
from llm.chat_vllm.failures import may_pass, too_slow
from llm.errors import ModelDown, ModelOverloaded, ModelSlow


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One vLLM server, or a router in front of several; `url` without the trailing /v1."""

    url: str
    circuit: Circuit


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How often and how soon to try again. Pauses are in seconds, doubling, with full jitter."""

    tries: int = 4
    first_pause: float = 0.25
    longest_pause: float = 4.0

    def pause(self, failures: int, chance: float) -> float:
        """How long to wait after so many failures; `chance` from 0 to 1 spreads clients apart."""
        longest: float = min(self.longest_pause, self.first_pause * 2 ** (failures - 1))
        return longest * (0.1 + 0.9 * chance)


def by_preference(endpoints: Sequence[Endpoint], route: str) -> tuple[Endpoint, ...]:
    """The endpoints in the order this route likes them: the same route, the same order, everywhere.

    Sticking to one server finds the brand's prefix in its cache. When a server comes or goes, only
    its own routes move (rendezvous hashing).
    """

    def liking(endpoint: Endpoint) -> bytes:
        return hashlib.sha256(f"{route}\x1f{endpoint.url}".encode()).digest()

    return tuple(sorted(endpoints, key=liking))


class Attempts:
    """The state of one request's tries.

    Call `next`, then wait for the pause it gives and act, both inside `watch`: that swallows an error
    worth another try and lets any other through.
    """

    def __init__(
        self,
        endpoints: Sequence[Endpoint],
        *,
        patience: Patience,
        deadline: float,
        clock: Callable[[], float],
        chance: Callable[[], float],
    ) -> None:
        self._endpoints = endpoints
        self._patience = patience
        self._deadline = deadline
        self._clock = clock
        self._chance = chance
        self._failed_at: list[Endpoint] = []
        self._last: CopydeskError | None = None
        self._committed = False

    @property
    def time_left(self) -> float:
        """Seconds until the deadline; raises ModelSlow when there are none."""
        left = self._deadline - self._clock()
        if left <= 0:
            raise too_slow() from self._last
        return left

    def next(self) -> tuple[float, Endpoint]:
        """The pause in seconds and the endpoint to try; raises the last error when none is left."""
        left = self.time_left
        endpoint = self._choose()
        return min(self._pause_before(endpoint), left), endpoint

    def commit(self) -> None:
        """From now on nothing may be repeated: a part of the answer was already passed on."""
        self._committed = True

    @contextmanager
    def watch(self, endpoint: Endpoint) -> Iterator[None]:
        """Record how the try ends, and swallow its error if another try may mend it."""
        try:
            yield
        except CopydeskError as error:
            self._record(endpoint, error)
            if self._committed or not may_pass(error) or len(self._failed_at) >= self._patience.tries:
                raise
        except BaseException:
            endpoint.circuit.released()
            raise
        else:
            endpoint.circuit.succeeded()

    def _record(self, endpoint: Endpoint, error: CopydeskError) -> None:
        self._failed_at.append(endpoint)
        self._last = error
        if isinstance(error, ModelDown | ModelSlow):
            endpoint.circuit.failed()
        else:
            endpoint.circuit.succeeded()

    def _choose(self) -> Endpoint:
        """The first that admits us, those that failed this request last."""
        for endpoint in sorted(self._endpoints, key=self._failed_at.count):
            if endpoint.circuit.admits():
                return endpoint
        raise self._last or ModelDown(
            "The model server has not answered for a while and is left to rest for some seconds. "
            "The request is kept and will be tried again."
        )

    def _pause_before(self, endpoint: Endpoint) -> float:
        """Another endpoint is asked at once; the same one after a pause."""
        if endpoint not in self._failed_at:
            return 0.0
        asked = self._last.retry_after if isinstance(self._last, ModelOverloaded) else 0.0
        return max(asked, self._patience.pause(len(self._failed_at), self._chance()))
