"""Markdown as blocks: paragraphs, headings, list items, quotations and table cells, with code masked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import regex
from markdown_it import MarkdownIt
from markdown_it.token import Token

from brandkit.scopes import MASK, Block, Piece, Source

_FRONT_MATTER = regex.compile(r"\A---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_CONTAINERS = {
    "blockquote": ("blockquote",),
    "list_item": ("list",),
    "th": ("table", "header"),
    "td": ("table", "cell"),
}


def markdown_blocks(source: Source) -> Iterator[Block]:
    """The blocks of prose in a Markdown text, in reading order."""
    text = _without_front_matter(_with_plain_line_breaks(source.text))
    lines = _line_starts(text)
    open_tags: list[tuple[str, ...]] = []
    cursor = 0
    for token in _parser().parse(text):
        if token.nesting == 1:
            open_tags.append(_tags(token))
        elif token.nesting == -1 and open_tags:
            open_tags.pop()
        elif token.type == "inline" and token.map:
            cursor = max(cursor, lines[token.map[0]])
            walk = _Walk(source, text, cursor, lines[token.map[1]])
            tags = {tag for tags in open_tags for tag in tags} | {"text", "md"}
            yield from walk.blocks(token.children or [], _settled(tags))
            cursor = walk.cursor


@cache
def _parser() -> MarkdownIt:
    """Without the step that joins text, so that an escape or an entity is still seen as one."""
    return MarkdownIt("commonmark").enable("table").disable("text_join")


def _with_plain_line_breaks(text: str) -> str:
    """As the parser reads them, and every place stays where it is."""
    return text.replace("\r\n", " \n").replace("\r", "\n")


def _without_front_matter(text: str) -> str:
    found = _FRONT_MATTER.match(text)
    if found is None:
        return text
    return regex.sub(r"[^\n]", " ", found[0]) + text[found.end() :]


def _line_starts(text: str) -> list[int]:
    starts = [0, *(found.end() for found in regex.finditer(r"\n", text))]
    return [*starts, len(text), len(text)]


def _tags(token: Token) -> tuple[str, ...]:
    name = token.type.removesuffix("_open")
    if name == "heading":
        return ("heading", token.tag)
    if name == "paragraph":
        return ("paragraph",)
    return _CONTAINERS.get(name, ())


def _settled(tags: set[str]) -> frozenset[str]:
    """As in Vale, only a paragraph that stands by itself is one; inside a list it is the item."""
    if tags & {"list", "blockquote"}:
        tags.discard("paragraph")
    return frozenset(tags)


class _Walk:
    """Goes through the inline tokens of one block and finds each of their texts in the source again."""

    def __init__(self, source: Source, text: str, start: int, end: int) -> None:
        self.cursor = start
        self._source = source
        self._text = text
        self._end = end
        self._out: list[str] = []
        self._pieces: list[Piece] = []
        self._length = 0
        self._masking = False
        self._link = 0
        self._links: list[tuple[int, int]] = []

    def blocks(self, tokens: list[Token], tags: frozenset[str]) -> Iterator[Block]:
        """The block itself, and one for the alternative text of each of its images."""
        images: list[Block] = []
        for token in tokens:
            if token.type == "image":
                images.extend(self._image(token, tags))
            else:
                self._take(token)
        if "".join(self._out).strip():
            block = self._block("".join(self._out), tags, tuple(self._pieces))
            yield replace(block, links=tuple(self._links))
        yield from images

    def _block(self, text: str, tags: frozenset[str], pieces: tuple[Piece, ...]) -> Block:
        names = tags | {self._source.field} if self._source.field else tags
        return Block(source=self._source, text=text, tags=names, pieces=pieces)

    def _take(self, token: Token) -> None:
        match token.type:
            case "text":
                self._add(token.content, token.content)
            case "text_special":
                self._add(token.content, token.markup)
            case "code_inline":
                self._add(MASK * len(token.content), token.content)
            case "softbreak" | "hardbreak":
                self._add("\n", "\n")
            case "html_inline":
                self._find(token.content)
            case "link_open":
                self._masking = token.info == "auto"
                self._link = self._length
            case "link_close":
                if not self._masking and self._link < self._length:
                    self._links.append((self._link, self._length))
                self._masking = False
                self._skip_target()
            case _ if token.markup and self._text.startswith(token.markup, self.cursor):
                self.cursor += len(token.markup)

    def _add(self, shown: str, written: str) -> None:
        if not shown:
            return
        start = self._find(written)
        if start is not None:
            self._pieces.append(Piece(at=self._length, start=start, length=len(written)))
        self._out.append(MASK * len(shown) if self._masking else shown)
        self._length += len(shown)

    def _find(self, written: str) -> int | None:
        start = self._text.find(written, self.cursor, self._end)
        if start < 0:
            return None
        self.cursor = start + len(written)
        return start

    def _skip_target(self) -> None:
        """Leave the address of a link behind, so that its letters are not taken for the prose after it."""
        if self._text.startswith("](", self.cursor):
            self.cursor = self._after_destination(self.cursor + 2)
        elif self._text.startswith("][", self.cursor):
            close = self._text.find("]", self.cursor + 2, self._end)
            self.cursor = close + 1 if close >= 0 else self.cursor + 2
        elif self._text.startswith(("]", ">"), self.cursor):
            self.cursor += 1

    def _after_destination(self, start: int) -> int:
        helpers = _parser().helpers
        at = self._after_space(start)
        destination = helpers.parseLinkDestination(self._text, at, self._end)
        at = self._after_space(destination.pos if destination.ok else at)
        title = helpers.parseLinkTitle(self._text, at, self._end)
        close = self._text.find(")", title.pos if title.ok else at, self._end)
        return close + 1 if close >= 0 else start

    def _after_space(self, at: int) -> int:
        while at < self._end and self._text[at].isspace():
            at += 1
        return at

    def _image(self, token: Token, tags: frozenset[str]) -> Iterator[Block]:
        start = self._find(token.content) if token.content.strip() else self._find("![")
        self._skip_target()
        if start is not None and token.content.strip():
            piece = Piece(at=0, start=start, length=len(token.content))
            names = (tags - {"paragraph"}) | {"attr", "alt"}
            yield self._block(token.content, names, (piece,))
