"""Sentences of a guideline with their quoted words taken out, so that what is left can be understood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from brandkit.passages import Passage
from brandkit.sentences import sentence_spans

_QUOTED = re.compile(
    r"“([^”\n]{1,60})”|\"([^\"\n]{1,60})\"|‘([^‘\n]{1,60}?)’(?!\w)|(?<![\w’'])'([^'\n]{1,60}?)'(?!\w)|`([^`\n]{1,60})`"
    r"|(?<![\w*])\*{1,2}([^*\n]{1,60})\*{1,2}(?![\w*])|(?<![\w_])_{1,2}([^_\n]{1,60})_{1,2}(?![\w_])"
)
HOLE = "⟦⟧"
"""Stands for one quoted stretch."""
MANY = rf"{HOLE}(?:(?:, ?(?:and |or )?| and | or | ?/ ?){HOLE})*"
"""Stands for one or several, in a list."""
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d+[.)])\s+")
_POSSIBLE = re.compile(
    r",? (?:where(?:ver)?|when(?:ever)?|if)(?: at all)? (?:it is )?possible\b", re.IGNORECASE
)
_REASON = re.compile(
    r"(?:,? (?:for example|e\.g\.|i\.e\.),? (?:(?!\b(?:when|where|if)\b)[^⟦])*|,? (?:because|since|as (?:it|this|they|these|some|many|the|our|people)|which|so that)\b.*)$"
)
_CONDITION = re.compile(
    r"\b(?:when|whenever|if|unless|except|excepting|apart from|where|wherever|depend\w*|sometimes|usually"
    r"|generally|often|mostly|mainly|may|might|could(?![’'])|can(?![’'])|but|however|though|although|otherwise|only|until|after"
    r"|before|instances|context|sparingly|too (?:many|much|often)|most|some|occasional\w*|rarely|consider"
    r"|first (?:use|mention|reference)|as an? (?:noun|verb|adjective|adverb)|outside|within)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One sentence: as written, as understood (`told`, with holes for quoted words), and what was quoted.

    `before` is the sentence in front of it on its line, `after` the text that follows it in its passage.
    """

    passage: Passage
    written: str
    told: str
    quoted: tuple[str, ...]
    after: str = ""
    before: str = ""

    @property
    def plain(self) -> str:
        """What it tells, without its reasons and without “where possible”."""
        return _REASON.sub("", _POSSIBLE.sub("", self.told)).strip().rstrip(".:;!").strip()

    @property
    def follows_condition(self) -> bool:
        """Whether the sentence before sets a condition that goes on, such as what is written about."""
        return bool(
            re.search(r"\bwhen (?:talking|writing|referring|you[’']re|you are)\b", self.before, re.IGNORECASE)
        )

    @property
    def is_conditional(self) -> bool:
        """Whether it holds only at times."""
        return is_condition(self.plain)


def is_condition(text: str) -> bool:
    """Whether what a text says holds only at times."""
    return bool(_CONDITION.search(text))


def clauses(passage: Passage) -> Iterator[Clause]:
    """The sentences of a passage, line by line."""
    lines = passage.text.split("\n")
    for number, line in enumerate(lines):
        rest = "\n".join(lines[number + 1 :])
        text = _BULLET.sub("", line).strip()
        spans = sentence_spans(text)
        for place, (start, end) in enumerate(spans):
            same_line = text[spans[place + 1][0] :] if place + 1 < len(spans) else ""
            before = text[slice(*spans[place - 1])] if place else ""
            after = "\n".join(filter(None, (same_line, rest)))
            yield _clause(passage, text[start:end], after, before)


def first_clause(passage: Passage, text: str) -> Clause | None:
    """The first sentence of a text that follows another on its line."""
    line = text.split("\n", 1)[0]
    span = next(iter(sentence_spans(line)), None)
    return _clause(passage, line[span[0] : span[1]], "") if span else None


def _clause(passage: Passage, written: str, after: str, before: str = "") -> Clause:
    quoted: list[str] = []

    def taken(match: re.Match[str]) -> str:
        quoted.append(next(filter(None, match.groups())).strip(" ,.;:"))
        return HOLE

    told = _QUOTED.sub(taken, written)
    return Clause(
        passage=passage,
        written=written,
        told=" ".join(told.split()),
        quoted=tuple(quoted),
        after=after,
        before=before,
    )
