"""Where a match is said to stand: the place that Vale's search for it in the file comes upon.

Vale does not keep track of where a block's text came from. It searches the file for the matched text, with
what has been read and reported covered. Where a word stands twice this may name the other place; who
compares with Vale needs the same answer, so the search is done the same way here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from brandkit.vale.blocks import Block
from brandkit.vale.masked_text import MaskedText
from brandkit.vale.sentences import sentences

_SMALL_FILE = 1000
_LONGEST_SIGN = 4
_TRIES = 200
_MARKS = frozenset(b"`-")
_QUOTES = {"'": "(?:'|‘|’)", '"': '(?:"|“|”)'}
_PREFIXES, _SUFFIXES = "$(\"['", ",)\"]!;.?:'"
_UNSPLIT = regex.compile(r"(?:[A-Za-z]\.){2,}|[A-Z][a-z]{1,2}\.")
_CURLY = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A line and a column, both from 1, and the column of the last character."""

    line: int
    column: int
    last: int


@dataclass
class Locator:
    """Finds places in one file. `text` is searched; lines and columns are those of the file as written.

    Vale counts lines in the covered text where the file is not marked up, and else in the file as written. The
    two differ only where covering has broken a sign outside ASCII.
    """

    text: MaskedText
    is_marked_up: bool = True

    def place(self, match: str, start: int, block: Block) -> Place | None:
        """Where a block's match at `start` stands; None when it is not to be found, as when made of marks."""
        if not match:
            return Place(line=1 if block.lookup else self._first_line(), column=1, last=1)
        if "raw" in block.tags and self._is_at(match, start):
            return self._at(start, len(match))
        skipped = self._words_before(match, start)
        if not block.lookup:
            found = self._on_its_line(match, start, block, skipped)
            if found is not None:
                return found
        return self._anywhere(match, block, skipped)

    def _first_line(self) -> int:
        """The first line that is not empty: where something is reported that has no place of its own."""
        starts = self.text.line_starts
        lines = (number for number, low in enumerate(starts) if self.text.line(number)[1] - low > 1)
        return next(lines, 0) + 1

    def _is_at(self, match: str, start: int) -> bool:
        """Vale counts characters and looks in bytes: only a match in ASCII can be where it says."""
        wanted = _bytes(match)
        return match.isascii() and self.text.original[start : start + len(wanted)] == wanted

    def _at(self, at: int, length: int) -> Place:
        column = self.text.column_of(at) + 1
        return Place(line=self.text.line_of(at) + 1, column=column, last=max(1, column + length - 1))

    def _words_before(self, match: str, start: int) -> tuple[bytes, ...]:
        """In a small file where the match stands more than once, words that cannot be it."""
        if len(self.text.bytes) >= _SMALL_FILE * _LONGEST_SIGN:
            return ()
        content = self.text.narrowed()
        if len(content) >= _SMALL_FILE or start > len(content) or content.count(_bytes(match)) <= 1:
            return ()
        before = self.text.before(start).decode("utf-8", "surrogateescape")
        return tuple(word.encode("utf-8", "surrogateescape") for word in before.split())

    def _on_its_line(self, match: str, start: int, block: Block, skipped: tuple[bytes, ...]) -> Place | None:
        for number in self._lines(match, start, block):
            low, high = self.text.line(number)
            line = _Searched(bytearray(self.text.bytes[low:high]), written=self.text.original[low:high])
            line.cover(skipped)
            found = line.first(match, block.text)
            if found is None:
                return None
            column = line.characters(found) + 1
            extent = len(line.written.decode("utf-8", "replace"))
            return Place(line=number + 1, column=column, last=max(1, min(extent, column + found.length - 1)))
        return None

    def _lines(self, match: str, start: int, block: Block) -> Iterator[int]:
        """The block's line, after any earlier one that has the very match at the very offset."""
        wanted = _bytes(match)
        own = self.text.line(block.line)[0] if block.line >= 0 else 0
        at = self.text.find(wanted) if wanted and match.isascii() else -1
        for _ in range(_TRIES):
            if not 0 <= at < own:
                break
            number = self.text.line_of(at)
            low, high = self.text.line(number)
            if at - low == start and high - low > start + len(match):
                yield number
                return
            at = self.text.bytes.find(wanted, at + 1)
        if 0 <= block.line < len(self.text.line_starts):
            yield block.line

    def _anywhere(self, match: str, block: Block, skipped: tuple[bytes, ...]) -> Place | None:
        if skipped:
            searched = _Searched(
                bytearray(self.text.bytes), written=self.text.original, over_lines=self.is_marked_up
            )
        else:
            searched = _Searched(self.text.bytes, written=self.text.original, find=self.text.find)
        searched.cover(skipped)
        found = searched.first(match, block.text)
        if found is None:
            return None
        at = found.at
        if found.more or found.counted is not None:
            at = len(self.text.original.decode("utf-8", "replace")[: searched.characters(found)].encode())
        place = self._at(at, found.length)
        low, high = self.text.line(place.line - 1)
        extent = len(self.text.original[low:high].decode("utf-8", "replace"))
        return replace(place, last=max(1, min(extent, place.last)))


@dataclass(frozen=True, kw_only=True)
class _Found:
    """A byte offset, and how many characters are meant.

    Vale may count `more` characters before it than there are, or, where it takes bytes for characters, `counted`.
    """

    at: int
    length: int
    more: int = 0
    counted: int | None = None


class _Searched:
    """One search: through a line, or through the whole file."""

    def __init__(
        self,
        content: bytearray,
        *,
        written: bytes,
        find: Callable[[bytes], int] | None = None,
        over_lines: bool = True,
    ) -> None:
        self.content = content
        self.written = written
        self._over_lines = over_lines
        self._broken: list[tuple[int, int]] = []
        """Where a covered word ends within a character, and how many more characters Vale then counts."""
        self._find: Callable[[bytes], int] = find or content.find

    def cover(self, words: tuple[bytes, ...]) -> None:
        """Cover the first place of each word in turn."""
        for word in words:
            at = self.content.find(word)
            if at >= 0:
                end = at + len(word)
                self.content[at:end] = b"@" * len(word)
                if _is_cut(word):
                    self._note_broken(end)

    def _note_broken(self, end: int) -> None:
        """Vale takes characters for bytes, so the last word may end within one; each byte of it counts as one."""
        start, last = end - 1, end
        while start > 0 and _goes_on(self.written, start):
            start -= 1
        while _goes_on(self.written, last):
            last += 1
        self._broken.append((end, last - start - 1))

    def first(self, match: str, text: str) -> _Found | None:
        """The place of a match out of a block's text."""
        low = max(0, self._offset(match, text))
        at = self._whole(match, low)
        if at < 0:
            at = self._position(_bytes(match), low)
        if at < 0:
            return self._line_of_sentence(match, text, low)
        if self.content[at : at + 1] == b"_":
            at += 1
        more = sum(extra for end, extra in self._broken if self._is_moved(at, end))
        return _Found(at=at, length=len(match), more=more)

    def characters(self, found: _Found) -> int:
        """How many characters Vale counts before a place."""
        if found.counted is not None:
            return found.counted
        return len(self.written[: found.at].decode("utf-8", "replace")) + found.more

    def _is_moved(self, at: int, end: int) -> bool:
        """Whether a place is counted further behind because a character before it was broken."""
        return end <= at and (self._over_lines or b"\n" not in self.written[end:at])

    def _offset(self, match: str, text: str) -> int:
        """Where the block's text starts, when it stands in the file as it is."""
        found = self._position(_bytes(text), 0)
        if found < 0 and not any(sign.isalpha() or sign.isdigit() for sign in match):
            words = text.split()
            found = self._position(_bytes(words[0]), 0) if words else -1
        return found

    def _position(self, wanted: bytes, low: int) -> int:
        at = self._find(wanted)
        return at if at >= low or at < 0 else self.content.find(wanted, low)

    def _whole(self, match: str, low: int) -> int:
        """The first place where the match stands as a word of its own, rather outside of code."""
        fragment = max(re.split("['\"]", match), key=len)
        start = self._position(_bytes(fragment), low) if fragment else low
        if start < 0:
            return -1
        before = self.content[low - 1] if low else 0x0A
        if low and before != 0x0A:  # noqa: PLR2004  (a line break)
            self.content[low - 1] = 0x40
        try:
            pattern = _pattern(match)
            first = -1
            for found in pattern.finditer(self.content, max(low, start - 4 * len(match))):
                first = found.start() if first < 0 else first
                if not self._is_in_code(found.start(), found.end()):
                    return found.start()
            return first
        finally:
            if low:
                self.content[low - 1] = before

    def _is_in_code(self, start: int, end: int) -> bool:
        before, after = start - 1, end + 1
        if before > 0 and self.content[before] in _MARKS:
            return True
        return after < len(self.content) and self.content[after] in _MARKS

    def _line_of_sentence(self, match: str, text: str, start: int) -> _Found | None:
        """The line that holds all words of the match's sentence, when the match itself is broken by markup.

        What stands before `start` holds none of them.
        """
        target = ""
        for low, high in sentences(text):
            sentence = text[low:high]
            if sentence == match or sentence.find(match) > 0:
                target = sentence
        words = [_bytes(word) for word in _words(target)]
        if not target:
            return None
        longest = max(words, key=len, default=b"")
        at = self._position(longest, start)
        while at >= 0:
            low = self.content.rfind(b"\n", 0, at) + 1
            high = self.content.find(b"\n", at)
            high = high if high >= 0 else len(self.content)
            line = bytes(self.content[max(low, start) : high])
            if all(word in line for word in words):
                length = len(self.written[low:high].decode("utf-8", "replace"))
                return _Found(at=low, length=length, counted=self._counted(low, start))
            at = self.content.find(longest, max(at + 1, high))
        return None

    def _counted(self, at: int, start: int) -> int:
        """How many characters Vale counts before a place: it takes bytes for them, but for what is covered."""
        covered = self.written[: min(at, start)].decode("utf-8", "replace")
        return len(covered) + max(0, at - start)


def _is_cut(word: bytes) -> bool:
    """Whether a word ends within a character."""
    return word.decode("utf-8", "ignore").encode() != word


def _goes_on(written: bytes, at: int) -> bool:
    """Whether a character that began earlier goes on at a place."""
    return at < len(written) and 0x80 <= written[at] < 0xC0  # noqa: PLR2004  (how UTF-8 marks it)


def _words(text: str) -> Iterator[str]:
    """The words of a sentence without the punctuation around them."""
    for part in text.translate(_CURLY).split():
        word = part
        while word and not _UNSPLIT.fullmatch(word):
            if word[0] in _PREFIXES and len(word) > 1:
                word = word[1:]
            elif word[-1] in _SUFFIXES and len(word) > 1:
                word = word[:-1]
            else:
                break
        if any(sign.isalpha() for sign in word):
            yield word


def _pattern(match: str) -> re.Pattern[bytes]:
    body = "".join(_QUOTES.get(sign) or re.escape(sign) for sign in match)
    return re.compile(_bytes(rf"(?:^|\b|_){body}(?:_|\b|\Z)"))


@lru_cache(maxsize=64)
def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
