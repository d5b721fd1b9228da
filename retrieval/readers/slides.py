"""Reads PowerPoint decks: one section a slide, with tables, alternative texts and speaker notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from pptx import Presentation

from retrieval.readers.outline import Outline


def read_slides(content: bytes, page_done: Callable[[int, int], None]) -> tuple[Outline, int]:
    """The outline of one .pptx and the number of its slides."""
    deck = Presentation(BytesIO(content))
    outline = Outline()
    slides = list(deck.slides)
    for number, slide in enumerate(slides, 1):
        _slide(slide, number, outline)
        page_done(number, len(slides))
    outline.title = deck.core_properties.title or ""
    return outline, len(slides)


def _slide(slide: Any, number: int, outline: Outline) -> None:
    title = slide.shapes.title
    name = title.text_frame.text if title is not None else ""
    outline.page(number)
    outline.heading(1, name or f"Slide {number}")
    outline.say(name)  # a slide's title often is the statement itself
    _shapes((shape for shape in slide.shapes if title is None or shape.shape_id != title.shape_id), outline)
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
            for row in shape.table.rows:
                outline.say(" | ".join(" ".join(cell.text.split()) for cell in row.cells))
        elif shape.shape_type is not None and shape.shape_type.name == "PICTURE":
            outline.say(shape._element.nvPicPr.cNvPr.get("descr") or "")  # noqa: SLF001  # no public alt text
