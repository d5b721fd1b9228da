"""Which channel a message means, whatever people call it and however they spell it."""

# ruff: noqa: E501
# A pattern or a list of words reads better on one line.
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from brandkit.briefs import ChannelName
from brandkit.channels import Channel

_NICKNAMES: Mapping[str, tuple[str, ...]] = {
    "linkedin": ("linkedin", "linked in", "linked-in", "lnkd", "li post"),
    "x": ("tweet", "tweets", "twitter", "x post", "x posts", "posts on x", "posts for x", "post on x", "post for x", "on x", "for x", "x thread", "x/twitter", "x.com", "x:", "x -"),
    "email": ("email", "e-mail", "emails", "e-mails", "newsletter", "email newsletter", "mailshot", "mailing", "mailer", "mail", "edm", "eshot"),
    "ad": (
        "google ad", "google ads", "search ad", "search ads", "text ad", "rsa", "responsive search ad", "adwords",
        "ppc", "sem ad", "ad copy", "ad", "ads", "advert",
    ),
    "sms": ("sms", "text message", "text messages", "a text to", "texts", "mobile message", "txt", "text:", "for a text", "text blast", "by text", "via text", "in a text"),
    "blog": ("blog post", "blog", "blogpost", "article", "blog article", "blog entry"),
    "press": ("press release", "media release", "news release", "pr release", "press statement", "press announcement", "press:", "press -", "the press", "press piece"),
}  # fmt: skip
_DELIVERABLE = r"(?:\s+(?:post|posts|update|message|campaign|piece|copy|blast|article|entry|announcement|caption|draft|ad|ads|thread))?"
_TOPIC_CUE = re.compile(
    r"\b(?:about|announcing|introducing|promoting|regarding|covering|explaining|on the topic of|to say|saying|to apologi[sz]e|apologi[sz]ing|congratulating)\b",
    re.IGNORECASE,
)
_TWO = 2
_JOINED = re.compile(
    r"\s*(?:,|\+|&|/|\band\b|\bplus\b|\bas well as\b|\balong with\b|\bthen\b)+[\s,]*"
    r"(?:(?:and|also|then|plus|an?|one|two|three|the|matching|short|quick|new|our|for|on|by|via)\s+)*",
    re.IGNORECASE,
)
_FUZZY_RATIO = 0.8
_FUZZY_FROM = 5
_COMMON_WORDS = frozenset(
    {"linked", "linking", "press", "males", "blogs", "tweed", "sweet", "tweak", "letter", "release", "emails"}
)


@dataclass(frozen=True, kw_only=True)
class NamedChannel:
    """A channel that a message names, and where: code point offsets, end exclusive."""

    name: ChannelName
    start: int
    end: int


def find_channels(text: str, channels: Mapping[ChannelName, Channel]) -> tuple[NamedChannel, ...]:
    """The channels a message asks for, first named first; names inside the topic do not count."""
    topic_at = topic_start(text)
    found = [named for named in _named(text, channels) if named.start < topic_at or _is_placed(text, named)]
    if not found:
        found = [
            named for named in _misspelt(text, channels) if named.start < topic_at or _is_placed(text, named)
        ]
    return _first_of_each(_without_overlaps(found))


def joined_channels(text: str, channels: Mapping[ChannelName, Channel]) -> tuple[ChannelName, ...]:
    """The channels that a message asks for together, as in “a LinkedIn post and an email”; else none.

    Two names that nothing joins, as in “turn the blog post into a tweet”, are not asked for together.
    """
    found = find_channels(text, channels)
    if len(found) < _TWO:
        return ()
    between = [text[one.end : two.start] for one, two in pairwise(found)]
    joined = all(_JOINED.fullmatch(words) for words in between) and any(map(str.strip, between))
    return tuple(named.name for named in found) if joined else ()


def called(text: str, channel: ChannelName, channels: Mapping[ChannelName, Channel]) -> bool:
    """Whether a reply is for this channel: “make the email shorter”, “mention the trial in the email”.

    What is to be said in the copy addresses nothing: “mention our email newsletter”.
    """
    if channel not in channels:
        return False
    order, content = _parted(text)
    return any(
        re.search(_spelling(call), order, re.IGNORECASE)
        or re.search(rf"{_IN_THE}{_spelling(call)}\W*$", content, re.IGNORECASE)
        for call in _reply_calls(channels[channel])
    )


def without_channel(text: str, channel: ChannelName, channels: Mapping[ChannelName, Channel]) -> str:
    """A reply without the name of the channel it is for: “make it shorter”."""
    if channel not in channels:
        return text
    order, content = _parted(text)
    for call in _reply_calls(channels[channel]):
        content = re.sub(rf"{_IN_THE}{_spelling(call)}(\W*)$", r"\1", content, flags=re.IGNORECASE)
        order = _without_name(order, _spelling(call))
    return f"{order}{content}".strip()


def _without_name(text: str, name: str) -> str:
    text = re.sub(rf"^\s*(?:for |in |on )?(?:the )?{name}\s*[:,–-]\s*", "", text, flags=re.IGNORECASE)
    text = re.sub(rf"{_IN_THE}{name}", "", text, flags=re.IGNORECASE)
    return re.sub(rf"(?:\bthe\s+|\bthis\s+)?{name}", "it", text, flags=re.IGNORECASE)


_IN_THE = r"\s+(?:of|in|for|from|on|to)\s+(?:the\s+|this\s+)?"
_SAYS = re.compile(r"\b(?:mention|include|add|say|replace|swap|link|highlight|change|call)\b", re.IGNORECASE)


def _parted(text: str) -> tuple[str, str]:
    """A reply up to where it says what the copy should say, and the rest."""
    says = _SAYS.search(text)
    return (text[: says.start()], text[says.start() :]) if says else (text, "")


def _spelling(call: str) -> str:
    return rf"(?<![\w@/.-]){re.escape(call)}{_DELIVERABLE}(?![\w@]|\.\w)"


def _reply_calls(channel: Channel) -> tuple[str, ...]:
    """The names that a reply may use; of a label such as “Marketing email” its last word as well."""
    return tuple(call for call in _calls(channel) if not call.startswith(("for ", "on ")))


def channel_called(answer: str, channels: Mapping[ChannelName, Channel]) -> ChannelName | None:
    """The channel that a short answer such as “linkdin” or “the second: email” names, or None."""
    found = _first_of_each(_without_overlaps([*_named(answer, channels)])) or tuple(
        _misspelt(answer, channels)
    )
    if found:
        return found[0].name
    letters = re.sub(r"\W", "", answer).lower()
    return next((name for name in channels if letters == re.sub(r"\W", "", name).lower()), None)


def topic_start(text: str) -> int:
    """Where a message begins to say what the copy is about; its end, where nothing says so."""
    cue = _TOPIC_CUE.search(text)
    return cue.start() if cue else len(text)


def _calls(channel: Channel) -> tuple[str, ...]:
    own = (
        channel.name.replace("_", " "),
        channel.label.lower(),
        *(alias.lower() for alias in channel.aliases),
    )
    names = {*own, *_NICKNAMES.get(channel.name, ())} - {"x", "post", "text", "press", "mail merge"}
    return tuple(sorted(names, key=len, reverse=True))


def _named(text: str, channels: Mapping[ChannelName, Channel]) -> Iterator[NamedChannel]:
    for channel in channels.values():
        for call in _calls(channel):
            pattern = rf"(?<![\w@/.&-]){re.escape(call)}(?![\w@&]|\.\w){'' if call == 'a text to' else _DELIVERABLE}(?!\w)"
            for match in re.finditer(pattern, text, re.IGNORECASE):
                yield NamedChannel(name=channel.name, start=match.start(), end=match.end())


def _misspelt(text: str, channels: Mapping[ChannelName, Channel]) -> Iterator[NamedChannel]:
    for word in re.finditer(r"[A-Za-z-]{4,}(?:\s+release)?", text):
        spelled = word[0].lower()
        if spelled in _COMMON_WORDS or len(spelled) < _FUZZY_FROM:
            continue
        close = [
            (SequenceMatcher(None, spelled, call).ratio(), channel.name)
            for channel in channels.values()
            for call in _calls(channel)
            if len(call) >= _FUZZY_FROM and call[0] == spelled[0] and spelled not in call.split()
        ]
        ratio, name = max(close, default=(0.0, ChannelName("")))
        if ratio >= _FUZZY_RATIO:
            yield NamedChannel(name=name, start=word.start(), end=word.end())


def _is_placed(text: str, named: NamedChannel) -> bool:
    """Whether words before or after say that the copy goes there: “… about reminders on LinkedIn”."""
    before = text[: named.start].rstrip().lower()
    called = text[named.start : named.end].lower()
    placed = before.endswith(
        (" on", " for", " for our", " as a", " as an", "\nfor", ",", ";", ".", "\n", ":", " to our")
    )
    names_a_piece = bool(
        re.search(r"\b(?:post|tweet|e-?mail|newsletter|release|ad|sms|message|article)$", called)
    )
    follows_make = bool(re.search(r"(?:make it|do|write|draft|needs?|want) (?:it )?(?:an? )?$", before + " "))
    ends_clause = not re.match(r"\s+[a-z]+", text[named.end :]) or bool(
        re.match(r"\s+(?:for|with|and|to|that|please|in|linking|mentioning|aimed|,)\b", text[named.end :])
    )
    return (
        (placed and ends_clause)
        or follows_make
        or called.startswith(("on x", "for x"))
        or (names_a_piece and placed)
    )


def _without_overlaps(found: Iterable[NamedChannel]) -> list[NamedChannel]:
    kept: list[NamedChannel] = []
    for named in sorted(found, key=lambda named: (named.start, -named.end)):
        if not kept or named.start >= kept[-1].end:
            kept.append(named)
    return kept


def _first_of_each(found: Iterable[NamedChannel]) -> tuple[NamedChannel, ...]:
    first: dict[ChannelName, NamedChannel] = {}
    for named in found:
        first.setdefault(named.name, named)
    return tuple(first.values())
