"""Makes real files of every format, and an embedder that needs no model."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import docx
import numpy as np
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from brandkit.passages import Passage
from retrieval.embedding import Vectors

A_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
"""A picture of one point (PNG)."""


class HashingEmbedder:
    """A working embedder without a model: equal words give near vectors. Counts what it was asked."""

    def __init__(self, name: str = "hashing", size: int = 64) -> None:
        self.name = self.source = name
        self._size, self.asked = size, 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked += len(texts)
        rows = np.zeros((len(texts), self._size), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[sum(map(ord, word.strip(".,:;!?"))) % self._size] += 1
        lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return np.asarray(rows / lengths, dtype=np.float32)

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        return self.embed(questions)

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
    """A .docx of (style, text) paragraphs; style "table" makes a table of "a|b;c|d".

    "Chapter" is a style of one's own that is based on the first heading's.
    """
    document = docx.Document()
    own = document.styles.add_style("Chapter", WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = document.styles["Heading 1"]
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


def paragraph(inside: str) -> str:
    """A paragraph of WordprocessingML."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f"<w:p xmlns:w='{space}'>{inside}</w:p>"


def a_word_file_of(path: Path, *paragraphs: str) -> Path:
    """A .docx of paragraphs given as XML."""
    document = docx.Document()
    for each in reversed(paragraphs):
        document.element.body.insert(0, parse_xml(each))
    document.save(str(path))
    return path


def a_deck(
    path: Path,
    *slides: tuple[str, str, str],
    hidden: Sequence[int] = (),
    table: Sequence[Sequence[str]] = (),
    chart: tuple[str, Sequence[str]] | None = None,
    alternative: str = "",
) -> Path:
    """A .pptx of (title, body, notes) slides; the rest stands on the last of them."""
    deck = Presentation()
    for number, (title, body, notes) in enumerate(slides, 1):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = title
        box = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(6), Inches(2))
        box.text_frame.text = body
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
        if number in hidden:
            slide._element.set("show", "0")
    place = (Inches(1), Inches(3), Inches(4), Inches(2))
    if table:
        cells = slide.shapes.add_table(len(table), len(table[0]), *place).table
        for at, row in enumerate(table):
            for column, words in enumerate(row):
                cells.cell(at, column).text = words
    if chart:
        data = CategoryChartData()
        data.categories = chart[1]
        data.add_series("Posts", range(len(chart[1])))
        drawn = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data).chart
        drawn.has_title = True
        drawn.chart_title.text_frame.text = chart[0]
    if alternative:
        picture = slide.shapes.add_picture(io.BytesIO(A_DOT), *place)
        picture._element.nvPicPr.cNvPr.set("descr", alternative)
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


def a_placed_pdf(
    path: Path,
    pieces: Sequence[tuple[float, float, str]],
    *,
    rules: Sequence[float] = (),
    turned: int = 0,
    aside: str = "",
) -> Path:
    """A PDF of one page with (left, height, words) as placed, written in that order, and lines across it.

    The page is drawn `turned` by so many degrees, and shown turned back, as scanners and spreadsheets do;
    `aside` stands upright all the same.
    """
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 11)
    if aside:
        canvas.drawString(300, 400, aside)
    canvas.setPageRotation(turned)
    canvas.translate(*{0: (0, 0), 90: (A4[0], 0), 180: A4, 270: (0, A4[1])}[turned])
    canvas.rotate(turned)
    for left, height, words in pieces:
        canvas.drawString(left, height, words)
    for height in rules:
        canvas.line(50, height, 450, height)
    canvas.save()
    return path


def a_tagged_pdf(path: Path, words: str, *, alternative: str) -> Path:
    """A PDF of one page with words, and a picture that a tag describes."""
    content = f"/P <</MCID 0>> BDC BT /F 12 Tf 60 700 Td ({words}) Tj ET EMC /Figure <</MCID 1>> BDC 60 500 99 99 re f EMC"
    objects = [
        "<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>/StructParents 0>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "<</Type/StructTreeRoot/K 7 0 R/ParentTree 10 0 R>>",
        "<</Type/StructElem/S/Document/P 6 0 R/K[8 0 R 9 0 R]>>",
        "<</Type/StructElem/S/P/P 7 0 R/Pg 3 0 R/K 0>>",
        f"<</Type/StructElem/S/Figure/P 7 0 R/Pg 3 0 R/K 1/Alt({alternative})>>",
        "<</Nums[0[8 0 R 9 0 R]]>>",
    ]
    body = "%PDF-1.7\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj{each}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    path.write_bytes((body + end).encode())
    return path


def a_scan(path: Path) -> Path:
    """A PDF whose one page is a picture."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.rect(50, 50, 300, 300, fill=1)
    canvas.showPage()
    canvas.save()
    return path


def an_archive(path: Path, members: Mapping[str, bytes]) -> Path:
    """A zip with these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path
