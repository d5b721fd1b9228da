"""Uploaded files in, readable documents out: all of them, or a refusal that names each bad one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from brandkit.errors import Refusal
from brandkit.passages import Passage
from retrieval.chunking import passages_of
from retrieval.documents import Document, UnreadableDocument
from retrieval.originals import Upload
from retrieval.readers.kinds import Limits
from retrieval.readers.reading import reader
from retrieval.versions import Progress

READING = "4"
"""Raised whenever readers or chunking change what comes out, so that documents are read anew."""


@dataclass(frozen=True, kw_only=True)
class NewDocument:
    """A document as it will be recorded: the upload, what was read from it, and its passages."""

    id: str
    upload: Upload
    document: Document
    passages: tuple[Passage, ...]


def names_of(files: Sequence[Path], root: Path | None) -> dict[str, Path]:
    """Each file by its name within the guidelines. Raises Refusal for two of one name, or for none."""
    named: dict[str, Path] = {}
    for path in files:
        name = path.resolve().relative_to(root.resolve()).as_posix() if root else path.name
        if name in named:
            raise Refusal(f"Two of the files are named {name}. Give one of them another name and try again.")
        if not path.is_file():
            raise UnreadableDocument(f"{name} is not there, or is not a file. Check the path and try again.")
        named[name] = path
    return named


def document_id(brand: str, upload: Upload) -> str:
    """The same file under the same name in the same brand is the same document."""
    key = f"{brand}\x1f{upload.name}\x1f{upload.sha256}\x1f{READING}"
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()[:32]


def read_all(
    brand: str,
    uploads: Iterable[Upload],
    *,
    known: Collection[str],
    limits: Limits,
    tell: Callable[[Progress], None],
) -> tuple[tuple[NewDocument, ...], dict[str, UnreadableDocument]]:
    """The documents that are not known yet, and what cannot be read, by name. Blocks."""
    read: list[NewDocument] = []
    refused: dict[str, UnreadableDocument] = {}
    asked = [upload for upload in uploads if document_id(brand, upload) not in known]
    with reader(limits) as reading:
        for upload in asked:
            try:
                document = reading(upload.path, upload.name, _pages(upload.name, tell))
            except UnreadableDocument as refusal:
                refused[upload.name] = refusal
            else:
                read.append(_new(brand, upload, document))
                tell(
                    Progress(
                        document=upload.name,
                        stage="reading",
                        done=max(document.pages, 1),
                        total=max(document.pages, 1),
                    )
                )
    return tuple(read), refused


def together(refusals: Sequence[UnreadableDocument], asked: int) -> UnreadableDocument:
    """One refusal that names each of `asked` files that cannot be read."""
    if len(refusals) == 1:
        return UnreadableDocument(f"{refusals[0]} Nothing was changed.")
    listed = "\n".join(f"- {refusal}" for refusal in refusals)
    return UnreadableDocument(
        f"{len(refusals)} of {asked} files cannot be read, so nothing was changed:\n{listed}"
    )


def _new(brand: str, upload: Upload, document: Document) -> NewDocument:
    passages = passages_of(document, version="")
    return NewDocument(id=document_id(brand, upload), upload=upload, document=document, passages=passages)


def _pages(name: str, tell: Callable[[Progress], None]) -> Callable[[int, int], None]:
    return lambda done, total: tell(Progress(document=name, stage="reading", done=done, total=total))
