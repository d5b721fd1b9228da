"""HTML as blocks: paragraphs, headings, list items and cells, with code, scripts and styles left out."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

from brandkit.scopes import MASK, Block, Piece, Source

_BLOCKS = {
    **{f"h{level}": ("heading", f"h{level}") for level in range(1, 7)},
    "p": ("paragraph",),
    "li": ("list",),
    "blockquote": ("blockquote",),
    "th": ("table", "header"),
    "td": ("table", "cell"),
    "caption": ("table", "caption"),
    "figcaption": ("figure", "caption"),
    **dict.fromkeys(
        ("div", "section", "article", "main", "header", "footer", "ul", "ol", "table", "tr", "title"), ()
    ),
}
_LEFT_OUT = frozenset({"script", "style", "pre", "head", "template"})
_MASKED = frozenset({"code", "kbd", "tt", "samp", "var"})


def html_blocks(source: Source) -> Iterator[Block]:
    """The blocks of prose in an HTML text, in reading order."""
    reader = _Reader(source)
    reader.feed(source.text)
    reader.close()
    reader.end_block()
    yield from reader.blocks


class _Reader(HTMLParser):
    def __init__(self, source: Source) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[Block] = []
        self._source = source
        self._lines = _line_starts(source.text)
        self._open: list[str] = []
        self._out: list[str] = []
        self._pieces: list[Piece] = []
        self._length = 0
        self._link = -1
        self._links: list[tuple[int, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.end_block()
        if tag == "a":
            self._link = self._length
        if tag == "br":
            self._add("\n", self._here(), 1)
        elif tag == "img":
            self._alternative(dict(attrs).get("alt") or "")
        elif tag in _BLOCKS or tag in _LEFT_OUT or tag in _MASKED:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_block()
        if tag == "a" and 0 <= self._link < self._length:
            self._links.append((self._link, self._length))
            self._link = -1
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._add(data, self._here(), len(data))

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name};")

    def _reference(self, written: str) -> None:
        here = self._here()
        if not self._source.text.startswith(written, here):
            written = written.removesuffix(";")
        self._add(html.unescape(written), here, len(written))

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _add(self, shown: str, start: int, length: int) -> None:
        if not shown or _LEFT_OUT.intersection(self._open):
            return
        self._pieces.append(Piece(at=self._length, start=start, length=length))
        self._out.append(MASK * len(shown) if _MASKED.intersection(self._open) else shown)
        self._length += len(shown)

    def _alternative(self, alt: str) -> None:
        start = self._source.text.find(alt, self._here()) if alt.strip() else -1
        if start >= 0:
            tags = frozenset({"text", "html", "attr", "alt"})
            piece = Piece(at=0, start=start, length=len(alt))
            self.blocks.append(Block(source=self._source, text=alt, tags=tags, pieces=(piece,)))

    def end_block(self) -> None:
        """Close the block under way; what holds only white space is none."""
        text = "".join(self._out)
        if text.strip():
            block = Block(source=self._source, text=text, tags=self._tags(), pieces=tuple(self._pieces))
            self.blocks.append(replace(block, links=tuple(self._links)))
        self._out, self._pieces, self._length = [], [], 0
        self._link, self._links = -1, []

    def _tags(self) -> frozenset[str]:
        tags = {tag for name in self._open for tag in _BLOCKS.get(name, ())}
        if tags & {"list", "blockquote"}:
            tags.discard("paragraph")
        elif not tags:
            tags.add("paragraph")
        return frozenset(tags | {"text", "html"} | ({self._source.field} if self._source.field else set()))


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts
