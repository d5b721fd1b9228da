"""Channels: the formats copy is written for, with their fields and limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from brandkit.briefs import ChannelName


class Unit(Enum):
    """How a platform counts the length of a text."""

    CODE_POINTS = "code_points"
    UTF16 = "utf16_units"
    X_WEIGHTED = "x_weighted"
    GRAPHEMES = "graphemes"
    GSM_SEPTETS = "gsm_septets"
    SMS_SEGMENTS = "sms_segments"
    BYTES = "bytes"
    DOUBLE_WIDTH = "double_width"
    WORDS = "words"


@dataclass(frozen=True, kw_only=True)
class Limit:
    """The most a field may hold. A hard limit is refused by the platform, a soft one is cut in display.

    `opening` means that only the first sentence has to fit, because the rest is folded away.
    """

    value: int
    unit: Unit
    hard: bool
    source: str
    checked_on: date
    minimum: int = 0
    opening: bool = False


@dataclass(frozen=True, kw_only=True)
class Field:
    """One part of a channel's format, such as a subject line; `at_most` > 1 makes it a list.

    `markdown` says that its text is Markdown, so headings and code are told from prose.
    """

    name: str
    label: str
    limits: tuple[Limit, ...] = ()
    at_least: int = 1
    at_most: int = 1
    multiline: bool = False
    markdown: bool = False
    guidance: str = ""

    @property
    def required(self) -> bool:
        """Whether copy without this field is incomplete."""
        return self.at_least > 0


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A content format: which fields it has, in which order, and what each may hold."""

    name: ChannelName
    label: str
    fields: tuple[Field, ...]
    aliases: tuple[str, ...] = ()
    guidance: str = ""

    def __iter__(self) -> Iterator[Field]:
        """The fields in reading order."""
        return iter(self.fields)

    def field(self, name: str) -> Field:
        """The field of that name; `KeyError` when the channel has none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"{self.label} has no field {name!r}; it has {', '.join(f.name for f in self.fields)}")
