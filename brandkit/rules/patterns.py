"""Patterns of rules: Vale's .NET-like regular expressions, made to run here and never for long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial

import regex

from brandkit.rules.alternatives import Alternative, Alternatives
from brandkit.rules.dialect import portable
from brandkit.rules.prefilter import Needed, Trigger, either
from brandkit.seen import Seen

SECONDS_A_SEARCH = 1.0
_SHOWN = 80
_USUAL_LENGTH = 20_000
_LONGER = 20
_RUN = re.compile(
    r"(?P<wrap>\(\?:)?(?P<run>(?P<edge>\\b)?\[(?:\\w|\\d|\\p\{L\}|[A-Za-z0-9’'_])+-?\]\+(?(edge)\\b))(?(wrap)\))"
)


class PatternError(ValueError):
    """A pattern that cannot be compiled; the message says why, in the engine's words."""


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A compiled pattern. Each search stops with `TimeoutError` after a second.

    With `lines`, `^` and `$` also stand for the ends of lines. One that is `proven` is compiled only when it
    is searched for the first time.
    """

    source: str
    ignore_case: bool = False
    lines: bool = True
    proven: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        if self.proven:
            return
        try:
            _ = self.compiled
        except (regex.error, RecursionError, OverflowError) as error:
            raise PatternError(f"the pattern “{_shortened(self.source)}” cannot be used: {error}") from error

    @cached_property
    def compiled(self) -> regex.Pattern[str]:
        """The engine's own form."""
        return self._compile(self.source)

    def _compile(self, source: str) -> regex.Pattern[str]:
        flags = regex.VERSION0
        if self.lines:
            flags |= regex.MULTILINE
        if self.ignore_case:
            flags |= regex.IGNORECASE
        return _compiled(source, flags)

    @cached_property
    def _alternatives(self) -> Alternatives:
        return Alternatives.of(self.source, self._compile, ignore_case=self.ignore_case)

    @cached_property
    def needed(self) -> Needed:
        """What every match holds."""
        return either(*(alternative.told.needed for alternative in self._alternatives.each))

    @cached_property
    def triggers(self) -> tuple[Trigger, ...]:
        """What a text must hold, and what must be found in it, for a match: one for each alternative."""
        return tuple(
            Trigger(
                needed=alternative.told.needed,
                occurs_in=partial(_occurs, alternative),
                beginnings=alternative.told.beginnings.words,
                whole=self._alternatives,
                number=number,
            )
            for number, alternative in enumerate(self._alternatives.each)
        )

    def matches(self, text: str, seen: Seen | None = None) -> Iterator[regex.Match[str]]:
        """Every match that holds at least one character, from left to right.

        `seen`, if it is known, was looked through for all that the alternatives need.
        """
        for found in self._alternatives.matches(text, _seconds(text), seen):
            if found.end() > found.start():
                yield found

    def texts(self, text: str) -> list[str]:
        """The words of every match, without their places: less work where only they are asked for."""
        if self._plain is not None and text.isascii():
            return self._plain.findall(text)
        if self.compiled.groups:
            return [found[0] for found in self.matches(text)]
        return [found for found in self.compiled.findall(text, timeout=_seconds(text)) if found]

    @cached_property
    def _plain(self) -> re.Pattern[str] | None:
        """Where the pattern is a run of signs: what finds the same in ASCII, with the plain engine, faster.

        A run is found in time that grows with the text, so it needs no deadline.
        """
        run = _RUN.fullmatch(self.source)
        if run is None:
            return None
        flags = re.ASCII | (re.IGNORECASE if self.ignore_case else re.NOFLAG)
        return re.compile(run["run"].replace(r"\p{L}", "A-Za-z"), flags)

    def searched(self, text: str) -> Iterator[regex.Match[str]]:
        """The same, in one search for the whole pattern; for a text that is known to be worth it."""
        for found in self.compiled.finditer(text, timeout=_seconds(text)):
            if found.end() > found.start():
                yield found

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where every match stands, those that hold no character included."""
        if not self.needed.allows(text):
            return ()
        return tuple(found.span() for found in self.compiled.finditer(text, timeout=_seconds(text)))

    def occurs_in(self, text: str, seen: Seen | None = None) -> bool:
        """Whether there is a match, be it one that holds no character.

        `seen`, if it is known, was looked through for all that the alternatives need.
        """
        if seen is None and not self.needed.allows(text):
            return False
        return self._alternatives.occur_in(text, _seconds(text), seen)

    def is_whole(self, text: str) -> bool:
        """Whether the pattern describes the whole text."""
        return self.compiled.fullmatch(text, timeout=SECONDS_A_SEARCH) is not None


@lru_cache(maxsize=4096)
def _compiled(source: str, flags: int) -> regex.Pattern[str]:
    """Kept, because rules of several markets look for the same, and kits are read again and again."""
    return regex.compile(portable(source), flags)


def _occurs(alternative: Alternative, seen: Seen) -> bool:
    return alternative.next(seen.text, 0, _seconds(seen.text), seen) is not None


def words(tokens: Sequence[str], *, nonword: bool = False) -> str:
    """Tokens as one alternation in file order, held to word boundaries unless `nonword`."""
    joined = "|".join(tokens)
    return f"(?:{joined})" if nonword else rf"\b(?:{joined})\b"


def literal(text: str) -> str:
    """A phrase as a pattern: any white space between its words, nothing that continues it on either side."""
    body = r"\s+".join(regex.escape(word, special_only=True) for word in text.split())
    return rf"(?<!\w){body}(?!\w)"


def is_exception(text: str, exceptions: Iterable[Pattern]) -> bool:
    """Whether a match, without the white space around it, is one of a rule's exceptions."""
    return any(exception.is_whole(text.strip()) for exception in exceptions)


def _seconds(text: str) -> float:
    """A long text may take longer, in proportion up to a point: to search it is work for any pattern."""
    return SECONDS_A_SEARCH * min(_LONGER, max(1.0, len(text) / _USUAL_LENGTH))


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
