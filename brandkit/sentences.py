"""Where one sentence ends and the next begins."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

_ABBREVIATION = regex.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|approx|incl|excl|no|nos|fig|pp?|mr|mrs|ms|dr|prof|st|jr|sr|inc|ltd|co"
    r"|corp|dept|est|a\.m|p\.m|u\.s|u\.k|(?-i:[A-Z]))\.$",
    regex.IGNORECASE,
)
_END = regex.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|[。！？]+|\n\s*\n")
_LINE_END = regex.compile(r"\n+")


def sentence_spans(text: str, *, lines_end_sentences: bool = False) -> tuple[tuple[int, int], ...]:
    """The `(start, end)` of each sentence, without the white space around it.

    In posts and messages a line break is an ending too (`lines_end_sentences`); in prose it is not. Kept for
    a while, because several rules ask the same of a text.
    """
    return _spans(text, lines_end_sentences and "\n" in text)


@lru_cache(maxsize=64)
def _spans(text: str, lines_end_sentences: bool) -> tuple[tuple[int, int], ...]:  # noqa: FBT001 - a key
    spans = []
    start = 0
    for end in (*_endings(text, lines_end_sentences=lines_end_sentences), len(text)):
        span = _trimmed(text, start, end)
        if span is not None:
            spans.append(span)
        start = end
    return tuple(spans)


def _endings(text: str, *, lines_end_sentences: bool) -> Iterator[int]:
    ends = {
        found.end() for found in _END.finditer(text) if not _is_abbreviation(text, found.start(), found.end())
    }
    if lines_end_sentences:
        ends |= {found.end() for found in _LINE_END.finditer(text)}
    yield from sorted(ends)


def _is_abbreviation(text: str, start: int, end: int) -> bool:
    """A full stop after an abbreviation ends nothing, unless a capital follows one such as “etc.”."""
    if text[start:end] != ".":
        return False
    found = _ABBREVIATION.search(text[max(0, start - 12) : end])
    if found is None:
        return False
    following = text[end:].lstrip()[:1]
    return not (found[0].strip().lower() in {"etc.", "inc.", "ltd.", "a.m.", "p.m."} and following.isupper())


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
