"""Web addresses in running text, found the way X finds them before it counts each as 23 characters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources

import regex

_MAX_LABEL = 63
_MAX_ADDRESS = 4096
_PATH = r"[\p{Cyrillic}\p{Latin}0-9!*';:=+,.$/%#\[\]\-_~@|&]"
_PATH_END = r"[\p{Cyrillic}\p{Latin}0-9=_#/+\-]"
_QUERY = r"[A-Za-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]"
_QUERY_END = r"[A-Za-z0-9\-_&=#/]"


def address_spans(text: str) -> Iterator[tuple[int, int]]:
    """The `(start, end)` of every web address, with or without a protocol, in reading order."""
    if _INNER_DOT.search(text):
        yield from (found.span() for found in _pattern().finditer(text) if _is_address(found))


def _is_address(found: regex.Match[str]) -> bool:
    """DNS refuses labels over 63 characters once they are encoded, and X then counts plain text."""
    labels = (found["host"] or found["bare_host"]).split(".")
    return len(found[0]) <= _MAX_ADDRESS and all(_encoded_length(label) <= _MAX_LABEL for label in labels)


def _encoded_length(label: str) -> int:
    return len(label) if label.isascii() else len("xn--") + len(label.encode("punycode"))


_INNER_DOT = regex.compile(r"\.\w")
"""Every address has a dot with a letter right behind it; most sentences have none."""


@cache
def _pattern() -> regex.Pattern[str]:
    domains = "|".join(sorted(top_level_domains(), key=len, reverse=True))
    top = rf"(?:{domains}|xn--[\-0-9a-z]+)(?![0-9A-Za-z@+\-])"
    letter = r"[\p{L}\p{M}\p{N}\p{S}]"
    plain = r"[0-9A-Za-z\u00C0-\u024F]"
    host = rf"(?:{letter}(?:[_\-]|{letter})*\.)*{letter}(?:-|{letter})*\.{top}"
    bare_host = rf"(?:{plain}(?:[_\-]|{plain})*\.)*{plain}(?:-|{plain})*\.{top}"
    path = rf"(?:/(?:(?:{_PATH}|\({_PATH}+\))*(?:{_PATH_END}|\({_PATH}+\)))?)?(?:\?{_QUERY}*{_QUERY_END})?"
    before = r"(?<![\p{L}\p{N}@＠$#＃])"
    return regex.compile(
        rf"(?i){before}https?://(?P<host>{host})(?::\d+)?{path}"
        rf"|(?<![A-Za-z0-9@＠$#＃\-_./])(?P<bare_host>{bare_host})(?::\d+)?{path}"
    )


@cache
def top_level_domains() -> tuple[str, ...]:
    """Every top-level domain that the shipped list knows, without the dot."""
    text = resources.files("brandkit").joinpath("shipped/top_level_domains.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith(("#", "[")))
    return tuple(name for line in lines for name in line.split())
