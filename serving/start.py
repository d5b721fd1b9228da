"""Starts vLLM for the desk, waits until it answers, and stops it when told to.

    python -m serving.start --model tiny|FOLDER|HUB-ID --port 8000 [-- further vLLM options]

On a machine with a GPU and vLLM in this environment, that is used; otherwise the CPU build from its
own environment (`requirements/install-vllm.sh .venv-vllm`). `tiny` is a model made on this machine
in a second: it proves that everything works and writes nonsense.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from serving.digests import named_by_digest, revision_of

ROOT = Path(__file__).resolve().parent.parent

GUIDANCE = (
    # Of vLLM's grammar engines the one that holds string lengths, and costs 20 ms for a new schema.
    "--structured-outputs-config.backend", "guidance",
    # Without it a weak model spends its budget on blank lines between the fields.
    "--structured-outputs-config.disable_any_whitespace", "true",
    # Says how much of a prompt came from the cache.
    "--enable-prompt-tokens-details",
    "--enable-request-id-headers",
    # Text comes in pieces of eight tokens after the first: each piece costs the reader as much as a token.
    "--stream-interval", "8",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Which program serves, with what, and why that one."""

    command: tuple[str, ...]
    environment: Mapping[str, str]
    kind: str


class CannotServe(Exception):
    """There is nothing on this machine that can serve; the message says how to change that."""


def plan(options: argparse.Namespace, *, gpu: bool, gpu_program: str | None, cpu_python: Path) -> Plan:
    """Decide how to serve on this machine; raises CannotServe when neither way is open."""
    common = (
        options.model, "--served-model-name", *options.name,
        "--host", options.host, "--port", str(options.port), *GUIDANCE,
    )  # fmt: skip
    if gpu and gpu_program and not options.cpu:
        command = (gpu_program, "serve", *common, "--scheduling-policy", "priority", *options.further)
        return Plan(command=command, environment={}, kind="GPU")
    if cpu_python.exists():
        launcher = (str(cpu_python), "-m", "serving.forking_server")
        return Plan(
            command=(*launcher, *common, *_cpu_options(options)), environment=_cpu_environment(), kind="CPU"
        )
    raise CannotServe(
        "No GPU with vLLM was found, and vLLM's CPU build is not installed.\n"
        f"  CPU: requirements/install-vllm.sh {cpu_python.parent.parent}\n"
        "  GPU: uv pip install 'vllm==0.32.*' --torch-backend=auto"
    )


def _cpu_options(options: argparse.Namespace) -> tuple[str, ...]:
    return (
        "--enforce-eager",
        "--distributed-executor-backend", "uni",
        # CPU blocks hold 128 tokens by default: too coarse to share the prefix of a short prompt.
        "--block-size", "32",
        # A seeded request whose prompt is read in pieces ends the engine on CPU (0.32: "CPU Generator
        # does not use offset"), so prompts are read whole.
        "--no-enable-chunked-prefill",
        "--scheduling-policy", "priority",
        *options.further,
    )  # fmt: skip


def _cpu_environment() -> dict[str, str]:
    settings = {
        "VLLM_ENABLE_V1_MULTIPROCESSING": "0",
        "VLLM_CPU_KVCACHE_SPACE": os.environ.get("VLLM_CPU_KVCACHE_SPACE", "1"),
        # More threads than free cores make OpenMP spin, and small models gain nothing from them.
        "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"),
    }
    return settings | {"PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))}


def has_gpu() -> bool:
    """Whether an NVIDIA GPU answers on this machine."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return False
    try:
        listed = subprocess.run([program, "--list-gpus"], capture_output=True, timeout=20, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return False
    return listed.returncode == 0 and b"GPU" in listed.stdout


def serve(chosen: Plan, *, address: str, patience: float, grace: float) -> int:
    """Run the server until it ends or this process is told to stop; returns its exit code.

    `patience` is how many seconds it may take to load, `grace` how many to stop.
    """
    environment = {**os.environ, "VLLM_NO_USAGE_STATS": "1", "DO_NOT_TRACK": "1", **chosen.environment}
    process = subprocess.Popen(chosen.command, env=environment, start_new_session=True)  # noqa: S603
    told_to_stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_stop.set())
    started = time.monotonic()
    while process.poll() is None and not told_to_stop.is_set() and not _answers(address):
        if time.monotonic() - started > patience:
            _say(f"the model server was not ready after {patience:.0f} s and was stopped; its log is above")
            return _stop(process, grace) or 1
        _say(f"loading the model … {time.monotonic() - started:.0f} s", end="\r")
        told_to_stop.wait(0.5)
    if process.poll() is None and not told_to_stop.is_set():
        _say(f"the model server is ready at {address}/v1 ({chosen.kind}, {time.monotonic() - started:.0f} s)")
    while process.poll() is None and not told_to_stop.wait(0.5):
        pass
    return _stop(process, grace)


def _stop(process: subprocess.Popen[bytes], grace: float) -> int:
    """End the server and everything it started; returns its exit code.

    A request that vLLM forgets while it goes down keeps its connection open, and that keeps vLLM
    alive (seen with 0.32), so it is given a while and is then ended.
    """
    if process.poll() is None:
        process.terminate()
    try:
        code = process.wait(grace)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        code = process.wait()
    # A program that ended by a signal is told as shells tell it.
    return code if code >= 0 else 128 - code


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=2) as reply:  # noqa: S310 — our own http address
            return bool(reply.status == 200)  # noqa: PLR2004
    except (urllib.error.URLError, OSError):
        return False


def _say(text: str, *, end: str = "\n") -> None:
    if end == "\n" or sys.stderr.isatty():
        sys.stderr.write(f"  {text}{end}")
        sys.stderr.flush()


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="serving.start", description="Start vLLM for the desk.")
    parser.add_argument("--model", required=True, help="tiny, a folder with weights, or a hub id")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument(
        "--name", action="append", help="name to serve it under (may be given more than once)"
    )
    parser.add_argument(
        "--adapter",
        action="append",
        default=[],
        metavar="NAME=FOLDER",
        help="a LoRA adapter to serve as NAME",
    )
    parser.add_argument("--cpu", action="store_true", help="use the CPU build even where there is a GPU")
    parser.add_argument("--cpu-environment", type=Path, default=ROOT / ".venv-vllm")
    parser.add_argument("--keep", type=Path, default=ROOT / "var" / "tiny-model", help="where `tiny` is made")
    parser.add_argument("--layers", type=int, default=2, help="how deep `tiny` is")
    parser.add_argument("--patience", type=float, default=1800, help="seconds to wait for the model to load")
    parser.add_argument("--grace", type=float, default=15, help="seconds it may take to stop")
    parser.add_argument("further", nargs="*", metavar="-- OPTION", help="passed to vLLM as they are")
    options = parser.parse_args(arguments)
    options.name = options.name or [options.model]
    return options


def _make_tiny(options: argparse.Namespace, python: Path) -> None:
    """Making it needs torch, which the server's environment has and this one may not."""
    adapter = options.keep / "adapter"
    if not (adapter / "adapter_config.json").exists():
        _say(f"making a tiny model in {options.keep}")
        command = [str(python), "-m", "serving.tiny_model", str(options.keep), str(adapter)]
        command += ["--layers", str(options.layers)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
    options.model = str(options.keep)


def _name_what_is_served(options: argparse.Namespace) -> None:
    """Serve the model under its revision as well, and adapters from folders named by their digest."""
    revision = revision_of(options.model)
    if revision:
        options.name = [*options.name, f"{options.name[0]}@{revision}"]
    modules = [_module(each, options.keep.parent / "adapters") for each in options.adapter]
    if modules:
        options.further = ["--enable-lora", "--lora-modules", *modules, *options.further]


def _module(adapter: str, links: Path) -> str:
    name, _, folder = adapter.partition("=")
    if (
        not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", name)
        or not (Path(folder) / "adapter_config.json").is_file()
    ):
        raise CannotServe(
            f"--adapter {adapter} must be NAME=FOLDER: a name of small letters, digits and hyphens, and a "
            "folder with an adapter_config.json."
        )
    return f"{name}={named_by_digest(Path(folder), name=name, links=links)}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Start, wait, serve; the exit code is the server's, or 2 when there is no way to serve."""
    options = _read(sys.argv[1:] if arguments is None else arguments)
    cpu_python = options.cpu_environment / "bin" / "python"
    beside = Path(sys.executable).with_name("vllm")
    gpu_program = str(beside) if beside.exists() else shutil.which("vllm")
    try:
        gpu = has_gpu()
        if options.model == "tiny":
            _make_tiny(options, Path(sys.executable) if gpu and gpu_program else cpu_python)
        _name_what_is_served(options)
        chosen = plan(options, gpu=gpu, gpu_program=gpu_program, cpu_python=cpu_python)
    except (CannotServe, FileNotFoundError) as error:
        _say(str(error))
        return 2
    return serve(
        chosen,
        address=f"http://{options.host}:{options.port}",
        patience=options.patience,
        grace=options.grace,
    )


if __name__ == "__main__":
    sys.exit(main())
