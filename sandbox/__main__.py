"""Starts a workspace from the command line and prints where it is."""

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from sandbox.clock import Timing
from sandbox.http_events import RequestUrls
from sandbox.manifest import Manifest, read_manifest
from sandbox.seed import Seed, read_seed
from sandbox.server import Options, running_sandbox


def main(argv: list[str] | None = None) -> int:
    """Run until interrupted. Gives 2 for options that make no sense."""
    try:
        options = _options(_parser().parse_args(argv))
    except (OSError, ValueError, TypeError) as exc:
        sys.stderr.write(f"sandbox: {exc}\n")
        return 2
    try:
        asyncio.run(_run(options))
    except (OSError, ValueError) as exc:
        sys.stderr.write(f"sandbox: {exc}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="A Slack-compatible workspace on this machine."
    )
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address (default: %(default)s)")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one (default: %(default)s)")
    parser.add_argument("--manifest", type=Path, help="the app's manifest, YAML or JSON")
    parser.add_argument("--seed", type=Path, help="people and channels, JSON (see sandbox/seed.py)")
    parser.add_argument("--data", type=Path, help="keep the workspace in this file")
    parser.add_argument(
        "--request-url", help="deliver over signed HTTP to this address instead of Socket Mode"
    )
    parser.add_argument(
        "--time-scale", type=float, default=1.0, help="shorten redelivery and stream waits, e.g. 0.01"
    )
    return parser


def _options(given: argparse.Namespace) -> Options:
    return Options(
        host=given.host,
        port=given.port,
        manifest=read_manifest(given.manifest) if given.manifest else Manifest(),
        seed=read_seed(given.seed) if given.seed else Seed(),
        timing=Timing().scaled(given.time_scale),
        data=given.data,
        request_urls=RequestUrls.all_at(given.request_url) if given.request_url else None,
    )


async def _run(options: Options) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with running_sandbox(options) as sandbox:
        told = {"url": sandbox.url, "api_url": sandbox.api_url, "bot_token": sandbox.bot_token}
        told |= {"app_token": sandbox.app_token, "signing_secret": sandbox.signing_secret}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        await stopped.wait()


if __name__ == "__main__":
    raise SystemExit(main())
