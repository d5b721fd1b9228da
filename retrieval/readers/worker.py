"""The process that reads one hostile file after another: no network, little memory, little time.

It speaks JSON lines. In: {path, name}. Out, any number of {page, of}, then {document} or {refused}.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

from retrieval.documents import Document, UnreadableDocument
from retrieval.readers.kinds import TEXT_KINDS, Limits, kind_of, text_of
from retrieval.readers.outline import Outline

NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000
FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.remove",
    "shutil.",
)
TEXT_READERS = {"markdown": "read_markdown", "webpage": "read_webpage", "restructured": "read_restructured",
                "plain": "read_plain"}  # fmt: skip
DAMAGED = "is damaged or not what its name says, and cannot be read. Save it again and upload that"


def main() -> None:
    """Read files as they are asked for, until the asker goes away."""
    answers = _own_output()
    limits = Limits(**json.loads(sys.stdin.readline()))
    _cut_off(limits)
    for line in sys.stdin:
        asked = json.loads(line)
        _allow_time(limits)
        for answer in _answers(Path(asked["path"]), asked["name"], limits, answers):
            _say(answers, answer)


def _answers(path: Path, name: str, limits: Limits, answers: TextIO) -> list[dict[str, Any]]:
    def page_done(page: int, of: int) -> None:
        if of > limits.pages:
            raise UnreadableDocument(
                f"has {of:,} pages; {limits.pages:,} are allowed. Split it and upload the parts"
            )
        _say(answers, {"page": page, "of": of})

    try:
        return [{"document": asdict(_read(path, name, limits, page_done))}]
    except UnreadableDocument as refusal:
        return [{"refused": str(refusal)}]
    except MemoryError:
        return [{"refused": "needs more memory to read than is allowed. Split it and upload the parts"}]
    except Exception as error:  # noqa: BLE001  # an edge: whatever a parser says to a hostile file is one answer
        protected = "password" in str(error).lower()
        reason = "is protected by a password. Save it without one and upload that" if protected else DAMAGED
        return [{"refused": reason, "error": type(error).__name__}]


def _read(path: Path, name: str, limits: Limits, page_done: Callable[[int, int], None]) -> Document:
    if path.stat().st_size > limits.file_bytes:
        raise UnreadableDocument(
            f"has {path.stat().st_size / 2**20:,.1f} MB; {limits.file_bytes / 2**20:,.1f} MB are allowed. "
            "Take the pictures out, or split it, and upload that"
        )
    content = path.read_bytes()
    kind = kind_of(name, content, limits)
    outline, pages, notes = _outline(kind, content, page_done)
    document = outline.document(
        name=name, kind=Path(name).suffix.lower().lstrip("."), pages=pages, notes=notes
    )
    if not document.sections and not document.title:
        raise UnreadableDocument("has no text in it. Upload it again with its text, or leave it out")
    if sum(len(section.text) for section in document.sections) > limits.characters:
        raise UnreadableDocument("has more text than is allowed. Split it and upload the parts")
    return document


def _outline(
    kind: str, content: bytes, page_done: Callable[[int, int], None]
) -> tuple[Outline, int, tuple[str, ...]]:
    # Each format brings a library of its own; only the one that is needed is loaded.
    module = import_module(f"retrieval.readers.{kind}")
    if kind in TEXT_KINDS:
        return getattr(module, TEXT_READERS[kind])(text_of(content)), 0, ()
    if kind == "word":
        return module.read_word(content), 0, ()
    paged = module.read_slides if kind == "slides" else module.read_pdf
    read: tuple[Outline, int, tuple[str, ...]] = paged(content, page_done)
    return read


def _own_output() -> TextIO:
    """Standard output for answers only: what a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _say(answers: TextIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def _cut_off(limits: Limits) -> None:
    """Take away what a reader does not need. A network namespace of its own where the system lets us."""
    ctypes.CDLL(None).unshare(NEW_USER_AND_NETWORK)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(FORBIDDEN):
        raise PermissionError(f"a document reader may not do this: {event}")
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        raise PermissionError("a document reader may not write files")


def _allow_time(limits: Limits) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + limits.cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    main()
