"""What a tagged PDF says about its pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

MOST_ELEMENTS = 20_000
DEEPEST = 50


def alternative_texts(page: pypdfium2.PdfPage) -> tuple[str, ...]:
    """The alternative texts of a page's pictures, in reading order; none where the PDF has no tags."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return ()
    try:
        tops = [pdfium.FPDF_StructTree_GetChildAtIndex(tree, at) for at in range(_count_of_tree(tree))]
        return tuple(dict.fromkeys(said for said in map(_alternative, _all(tops)) if said))
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _all(tops: list[Any]) -> Iterator[Any]:
    """Every element, parents first. A tree that goes round in circles ends at a limit."""
    waiting = [(top, 0) for top in reversed(tops)]
    seen = 0
    while waiting and seen < MOST_ELEMENTS:
        element, depth = waiting.pop()
        if not element:
            continue
        seen += 1
        yield element
        if depth < DEEPEST:
            waiting += [(child, depth + 1) for child in reversed(_children(element))]


def _children(element: Any) -> list[Any]:
    count = min(int(pdfium.FPDF_StructElement_CountChildren(element)), MOST_ELEMENTS)
    return [pdfium.FPDF_StructElement_GetChildAtIndex(element, at) for at in range(count)]


def _count_of_tree(tree: Any) -> int:
    return min(int(pdfium.FPDF_StructTree_CountChildren(tree)), MOST_ELEMENTS)


def _alternative(element: Any) -> str:
    size = int(pdfium.FPDF_StructElement_GetAltText(element, None, 0))
    if size <= 2:  # noqa: PLR2004  # the closing zero alone
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_StructElement_GetAltText(element, buffer, size)
    return " ".join(buffer.raw[: size - 2].decode("utf-16-le", "replace").replace("\0", " ").split())
