"""Reads Word documents: headings by style, lists, tables, alternative texts of pictures."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph

from retrieval.readers.outline import Outline

HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop)\s*(\d)", re.IGNORECASE)
CONTENTS = re.compile(r"toc\b|table of contents", re.IGNORECASE)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def read_word(content: bytes) -> Outline:
    """The outline of one .docx; its table of contents is left out, for it would answer everything."""
    document = docx.Document(BytesIO(content))
    outline = Outline()
    for element in document.element.body.iterchildren():
        if element.tag == f"{WORD}p":
            _paragraph(Paragraph(element, document), outline)
        elif element.tag == f"{WORD}tbl":
            _table(Table(element, document), outline)
        elif element.tag == f"{WORD}sdt":
            for inner in element.iter(f"{WORD}p"):
                _paragraph(Paragraph(inner, document), outline)
    outline.title = document.core_properties.title or outline.title
    return outline


def _paragraph(paragraph: Any, outline: Outline) -> None:
    style = str(paragraph.style.name or "") if paragraph.style is not None else ""
    if CONTENTS.match(style):
        return
    found = HEADING.match(style)
    if found and paragraph.text.strip():
        outline.heading(int(found.group(1)), paragraph.text)
        return
    outline.say(
        ("- " if style.startswith("List") else "") + paragraph.text.strip() if paragraph.text.strip() else ""
    )
    for picture in paragraph._p.iter(f"{DRAWING}docPr"):  # noqa: SLF001  # the library has no alt texts
        outline.say(picture.get("descr") or "")


def _table(table: Any, outline: Outline) -> None:
    for row in table.rows:
        cells: list[str] = []
        for cell in row.cells:
            text = " ".join(cell.text.split())
            if not cells or cells[-1] != text:  # a merged cell comes once for each column it spans
                cells.append(text)
        outline.say(" | ".join(cells))
