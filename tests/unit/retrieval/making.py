"""Makes real files of every format, and an embedder that needs no model."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import numpy as np
from pptx import Presentation
from pptx.util import Inches
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from brandkit.passages import Passage
from retrieval.embedding import Vectors


class HashingEmbedder:
    """A working embedder without a model: equal words give near vectors. Counts what it was asked."""

    def __init__(self, name: str = "hashing", size: int = 64) -> None:
        self.name, self._size, self.asked = name, size, 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked += len(texts)
        rows = np.zeros((len(texts), self._size), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[sum(map(ord, word.strip(".,:;!?"))) % self._size] += 1
        lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return np.asarray(rows / lengths, dtype=np.float32)

    def warm(self) -> None:
        """Nothing to load."""


def a_passage(
    text: str = "Say sign in, not log in.",
    *,
    document: str = "words.md",
    heading: tuple[str, ...] = ("Words",),
    page: int | None = None,
) -> Passage:
    return Passage(document=document, version="v1", heading=heading, text=text, page=page)


def a_word_file(path: Path, *parts: tuple[str, str]) -> Path:
    """A .docx of (style, text) paragraphs; style "table" makes a table of "a|b;c|d"."""
    document = docx.Document()
    for style, text in parts:
        if style == "table":
            rows = [row.split("|") for row in text.split(";")]
            table = document.add_table(rows=len(rows), cols=len(rows[0]))
            for cells, row in zip(rows, table.rows, strict=True):
                for cell, words in zip(row.cells, cells, strict=True):
                    cell.text = words
        else:
            document.add_paragraph(text, style=style)
    document.save(str(path))
    return path


def a_deck(path: Path, *slides: tuple[str, str, str]) -> Path:
    """A .pptx of (title, body, notes) slides."""
    deck = Presentation()
    for title, body, notes in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = title
        box = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(6), Inches(2))
        box.text_frame.text = body
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    deck.save(str(path))
    return path


def a_pdf(path: Path, *pages: Sequence[tuple[int, str]], password: str = "", footer: str = "") -> Path:
    """A PDF whose pages are (font size, line) from top to bottom; `footer` may hold {page}."""
    canvas = Canvas(str(path), pagesize=A4, encrypt=password or None)
    for number, lines in enumerate(pages, 1):
        height = 780
        for size, line in lines:
            canvas.setFont("Helvetica", size)
            canvas.drawString(60, height, line)
            height -= size * 2
        if footer:
            canvas.setFont("Helvetica", 8)
            canvas.drawString(60, 30, footer.format(page=number))
        canvas.showPage()
    canvas.save()
    return path


def a_scan(path: Path) -> Path:
    """A PDF whose one page is a picture."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.rect(50, 50, 300, 300, fill=1)
    canvas.showPage()
    canvas.save()
    return path


def an_archive(path: Path, **members: bytes) -> Path:
    """A zip with these members; two underscores stand for a slash, one for a dot."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    path.write_bytes(buffer.getvalue())
    return path
