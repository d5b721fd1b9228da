from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.documents import UnreadableDocument
from retrieval.readers.kinds import OLE, Limits
from retrieval.readers.reading import read_document, reader
from tests.unit.retrieval.making import a_deck, a_pdf, a_scan, a_word_file, an_archive


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(path, limits=limits)
    assert str(caught.value).startswith(path.name), "the message names the file"
    return str(caught.value)


def a_file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", ["a.md", "a.pdf", "a.docx", "a.pptx", "a.html", "a.txt"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str) -> None:
    assert "is empty" in refusal(a_file(tmp_path / name, b" \n"))


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.pptx"])
def test_a_text_that_claims_to_be_a_document_is_refused(tmp_path: Path, name: str) -> None:
    assert "is not" in refusal(a_file(tmp_path / name, b"just some words"))


def test_a_pdf_that_claims_to_be_text_is_refused(tmp_path: Path) -> None:
    pdf = a_pdf(tmp_path / "b.pdf", [(12, "Hello")])

    assert "it looks like a PDF" in refusal(pdf.rename(tmp_path / "a.txt"))


def test_a_deck_that_claims_to_be_a_word_document_is_refused(tmp_path: Path) -> None:
    deck = a_deck(tmp_path / "b.pptx", ("Title", "Body", ""))

    assert "holds no such document" in refusal(deck.rename(tmp_path / "a.docx"))


def test_a_picture_is_refused_with_what_can_be_read(tmp_path: Path) -> None:
    assert "Markdown, HTML" in refusal(a_file(tmp_path / "a.png", b"\x89PNG....."))


def test_a_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    assert "protected by a password" in refusal(a_pdf(tmp_path / "a.pdf", [(12, "Secret")], password="x"))


def test_an_office_document_with_a_password_is_refused(tmp_path: Path) -> None:
    content = OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")

    assert "protected by a password" in refusal(a_file(tmp_path / "a.docx", content))


def test_an_old_word_document_is_refused(tmp_path: Path) -> None:
    assert "before 2007" in refusal(a_file(tmp_path / "a.docx", OLE + b"\0" * 512))
    assert "Save it as .docx" in refusal(a_file(tmp_path / "a.doc", OLE))


def test_macros_are_refused_whatever_the_name(tmp_path: Path) -> None:
    hidden = an_archive(tmp_path / "a.docx", {"word/document.xml": b"<x/>", "word/vbaProject.bin": b"\0"})

    declared = b'<Types><Override ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    renamed = an_archive(
        tmp_path / "b.docx", {"word/document.xml": b"<x/>", "[Content_Types].xml": declared, "x.bin": b"\0"}
    )

    assert "carries macros" in refusal(hidden)
    assert "carries macros" in refusal(renamed)
    assert "may carry macros" in refusal(a_file(tmp_path / "a.docm", b"PK"))


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = an_archive(tmp_path / "a.docx", {"word/document.xml": b"\0" * 3_000_000})

    assert bomb.stat().st_size < 10_000
    assert "MB are allowed" in refusal(bomb, Limits(unpacked_bytes=2_000_000))


def test_a_damaged_document_is_refused(tmp_path: Path) -> None:
    whole = a_word_file(tmp_path / "b.docx", ("Normal", "Hello")).read_bytes()

    assert "is damaged" in refusal(a_file(tmp_path / "a.docx", whole[: len(whole) // 2]))
    assert "is damaged" in refusal(a_file(tmp_path / "a.pdf", b"%PDF-1.7\n" + b"garbage" * 100))


def test_entities_that_multiply_are_not_expanded(tmp_path: Path) -> None:
    lol = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "'
        + b"&a;" * 10_000
        + b'">]><x>'
        + b"&b;" * 10_000
        + b"</x>"
    )
    path = an_archive(tmp_path / "a.docx", {"word/document.xml": lol})

    assert "is damaged" in refusal(path)


def test_a_scan_is_refused_with_the_way_out(tmp_path: Path) -> None:
    assert "OCR" in refusal(a_scan(tmp_path / "a.pdf"))


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    path = a_file(tmp_path / "a.txt", b"word " * 1000)

    assert "are allowed" in refusal(path, Limits(file_bytes=1000))


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "a.pdf", [(12, "One")], [(12, "Two")], [(12, "Three")])

    assert "has 3 pages; 2 are allowed" in refusal(path, Limits(pages=2))


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = a_file(tmp_path / "a.md", b"> " * 2000 + b"x\n" + b"* a\n" * 200_000)

    assert "more time or memory" in refusal(path, Limits(seconds=0.2))


def test_reading_goes_on_after_a_reader_died(tmp_path: Path) -> None:
    bad = a_file(tmp_path / "bad.txt", b"word " * 100)
    good = a_file(tmp_path / "good.txt", b"Be kind.")

    with reader(Limits(seconds=0.001)) as read, pytest.raises(UnreadableDocument):
        read(bad, "bad.txt", None)

    with reader(Limits()) as read:
        assert read(good, "good.txt", None).text == "Be kind."


def test_one_process_reads_many_files_and_survives_refusals(tmp_path: Path) -> None:
    bad = a_file(tmp_path / "bad.pdf", b"no")
    good = a_file(tmp_path / "good.txt", b"Be kind.")

    with reader(Limits()) as read:
        with pytest.raises(UnreadableDocument):
            read(bad, "bad.pdf", None)
        assert read(good, "good.txt", None).text == "Be kind."


@pytest.mark.parametrize(
    "deed",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "open('/tmp/x', 'w')",
        "import os; os.system('true')",
    ],
)
def test_a_reader_can_neither_call_out_nor_write_nor_start_programs(deed: str) -> None:
    script = f"from retrieval.readers.worker import _cut_off; from retrieval.readers.kinds import Limits; _cut_off(Limits()); {deed}"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert done.returncode != 0
    assert "PermissionError" in done.stderr
