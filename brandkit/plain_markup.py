"""Plain text as blocks: one for each paragraph."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from brandkit.scopes import Block, Source, whole

_GAP = regex.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+|\Z")
_ITEM = regex.compile(r"\s*(?:[-*•–✓✔]|\d+[.)])\s")


def plain_blocks(source: Source, *, lines_are_sentences: bool = True) -> Iterator[Block]:
    """The paragraphs of a text, cut at empty lines. In posts a line break also ends a sentence."""
    everything = whole(source, "text", "txt")
    at = 0
    for gap in _GAP.finditer(source.text):
        if source.text[at : gap.start()].strip():
            block = everything.cut(at, gap.start(), "paragraph")
            yield _with_lines(block, lines_are_sentences=lines_are_sentences)
        at = gap.end()


def _with_lines(block: Block, *, lines_are_sentences: bool) -> Block:
    """Lists are lines of their own even in wrapped prose."""
    listed = any(_ITEM.match(line) for line in block.text.split("\n"))
    return Block(
        source=block.source,
        text=block.text,
        tags=block.tags,
        pieces=block.pieces,
        lines_are_sentences=lines_are_sentences or listed,
    )
