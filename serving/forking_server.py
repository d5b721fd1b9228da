"""`vllm serve` on CPU in a third of the time: the engine's process is forked instead of started anew.

Most of vLLM's start on CPU is importing Python modules, and each of its processes imports them
again. Here the modules are imported once and the engine inherits them. Only for CPU: a forked child
cannot use CUDA. Runs inside the environment of the model server; arguments are those of `vllm serve`.
"""

from __future__ import annotations

import importlib
import multiprocessing
import multiprocessing.context
import sys

NEEDED_BY_THE_ENGINE = (
    "vllm.v1.engine.core",
    "vllm.v1.worker.cpu_worker",
    "vllm.v1.worker.cpu_model_runner",
    "vllm.model_executor.models.llama",
)


def main() -> None:
    """Serve until told to stop."""
    entry = importlib.import_module("vllm.entrypoints.cli.main")
    _fork_instead_of_spawn()
    sys.argv = ["vllm", "serve", *sys.argv[1:]]
    entry.main()


def _fork_instead_of_spawn() -> None:
    """Best effort: where these internals have moved, the server starts the slow way."""
    try:
        for name in NEEDED_BY_THE_ENGINE:
            importlib.import_module(name)
        places = [
            importlib.import_module(name) for name in ("vllm.utils.system_utils", "vllm.v1.engine.utils")
        ]
    except ImportError as missing:
        sys.stderr.write(f"starting the engine the slow way: {missing}\n")
        return
    for place in places:
        if hasattr(place, "get_mp_context"):
            place.get_mp_context = _forking_context  # type: ignore[attr-defined]


def _forking_context() -> multiprocessing.context.BaseContext:
    return multiprocessing.get_context("fork")


if __name__ == "__main__":
    main()
