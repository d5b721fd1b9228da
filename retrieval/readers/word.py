"""Reads Word documents: headings by style, lists, tables, notes, alternative texts of pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph

from retrieval.readers.outline import Outline

HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop)\s*(\d)", re.IGNORECASE)
CONTENTS = re.compile(r"toc\b|table of contents", re.IGNORECASE)
DEEPEST = 9
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What older programs show instead of a drawing: the same again."""
WITHDRAWN = frozenset(f"{WORD}{name}" for name in ("del", "moveFrom", "instrText", "rPr", "pPr"))
BREAKS = {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}noBreakHyphen": "-"}
BOX = f"{WORD}txbxContent"


def read_word(content: bytes) -> Outline:
    """The outline of one .docx; its table of contents is left out, for it would answer everything.

    Changes that wait to be accepted count as accepted; hidden text is not read.
    """
    document = docx.Document(BytesIO(content))
    outline = Outline()
    _Body(document, outline).read(document.element.body)
    outline.title = document.core_properties.title or outline.title
    return outline


class _Body:
    """Walks paragraphs and tables in reading order."""

    def __init__(self, document: Any, outline: Outline) -> None:
        self._document, self._outline = document, outline
        self._notes = _footnotes(document)

    def read(self, parent: Any) -> None:
        for element in parent.iterchildren():
            if element.tag == f"{WORD}p":
                self._paragraph(element)
            elif element.tag == f"{WORD}tbl":
                self._outline.table(_rows(element))
                self._pictures(element)
            elif element.tag in {f"{WORD}sdt", f"{WORD}sdtContent", f"{WORD}customXml"}:
                self.read(element)

    def _paragraph(self, element: Any) -> None:
        paragraph = Paragraph(element, self._document)
        style = paragraph.style
        name = str(style.name or "") if style is not None else ""
        if CONTENTS.match(name):
            return
        text = _text(element).strip()
        level = _level(style) if text else 0
        if level:
            self._outline.heading(level, text)
        elif text:
            self._plain(name, text)
        self._notes_of(element)
        self._pictures(element)
        for box in _outermost(element, BOX):
            self.read(box)

    def _plain(self, style: str, text: str) -> None:
        if style == "Title" and not self._outline.title:
            self._outline.title = " ".join(text.split())
        self._outline.say(("- " if style.startswith("List") else "") + text)

    def _notes_of(self, element: Any) -> None:
        for mark in element.iter(f"{WORD}footnoteReference", f"{WORD}endnoteReference"):
            kind = str(mark.tag).removeprefix(WORD).removesuffix("Reference")
            note = self._notes.get((kind, mark.get(f"{WORD}id")), "")
            self._outline.say(f"Note: {note}" if note else "")

    def _pictures(self, element: Any) -> None:
        """Alternative texts; a picture in a text box is said where the box is read."""
        for picture in _outermost(element, f"{DRAWING}docPr"):
            self._outline.say(picture.get("descr") or "")


def _level(style: Any) -> int:
    """The depth of a heading from 1; 0 for what is none. A style may be based on a heading's."""
    while style is not None:
        named = HEADING.match(str(style.name or ""))
        if named:
            return int(named.group(1))
        depth = style.element.find(f"{WORD}pPr/{WORD}outlineLvl")
        if depth is not None and str(depth.get(f"{WORD}val")).isdigit():
            level = int(depth.get(f"{WORD}val")) + 1
            return level if level <= DEEPEST else 0
        style = getattr(style, "base_style", None)
    return 0


def _text(element: Any) -> str:
    return "".join(_words(element))


def _words(element: Any) -> Iterator[str]:
    """What is shown of a paragraph, without the boxes that float beside it."""
    for child in element.iterchildren():
        if child.tag in {f"{WORD}t", f"{MATH}t"}:
            yield child.text or ""
        elif child.tag in BREAKS:
            yield BREAKS[child.tag]
        elif child.tag not in WITHDRAWN and child.tag not in {FALLBACK, BOX} and not _hidden(child):
            yield from _words(child)


def _hidden(element: Any) -> bool:
    mark = element.find(f"{WORD}rPr/{WORD}vanish") if element.tag == f"{WORD}r" else None
    return mark is not None and mark.get(f"{WORD}val", "true") not in {"0", "false", "off"}


def _outermost(element: Any, tag: str) -> Iterator[Any]:
    """The elements of that kind below, but not within text boxes or what stands in for a drawing."""
    for child in element.iterchildren():
        if child.tag == tag:
            yield child
        elif child.tag not in {FALLBACK, BOX} and child.tag not in WITHDRAWN:
            yield from _outermost(child, tag)


def _rows(table: Any) -> list[list[str]]:
    """The cells of each row. One that is merged with the cell above says the same as that."""
    rows: list[list[str]] = []
    for row in _outermost(table, f"{WORD}tr"):
        above = rows[-1] if rows else []
        rows.append([_cell(cell, above[at : at + 1]) for at, cell in enumerate(_outermost(row, f"{WORD}tc"))])
    return rows


def _cell(cell: Any, above: Iterable[str]) -> str:
    merged = cell.find(f"{WORD}tcPr/{WORD}vMerge")
    if merged is not None and merged.get(f"{WORD}val") != "restart":
        return next(iter(above), "")
    return "\n".join(_lines(cell))


def _lines(cell: Any) -> Iterator[str]:
    """The paragraphs of a cell; a table within it, a line a row."""
    for element in cell.iterchildren():
        if element.tag == f"{WORD}p":
            yield _text(element).strip()
            yield from (
                _text(inner).strip() for box in _outermost(element, BOX) for inner in box.iter(f"{WORD}p")
            )
        elif element.tag == f"{WORD}tbl":
            yield from (" | ".join(" ".join(each.split()) for each in row) for row in _rows(element))
        elif element.tag in {f"{WORD}sdt", f"{WORD}sdtContent"}:
            yield from _lines(element)


def _footnotes(document: Any) -> dict[tuple[str, str], str]:
    """Notes by kind and id."""
    found: dict[tuple[str, str], str] = {}
    for kind, relation in (
        ("footnote", RELATIONSHIP_TYPE.FOOTNOTES),
        ("endnote", RELATIONSHIP_TYPE.ENDNOTES),
    ):
        for part in (each for each in document.part.rels.values() if each.reltype == relation):
            for note in parse_xml(part.target_part.blob).iter(f"{WORD}{kind}"):
                found[kind, str(note.get(f"{WORD}id"))] = " ".join(_text(note).split())
    return found
