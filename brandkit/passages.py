"""A passage: the smallest piece of a guideline that a draft can cite."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import NewType

PassageId = NewType("PassageId", str)


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A citable piece of one guideline document, in one version of the guidelines.

    `document` is the file's path relative to the guidelines folder, `heading` the path of headings
    above the text, `page` the 1-based page or slide where the format has one. `start` and `end` are
    code point offsets into the document's extracted text, end exclusive. `previous` and `following` are
    the passages that stand around it in the document; None at its beginning and its end.
    """

    document: str
    version: str
    heading: tuple[str, ...]
    text: str
    page: int | None = None
    start: int = 0
    end: int = 0
    previous: PassageId | None = None
    following: PassageId | None = None

    @property
    def id(self) -> PassageId:
        """The same text at the same place has the same id in every version."""
        key = "\x1f".join((self.document, *self.heading, str(self.page or ""), self.text))
        return PassageId(hashlib.sha256(key.encode()).hexdigest()[:16])

    @property
    def text_hash(self) -> str:
        """SHA-256 of the text, so that a later reader can tell whether it was reworded."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def place(self) -> str:
        """Where to find it, for people: heading path, then page."""
        parts = [" › ".join(self.heading)] if self.heading else []
        if self.page is not None:
            parts.append(f"page {self.page}")
        return ", ".join(parts)


@dataclass(frozen=True, kw_only=True)
class RankedPassage:
    """A passage with its relevance to one question: 0 (unrelated) to 1 (the same)."""

    passage: Passage
    score: float
