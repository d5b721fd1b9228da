"""HTML as a run of tags, texts and comments, without building a tree of it."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

import regex

_TOKEN = regex.compile(
    r"<!--(?P<comment>.*?)(?:--!?>|\Z)"
    r"|<[!?](?P<bogus>[^>]*)(?:>|\Z)"
    r"|</(?P<end>[A-Za-z][^\s/>]*)[^>]*(?:>|\Z)"
    r"|<(?P<start>[A-Za-z][^\s/>]*)(?P<attributes>(?:[^>\"']|\"[^\"]*+\"|'[^']*+'|[\"'](?=[^\"'>]*>))*+)>"
    r"|(?P<text>[^<]+|<)",
    regex.DOTALL,
)
_ATTRIBUTE = regex.compile(r"([^\s=/>\"']+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")
_UNREAD_INSIDE = frozenset(
    {"iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title", "xmp"}
)
_WITH_ENTITIES = frozenset({"textarea", "title"})
_NO_ATTRIBUTES: Mapping[str, str] = {}


class Kind(Enum):
    """What a token is."""

    START = "start"
    END = "end"
    CLOSED = "closed"
    """A tag that closes itself, such as `<br/>`."""
    TEXT = "text"
    COMMENT = "comment"


@dataclass(frozen=True, kw_only=True)
class Token:
    """One tag, text or comment; `data` is the tag's name in lower case, or the words without entities."""

    kind: Kind
    data: str
    attributes: Mapping[str, str] = field(default_factory=lambda: _NO_ATTRIBUTES)


def html_tokens(text: str) -> Iterator[Token]:
    """The tokens of an HTML text in order. Nothing is an error: what is no tag is text."""
    at, words = 0, ""
    while at < len(text):
        found = _TOKEN.match(text, at)
        assert found is not None, "a lone < counts as text, so something always matches"
        at = found.end()
        if found["text"] is not None:
            words += found["text"]
            continue
        if words:
            yield Token(kind=Kind.TEXT, data=html.unescape(words))
            words = ""
        token = _markup(found)
        yield token
        if token.kind is Kind.START and token.data in _UNREAD_INSIDE:
            inside, at = _inside(text, at, token.data)
            if inside:
                yield Token(
                    kind=Kind.TEXT, data=html.unescape(inside) if token.data in _WITH_ENTITIES else inside
                )
    if words:
        yield Token(kind=Kind.TEXT, data=html.unescape(words))


def _markup(found: regex.Match[str]) -> Token:
    if found["start"] is not None:
        attributes = found["attributes"]
        kind = Kind.CLOSED if attributes.endswith("/") else Kind.START
        return Token(kind=kind, data=found["start"].lower(), attributes=_attributes(attributes))
    if found["end"] is not None:
        return Token(kind=Kind.END, data=found["end"].lower())
    comment = found["comment"] if found["comment"] is not None else found["bogus"]
    return Token(kind=Kind.COMMENT, data=comment)


def _attributes(text: str) -> Mapping[str, str]:
    if not text.strip(" /"):
        return _NO_ATTRIBUTES
    return {
        found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "")
        for found in _ATTRIBUTE.finditer(text)
    }


def _inside(text: str, at: int, name: str) -> tuple[str, int]:
    """What stands inside an element whose content is not markup, and where it ends."""
    close = regex.compile(rf"</{name}(?=[\s/>])", regex.IGNORECASE).search(text, at)
    end = close.start() if close else len(text)
    return text[at:end], end
