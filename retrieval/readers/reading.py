"""Reads uploaded files in a process of their own, which may die without harm."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from retrieval.documents import Document, Section, UnreadableDocument
from retrieval.readers.kinds import Limits

ROOT = Path(__file__).resolve().parents[2]
PageProgress = Callable[[int, int], None]
"""Called with pages done and pages in all."""


def read_document(
    path: Path, *, name: str | None = None, progress: PageProgress | None = None, limits: Limits | None = None
) -> Document:
    """The document in this file. Raises UnreadableDocument, whose message names the file.

    `name` is the path within the guidelines folder (default: the bare file name); its ending says
    what the file claims to be. Blocks; takes a third of a second to begin.
    """
    with reader(limits or Limits()) as read:
        return read(path, name or path.name, progress)


@contextmanager
def reader(limits: Limits) -> Iterator[Callable[[Path, str, PageProgress | None], Document]]:
    """A function that reads one file after another in one process, which is renewed when it dies."""
    process = _Process(limits)
    try:
        yield process.read
    finally:
        process.end()


class _Process:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._running: subprocess.Popen[str] | None = None

    def read(self, path: Path, name: str, progress: PageProgress | None) -> Document:
        if not path.is_file():
            raise UnreadableDocument(f"{name} is not there any more. Upload it again.")
        process = self._started()
        overdue = threading.Timer(self._limits.seconds, process.kill)
        overdue.start()
        try:
            return self._document(process, path, name, progress)
        finally:
            overdue.cancel()

    def end(self) -> None:
        if self._running is not None:
            self._running.kill()
            self._running.communicate()
            self._running = None

    def _started(self) -> subprocess.Popen[str]:
        if self._running is None or self._running.poll() is not None:
            self.end()
            self._running = _start(self._limits)
        return self._running

    def _document(
        self, process: subprocess.Popen[str], path: Path, name: str, progress: PageProgress | None
    ) -> Document:
        for answer in _asked(process, {"path": str(path.resolve()), "name": name}):
            if "page" in answer:
                if progress is not None:
                    progress(answer["page"], answer["of"])
            elif "refused" in answer:
                raise UnreadableDocument(f"{name} {answer['refused']}.")
            else:
                return _as_document(answer["document"])
        self.end()
        raise UnreadableDocument(
            f"{name} took more time or memory to read than is allowed. It may be damaged: save it again, or "
            "split it, and upload that."
        )


def _start(limits: Limits) -> subprocess.Popen[str]:
    environment = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL") if key in os.environ}
    process = subprocess.Popen(  # our own module, no shell, and no secrets in its environment
        [sys.executable, "-B", "-m", "retrieval.readers.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={**environment, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        text=True,
        encoding="utf-8",
    )
    _write(process, asdict(limits))
    return process


def _asked(process: subprocess.Popen[str], question: dict[str, str]) -> Iterator[dict[str, Any]]:
    _write(process, question)
    answers: IO[str] | None = process.stdout
    assert answers is not None, "the process was started with a pipe"
    for line in answers:
        yield json.loads(line)


def _write(process: subprocess.Popen[str], value: dict[str, Any]) -> None:
    assert process.stdin is not None, "the process was started with a pipe"
    try:
        process.stdin.write(json.dumps(value) + "\n")
        process.stdin.flush()
    except BrokenPipeError:
        return  # it died; no answer will come, and that is what the asker looks at


def _as_document(plain: dict[str, Any]) -> Document:
    sections: Sequence[dict[str, Any]] = plain.pop("sections")
    return Document(
        **{**plain, "notes": tuple(plain["notes"])},
        sections=tuple(Section(**{**section, "heading": tuple(section["heading"])}) for section in sections),
    )
