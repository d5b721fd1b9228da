"""Pages whose words stand sideways or upside down: turned until they are upright."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

_QUARTERS = 4
_LOOKED_AT = 400
"""So many letters of a page tell which way its words stand."""
_NOTABLE = 0.1
"""Where more than this share stands otherwise, somebody should look."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """How a page is turned to be read: by so many quarters clockwise; `mixed` if not all words agree."""

    quarters: int = 0
    width: float = 0.0
    height: float = 0.0
    mixed: bool = False

    def turned(self, box: Box) -> Box:
        """Where a box of the page stands once the words are upright."""
        left, bottom, right, top = box
        match self.quarters:
            case 1:
                return bottom, self.width - right, top, self.width - left
            case 2:
                return self.width - right, self.height - top, self.width - left, self.height - bottom
            case 3:
                return self.height - top, left, self.height - bottom, right
        return box


def turn_of(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> Turn:
    """The turn that brings most words of a page upright, by the way in which its letters stand."""
    letters = pdfium.FPDFText_CountChars(text)
    step = max(1, letters // _LOOKED_AT)
    ways = Counter(
        _quarters(pdfium.FPDFText_GetCharAngle(text, index))
        for index in range(0, letters, step)
        if not chr(pdfium.FPDFText_GetUnicode(text, index) or 32).isspace()
    )
    if not ways:
        return Turn()
    quarters, most = ways.most_common(1)[0]
    left, bottom, right, top = page.get_mediabox()
    mixed = most < (1 - _NOTABLE) * ways.total()
    return Turn(quarters=quarters, width=left + right, height=bottom + top, mixed=mixed)


def _quarters(angle: float) -> int:
    return -round(angle / (math.pi / 2)) % _QUARTERS  # the library counts them clockwise
