r"""The small language of templates: words, slots, parts that may be left out, and a choice of words.

{topic}          the slot's value; {Topic} the same with a capital first letter
[See {link}.]    left out when a slot inside is empty
<Try|Have> it    one of several, picked by whoever fills the template
\{ \[ \<         the character itself
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

_TOKEN = re.compile(r"\\(?P<literal>.)|\{(?P<slot>[A-Za-z][a-z0-9_]*)\}|(?P<mark>[\[\]<>|{}])", re.DOTALL)

Pick = Callable[[int], int]
"""Given how many choices there are, the index of the one to take."""


class TemplateTextError(ValueError):
    """The text of a template is not well formed; the message says where."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """Text that stands as it is."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A place for a value; `capital` asks for a capital first letter."""

    name: str
    capital: bool = False


@dataclass(frozen=True, kw_only=True)
class Maybe:
    """A part that is left out when one of its slots has no value."""

    inside: TemplateText


@dataclass(frozen=True, kw_only=True)
class OneOf:
    """Several wordings of which one is used."""

    wordings: tuple[TemplateText, ...]


Node = Words | Slot | Maybe | OneOf


@dataclass(frozen=True, kw_only=True)
class TemplateText:
    """A text with slots, as parsed from a template file."""

    nodes: tuple[Node, ...]

    @property
    def needs(self) -> frozenset[str]:
        """The slots without which this text cannot be filled at all."""
        return frozenset(node.name for node in self.nodes if isinstance(node, Slot))

    @property
    def slots(self) -> frozenset[str]:
        """Every slot that occurs anywhere in the text."""
        return frozenset(_slots(self))

    def fill(self, values: Mapping[str, str], pick: Pick) -> str | None:
        """The text with its slots filled; None when a slot that it needs has no value."""
        pieces: list[str] = []
        for node in self.nodes:
            piece = _filled(node, values, pick)
            if piece is None:
                return None
            pieces.append(piece)
        return "".join(pieces)


def parse_text(source: str) -> TemplateText:
    """Read one text of a template; `TemplateTextError` tells which bracket is open or stray."""
    tokens = list(_tokens(source))
    text, rest = _parse(tokens, 0, closers="")
    if rest != len(tokens):
        raise TemplateTextError(
            f"a “{tokens[rest][1]}” closes nothing; write “\\{tokens[rest][1]}” for the sign itself"
        )
    return text


def capitalised(text: str) -> str:
    """The text with its first letter as a capital, leaving names such as iPhone alone."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return text if any(letter.isupper() for letter in first) else text[:1].upper() + text[1:]


def _tokens(source: str) -> Iterator[tuple[str, str]]:
    """(kind, value) pairs; kind is `words`, `slot` or `mark`."""
    at = 0
    for match in _TOKEN.finditer(source):
        if match.start() > at:
            yield "words", source[at : match.start()]
        kind = match.lastgroup or "mark"
        yield ("words" if kind == "literal" else kind), match[kind]
        at = match.end()
    if at < len(source):
        yield "words", source[at:]


def _parse(tokens: list[tuple[str, str]], at: int, *, closers: str) -> tuple[TemplateText, int]:
    nodes: list[Node] = []
    while at < len(tokens):
        kind, value = tokens[at]
        if kind == "mark" and value in closers:
            return TemplateText(nodes=tuple(nodes)), at
        if kind == "mark" and value == "[":
            inside, at = _parse_closed(tokens, at + 1, closer="]")
            nodes.append(Maybe(inside=inside))
        elif kind == "mark" and value == "<":
            node, at = _parse_choice(tokens, at + 1)
            nodes.append(node)
        elif kind == "mark" and value in "{}":
            raise TemplateTextError(f"a “{value}” is not part of a slot; slots look like {{topic}}")
        elif kind == "mark" and value in "]>":
            return TemplateText(nodes=tuple(nodes)), at
        else:
            nodes.append(Words(text=value) if kind in {"words", "mark"} else _slot(value))
            at += 1
    return TemplateText(nodes=tuple(nodes)), at


def _parse_closed(tokens: list[tuple[str, str]], at: int, *, closer: str) -> tuple[TemplateText, int]:
    text, end = _parse(tokens, at, closers=closer)
    if end >= len(tokens) or tokens[end][1] != closer:
        raise TemplateTextError(f"a bracket is left open; close it with “{closer}”")
    return text, end + 1


def _parse_choice(tokens: list[tuple[str, str]], at: int) -> tuple[OneOf, int]:
    wordings: list[TemplateText] = []
    while True:
        text, at = _parse(tokens, at, closers="|>")
        wordings.append(text)
        if at >= len(tokens) or tokens[at][1] not in "|>":
            raise TemplateTextError("a choice “<this|that>” is left open; close it with “>”")
        if tokens[at][1] == ">":
            return OneOf(wordings=tuple(wordings)), at + 1
        at += 1


def _slot(name: str) -> Slot:
    return Slot(name=name.lower(), capital=name[0].isupper())


def _filled(node: Node, values: Mapping[str, str], pick: Pick) -> str | None:
    match node:
        case Words(text=text):
            return text
        case Slot(name=name, capital=capital):
            value = values.get(name, "").strip()
            return (capitalised(value) if capital else value) or None
        case Maybe(inside=inside):
            return inside.fill(values, pick) or ""
        case OneOf(wordings=wordings):
            return _one_of(wordings, values, pick)


def _one_of(wordings: tuple[TemplateText, ...], values: Mapping[str, str], pick: Pick) -> str | None:
    """The picked wording, or the next one whose slots all have values."""
    first = pick(len(wordings))
    for step in range(len(wordings)):
        filled = wordings[(first + step) % len(wordings)].fill(values, pick)
        if filled is not None:
            return filled
    return None


def _slots(text: TemplateText) -> Iterator[str]:
    for node in text.nodes:
        match node:
            case Slot(name=name):
                yield name
            case Maybe(inside=inside):
                yield from _slots(inside)
            case OneOf(wordings=wordings):
                for wording in wordings:
                    yield from _slots(wording)
            case Words():
                pass
