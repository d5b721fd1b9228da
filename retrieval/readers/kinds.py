"""Tells what a file is by what is in it, and refuses what cannot or must not be read."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from retrieval.documents import UnreadableDocument

KINDS = {
    ".md": "markdown", ".mdx": "markdown", ".markdown": "markdown",
    ".rst": "restructured",
    ".html": "webpage", ".htm": "webpage", ".xhtml": "webpage", ".njk": "webpage", ".jinja": "webpage",
    ".txt": "plain", ".text": "plain",
    ".docx": "word", ".pptx": "slides", ".pdf": "pdf",
}  # fmt: skip
ARCHIVE = ".zip"
READABLE = (
    "Markdown, HTML, reStructuredText, Word (.docx), PowerPoint (.pptx), PDF, plain text and a zip of them"
)
TEXT_KINDS = frozenset({"markdown", "restructured", "webpage", "plain"})
MACROS = frozenset({".docm", ".dotm", ".pptm", ".potm", ".ppsm", ".xlsm"})
OLDER = {
    ".doc": ".docx",
    ".ppt": ".pptx",
    ".rtf": ".docx",
    ".odt": ".docx",
    ".odp": ".pptx",
    ".pages": ".docx",
}
CONTENT_TYPES, MOST_TYPES = "[Content_Types].xml", 2**20
MACRO_TYPES = (b"macroenabled", b"vbaproject")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN_PART = {"word": "word/document.xml", "slides": "ppt/presentation.xml"}
PROGRAM = b"MZ"  # two letters that a text may also begin with
SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (OLE, "an old or password-protected Office document"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (PROGRAM, "a program"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document"),
)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much one file may ask for. Bytes, pages, characters of text, seconds."""

    file_bytes: int = 50 * 2**20
    unpacked_bytes: int = 400 * 2**20
    archive_members: int = 10_000
    pages: int = 3_000
    characters: int = 20_000_000
    memory_bytes: int = 2 * 2**30
    cpu_seconds: int = 120
    seconds: float = 180.0


def kind_of(name: str, content: bytes, limits: Limits) -> str:
    """The reader that fits. Raises UnreadableDocument with the reason, without naming the file."""
    extension = PurePath(name).suffix.lower()
    _refuse_by_name(extension)
    if not content.strip():
        raise UnreadableDocument("is empty. Upload the file again with its text in it")
    kind = KINDS[extension]
    if kind == "pdf":
        _expect(b"%PDF-" in content[:1024], "a PDF", content, extension)
    elif kind in TEXT_KINDS:
        _expect(_is_text(content), "text", content, extension)
    else:
        _check_office(kind, content, extension, limits)
    return kind


def text_of(content: bytes) -> str:
    """The words of a text file: UTF-8 or UTF-16 by its mark, else Windows' western letters."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _refuse_by_name(extension: str) -> None:
    if extension in MACROS:
        raise UnreadableDocument(
            "may carry macros. Save it without macros (as .docx or .pptx) and upload that"
        )
    if extension in OLDER:
        raise UnreadableDocument(
            f"is of a format that is not read here. Save it as {OLDER[extension]} or PDF and upload that"
        )
    if extension not in KINDS:
        raise UnreadableDocument(
            f"is not of a kind that can be read. {READABLE} can; save it as one of these and upload that"
        )


def _expect(fits: bool, expected: str, content: bytes, extension: str) -> None:  # noqa: FBT001
    if fits:
        return
    is_ = next((what for signature, what in SIGNATURES if content.startswith(signature)), "something else")
    raise UnreadableDocument(
        f"is named {extension} but is not {expected}: it looks like {is_}. Give it the right ending, or "
        f"save it again as {expected}, and upload that"
    )


def _is_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    signed = any(content.startswith(signature) for signature, _ in SIGNATURES if signature != PROGRAM)
    return not signed and b"\x00" not in content[:65536]


def _check_office(kind: str, content: bytes, extension: str, limits: Limits) -> None:
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise UnreadableDocument("is protected by a password. Save it without one and upload that")
        raise UnreadableDocument(
            f"is of the Office format before 2007. Save it as {extension} and upload that"
        )
    _expect(content.startswith(b"PK"), f"a {extension} document", content, extension)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_archive(archive, kind, extension, limits)
    except (zipfile.BadZipFile, EOFError, ValueError) as error:
        raise UnreadableDocument("is damaged and cannot be opened. Save it again and upload that") from error


def _check_archive(archive: zipfile.ZipFile, kind: str, extension: str, limits: Limits) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.unpacked_bytes or len(members) > limits.archive_members:
        raise UnreadableDocument(
            f"unpacks to {unpacked / 2**20:,.0f} MB; {limits.unpacked_bytes / 2**20:,.0f} MB are allowed. "
            "Take the pictures and films out, or split it, and upload that"
        )
    names = {member.filename for member in members}
    if any(name.lower().endswith("vbaproject.bin") for name in names) or _says_macros(archive, names):
        raise UnreadableDocument("carries macros. Save it without macros and upload that")
    if MAIN_PART[kind] not in names:
        raise UnreadableDocument(
            f"is named {extension} but holds no such document. Save it again as {extension} and upload that"
        )


def _says_macros(archive: zipfile.ZipFile, names: set[str]) -> bool:
    """Whether a part is declared to be a macro, whatever its name."""
    if CONTENT_TYPES not in names:
        return False
    with archive.open(CONTENT_TYPES) as listed:
        declared = listed.read(MOST_TYPES).lower()
    return any(each in declared for each in MACRO_TYPES)
