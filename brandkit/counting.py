"""How long a text is, counted the way each platform counts it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import regex

from brandkit.amounts import counted
from brandkit.channels import Field, Limit, Unit
from brandkit.sms import Segments, segments_of, septets_of
from brandkit.web_addresses import address_spans

_ADDRESS_WEIGHT = 23
_HEAVY = 2
# twitter-text config/v3.json: code points in these ranges weigh 1, all others 2.
_LIGHT_RANGES = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
_EMOJI = regex.compile(
    r"\p{Regional_Indicator}{2}"
    r"|[0-9#*]\uFE0F?\u20E3"
    r"|(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}(?!\uFE0E))(?:\uFE0F|\p{Emoji_Modifier})?[\U000E0020-\U000E007F]*"
    r"(?:\u200D(?:\p{Extended_Pictographic}|\p{Emoji_Presentation})(?:\uFE0F|\p{Emoji_Modifier})?)*"
)
_GRAPHEME = regex.compile(r"\X")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:[’'\-.,@/_&][\p{L}\p{M}\p{N}]+)*")


def length(text: str, unit: Unit) -> int:
    """The length of `text` in `unit`."""
    return _COUNTERS[unit](text)


def sms_segments(text: str) -> Segments:
    """Alphabet, units and parts of a text message."""
    return segments_of(text)


def prefix_within(text: str, limit: int, unit: Unit) -> int:
    """How many code points of `text`, from its start, fit into `limit` of `unit`.

    Never cuts a grapheme in two, so what is kept can be read.
    """
    ends = [found.end() for found in _GRAPHEME.finditer(text)]
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high + 1) // 2
        if length(text[: ends[middle - 1]], unit) <= limit:
            low = middle
        else:
            high = middle - 1
    return ends[low - 1] if low else 0


@dataclass(frozen=True, kw_only=True)
class Count:
    """How much of a field is used: `value` of `limit` (None: no limit), and the same in words."""

    value: int
    limit: int | None
    unit: Unit
    over: bool
    hard: bool
    label: str


def describe(field: Field, text: str) -> Count:
    """Count one text of a field against the first of its limits that holds for the whole text."""
    limit = next((limit for limit in field.limits if not limit.opening), None)
    if limit is None:
        value = length(text, Unit.WORDS)
        return Count(
            value=value, limit=None, unit=Unit.WORDS, over=False, hard=False, label=counted(value, "word")
        )
    value = length(text, limit.unit)
    return Count(
        value=value,
        limit=limit.value,
        unit=limit.unit,
        over=value > limit.value,
        hard=limit.hard,
        label=_label(text, value, limit),
    )


def _label(text: str, value: int, limit: Limit) -> str:
    return f"{value:,} of {limit.value:,} {_unit_words(text, limit.unit)}"


def _unit_words(text: str, unit: Unit) -> str:
    if unit is Unit.GSM_SEPTETS:
        message = segments_of(text)
        return f"({message.encoding}, {counted(message.segments, 'message')})"
    if unit in _COUNTS_TWICE and length(text, unit) == len(text):
        return "characters"  # How the others are counted is news only where there are some.
    return _UNIT_WORDS.get(unit, "characters")


_COUNTS_TWICE = frozenset({Unit.UTF16, Unit.DOUBLE_WIDTH})
_UNIT_WORDS = {
    Unit.X_WEIGHTED: "(X weighting)",
    Unit.SMS_SEGMENTS: "messages",
    Unit.BYTES: "bytes",
    Unit.WORDS: "words",
    Unit.DOUBLE_WIDTH: "characters (wide ones count 2)",
    Unit.UTF16: "characters (emoji count 2)",
}


def _x_weighted(text: str) -> int:
    normal = unicodedata.normalize("NFC", text)
    total, at = 0, 0
    for start, end in address_spans(normal):
        total += _weight(normal[at:start]) + _ADDRESS_WEIGHT
        at = end
    return total + _weight(normal[at:])


def _weight(text: str) -> int:
    total, at = 0, 0
    for found in _EMOJI.finditer(text):
        total += sum(map(_code_point_weight, text[at : found.start()]))
        total += _HEAVY if _counts_as_emoji(found[0]) else _code_point_weight(found[0])
        at = found.end()
    return total + sum(map(_code_point_weight, text[at:]))


def _counts_as_emoji(text: str) -> bool:
    """A bare © or ® is a letter to people and to X's ranges; only its emoji form weighs two."""
    return len(text) > 1 or ord(text) > _LIGHT_RANGES[0][1]


def _code_point_weight(character: str) -> int:
    code = ord(character)
    return 1 if any(low <= code <= high for low, high in _LIGHT_RANGES) else _HEAVY


def _utf16(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _double_width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "FW" else 1 for character in text)


_COUNTERS: Mapping[Unit, Callable[[str], int]] = {
    Unit.CODE_POINTS: len,
    Unit.UTF16: _utf16,
    Unit.X_WEIGHTED: _x_weighted,
    Unit.GRAPHEMES: lambda text: sum(1 for _ in _GRAPHEME.finditer(text)),
    Unit.GSM_SEPTETS: septets_of,
    Unit.SMS_SEGMENTS: lambda text: segments_of(text).segments,
    Unit.BYTES: lambda text: len(text.encode("utf-8", "surrogatepass")),
    Unit.DOUBLE_WIDTH: _double_width,
    Unit.WORDS: lambda text: sum(1 for _ in _WORD.finditer(text)),
}
