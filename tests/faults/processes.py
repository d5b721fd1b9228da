"""The workspace and the desk as processes of their own, so that the desk can be killed like one."""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path

ROOT = Path(__file__).parents[2]
KIT = ROOT / "kits" / "ledgerline"
_HEAVY = ["bot.cli.main", "torch", "sentence_transformers", "chromadb", "tests.faults.processes"]


@asynccontextmanager
async def workspace_process(*, time_scale: float) -> AsyncIterator[dict[str, str]]:
    """A workspace that counts; gives its addresses and tokens. `time_scale` shortens its redelivery."""
    command = ["-m", "sandbox", "--manifest", "slack-manifest.yaml", "--time-scale", str(time_scale)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield json.loads(await process.stdout.readline())
    finally:
        process.terminate()
        await process.wait()


def desk_environment(home: Path, workspace: Mapping[str, str], **more: str) -> dict[str, str]:
    """What configures a desk: its environment and nothing else."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {
        **kept,
        "SLACK_API_URL": workspace["api_url"],
        "SLACK_BOT_TOKEN": workspace["bot_token"],
        "SLACK_APP_TOKEN": workspace["app_token"],
        "SLACK_SIGNING_SECRET": workspace["signing_secret"],
        "COPYDESK_HOME": str(home),
        "COPYDESK_KIT": str(KIT),
        "COPYDESK_ADMINS": "U0ADA",
        "COPYDESK_APPROVERS": "U0OMAR,U0ADA",
        "COPYDESK_APPROVALS_CHANNEL": "C0APPROVALS",
        "COPYDESK_LOG_LEVEL": "WARNING",
        **more,
    }


def copydesk(environment: Mapping[str, str], *arguments: str) -> str:
    """Run one command to its end; gives what it printed. Fails with its error."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, f"copydesk {' '.join(arguments)}: {done.stdout}{done.stderr}"
    return done.stdout


class DeskProcess:
    """One desk that is killed and started again. What it says goes to a file.

    Most starts fork from a process that has the heavy libraries loaded already, as imports are most of
    a start and none of what is tested; `cold` starts do all of it.
    """

    def __init__(self, environment: Mapping[str, str], log: Path, *command: str) -> None:
        self.environment = dict(environment)
        """What the next start gets."""
        self._log = log
        self._command = command
        self._running: ForkServerProcess | subprocess.Popen[bytes] | None = None

    def start(self, *, cold: bool = False) -> None:
        """Start it; returns at once."""
        if cold:
            with self._log.open("ab") as log:
                self._running = subprocess.Popen(
                    [sys.executable, "-m", "bot", *self._command],
                    cwd=ROOT,
                    env=self.environment,
                    stdout=log,
                    stderr=log,
                )
            return
        forks = multiprocessing.get_context("forkserver")
        forks.set_forkserver_preload(_HEAVY)
        self._running = forks.Process(
            target=run_forked, args=(self.environment, str(self._log), self._command), daemon=True
        )
        self._running.start()

    async def kill(self) -> None:
        """End it the hard way, and wait until it is gone."""
        if self._running is not None:
            self._running.kill()
            await self.ended()

    async def ended(self, *, within: float = 30.0) -> int:
        """Wait for its end; gives the exit code."""
        process = self._running
        assert process is not None
        if isinstance(process, subprocess.Popen):
            return await asyncio.to_thread(process.wait, within)
        await asyncio.to_thread(process.join, within)
        assert process.exitcode is not None, "the desk did not end"
        return process.exitcode

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        process = self._running
        if isinstance(process, subprocess.Popen):
            return process.poll() is None
        return process is not None and process.is_alive()

    async def stop(self) -> None:
        """End it as an operator would."""
        process = self._running
        if process is not None and self.alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid or 0, signal.SIGTERM)
            try:
                await self.ended(within=15)
            except (AssertionError, subprocess.TimeoutExpired):
                await self.kill()

    def said(self) -> str:
        """Everything it has logged."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""


def run_forked(environment: Mapping[str, str], log: str, command: tuple[str, ...]) -> None:
    """In the new process: become `copydesk …` with that environment."""
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["copydesk", *command]

    from bot.cli.main import main
    from tests.faults import doom

    doom.prepare(dict(environment))
    main()
