"""Other people's words on their way into Slack: shown as they are, never obeyed.

Three doors. Copy and anything else that people or models wrote goes into `rich_text` or `plain_text`,
where asterisks, angle brackets and mentions are only characters. `mrkdwn` is for our own sentences.
The `text` of a message is always parsed by Slack, so what goes there passes through `fallback`.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

import regex

ELLIPSIS = "…"

_GRAPHEME = regex.compile(r"\X", regex.DOTALL)
_LONE_SURROGATE = regex.compile("[\ud800-\udfff]")
_MARKUP = regex.compile(
    r"<(?:(?P<kind>[@#!])(?P<id>[^|<>\s]+)|(?P<link>[a-z][a-z0-9+.-]*:[^|<>\s]+))(?:\|(?P<label>[^<>\n]*))?>"
)
_BROADCAST = regex.compile(r"@(?=here|channel|everyone|group)", regex.IGNORECASE)
_WORD_JOINER = "\u2060"
_BREAKS = ("\n\n", "\n", " ")


def clean(text: str) -> str:
    """The text without half characters, which no JSON parser would accept."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def escape(text: str) -> str:
    """The three characters that Slack's markup is made of, as entities."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """What a person typed, from the text of a Slack event."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def names(text: str, user: str) -> bool:
    """Whether a Slack text mentions this person."""
    return bool(user) and any(
        match["kind"] == "@" and match["id"] == user for match in _MARKUP.finditer(text)
    )


def as_copy(text: str) -> str:
    """A message as copy to be checked: the words that a link is put behind stay, as Markdown has it."""
    return as_typed(_MARKUP.sub(_with_label, text))


def _with_label(match: regex.Match[str]) -> str:
    link, label = match["link"], match["label"]
    if not link or not label or link.removeprefix("mailto:").rstrip("/").endswith(label.rstrip("/")):
        return str(match[0])
    return f"[{label}]({link})"


def as_typed(text: str, *, bot_user: str = "") -> str:
    """What a person wrote, without Slack's markup and without the desk's own name."""

    def typed(match: regex.Match[str]) -> str:
        target, label = match["id"], match["label"]
        match match["kind"]:
            case "@":
                return "" if target == bot_user else match[0]
            case "#":
                return f"#{label}" if label else match[0]
            case "!":
                return label or f"@{target}"
        return match["link"].removeprefix("mailto:")

    return unescape(_MARKUP.sub(typed, clean(text))).strip()


def quiet(text: str) -> str:
    """Escaped text that can wake nobody: `@here` and its kin get an invisible joiner after the sign."""
    return _BROADCAST.sub("@" + _WORD_JOINER, escape(text))


def fallback(text: str, limit: int) -> str:
    """Text for notifications and screen readers, at most `limit` long once escaped; never blank."""
    short = clip(text, limit) if text.strip() else ELLIPSIS
    while weight(quiet(short)) > limit:
        short = clip(short, max(1, weight(short) - (weight(quiet(short)) - limit)))
    return quiet(short)


def weight(text: str) -> int:
    """The length of a text in UTF-16 units inside JSON: never less than what Slack counts."""
    written = json.dumps(text, ensure_ascii=False)
    return len(written) - 2 + sum(character > "\uffff" for character in written)


def graphemes(text: str) -> Iterator[str]:
    """What a reader sees as single characters: a flag or a family is one."""
    return (match.group() for match in _GRAPHEME.finditer(text))


def clip(text: str, limit: int) -> str:
    """The text if it weighs at most `limit`, else its beginning and an ellipsis."""
    text = clean(text)
    if weight(text) <= limit:
        return text
    return text[: _fitting(text, limit - len(ELLIPSIS))[0]].rstrip() + ELLIPSIS


def split(text: str, limit: int) -> list[str]:
    """Pieces that weigh at most `limit` each and that joined give the text again.

    Cuts after a blank line, else after a line, else after a word, else between graphemes. Only a
    single grapheme that is heavier than a whole piece is ever broken.
    """
    pieces, rest = [], clean(text)
    while weight(rest) > limit:
        cut = _good_cut(rest, *_fitting(rest, limit))
        pieces.append(rest[:cut])
        rest = rest[cut:]
    return [*pieces, rest] if rest or not pieces else pieces


def _fitting(text: str, limit: int) -> tuple[int, frozenset[int]]:
    """How many code points fit, and every place up to there that lies between graphemes."""
    window = text[: limit + 1]
    clusters = list(graphemes(window))
    if len(clusters) == 1 or len(window) < len(text):
        clusters = _without_torn_tail(text, clusters)
    ends = list(accumulate(map(len, clusters)))
    count = bisect_right(list(accumulate(map(weight, clusters))), limit)
    if count == 0:
        return max(1, _code_points_within(text, limit)), frozenset()
    return ends[count - 1], frozenset(ends[:count])


def _without_torn_tail(text: str, clusters: list[str]) -> list[str]:
    """Drop the last cluster where the window may have cut through it."""
    whole = _GRAPHEME.match(text, sum(map(len, clusters[:-1])))
    return clusters if whole and whole.group() == clusters[-1] else clusters[:-1]


def _code_points_within(text: str, limit: int) -> int:
    return bisect_right(list(accumulate(map(weight, text[: limit + 1]))), limit)


def _good_cut(text: str, furthest: int, allowed: frozenset[int]) -> int:
    """The last good place to cut in the second half of what fits."""
    for mark in _BREAKS:
        found = text.rfind(mark, furthest // 2, furthest)
        if found >= 0 and found + len(mark) in allowed:
            return found + len(mark)
    return furthest
