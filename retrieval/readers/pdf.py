"""Reads PDF: lines with their font size, so that headings show; running headers and footers removed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from retrieval.documents import UnreadableDocument
from retrieval.readers.outline import Outline

EDGE_LINES = 2
MOST_HEADING_WORDS = 12
HEADING_FACTOR = 1.18
NAME = re.compile(r"[“\"'(]?[^\W_a-z][^\n]+[^.,;]")
"""What a heading looks like: begins with a capital or a digit, and is not a sentence."""
DECK_WORDS = 120
FEWEST_PAGES_TO_REPEAT = 3


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a page: the height of its letters and its place on the page, in points from below."""

    text: str
    size: int
    y: float


def read_pdf(content: bytes, page_done: Callable[[int, int], None]) -> tuple[Outline, int, tuple[str, ...]]:
    """The outline of one PDF, the number of its pages, and notes on what could not be read."""
    pdf = pypdfium2.PdfDocument(content)
    total = len(pdf)
    pages: list[tuple[Line, ...]] = []
    for number in range(total):
        pages.append(_lines(pdf[number]))
        page_done(number + 1, total)
    blank = [number for number, lines in enumerate(pages, 1) if not lines]
    if len(blank) == total:
        raise UnreadableDocument(
            "has no text in it: its pages are pictures (a scan, most likely). Run text recognition (OCR) on "
            "it and upload the result"
        )
    outline = _outline(_without_running_lines(pages))
    outline.title = str(pdf.get_metadata_dict().get("Title") or "").strip()
    return outline, total, _notes(blank)


def _notes(blank: Sequence[int]) -> tuple[str, ...]:
    if not blank:
        return ()
    return (f"No text on page {', '.join(map(str, blank))}: a picture or a scan. It is not searched.",)


def _lines(page: pypdfium2.PdfPage) -> tuple[Line, ...]:
    text = page.get_textpage()
    lines: list[Line] = []
    begun = 0
    letters: list[str] = []
    count = pdfium.FPDFText_CountChars(text)
    for index in range(count):
        letter = chr(pdfium.FPDFText_GetUnicode(text, index) or 32)
        if letter in "\r\n":
            _add_line(lines, text, "".join(letters), begun)
            letters, begun = [], index + 1
        else:
            letters.append(letter)
    _add_line(lines, text, "".join(letters), begun)
    return tuple(lines)


def _add_line(lines: list[Line], page: pypdfium2.PdfTextPage, raw: str, begun: int) -> None:
    text = re.sub(r"[\s\u00a0]+", " ", raw.replace("\x02", "-").replace("\ufffe", "-")).strip()
    if not text:
        return
    middle = begun + len(raw) // 2
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(page, middle, box)  # the size a font names may be scaled on the page
    lines.append(Line(text=text, size=round(box.top - box.bottom), y=box.bottom))


def _without_running_lines(pages: Sequence[tuple[Line, ...]]) -> list[tuple[Line, ...]]:
    """Lines at the edge of most pages that differ in digits only are headers, footers, page numbers."""
    edges = Counter(key for lines in pages for key in {_key(line) for line in _edge(lines)})
    often = max(FEWEST_PAGES_TO_REPEAT, len(pages) // 2)
    running = {key for key, times in edges.items() if times >= often or not key.strip("#./ -|")}
    return [
        tuple(line for line in lines if not (line in _edge(lines) and _key(line) in running))
        for lines in pages
    ]


def _edge(lines: tuple[Line, ...]) -> list[Line]:
    ordered = sorted(lines, key=lambda line: line.y)
    return ordered if len(ordered) <= 2 * EDGE_LINES else ordered[:EDGE_LINES] + ordered[-EDGE_LINES:]


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())


def _outline(pages: Sequence[tuple[Line, ...]]) -> Outline:
    body = _body_size(pages)
    outline = Outline()
    if sum(len(line.text.split()) for lines in pages for line in lines) < DECK_WORDS * len(pages):
        _read_deck(pages, body, outline)
    else:
        _read_text(pages, body, outline)
    return outline


def _read_deck(pages: Sequence[tuple[Line, ...]], body: int, outline: Outline) -> None:
    """Few words a page: designed pages, where each is one thought under its largest line."""
    for number, lines in enumerate(pages, 1):
        outline.page(number)
        joined = _joined(lines, body)
        heads = [line for line in joined if _may_head(line, body)]
        if heads:
            outline.heading(1, max(heads, key=lambda line: line.size).text)
        for line in joined:
            outline.say(line.text)


def _read_text(pages: Sequence[tuple[Line, ...]], body: int, outline: Outline) -> None:
    levels = _heading_levels(pages, body)
    for number, lines in enumerate(pages, 1):
        outline.page(number)
        for line in _joined(lines, body):
            if _may_head(line, body):
                outline.heading(levels[line.size], line.text)
            outline.say(line.text)  # a heading is also text: it often is the rule itself


def _body_size(pages: Sequence[tuple[Line, ...]]) -> int:
    letters: Counter[int] = Counter()
    for lines in pages:
        for line in lines:
            letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0


def _heading_levels(pages: Sequence[tuple[Line, ...]], body: int) -> dict[int, int]:
    sizes = {line.size for lines in pages for line in lines if _may_head(line, body)}
    return {size: level for level, size in enumerate(sorted(sizes, reverse=True), 1)}


def _may_head(line: Line, body: int) -> bool:
    large = line.size >= body * HEADING_FACTOR
    return large and len(line.text.split()) <= MOST_HEADING_WORDS and bool(NAME.fullmatch(line.text))


def _joined(lines: Sequence[Line], body: int) -> list[Line]:
    """A heading that was broken over two lines is one heading again."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last and last.size == line.size and _may_head(line, body) and _may_head(last, body):
            joined[-1] = Line(text=f"{last.text} {line.text}", size=line.size, y=line.y)
        else:
            joined.append(line)
    return joined
