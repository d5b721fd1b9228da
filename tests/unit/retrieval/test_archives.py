from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.archives import unpacked
from retrieval.documents import UnreadableDocument
from retrieval.originals import Upload
from retrieval.readers.kinds import Limits


def a_zip(*members: tuple[str, bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", way) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def taken_out(
    folder: Path, content: bytes, limits: Limits | None = None, name: str = "brand.zip"
) -> tuple[dict[str, bytes], list[str], list[str]]:
    """Documents by name, what was left out, and refusals."""
    path = folder / "0"
    path.write_bytes(content)
    upload = Upload(name=name, path=path, sha256="", bytes=len(content))
    found, left, refused = unpacked([upload], limits or Limits())
    return (
        {one.name: one.path.read_bytes() for one in found},
        [one.why for one in left],
        [str(one) for one in refused.values()],
    )


def test_documents_come_out_under_their_paths_without_the_folder_that_holds_all(tmp_path: Path) -> None:
    content = a_zip(("Brand 2027/voice.md", b"# Voice"), ("Brand 2027/web/tone.md", b"# Tone"))

    assert taken_out(tmp_path, content) == ({"voice.md": b"# Voice", "web/tone.md": b"# Tone"}, [], [])


def test_an_archive_in_a_folder_of_the_guidelines_keeps_that_folder(tmp_path: Path) -> None:
    found, _, _ = taken_out(tmp_path, a_zip(("a.md", b"x"), ("b/c.md", b"y")), name="old/brand.zip")

    assert set(found) == {"old/a.md", "old/b/c.md"}


def test_pictures_are_left_out_and_named_and_what_systems_leave_is_not_even_named(tmp_path: Path) -> None:
    content = a_zip(
        ("a.md", b"x"),
        ("logo.png", b"y"),
        ("inner.zip", b"PK"),
        ("__MACOSX/._a.md", b"z"),
        (".DS_Store", b"z"),
    )

    found, left, refused = taken_out(tmp_path, content)

    assert (set(found), refused) == ({"a.md"}, [])
    assert left == ["these files in it are no documents and were left out: logo.png, inner.zip"]


@pytest.mark.parametrize(
    "name", ["../evil.md", "a/../../evil.md", "/etc/evil.md", "C:\\evil.md", "..\\evil.md"]
)
def test_a_name_that_leads_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    found, _, refused = taken_out(tmp_path, a_zip(("good.md", b"x"), (name, b"y")))

    assert found == {}
    assert "would lie outside" in refused[0]


def test_links_are_not_followed(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link.md")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("good.md", "x")

    assert set(taken_out(tmp_path, buffer.getvalue())[0]) == {"good.md"}


def test_the_same_file_twice_is_one_and_two_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        same, other = a_zip(("a.md", b"x"), ("a.md", b"x")), a_zip(("a.md", b"x"), ("a.md", b"y"))

    assert taken_out(tmp_path, same) == ({"a.md": b"x"}, [], [])
    assert "two files named a.md" in taken_out(tmp_path, other)[2][0]


def test_an_archive_that_says_how_much_it_unpacks_to_is_refused_before_it_is(tmp_path: Path) -> None:
    bomb = a_zip(("a.md", b"\0" * 3_000_000))

    found, _, refused = taken_out(tmp_path, bomb, Limits(unpacked_bytes=2_000_000))

    assert len(bomb) < 10_000
    assert found == {}
    assert "are allowed" in refused[0]


def test_an_archive_that_lies_about_what_it_unpacks_to_is_stopped(tmp_path: Path) -> None:
    size = 3_000_000
    bomb = a_zip(("a.md", b"\0" * size)).replace(struct.pack("<L", size), struct.pack("<L", 10))

    found, _, refused = taken_out(tmp_path, bomb, Limits(unpacked_bytes=2_000_000))

    assert found == {}
    assert refused
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) < 2_100_000


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    content = a_zip(*((f"{n}.md", b"x") for n in range(11)))

    assert "11 files; 10 files" in taken_out(tmp_path, content, Limits(archive_members=10))[2][0]


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: b"no zip at all", "is damaged or no zip"),
        (lambda: a_zip(("a.md", b"words " * 99))[:-40], "is damaged or no zip"),
        (lambda: a_zip(("a.png", b"x")), "holds no documents"),
        (a_zip, "holds no documents"),
        (lambda: a_zip(("word/document.xml", b"<x/>")), "is an Office document"),
        (lambda: a_zip(("a.md", b"words"), way=zipfile.ZIP_LZMA), "packed in an unusual way"),
        (lambda: _flagged(a_zip(("a.md", b"words")), 1), "protected by a password"),
    ],
)  # fmt: skip
def test_what_cannot_be_opened_is_refused_with_what_to_do(
    tmp_path: Path, make: Callable[[], bytes], why: str
) -> None:
    found, _, refused = taken_out(tmp_path, make())

    assert found == {}
    assert why in refused[0]
    assert refused[0].endswith("and upload that.")


def test_names_in_utf8_that_do_not_say_so_are_read(tmp_path: Path) -> None:
    unsaid = _flagged(a_zip(("über.md", b"x")), 0)

    assert set(taken_out(tmp_path, unsaid)[0]) == {"über.md"}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(flips=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=12))
def test_no_damage_gets_past_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, flips: list[tuple[int, int]]
) -> None:
    content = bytearray(a_zip(("voice.md", b"# Voice\nBe warm. " * 20), ("a/tone.md", b"# Tone")))
    for place, value in flips:
        content[place % len(content)] = value

    found, _, refused = taken_out(tmp_path_factory.mktemp("flipped"), bytes(content))

    assert found or refused
    assert all(".." not in name and not name.startswith("/") for name in found)


def _flagged(content: bytes, flags: int) -> bytes:
    """The same archive of one member with these general flags: 1 is for encrypted."""
    marked = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", marked, marked.index(signature) + offset, flags)
    return bytes(marked)


def test_an_unreadable_document_is_what_a_refusal_is(tmp_path: Path) -> None:
    path = tmp_path / "0"
    path.write_bytes(b"no")

    _, _, refused = unpacked([Upload(name="a.zip", path=path, sha256="", bytes=2)], Limits())

    assert isinstance(refused["a.zip"], UnreadableDocument)
