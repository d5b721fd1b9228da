"""Text messages: which alphabet a text needs, and into how many parts the network splits it.

Alphabet and extension table are those of 3GPP TS 23.038 (GSM 03.38); part sizes of TS 23.040.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_GSM7_SINGLE, _GSM7_PART = 160, 153
_UCS2_SINGLE, _UCS2_PART = 70, 67
_BITS_PER_SEPTET, _BITS_PER_UNIT = 7, 16


@dataclass(frozen=True, kw_only=True)
class Segments:
    """A message as the network sends it: alphabet, length in its units, and number of parts."""

    encoding: str
    units: int
    segments: int


def is_gsm7(text: str) -> bool:
    """Whether every character is in the GSM alphabet; one that is not makes the whole message UCS-2."""
    return all(character in _BASIC or character in _EXTENDED for character in text)


def segments_of(text: str) -> Segments:
    """Alphabet, units (septets or UTF-16 units) and parts of a message; an empty text has no part."""
    if is_gsm7(text):
        return _split(text, "GSM-7", _septets, single=_GSM7_SINGLE, part=_GSM7_PART)
    return _split(text, "UCS-2", _utf16_units, single=_UCS2_SINGLE, part=_UCS2_PART)


def septets_of(text: str) -> int:
    """The length in septets; a UCS-2 text as the septets its bits would fill (70 characters are 160)."""
    message = segments_of(text)
    if message.encoding == "GSM-7":
        return message.units
    return -(-message.units * _BITS_PER_UNIT // _BITS_PER_SEPTET)


def _split(text: str, encoding: str, size: Callable[[str], int], *, single: int, part: int) -> Segments:
    """A character never stands half in one part and half in the next, so a part may end one unit early."""
    sizes = [size(character) for character in text]
    units = sum(sizes)
    if units <= single:
        return Segments(encoding=encoding, units=units, segments=min(1, units))
    parts, room = 1, part
    for needed in sizes:
        if needed > room:
            parts, room = parts + 1, part
        room -= needed
    return Segments(encoding=encoding, units=units, segments=parts)


def _septets(character: str) -> int:
    return 2 if character in _EXTENDED else 1


def _utf16_units(character: str) -> int:
    return 2 if character > "\uffff" else 1
