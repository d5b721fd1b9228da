"""Names exactly what is served: a digest of a folder's files, or the commit of a model from a hub.

The desk keeps these with every draft, so that a draft can say which weights wrote it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

LENGTH = 12
"""Hexadecimal characters that are enough to tell versions apart."""


def digest_of(folder: Path) -> str:
    """SHA-256 over the names and contents of the files in a folder, shortened; folders in it are left out."""
    told = hashlib.sha256()
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        told.update(path.name.encode())
        with path.open("rb") as file:
            told.update(hashlib.file_digest(file, "sha256").digest())
    return told.hexdigest()[:LENGTH]


def revision_of(model: str, environment: Mapping[str, str] = os.environ) -> str:
    """Which version of a model this is; empty for one that is not on this machine yet."""
    folder = Path(model)
    if folder.is_dir():
        return digest_of(folder)
    kept = _cache(environment) / f"models--{model.replace('/', '--')}" / "refs" / "main"
    return kept.read_text("utf-8").strip()[:LENGTH] if kept.is_file() else ""


def _cache(environment: Mapping[str, str]) -> Path:
    """Where models from the hub are kept, as the hub's own client finds it."""
    if "HF_HUB_CACHE" in environment:
        return Path(environment["HF_HUB_CACHE"])
    home = environment.get("HF_HOME") or Path(environment.get("XDG_CACHE_HOME", "~/.cache")) / "huggingface"
    return Path(home).expanduser() / "hub"


def named_by_digest(adapter: Path, *, name: str, links: Path) -> Path:
    """A link to the adapter's folder that carries its digest in its name, `name@digest`.

    vLLM tells the path of an adapter to whoever asks, and remembers prompts by it: a changed adapter
    under the same path would be answered from what the one before it left in the cache.
    """
    links.mkdir(parents=True, exist_ok=True)
    link = links / f"{name}@{digest_of(adapter)}"
    if not link.is_symlink():
        link.symlink_to(adapter.resolve(), target_is_directory=True)
    return link
