"""Takes the documents out of a zip, which may be hostile: bounded, no links, no way out of its folder."""

from __future__ import annotations

import hashlib
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from retrieval.documents import LeftOut, UnreadableDocument
from retrieval.originals import Upload
from retrieval.readers.kinds import ARCHIVE, KINDS, MAIN_PART, READABLE, Limits

LONGEST_NAME = 300
BLOCK = 1 << 20
PLAIN_WAYS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""How members may be packed. Other ways may ask for gigabytes of memory before they give a byte."""
UTF8_NAMES = 0x800
ENCRYPTED = 0x1
JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\.|Thumbs\.db$|desktop\.ini$|~\$)", re.IGNORECASE)
"""What systems leave in folders, and what nobody misses."""
OUTSIDE = re.compile(r"(?:^|/)\.\.(?:/|$)|^/|^[A-Za-z]:|[\0-\x1f]")
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(ValueError, LookupError, NotImplementedError, RuntimeError),
)
"""What the library may say of a file that is none, or was damaged."""
NAMED = 5


def unpacked(
    uploads: Sequence[Upload], limits: Limits
) -> tuple[tuple[Upload, ...], tuple[LeftOut, ...], dict[str, UnreadableDocument]]:
    """The documents in these uploads, what of the archives is no document, and what cannot be opened.

    Blocks. The last is by name. What is taken out lies beside the archive. A name is the path within the
    archive, without a folder that holds everything.
    """
    found: list[Upload] = []
    left: list[LeftOut] = []
    refused: dict[str, UnreadableDocument] = {}
    for upload in uploads:
        if Path(upload.name).suffix.lower() != ARCHIVE:
            found.append(upload)
            continue
        try:
            members, others = _opened(upload, limits)
        except UnreadableDocument as refusal:
            refused[upload.name] = refusal
        else:
            found += members
            left += _left(upload.name, others)
    return _once(found, refused), tuple(left), refused


def _opened(upload: Upload, limits: Limits) -> tuple[tuple[Upload, ...], tuple[str, ...]]:
    """The documents of one archive, and the names of what is none. Raises UnreadableDocument."""
    if upload.bytes > limits.file_bytes:
        raise _refusal(upload, f"is larger than {limits.file_bytes / 2**20:,.0f} MB. Split it")
    try:
        with zipfile.ZipFile(upload.path) as archive:
            members = _checked(upload, archive, limits)
            documents = {name: info for name, info in members.items() if _is_document(name)}
            if not documents:
                raise _refusal(upload, f"holds no documents that can be read. {READABLE} can; put some in")
            folder = upload.path.with_name(f"{upload.path.name}-members")
            folder.mkdir()
            taken = tuple(_taken(upload, archive, documents, folder, limits))
    except BROKEN as error:
        raise _refusal(upload, "is damaged or no zip archive, and cannot be opened. Pack it again") from error
    return taken, tuple(name for name in members if name not in documents)


def _checked(upload: Upload, archive: zipfile.ZipFile, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    """Its files by their names within the guidelines. Raises UnreadableDocument for what is not safe."""
    infos = archive.infolist()
    names = {info.filename for info in infos}
    if names & set(MAIN_PART.values()):
        raise _refusal(upload, "is an Office document, not an archive of documents. Give it its own ending")
    size = sum(info.file_size for info in infos)
    if size > limits.unpacked_bytes or len(infos) > limits.archive_members:
        raise _refusal(
            upload,
            f"unpacks to {size / 2**20:,.0f} MB in {len(infos):,} files; {limits.archive_members:,} files of "
            f"{limits.unpacked_bytes / 2**20:,.0f} MB are allowed. Leave pictures and films out, or split it",
        )
    files: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = _name(info)
        if OUTSIDE.search(name) or len(name) > LONGEST_NAME:
            raise _refusal(
                upload, f"holds a file that would lie outside of it ({name[:80]!r}). Pack it again"
            )
        if not name or name.endswith("/") or JUNK.search(name) or stat.S_ISLNK(info.external_attr >> 16):
            continue
        if info.flag_bits & ENCRYPTED:
            raise _refusal(upload, "is protected by a password. Pack it without one")
        if files.setdefault(name, info) is not info and files[name].CRC != info.CRC:
            raise _refusal(upload, f"holds two files named {name}. Leave one of them out")
    return _from_the_top(files)


def _name(info: zipfile.ZipInfo) -> str:
    """The path with plain slashes. Many programs write UTF-8 without saying so."""
    name = info.filename
    if not info.flag_bits & UTF8_NAMES:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/").removeprefix("./")


def _from_the_top(files: dict[str, zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Without the one folder that holds everything: another day it has another name."""
    tops = {name.partition("/")[0] for name in files}
    if len(tops) == 1 and all("/" in name for name in files):
        return {name.partition("/")[2]: info for name, info in files.items()}
    return files


def _is_document(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in KINDS


def _taken(
    upload: Upload,
    archive: zipfile.ZipFile,
    documents: dict[str, zipfile.ZipInfo],
    folder: Path,
    limits: Limits,
) -> Iterator[Upload]:
    """Each document as an upload of its own. What it says of its size is not believed."""
    beside = PurePosixPath(upload.name).parent
    room = limits.unpacked_bytes
    for number, (name, info) in enumerate(documents.items()):
        if info.compress_type not in PLAIN_WAYS:
            raise _refusal(upload, "is packed in an unusual way. Pack it again as an ordinary zip")
        copy = folder / str(number)
        digest, size = hashlib.sha256(), 0
        with archive.open(info) as packed, copy.open("wb") as out:
            while block := packed.read(BLOCK):
                size += len(block)
                if size > min(room, limits.file_bytes):
                    raise _refusal(upload, f"unpacks to more than is allowed at {name}. Split it")
                digest.update(block)
                out.write(block)
        room -= size
        yield Upload(name=(beside / name).as_posix(), path=copy, sha256=digest.hexdigest(), bytes=size)


def _once(found: Sequence[Upload], refused: dict[str, UnreadableDocument]) -> tuple[Upload, ...]:
    """Each name once; the same file twice is one, two files of one name are refused."""
    named: dict[str, Upload] = {}
    for upload in found:
        known = named.setdefault(upload.name.casefold(), upload)
        if known.sha256 != upload.sha256:
            refused[upload.name] = UnreadableDocument(
                f"{upload.name} comes twice with different content. Give one of them another name and "
                "upload both again."
            )
    return tuple(named.values())


def _left(archive: str, others: Sequence[str]) -> Iterator[LeftOut]:
    if others:
        first = ", ".join(others[:NAMED])
        more = f" and {len(others) - NAMED} more" if len(others) > NAMED else ""
        yield LeftOut(
            name=archive, why=f"these files in it are no documents and were left out: {first}{more}"
        )


def _refusal(upload: Upload, why: str) -> UnreadableDocument:
    return UnreadableDocument(f"{upload.name} {why} and upload that.")
