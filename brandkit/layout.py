"""Copy laid out for checking: parts and files become blocks, with links, handles and cleared texts masked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import regex

from brandkit.channels import Channel
from brandkit.drafts import Part, Variant
from brandkit.html_markup import html_blocks
from brandkit.markdown_markup import markdown_blocks
from brandkit.plain_markup import plain_blocks
from brandkit.scopes import MASK, Block, ScopedText, Source
from brandkit.web_addresses import address_spans

# Every alternative starts where a run starts and never gives back, so that time grows with the text only.
_MASKED = regex.compile(
    r"https?://[^\s<>]*[^\s<>.,;:!?)\]}'\"’”]"
    r"|www\.[^\s<>]*[^\s<>.,;:!?)\]}'\"’”]"
    r"|(?<![\w.+\-])[\w.+\-]++@[\w\-]++(?:\.[\w\-]++)+"
    r"|(?<![\w.+\-])(?:[\w\-]++\.)+(?:example|test|invalid|localhost)(?![\w\-])(?:/[^\s<>]*[\w/])?"
    r"|(?<![\w@])@\w+"
    r"|`[^`\n]+`"
)

_MARKED_UP = regex.compile(
    r"^ {0,3}#{1,6}\s|^ {0,3}(?:```|~~~)|^ {0,3}\|?[ :]*-{3,}[ :]*\|[ |:-]*$|\]\([^\s)]|<!|</[a-z]+>",
    regex.MULTILINE,
)
"""What only Markdown and HTML have: headings, fences, tables, links and pictures, comments, tags."""

_MAY_BE_MASKED = regex.compile(r"[`@]|://|www\.|\.\w")


def lay_out_variant(variant: Variant, channel: Channel, *, cleared: Sequence[str] = ()) -> ScopedText:
    """The parts of a variant as blocks; `cleared` are fixed wordings that rules leave alone."""
    markdown = {field.name for field in channel if field.markdown}
    sources = tuple(_source(part) for part in variant.parts)
    blocks = tuple(
        block
        for source in sources
        for block in (markdown_blocks(source) if source.field in markdown else plain_blocks(source))
    )
    return _masked(sources, blocks, cleared)


def written_in(text: str) -> str:
    """How a text that has no file name is marked up: md where it shows Markdown or HTML, else txt.

    Without such marks a line that is only set in, as prose often is, would count as code.
    """
    return "md" if _MARKED_UP.search(text) else "txt"


def lay_out_file(text: str, filetype: str, *, cleared: Sequence[str] = ()) -> ScopedText:
    """A whole file as blocks; `filetype` is md, html or txt."""
    source = Source(text=text)
    match filetype:
        case "md" | "markdown":
            blocks = markdown_blocks(source)
        case "html" | "htm":
            blocks = html_blocks(source)
        case _:
            blocks = plain_blocks(source, lines_are_sentences=False)
    return _masked((source,), tuple(blocks), cleared)


def _source(part: Part) -> Source:
    return Source(text=part.text, field=part.field, index=part.index)


def _masked(sources: tuple[Source, ...], blocks: Iterable[Block], cleared: Sequence[str]) -> ScopedText:
    return ScopedText(sources=sources, blocks=tuple(_mask(block, tuple(cleared)) for block in blocks))


def _mask(block: Block, cleared: tuple[str, ...]) -> Block:
    text = block.text
    for start, end in _spans(text, cleared):
        text = text[:start] + MASK * (end - start) + text[end:]
    return replace(block, text=text) if text != block.text else block


def _spans(text: str, cleared: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    yield from address_spans(text)
    if _MAY_BE_MASKED.search(text):
        yield from (found.span() for found in _MASKED.finditer(text))
    pattern = _cleared_pattern(cleared)
    if pattern is not None:
        yield from (found.span() for found in pattern.finditer(text))


@lru_cache(maxsize=64)
def _cleared_pattern(cleared: tuple[str, ...]) -> regex.Pattern[str] | None:
    """Cleared texts word for word, whatever their line breaks; paragraph by paragraph, as blocks are."""
    paragraphs = [part for text in cleared for part in regex.split(r"\n\s*\n", text) if part.strip()]
    if not paragraphs:
        return None
    longest_first = sorted(paragraphs, key=len, reverse=True)
    listed = (r"\s+".join(map(regex.escape, paragraph.split())) for paragraph in longest_first)
    return regex.compile("|".join(listed), regex.IGNORECASE)
