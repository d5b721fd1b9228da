"""Patterns of rules: Vale's .NET-like regular expressions, made to run here and never for long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import regex

from brandkit.rules.prefilter import Needed, needed

SECONDS_A_SEARCH = 0.25
_SHOWN = 80
_USUAL_LENGTH = 20_000
_LONGER = 20
_ENDS = {r"\z": r"\Z", r"\Z": r"(?=\n?\Z)"}
_PIECE = regex.compile(
    r"\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]"
    r"|\(\?(?P<flags>[imsx\-]+)\)|\(\?P?<[A-Za-z_]\w*>|\(\?'\w+'|\(\?(?:[:=!>|#]|<[=!]|[imsx\-]+:)|[()|]|[^\\\[\]()|]+|.",
    regex.DOTALL,
)


class PatternError(ValueError):
    """A pattern that cannot be compiled; the message says why, in the engine's words."""


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A compiled pattern. Each search stops with `TimeoutError` after a quarter of a second.

    With `lines`, `^` and `$` also stand for the ends of lines.
    """

    source: str
    ignore_case: bool = False
    lines: bool = True

    def __post_init__(self) -> None:
        try:
            _ = self.compiled
        except (regex.error, RecursionError, OverflowError) as error:
            raise PatternError(f"the pattern “{_shortened(self.source)}” cannot be used: {error}") from error

    @cached_property
    def compiled(self) -> regex.Pattern[str]:
        """The engine's own form."""
        flags = regex.VERSION0
        if self.lines:
            flags |= regex.MULTILINE
        if self.ignore_case:
            flags |= regex.IGNORECASE
        return regex.compile(portable(self.source), flags)

    @cached_property
    def needed(self) -> Needed:
        """What every match holds."""
        return needed(self.source)

    def matches(self, text: str) -> Iterator[regex.Match[str]]:
        """Every match that holds at least one character, from left to right."""
        if self.needed.allows(text):
            yield from self.searched(text)

    def searched(self, text: str) -> Iterator[regex.Match[str]]:
        """The same for a text that is known to be worth the search."""
        for found in self.compiled.finditer(text, timeout=_seconds(text)):
            if found.end() > found.start():
                yield found

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where every match stands, those that hold no character included."""
        if not self.needed.allows(text):
            return ()
        return tuple(found.span() for found in self.compiled.finditer(text, timeout=_seconds(text)))

    def first(self, text: str) -> regex.Match[str] | None:
        """The first match, if there is one."""
        if not self.needed.allows(text):
            return None
        return self.compiled.search(text, timeout=_seconds(text))

    def is_whole(self, text: str) -> bool:
        """Whether the pattern describes the whole text."""
        return self.compiled.fullmatch(text, timeout=SECONDS_A_SEARCH) is not None


def words(tokens: Sequence[str], *, nonword: bool = False) -> str:
    """Tokens as one alternation in file order, held to word boundaries unless `nonword`."""
    joined = "|".join(tokens)
    return f"(?:{joined})" if nonword else rf"\b(?:{joined})\b"


def literal(text: str) -> str:
    """A phrase as a pattern: any white space between its words, nothing that continues it on either side."""
    body = r"\s+".join(regex.escape(word, special_only=True) for word in text.split())
    return rf"(?<!\w){body}(?!\w)"


def portable(source: str) -> str:
    r"""The pattern in this engine's dialect, meaning what it means in .NET.

    Inline flags such as `(?i)` hold from where they stand to the end of their group, also in its next
    alternatives; `\z` is the very end.
    """
    if "(?" not in source and "\\" not in source:
        return source
    out: list[str] = []
    opened = [""]
    for piece in _PIECE.finditer(source):
        text = piece[0]
        if piece["flags"]:
            out.append(f"(?{piece['flags']}:")
            opened[-1] += out[-1]
        elif text == "|":
            out.append(_closed(opened[-1]) + "|" + opened[-1])
        elif text == ")":
            out.append(_closed(opened.pop() if len(opened) > 1 else "") + ")")
        else:
            out.append(_ENDS.get(text, text))
            if text.startswith("("):
                opened.append("")
    return "".join(out) + _closed(opened[0])


def _closed(opened: str) -> str:
    return ")" * opened.count("(")


def without_groups(source: str) -> str:
    """The same pattern with its groups made non-capturing, so that it can stand in a list of patterns."""
    return "".join("(?:" if _captures(piece[0]) else piece[0] for piece in _PIECE.finditer(source))


def _captures(piece: str) -> bool:
    return piece == "(" or bool(regex.match(r"\(\?P?<[A-Za-z_]|\(\?'", piece))


def is_exception(text: str, exceptions: Iterable[Pattern]) -> bool:
    """Whether a match, without the white space around it, is one of a rule's exceptions."""
    return any(exception.is_whole(text.strip()) for exception in exceptions)


def _seconds(text: str) -> float:
    """A long text may take longer, in proportion up to a point: to search it is work for any pattern."""
    return SECONDS_A_SEARCH * min(_LONGER, max(1.0, len(text) / _USUAL_LENGTH))


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
