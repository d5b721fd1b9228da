from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from retrieval.documents import LeftOut, UnreadableDocument
from retrieval.library import GuidelineLibrary
from retrieval.versions import Progress
from tests.unit.retrieval.making import a_pdf

VOICE = "# Voice\nWe sound warm and plain, as a friend who knows accounting."


def a_zip(folder: Path, name: str = "brand.zip", **members: bytes) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for inner, content in members.items():
            archive.writestr(inner, content)
    return path


async def names_in(library: GuidelineLibrary, version: str) -> list[str]:
    return [each.name for each in await library.documents("acme", version)]


async def test_an_archive_is_one_version_of_all_its_documents(
    library: GuidelineLibrary, tmp_path: Path
) -> None:
    path = a_zip(
        tmp_path,
        **{"Brand/voice.md": VOICE.encode(), "Brand/web/tone.md": b"# Tone\nCalm.", "Brand/logo.png": b"x"},
    )

    taken = await library.take_in(brand="acme", files=[path], by="U_ADMIN")

    assert taken.version is not None
    assert (taken.version.version, taken.version.documents) == ("v1", 2)
    assert taken.brought == ("voice.md", "web/tone.md")
    assert [each.name for each in taken.ignored] == ["brand.zip"]
    assert await names_in(library, "v1") == ["voice.md", "web/tone.md"]


async def test_a_document_of_a_newer_archive_replaces_the_older(
    library: GuidelineLibrary, tmp_path: Path
) -> None:
    first = a_zip(tmp_path, "2026.zip", **{"Brand 2026/voice.md": VOICE.encode()})
    await library.load(brand="acme", files=[first], by="U_ADMIN")
    second = a_zip(tmp_path, "2027.zip", **{"Brand 2027/voice.md": b"# Voice\nCool."})

    version = await library.load(brand="acme", files=[second], by="U_ADMIN", base="v1")

    assert [each.text for each in await library.all_passages("acme", version=version.version)] == ["Cool."]


async def test_the_originals_of_an_archive_are_its_documents(
    library: GuidelineLibrary, tmp_path: Path
) -> None:
    await library.load(brand="acme", files=[a_zip(tmp_path, **{"voice.md": VOICE.encode()})], by="U_ADMIN")

    (document,) = await library.documents("acme", "v1")

    assert library.original(document).read_text(encoding="utf-8") == VOICE


async def test_what_cannot_be_read_is_left_out_and_named(library: GuidelineLibrary, tmp_path: Path) -> None:
    good = tmp_path / "voice.md"
    good.write_text(VOICE, encoding="utf-8")
    locked = a_pdf(tmp_path / "locked book.pdf", [(12, "Secret")], password="x")
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK")

    taken = await library.take_in(brand="acme", files=[good, locked, broken], by="U_ADMIN")

    assert taken.version is not None
    assert taken.brought == ("voice.md",)
    assert [each.name for each in taken.refused] == ["broken.zip", "locked book.pdf"]
    assert taken.refused[1].why.startswith("is protected by a password")


async def test_nothing_readable_makes_no_version(library: GuidelineLibrary, tmp_path: Path) -> None:
    bad = a_zip(tmp_path, **{"a.pdf": b"no pdf"})

    taken = await library.take_in(brand="acme", files=[bad], by="U_ADMIN")

    assert taken.version is None
    assert isinstance(taken.refused[0], LeftOut)
    assert await library.versions("acme") == ()


async def test_one_bad_file_in_an_archive_stops_a_load_that_has_to_be_whole(
    library: GuidelineLibrary, tmp_path: Path
) -> None:
    path = a_zip(tmp_path, **{"voice.md": VOICE.encode(), "b.docx": b"no"})

    with pytest.raises(UnreadableDocument, match=r"b\.docx is named \.docx but is not"):
        await library.load(brand="acme", files=[path], by="U_ADMIN")

    assert await library.versions("acme") == ()
    assert not [each for each in (tmp_path / "files" / "incoming").rglob("*") if each.is_file()]


async def test_progress_names_the_documents_of_an_archive(library: GuidelineLibrary, tmp_path: Path) -> None:
    pdf = a_pdf(tmp_path / "in.pdf", [(12, "One page of text")], [(12, "Another page")]).read_bytes()
    told: list[Progress] = []

    await library.load(
        brand="acme", files=[a_zip(tmp_path, **{"book.pdf": pdf})], by="U", progress=told.append
    )

    reading = [(each.document, each.done, each.total) for each in told if each.stage == "reading"]
    assert reading[:2] == [("book.pdf", 1, 2), ("book.pdf", 2, 2)]
