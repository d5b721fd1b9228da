"""Turns the JSON of a draft, as it is being written, into the text of its fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from json.decoder import scanstring  # type: ignore[attr-defined]  # in every CPython; the stubs leave it out

_LONG, _PAIR, _SHORT = 6, 12, 2
_HIGH_SURROGATE = re.compile(r"\\u[dD][89abAB]..")


class Unfolding:
    """Feed it pieces of the JSON; it gives back the new readable text of the given fields.

    `labels` says what stands before a field's text, by its name; nothing where that is empty. A field
    begins on a line of its own, an item of a list too. Text of other fields (citations, gaps) is passed
    over. Works on any split of the JSON, also within an escape.
    """

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = dict(labels)
        self._depth = 0
        self._string: str | None = None
        self._is_key = False
        self._key = ""
        self._pending = ""
        self._begun = False
        self._shown_any = False

    def feed(self, piece: str) -> str:
        """The readable text that this piece added; often empty."""
        shown: list[str] = []
        for character in piece:
            self._take(character, shown)
        return "".join(shown)

    def _take(self, character: str, shown: list[str]) -> None:
        if self._string is None:
            self._outside(character)
        elif self._pending:
            self._escape(character, shown)
        elif character == "\\":
            self._pending = character
        elif character == '"':
            self._close()
        else:
            self._write(character, shown)

    def _outside(self, character: str) -> None:
        if character in "{[":
            self._depth += 1
        elif character in "}]":
            self._depth -= 1
        elif character == '"':
            self._string, self._begun = "", False
            self._is_key = self._depth == 1 and not self._key
        elif character == "," and self._depth == 1:
            self._key = ""

    def _escape(self, character: str, shown: list[str]) -> None:
        self._pending += character
        if len(self._pending) < self._length_of_escape():
            return
        written, self._pending = scanstring(f'{self._pending}"', 0, False)[0], ""
        self._write(written, shown)

    def _length_of_escape(self) -> int:
        """A character beyond the basic plane may be written as two escapes, which belong together."""
        if self._pending[1] != "u":
            return _SHORT
        return _PAIR if _HIGH_SURROGATE.match(self._pending) else _LONG

    def _write(self, text: str, shown: list[str]) -> None:
        self._string = f"{self._string}{text}" if self._is_key else ""
        if self._is_key or self._key not in self._labels:
            return
        if not self._begun:
            shown.append(self._beginning())
        self._begun = self._shown_any = True
        shown.append(text)

    def _beginning(self) -> str:
        """What stands before an item's text: a new line after others, the field's label before its first."""
        line = "\n" if self._shown_any else ""
        label, self._labels[self._key] = self._labels[self._key], ""
        return f"{line}{label}: " if label else line

    def _close(self) -> None:
        if self._is_key:
            self._key = self._string or ""
        self._string, self._is_key = None, False
