"""`copydesk demo`: a workspace, the desk and a sample brand on this machine, with nothing to set up."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr
from rich.markup import escape

from bot import logs
from bot.cli.event_loop import run_long
from bot.cli.library import activate_version, load
from bot.cli.output import console, told_plainly
from bot.cli.workspace import DemoFailed, free_port, running_workspace, stop
from bot.settings import Settings, SlackSettings, pass_to_child
from bot.shop import migrate, open_shop
from bot.wiring import running_desk

MARKETER, APPROVER, ADMIN = "U0MAYA", "U0OMAR", "U0ADA"
APPROVALS_CHANNEL = "C0APPROVALS"


def demo(
    kit: Annotated[Path, typer.Option("--kit", help="The brand to demonstrate.")] = Path("kits/ledgerline"),
    home: Annotated[Path, typer.Option("--home", help="Where the demo keeps its data.")] = Path("var/demo"),
    port: Annotated[int, typer.Option("--port", help="Port of the page; 0 takes a free one.")] = 8765,
    model: Annotated[
        str, typer.Option("--model", help="Draft with this model (hub id, folder, or tiny) on a local vLLM.")
    ] = "",
) -> None:
    """Show everything on this machine: no Slack workspace, no GPU, no network.

    Opens a local Slack-compatible workspace with three people: Maya asks for copy, Omar approves it,
    Ada looks after the guidelines. Without --model the house writer drafts, and every card says so.
    A second start finds everything as it was. Ctrl-C stops it.
    """
    with told_plainly():
        logs.set_up("WARNING", plain=True)
        home.mkdir(parents=True, exist_ok=True)
        run_long(_demo(kit, home, port, model))


async def _demo(kit: Path, home: Path, port: int, model: str) -> None:
    started = time.monotonic()
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with AsyncExitStack() as stack:
        _say("Starting the workspace")
        workspace = await stack.enter_async_context(running_workspace(home, port))
        model_url = await stack.enter_async_context(_model(model, home / "vllm.log")) if model else ""
        settings = Settings(
            home=home,
            kit=kit,
            admins=(ADMIN,),
            approvers=(APPROVER, ADMIN),
            approvals_channel=APPROVALS_CHANNEL,
            model_url=model_url,
        )
        _say("Preparing the record")
        await asyncio.to_thread(migrate, settings)
        await _load_kit(settings)
        _say("Connecting the desk")
        await stack.enter_async_context(running_desk(settings, _slack(workspace)))
        _greet(workspace["url"], model, time.monotonic() - started)
        await stopped.wait()
        console.print("\nStopping …")
    console.print(f"Stopped. The data is in {escape(str(home))}.")


@asynccontextmanager
async def _model(model: str, log: Path) -> AsyncIterator[str]:
    """A vLLM server for the demo; loading a large model can take minutes. What it says goes to `log`."""
    _say(f"Starting vLLM with {model} (its log: {log})")
    port = free_port(0)
    out = await asyncio.to_thread(log.open, "wb")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "serving.start",
        "--model",
        model,
        "--port",
        str(port),
        env=pass_to_child(PYTHONUNBUFFERED="1"),
        stdout=out,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    out.close()
    try:
        await _answering(process, port, log)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        await stop(process)


async def _answering(process: asyncio.subprocess.Process, port: int, log: Path) -> None:
    while process.returncode is None:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /health HTTP/1.0\r\n\r\n")
            writer.close()
            await writer.wait_closed()
            return
        await asyncio.sleep(0.5)
    said = (await asyncio.to_thread(log.read_text, errors="replace")).strip().splitlines()[-5:]
    raise DemoFailed(
        "vLLM did not start. Without MODEL the house writer drafts. The last it said:\n" + "\n".join(said)
    )


async def _load_kit(settings: Settings) -> None:
    async with open_shop(settings, settings.kit) as shop:
        if await shop.library.active(shop.kit.slug) is None:
            _say(f"Reading the guidelines of {shop.kit.name or shop.kit.slug}")
            version = await load(settings, shop, activate=False)
            await activate_version(settings, shop, version.version)


def _slack(workspace: dict[str, str]) -> SlackSettings:
    return SlackSettings(
        api_url=workspace["api_url"],
        bot_token=SecretStr(workspace["bot_token"]),
        app_token=SecretStr(workspace["app_token"]),
        signing_secret=SecretStr(workspace["signing_secret"]),
    )


def _say(step: str) -> None:
    console.print(f"  [dim]•[/dim] {escape(step)} …")


def _greet(url: str, model: str, seconds: float) -> None:
    nonsense = ", a tiny random model that writes nonsense" if model == "tiny" else ""
    writer = (
        f"drafting with {model}{nonsense}" if model else "drafting with the house writer (no model connected)"
    )
    console.print(f"\n[bold]Copydesk is ready[/bold] after {seconds:.0f} s, {escape(writer)}.")
    console.print(f"\n    [bold green]{url}[/bold green]\n")
    console.print(
        "  Maya   asks:     @Copydesk LinkedIn post for freelancers about the new invoice reminders"
    )
    console.print("  Omar   approves: look into #approvals")
    console.print("  Ada    uploads:  share a guideline file with Copydesk in its direct messages")
    console.print("\nCtrl-C stops it; the data stays for the next start.")
