"""Uploaded files as they came, kept by the hash of their content."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A copy of one uploaded file that nobody else can change any more."""

    name: str
    path: Path
    sha256: str
    bytes: int


class Originals:
    """A folder of originals, two levels deep. A file is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def receiving(self, ticket: str, files: Mapping[str, Path]) -> Iterator[tuple[Upload, ...]]:
        """Copies of the files, by name, while the block runs. `ticket` is a name nobody else uses."""
        tray = self._folder / "incoming" / ticket
        tray.mkdir(parents=True)
        try:
            yield tuple(
                _received(name, source, tray / str(number))
                for number, (name, source) in enumerate(files.items())
            )
        finally:
            shutil.rmtree(tray, ignore_errors=True)

    def keep(self, upload: Upload) -> None:
        """Take an upload into the store for good."""
        place = self.path(upload.sha256)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(upload.path, place)  # noqa: PTH105  # atomic, also over a twin that came first

    def path(self, sha256: str) -> Path:
        """Where the original with this content is, or would be."""
        return self._folder / sha256[:2] / sha256


def _received(name: str, source: Path, copy: Path) -> Upload:
    digest = hashlib.sha256()
    with source.open("rb") as reading, copy.open("wb") as writing:
        while block := reading.read(1 << 20):
            digest.update(block)
            writing.write(block)
        os.fsync(writing.fileno())
    return Upload(name=name, path=copy, sha256=digest.hexdigest(), bytes=copy.stat().st_size)
