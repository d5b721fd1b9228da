"""A file's text in which what has been read is covered, so that the next search finds what comes after it.

All is counted in bytes of UTF-8, because covering keeps every length: a place in the covered text is the
same place in the file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

import regex

_COVERED = regex.compile(rb"@+")
_FAR, _CRUMBS = 80_000, 60_000
_READ, _REPORTED = ord("@"), ord("#")


class MaskedText:
    """The text of a file, more and more of which is covered."""

    def __init__(self, text: str) -> None:
        self.original = text.encode("utf-8", "surrogatepass")
        self.bytes = bytearray(self.original)
        self._front = 0
        self._left = b""
        self._undo: list[tuple[int, bytes]] = []
        self._reached: dict[bytes, int] = {}
        """How far a text has been looked for: covering never makes it stand where it did not."""

    @cached_property
    def line_starts(self) -> list[int]:
        """Where each line starts."""
        return [0, *(found.end() for found in regex.finditer(rb"\n", self.original))]

    def line_of(self, at: int) -> int:
        """The line of a place, counted from 0."""
        return bisect_right(self.line_starts, at) - 1

    def column_of(self, at: int) -> int:
        """How many characters stand before a place on its line."""
        low = self.line_starts[self.line_of(at)]
        return len(self.original[low:at].decode("utf-8", "replace"))

    def line(self, number: int) -> tuple[int, int]:
        """Where a line starts and ends, its line break included; an empty stretch past the last line."""
        if number >= len(self.line_starts):
            return len(self.bytes), len(self.bytes)
        following = self.line_starts[number + 1 : number + 2]
        return self.line_starts[number], following[0] if following else len(self.bytes)

    def find(self, wanted: bytes) -> int:
        """Where the text first stands, -1 when it does not.

        What is long behind is covered but for crumbs, and only if they hold the text is it searched again. In
        a file that is read on block by block, nothing is looked for very far ahead, so that time grows with
        the file only.
        """
        start = 0
        if b"@" not in wanted and wanted not in self._left:
            start = max(0, self._front - len(wanted))
        start = max(start, self._reached.get(wanted, 0))
        ahead = len(wanted) + _FAR if self._front else len(self.bytes)
        at = self.bytes.find(wanted, start, start + ahead)
        self._reached[wanted] = len(self.bytes) if at < 0 else at
        return at

    def cover_read(self, wanted: bytes) -> bool:
        """Cover the first place of a text that has been read; letters outside ASCII stay."""
        at = self.find(wanted)
        if at < 0:
            return False
        for place, byte in enumerate(wanted, start=at):
            if byte < 0x80 and byte != 0x0A:  # noqa: PLR2004  (the end of ASCII, and a line break)
                self.bytes[place] = _READ
        return True

    def cover_reported(self, wanted: bytes) -> None:
        """Cover the first place of a text until `uncover`, line breaks excepted."""
        at = self.find(wanted)
        if at < 0 or not wanted:
            return
        self._undo.append((at, bytes(self.bytes[at : at + len(wanted)])))
        for place, byte in enumerate(wanted, start=at):
            if byte != 0x0A:  # noqa: PLR2004  (a line break)
                self.bytes[place] = _REPORTED

    def narrowed(self) -> bytes:
        """The text with one byte for each character that is reported: Vale counts words before a match in it."""
        spare = set(self._spare())
        if not spare:
            return bytes(self.bytes)
        return bytes(byte for at, byte in enumerate(self.bytes) if at not in spare)

    def before(self, size: int) -> bytes:
        """What the first bytes of the narrowed text are, so many of them, before it is narrowed."""
        end = size
        for place in sorted(self._spare()):
            if place >= end:
                break
            end += 1
        return bytes(self.bytes[:end])

    def _spare(self) -> Iterator[int]:
        """The places of bytes that go on with a character that is reported."""
        for at, covered in self._undo:
            for number, byte in enumerate(covered):
                if 0x80 <= byte < 0xC0:  # noqa: PLR2004  (what goes on with a character)
                    yield at + number

    def uncover(self) -> None:
        """Take back every `cover_reported`."""
        if self._undo:
            self._reached.clear()
        while self._undo:
            at, covered = self._undo.pop()
            self.bytes[at : at + len(covered)] = covered

    def move_front(self, number: int) -> None:
        """Reading has come to a line: what stands before it is looked at again only for what was left over."""
        if number < 0:
            return
        at = self.line_starts[number] if number < len(self.line_starts) else len(self.bytes)
        if at > self._front:
            left = self._left + _COVERED.sub(b"@", bytes(self.bytes[self._front : at])) + b"@"
            self._left = left[-_CRUMBS:]
            self._front = at
            self._reached.clear()
