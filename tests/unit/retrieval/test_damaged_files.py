"""Files with bytes changed anywhere: a reader gives a document or a refusal, never anything else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.documents import Document, UnreadableDocument
from retrieval.readers.kinds import Limits
from retrieval.readers.reading import PageProgress, reader
from tests.unit.retrieval.making import a_deck, a_pdf, a_tagged_pdf, a_word_file

Read = Callable[[Path, str, PageProgress | None], Document]
FLIPS = st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 255)), min_size=1, max_size=10)
FUZZED = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
MARKDOWN = "---\ntitle: Voice\n---\n# Voice\n\n- warm\n\n| Say | Not |\n|---|---|\n| use | utilise |\n\n<img alt='x'>\n"
PAGE = (
    "<html><h1>Voice</h1><table><tr><td>a</td></tr></table><img alt='x'>{% set title = 'x' %}<p>Be warm.</p>"
)
RST = "Voice\n=====\n\n.. list-table::\n\n   * - Say\n     - Not\n\n.. image:: a.png\n   :alt: x\n\n* one\n* two\n"


@pytest.fixture(scope="module")
def read() -> Iterator[Read]:
    with reader(Limits(cpu_seconds=10, seconds=20)) as one:
        yield one


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """One sound file of each kind."""
    folder = tmp_path_factory.mktemp("whole")
    word = a_word_file(
        folder / "a.docx", ("Heading 1", "Voice"), ("List Bullet", "warm"), ("table", "Say|Not;use|utilise")
    )
    deck = a_deck(folder / "a.pptx", ("Voice", "Warm", "Ask Ana"), table=(("Do", "Don't"), ("a", "b")))
    pages = [
        [(20, "Voice"), *((11, f"Line {n} of the body of the page, in plain words.") for n in range(9))]
    ] * 3
    return {
        "a.docx": word.read_bytes(),
        "a.pptx": deck.read_bytes(),
        "a.pdf": a_pdf(folder / "a.pdf", *pages, footer="Page {page}").read_bytes(),
        "b.pdf": a_tagged_pdf(folder / "b.pdf", "Logo", alternative="The logo").read_bytes(),
        "a.md": MARKDOWN.encode(),
        "a.html": PAGE.encode(),
        "a.rst": RST.encode(),
        "a.txt": b"VOICE\n\nBe warm.\n",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["a.docx", "a.pptx", "a.pdf", "b.pdf", "a.md", "a.html", "a.rst", "a.txt"])
@FUZZED
@given(flips=FLIPS)
def test_changed_bytes_are_read_or_refused(
    read: Read, whole: dict[str, bytes], tmp_path: Path, name: str, flips: list[tuple[int, int]]
) -> None:
    _is_read_or_refused(read, tmp_path / name, _flipped(whole[name], flips))


@pytest.mark.parametrize("name", ["a.docx", "a.pptx"])
@FUZZED
@given(change=st.tuples(st.integers(0, 10**4), FLIPS))
def test_changed_bytes_within_a_sound_package_are_read_or_refused(
    read: Read, whole: dict[str, bytes], tmp_path: Path, name: str, change: tuple[int, list[tuple[int, int]]]
) -> None:
    _is_read_or_refused(read, tmp_path / name, _packed_anew(whole[name], *change))


def _is_read_or_refused(read: Read, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    came = _document_or_refusal(read, path)
    if isinstance(came, UnreadableDocument):
        assert str(came).startswith(path.name)
        assert str(came).endswith(".")
    else:
        assert all(came.text[one.start : one.end] == one.text for one in came.sections)
        assert "\0" not in came.text


def _document_or_refusal(read: Read, path: Path) -> Document | UnreadableDocument:
    try:
        return read(path, path.name, None)
    except UnreadableDocument as refusal:
        return refusal


def _flipped(content: bytes, flips: list[tuple[int, int]]) -> bytes:
    changed = bytearray(content)
    for place, value in flips:
        changed[place % len(changed)] = value
    return bytes(changed)


def _packed_anew(content: bytes, member: int, flips: list[tuple[int, int]]) -> bytes:
    """The package with one of its parts changed, and every checksum right."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        names = [name for name in old.namelist() if old.getinfo(name).file_size]
        for name in names:
            part = old.read(name)
            new.writestr(name, _flipped(part, flips) if name == names[member % len(names)] else part)
    return buffer.getvalue()
