"""Measures what the desk adds to a model server: the same prompts raw, through drafting, through Slack.

python -m bench serving                     vLLM on CPU with a tiny model, 1, 8 and 32 drafts at once
python -m bench.serving --url http://…/v1   a server that runs already, with a model named `tiny`
python -m bench.serving --apart             half of the cores for the model server, the others for all else

One run holds all ways, one after the other at each number at once, so that their ratios stand on
the same machine at the same time. `raw` sends the very requests that drafting sent, one after the other
within a draft, with nothing between. `drafting` reads, retrieves, writes, checks and judges. `Slack` is
the whole desk: a mention in a sandbox workspace until the card stands in the thread. `bare` makes the same
requests, calls to Slack and jobs with the libraries alone (`bench/_bare.py`): less processor time than that
is not to be had with them on this machine.

The first text is the first of a field, in every way. The difference to raw holds what the desk adds and what
the desk and the model take from each other on one machine, unless they are kept `--apart`, as they are where
the model has a GPU or a machine of its own; `own` is what was left of the time until
the first text without the waiting for the model's answers. Processor time is that of the desk's process
alone, without the embedder's and without what it takes while idle. Both are measured once the desk is warm,
which it is after a few drafts. The server's cache is emptied before each pass, where the server allows that.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice, product
from pathlib import Path
from typing import Any

import aiohttp

from bench._cards import MARKETING, Cards
from bench._machine import RESULTS, ROOT, at_most, processor, say
from bench._servers import bare, desk, forget, idle, model_server, used
from llm.unfolding import Unfolding
from sandbox.clock import Timing
from sandbox.driver import Sandbox
from sandbox.manifest import read_manifest
from sandbox.server import Options, running_sandbox

AT_ONCE = (1, 8, 32)
WARM = 2
PATIENT = aiohttp.ClientTimeout(total=600)
MAYA, BOT = "U0MAYA", "U0DESK"
ABOUT = (
    "invoice reminders",
    "the free plan",
    "late payments",
    "our new prices",
    "time tracking",
    "tax season",
)
FOR = ("freelancers", "small studios", "photographers", "translators", "bookkeepers", "plumbers", "designers")
TONES = ("friendly", "short and plain", "warm")


@dataclass(frozen=True, kw_only=True)
class Timed:
    """One draft, in milliseconds: until its first text, until its end, and what of the former was our own."""

    first: float
    whole: float
    own: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Pass:
    """One way at one number at once. Times in milliseconds; own time and processor time are 0 for raw."""

    way: str
    at_once: int
    drafts: int
    seconds: float
    first_median: float
    whole_median: float
    own_median: float
    cpu: float

    @property
    def rate(self) -> float:
        """Drafts a second."""
        return self.drafts / self.seconds


async def noted(session: aiohttp.ClientSession, control: str, texts: Sequence[str]) -> list[list[Any]]:
    """What drafting sends to the model for each text."""
    chains = []
    for text in texts:
        order = {"texts": [text], "at_once": 1, "note": True}
        async with session.post(f"{control}/draft", json=order) as reply:
            chains.append((await reply.json())["sent"])
    return chains


async def raw(
    session: aiohttp.ClientSession, address: str, chains: Sequence[list[Any]], at_once: int
) -> Pass:
    """The same requests with nothing between them."""

    async def one(chain: list[Any]) -> Timed:
        began = time.perf_counter()
        first = 0.0
        for body in chain:
            text = Text(body) if body.get("stream") else None
            async with session.post(f"{address}/v1/chat/completions", json=body) as reply:
                async for line in reply.content:
                    if text is not None and not first and text.begins_in(line):
                        first = time.perf_counter() - began
        return Timed(first=first * 1000, whole=(time.perf_counter() - began) * 1000)

    seconds, timed = await at_most(at_once, [lambda chain=chain: one(chain) for chain in chains])
    return summed("raw", at_once, seconds, timed, cpu=0.0)


class Text:
    """The text of the fields in the stream that answers this request."""

    def __init__(self, body: dict[str, Any]) -> None:
        asked = body["response_format"]["json_schema"]["schema"]["properties"]
        self._unfolding = Unfolding(dict.fromkeys(set(asked) - {"citations", "gaps"}, ""))

    def begins_in(self, line: bytes) -> bool:
        """Whether this line of the stream holds some."""
        if not line.startswith(b"data: {"):
            return False
        choices = json.loads(line[len(b"data: ") :])["choices"]
        return any(self._unfolding.feed(each["delta"].get("content") or "") for each in choices)


async def through_drafting(
    session: aiohttp.ClientSession, control: str, texts: Sequence[str], at_once: int
) -> Pass:
    """Read, retrieve, write, check, judge."""
    before, began = await used(session, control), time.perf_counter()
    async with session.post(f"{control}/draft", json={"texts": texts, "at_once": at_once}) as reply:
        done = (await reply.json())["drafts"]
    seconds = time.perf_counter() - began
    cpu = await used(session, control) - before
    timed = [Timed(first=one["first"], whole=one["whole"], own=one["own"]) for one in done]
    return summed("drafting", at_once, seconds, timed, cpu=cpu)


async def through_slack(
    session: aiohttp.ClientSession, control: str, sandbox: Sandbox, texts: Sequence[str], at_once: int
) -> Pass:
    """From a mention in a channel to the card in its thread."""
    maya, cards = sandbox.person(MAYA), Cards(sandbox)
    sent: dict[str, tuple[float, float]] = {}

    async def one(text: str) -> tuple[str, float]:
        began, moment = time.perf_counter(), time.time()
        root = await maya.say(MARKETING, f"<@{BOT}> {text}")
        await cards.card_in(root["ts"])
        sent[root["ts"]] = (moment, (time.perf_counter() - began) * 1000)
        return root["ts"], 0.0

    before = await used(session, control)
    async with cards.watching():
        seconds, _ = await at_most(at_once, [lambda text=text: one(text) for text in texts])
    cpu = await used(session, control) - before
    async with session.get(f"{control}/first") as reply:
        first = await reply.json()
    timed = []
    for ts, (moment, whole) in sent.items():
        came, waited = first[ts]
        timed.append(Timed(first=(came - moment) * 1000, whole=whole, own=(came - moment - waited) * 1000))
    return summed("Slack", at_once, seconds, timed, cpu=cpu)


async def with_libraries_alone(
    session: aiohttp.ClientSession, control: str, chains: Sequence[list[Any]], at_once: int
) -> Pass:
    """The same requests, calls and jobs with nothing of ours in between."""
    before, began = await used(session, control), time.perf_counter()
    order = {"chains": chains, "at_once": at_once, "channel": MARKETING}
    async with session.post(f"{control}/draft", json=order) as reply:
        seconds = (await reply.json())["seconds"]
    cpu = await used(session, control) - before
    whole = (time.perf_counter() - began) * 1000
    return summed("bare", at_once, seconds, [Timed(first=0.0, whole=whole)] * len(chains), cpu=cpu)


def summed(way: str, at_once: int, seconds: float, timed: Sequence[Timed], *, cpu: float) -> Pass:
    """The pass, from when each draft had its first text and its end; `cpu` in seconds for all."""
    return Pass(
        way=way,
        at_once=at_once,
        drafts=len(timed),
        seconds=seconds,
        first_median=statistics.median(each.first for each in timed),
        whole_median=statistics.median(each.whole for each in timed),
        own_median=statistics.median(each.own for each in timed),
        cpu=cpu / len(timed) * 1000,
    )


def texts(count: int) -> list[str]:
    """So many different requests."""
    every = product(TONES, FOR, ABOUT)
    return [f"X post about {about} for {whom}, {tone}" for tone, whom, about in islice(every, count)]


async def run(options: argparse.Namespace, after: Callable[[Sequence[Pass]], None]) -> list[Pass]:
    """All passes, with what they gave; `after` hears of all so far after each."""
    passes: list[Pass] = []
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        session = await stack.enter_async_context(
            aiohttp.ClientSession(timeout=PATIENT, connector=aiohttp.TCPConnector(limit=0))
        )
        with on_the_first_half(apart=options.apart):
            url = options.url.removesuffix("/v1") or await stack.enter_async_context(
                model_server(folder, options.layers)
            )
        patient = Timing(ack=60.0, trigger=60.0)
        sandbox = await stack.enter_async_context(
            running_sandbox(Options(manifest=read_manifest(ROOT / "slack-manifest.yaml"), timing=patient))
        )
        control = await stack.enter_async_context(desk(folder, sandbox, url))
        await sandbox.connected()
        few = texts(options.different)
        asked = [few[number % len(few)] for number in range(max(options.drafts, *options.at_once))]
        chains = await noted(session, control, few)
        await through_slack(session, control, sandbox, few[:WARM], 1)  # the first draft is the slowest
        options.idle = await idle(session, control)
        say(f"the idle desk takes {options.idle:.1%} of a core")
        alone = await stack.enter_async_context(bare(folder, sandbox, url))
        idle_alone = await idle(session, alone)
        chains = [chains[number % len(few)] for number in range(len(asked))]
        say(f"{len(chains)} drafts, {sum(map(len, chains)) / len(chains):.1f} calls each")
        for at_once in options.at_once:
            count = max(options.drafts, at_once)
            few, chained = (asked * count)[:count], (chains * count)[:count]
            ways: tuple[Callable[[], Awaitable[Pass]], ...] = (
                lambda n=at_once, chained=chained: raw(session, url, chained, n),
                lambda n=at_once, few=few: through_drafting(session, control, few, n),
                lambda n=at_once, few=few: through_slack(session, control, sandbox, few, n),
                lambda n=at_once, chained=chained: with_libraries_alone(session, alone, chained, n),
            )
            for way in ways * options.rounds:
                await forget(session, url)
                await raw(session, url, chains[:1], 1)  # the brand's part of the prompt is remembered
                done = await way()
                passes.append(without_idle(done, idle_alone if done.way == "bare" else options.idle))
                say(line(passes[-1]))
                after(passes)
    return passes


@contextlib.contextmanager
def on_the_first_half(*, apart: bool) -> Iterator[None]:
    """What is started in here keeps to one half of the cores, what is started afterwards to the other."""
    cores = sorted(os.sched_getaffinity(0)) if apart else []
    half = len(cores) // 2
    if half:
        os.sched_setaffinity(0, cores[:half])
    try:
        yield
    finally:
        if half:
            os.sched_setaffinity(0, cores[half:])


def without_idle(it: Pass, idle: float) -> Pass:
    """The processor time that the drafts took; `idle` in seconds a second.

    Below zero means that the machine was too busy with other things for this to be measured.
    """
    return replace(it, cpu=it.cpu - idle * it.seconds / it.drafts * 1000) if it.cpu else it


def line(it: Pass) -> str:
    """One row."""
    return (
        f"{it.way:9} {it.at_once:3} at once  {it.rate:6.2f} drafts/s  first text {it.first_median:7.0f} ms  "
        f"own {it.own_median:5.0f} ms  whole {it.whole_median:7.0f} ms  processor {it.cpu:6.1f} ms a draft"
    )


def verdict(passes: Sequence[Pass]) -> list[str]:
    """The ratios to raw at the same number at once, means over the rounds."""
    ways: dict[tuple[int, str], list[Pass]] = {}
    for it in passes:
        ways.setdefault((it.at_once, it.way), []).append(it)
    return [
        *(
            _compared(here, ways[at_once, "raw"])
            for (at_once, way), here in ways.items()
            if way not in ("raw", "bare")
        ),
        *(
            _beside_bare(here, ways[at_once, "bare"])
            for (at_once, way), here in ways.items()
            if way == "Slack" and (at_once, "bare") in ways
        ),
    ]


def _beside_bare(here: Sequence[Pass], alone: Sequence[Pass]) -> str:
    floor = _cpu(alone)
    return (
        f"Slack     {here[0].at_once:3} at once: {_cpu(here) / floor:4.1f} times the processor time of its "
        f"libraries alone, which take {floor:.1f} ms a draft"
    )


def _cpu(passes: Sequence[Pass]) -> float:
    return statistics.mean(it.cpu for it in passes)


def _compared(here: Sequence[Pass], plain: Sequence[Pass]) -> str:
    rate, of = (statistics.mean(it.rate for it in each) for each in (here, plain))
    first, without = (statistics.mean(it.first_median for it in each) for each in (here, plain))
    cpu, own = statistics.mean(it.cpu for it in here), statistics.mean(it.own_median for it in here)
    return (
        f"{here[0].way:9} {here[0].at_once:3} at once: {rate / of:6.1%} of raw throughput, "
        f"{first - without:+6.0f} ms to the first text ({own:.0f} its own), {cpu:5.1f} ms processor a draft"
    )


def keep(passes: Sequence[Pass], options: argparse.Namespace, told: Sequence[str]) -> Path:
    """Write the result down with the machine and the versions."""
    machine = {
        "machine": platform.machine(),
        "processor": processor(),
        "cores": os.cpu_count(),
        "load_before": options.load,
        "idle": options.idle,
        "apart": options.apart,
        "note": options.note,
        "python": platform.python_version(),
        "versions": {
            name: version(name) for name in ("langchain-core", "httpx2", "slack-bolt", "dbos", "aiohttp")
        },
        "model": f"tiny, {options.layers} layers, on CPU" if not options.url else options.url,
    }
    RESULTS.mkdir(exist_ok=True)
    how = "-apart" if options.apart else ""
    path = RESULTS / f"serving{how}-{datetime.now(UTC):%Y-%m-%d}.json"  # noqa: TID251 - a name for a file
    body = {**machine, "passes": [asdict(it) for it in passes], "verdict": list(told)}
    path.write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")
    return path


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(prog="bench.serving", description=__doc__)
    parser.add_argument("--url", default="", help="a vLLM server that runs already, serving a model `tiny`")
    parser.add_argument("--layers", type=int, default=2, help="layers of the tiny model: more make it slower")
    parser.add_argument("--drafts", type=int, default=4, help="drafts a pass, at least")
    parser.add_argument("--different", type=int, default=12, help="different requests, asked in turn")
    parser.add_argument("--rounds", type=int, default=2, help="how often the three ways take turns")
    parser.add_argument("--at-once", type=int, nargs="+", default=AT_ONCE)
    parser.add_argument("--apart", action="store_true", help="give the model server half of the cores")
    parser.add_argument("--note", default="", help="what to keep in mind about this run")
    parser.add_argument("--no-keep", action="store_true")
    options = parser.parse_args()
    options.load = os.getloadavg()[0]

    def after(passes: Sequence[Pass]) -> None:
        if not options.no_keep:
            keep(passes, options, verdict(passes))

    say("\n".join(("", *verdict(asyncio.run(run(options, after))))))


if __name__ == "__main__":
    main()
