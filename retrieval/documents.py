"""A guideline document as read: its sections under their headings, and why one cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from brandkit.errors import Refusal


class UnreadableDocument(Refusal):
    """The file cannot be taken in. The message names it and says what to do; nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A file that was not taken in, and why, in words for the person who uploaded it."""

    name: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Section:
    """The text under one heading.

    `heading` is the path of headings from the outermost; `page` the 1-based page or slide where the
    format has them. `start` and `end` are code point offsets into `Document.text`, end exclusive.
    """

    heading: tuple[str, ...]
    text: str
    page: int | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, kw_only=True)
class Document:
    """One file's words in reading order. `kind` is the format in lower case, such as "docx"."""

    name: str
    kind: str
    title: str
    sections: tuple[Section, ...]
    pages: int = 0
    notes: tuple[str, ...] = ()
    """What could not be taken in, in words for the person who uploaded it (scanned pages, for one)."""
    care: Mapping[str, Any] = field(default_factory=dict)
    """What its front matter says of owner, review date, channels and so on, as plain data."""

    @property
    def text(self) -> str:
        """The text that offsets point into: the sections one after the other, a blank line between."""
        return SECTION_BREAK.join(section.text for section in self.sections)


SECTION_BREAK = "\n\n"
