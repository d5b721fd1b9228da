"""`copydesk serve`, `worker` and `migrate`: the processes of a running desk."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from pathlib import Path

from rich.markup import escape
from sqlalchemy.engine import make_url

from bot import logs
from bot.cli.event_loop import run_long
from bot.cli.library import first_guidelines
from bot.cli.output import console, told_plainly
from bot.settings import Settings, SlackSettings, read_settings
from bot.shop import migrate as bring_up_to_date
from bot.wiring import must_be_complete, running_desk


def serve() -> None:
    """Run the Slack app. Settings come from the environment; docs/settings.md lists them.

    With SLACK_APP_TOKEN it connects over Socket Mode, otherwise it listens for signed requests at
    /slack/events. On SQLite the first start makes the tables and loads the kit's guidelines; on PostgreSQL,
    and after an update, run `copydesk migrate` first. `copydesk doctor` says what is missing.
    """
    with told_plainly():
        settings, slack = read_settings()
        logs.set_up(settings.log_level)
        must_be_complete(slack, listen=True)
        asyncio.run(_furnished(settings))
        run_long(_until_stopped(settings, slack, listen=True))


def worker() -> None:
    """Run jobs beside the web process. Needs PostgreSQL and COPYDESK_WORKER=apart; start as many as you like.

    Give each a name of its own with COPYDESK_WORKER_NAME, the same at every start.
    """
    with told_plainly():
        settings, slack = read_settings()
        logs.set_up(settings.log_level)
        run_long(_until_stopped(settings, slack, listen=False))


def migrate() -> None:
    """Create or update the tables. Run it once before every start of a new release."""
    with told_plainly():
        settings, _ = read_settings()
        bring_up_to_date(settings)
        console.print(f"The tables of {escape(_without_password(settings.record_url))} are up to date.")


async def _furnished(settings: Settings) -> None:
    """Make an embedded desk ready at its first start: the tables, and the guidelines that the kit brings.

    A shared database is left to whoever runs it: several processes start there at once.
    """
    url = make_url(settings.record_url)
    if url.get_backend_name() != "sqlite":
        return
    if not await asyncio.to_thread(Path(url.database or "").exists):
        await asyncio.to_thread(bring_up_to_date, settings)
    await first_guidelines(settings, lambda step: console.print(f"{escape(step)} …"))


async def _until_stopped(settings: Settings, slack: SlackSettings, *, listen: bool) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, stopped.set)
    async with running_desk(settings, slack, listen=listen):
        console.print("Copydesk is running. Ctrl-C stops it." if listen else "The worker is running.")
        await stopped.wait()
        console.print("Stopping …")


def _without_password(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)
