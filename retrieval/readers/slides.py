"""Reads PowerPoint decks: one section a slide, with tables, charts, alternative texts and speaker notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Any

from lxml import etree
from pptx import Presentation

from retrieval.readers.outline import Outline

TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
PARAGRAPH = "{http://schemas.openxmlformats.org/drawingml/2006/main}p"
DIAGRAM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData"


def read_slides(
    content: bytes, page_done: Callable[[int, int], None]
) -> tuple[Outline, int, tuple[str, ...]]:
    """The outline of one .pptx, the number of its slides, and notes on what was left out."""
    deck = Presentation(BytesIO(content))
    outline = Outline()
    slides = list(deck.slides)
    hidden = [number for number, slide in enumerate(slides, 1) if slide._element.get("show") == "0"]  # noqa: SLF001
    for number, slide in enumerate(slides, 1):
        if number not in hidden:
            _slide(slide, number, outline)
        page_done(number, len(slides))
    outline.title = deck.core_properties.title or ""
    return outline, len(slides), _notes(hidden)


def _notes(hidden: Sequence[int]) -> tuple[str, ...]:
    if not hidden:
        return ()
    return (f"Hidden in the deck, and not read: slide {', '.join(map(str, hidden))}.",)


def _slide(slide: Any, number: int, outline: Outline) -> None:
    title = slide.shapes.title
    name = title.text_frame.text.replace("\x0b", " ") if title is not None else ""
    outline.page(number)
    outline.heading(1, name or f"Slide {number}")
    outline.say(name)  # a slide's title often is the statement itself
    _shapes((shape for shape in slide.shapes if title is None or shape.shape_id != title.shape_id), outline)
    _diagrams(slide, outline)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        notes = slide.notes_slide.notes_text_frame.text.strip()
        outline.say(f"Notes: {notes}" if notes else "")


def _shapes(shapes: Iterable[Any], outline: Outline) -> None:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            _shapes(shape.shapes, outline)
        elif shape.has_text_frame:
            outline.say(shape.text_frame.text.replace("\x0b", "\n"))
        elif getattr(shape, "has_table", False):
            outline.table(
                [[cell.text.replace("\x0b", "\n") for cell in row.cells] for row in shape.table.rows]
            )
        elif getattr(shape, "has_chart", False):
            _chart(shape.chart, outline)
        _described(shape, outline)


def _described(shape: Any, outline: Outline) -> None:
    """The alternative text, which the library does not give out."""
    for properties in shape._element.xpath("./*/p:cNvPr"):  # noqa: SLF001
        outline.say(properties.get("descr") or "")


def _chart(chart: Any, outline: Outline) -> None:
    """What a chart says in words: its title, and the names of its series and categories."""
    if chart.has_title and chart.chart_title.has_text_frame:
        outline.say(chart.chart_title.text_frame.text)
    for plot in chart.plots:
        outline.say(", ".join(str(each) for each in plot.categories))
        outline.say(", ".join(str(series.name) for series in plot.series if series.name))


def _diagrams(slide: Any, outline: Outline) -> None:
    """The words of SmartArt, which lie in a part of their own."""
    for relation in slide.part.rels.values():
        if relation.reltype == DIAGRAM:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            tree = etree.fromstring(relation.target_part.blob, parser)
            for paragraph in tree.iter(PARAGRAPH):
                outline.say("".join(part.text or "" for part in paragraph.iter(TEXT)))
