"""The outline of a document while it is being read: headings open sections, text fills them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from retrieval.documents import SECTION_BREAK, Document, Section

LABEL = re.compile(r"(do|don[’']t|dos|don[’']ts|yes|no|example|when necessary)\W*$", re.IGNORECASE)
"""Headings that only label what follows: “Do” and “Don't” belong to the section they are in."""
SIDE = re.compile(
    r"(?:(?:do|don[’']t|do not|never|avoid|not|instead of|rather than|preferred?|write|say|use|try)"
    r"(?:\W+(?:say|use|write|this|these|that|words?))?"
    r"|(?:words? |terms? |phrases? )?(?:to (?:use|avoid)|not to use)|yes|no|good|bad|better|right|wrong"
    r"|(?:in)?correct|like this|not (?:like )?this|before|after)\W*",
    re.IGNORECASE,
)
"""What the first row of a table of pairs says: one side to write, one to leave."""


class Outline:
    """Collects sections in reading order. Headings nest by level, 0 is the title of the whole."""

    def __init__(self, title: str = "") -> None:
        self.title = title
        self.care: dict[str, Any] = {}
        self._path: list[tuple[int, str]] = [(0, title)] if title else []
        self._lines: list[str] = []
        self._page: int | None = None
        self._sections: list[Section] = []
        self._seen: dict[tuple[str, ...], int] = {}
        self._first_heading = ""

    def heading(self, level: int, text: str) -> None:
        """Open a section, or put the label line into the one that is open."""
        name = " ".join(storable(text).split())
        if not name:
            return
        if self._path and LABEL.match(name):
            self.say(f"{name.rstrip(':')}:")
            return
        self._close()
        self._first_heading = self._first_heading or name
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        if not (self._path and self._path[-1][1] == name):
            self._path.append((level, name))

    def say(self, text: str) -> None:
        """Add a line or a block of text to the open section."""
        line = storable(text).strip()
        if line:
            self._lines.append(line)

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Add a table, a line a row. In a list of do and don't, each row says which side is which.

        A cell may hold several lines; where all cells of a row hold as many, each line is a row.
        """
        split = [part for row in rows for part in _rows_in(row)]
        if not split:
            return
        head, *body = split
        pairs = len(head) > 1 and bool(body) and all(SIDE.fullmatch(cell) for cell in head)
        if not pairs:
            for row in split:
                self.say(" | ".join(row))
            return
        for row in body:
            self.say(" | ".join(_sided(head, row)))

    def page(self, number: int) -> None:
        """Begin a page or slide; the path of headings goes on."""
        self._close()
        self._page = number

    def document(self, *, name: str, kind: str, pages: int = 0, notes: tuple[str, ...] = ()) -> Document:
        """Everything read so far, with offsets."""
        self._close()
        return Document(
            name=name,
            kind=kind,
            title=self.title or self._first_heading,
            sections=_placed(self._sections),
            pages=pages,
            care=self.care,
            notes=notes if self._sections else (*notes, "There is no text under its headings to search in."),
        )

    def _close(self) -> None:
        text = "\n".join(self._lines)
        self._lines.clear()
        if re.search(r"\w", text):
            path = tuple(heading for _, heading in self._path)
            self._sections.append(Section(heading=self._told_apart(path), text=text, page=self._page))

    def _told_apart(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """A path that was there before gets a number, so that a name always means one section."""
        if not path or self._page is not None:
            return path
        self._seen[path] = self._seen.get(path, 0) + 1
        return path if self._seen[path] == 1 else (*path[:-1], f"{path[-1]} ({self._seen[path]})")


def _rows_in(cells: Sequence[str]) -> list[tuple[str, ...]]:
    """One row, or as many as each of its cells has lines. Rows without words are left out."""
    lines = [[" ".join(line.split()) for line in cell.split("\n") if line.strip()] for cell in cells]
    counts = {len(each) for each in lines}
    if len(lines) > 1 and len(counts) == 1 and counts != {0}:
        return list(zip(*lines, strict=True))
    row = tuple(" ".join(each) for each in lines)
    return [row] if any(row) else []


def _sided(head: Sequence[str], row: Sequence[str]) -> list[str]:
    """“Don't say: utilise | Say: use”: a row that can be read without the first one."""
    named = [f"{side.rstrip(':')}: {cell}" for side, cell in zip(head, row, strict=False) if cell]
    return [*named, *row[len(head) :]]


def storable(words: str) -> str:
    """The text without what no database can keep: NUL and halves of characters become a mark."""
    return words.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _placed(sections: list[Section]) -> tuple[Section, ...]:
    placed: list[Section] = []
    start = 0
    for section in sections:
        end = start + len(section.text)
        placed.append(
            Section(heading=section.heading, text=section.text, page=section.page, start=start, end=end)
        )
        start = end + len(SECTION_BREAK)
    return tuple(placed)
