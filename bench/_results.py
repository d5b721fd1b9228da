"""Keeps what a measurement found, with the machine and the versions that it was found on."""

from __future__ import annotations

import json
import os
import platform
import resource
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from bench._machine import RESULTS, processor

PACKAGES = ("chromadb", "torch", "ctranslate2", "sentence-transformers", "bm25s", "numpy")


def keep(name: str, found: dict[str, Any], packages: Sequence[str] = PACKAGES) -> None:
    """Write bench/results/NAME.json, with the versions of these packages."""
    RESULTS.mkdir(exist_ok=True)
    machine = {"processor": processor(), "cores": os.cpu_count(), "system": platform.system()}
    versions = {"python": platform.python_version(), **{each: version(each) for each in packages}}
    load = [round(each, 1) for each in os.getloadavg()]
    whole = {"machine": machine, "load of the last 1, 5, 15 minutes": load, "versions": versions, **found}
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"kept in {path}")


def peak_memory() -> int:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
