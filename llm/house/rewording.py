"""Changing how a text sounds without changing what it says: contractions, plain words, emoji."""

# ruff: noqa: E501
# A pattern or a list of words reads better on one line.
from __future__ import annotations

import re
from collections.abc import Mapping

import regex

from llm.house.fitting import tidy

_CONTRACTIONS: Mapping[str, str] = {
    "it is": "it’s", "that is": "that’s", "there is": "there’s", "what is": "what’s", "here is": "here’s", "you are": "you’re",
    "we are": "we’re", "they are": "they’re", "you will": "you’ll", "we will": "we’ll", "they will": "they’ll", "it will": "it’ll",
    "you have": "you’ve", "we have": "we’ve", "do not": "don’t", "does not": "doesn’t", "did not": "didn’t", "is not": "isn’t",
    "are not": "aren’t", "cannot": "can’t", "can not": "can’t", "will not": "won’t", "would not": "wouldn’t",
    "should not": "shouldn’t", "could not": "couldn’t", "has not": "hasn’t", "have not": "haven’t", "let us": "let’s", "you would": "you’d",
}  # fmt: skip
_EXPANSIONS: Mapping[str, str] = {short: long for long, short in reversed(list(_CONTRACTIONS.items()))} | {
    "can’t": "cannot", "we’d": "we would", "i’m": "I am", "you’d": "you would", "who’s": "who is", "who’d": "who would",
}  # fmt: skip
_PLAIN: Mapping[str, str] = {
    "in order to": "to", "utilise": "use", "utilize": "use", "purchase": "buy", "assist": "help", "assistance": "help",
    "require": "need", "requires": "needs", "obtain": "get", "receive": "get", "commence": "start", "additional": "more",
    "however": "but", "therefore": "so", "furthermore": "and", "prior to": "before", "regarding": "about", "ensure": "make sure",
    "we are pleased to announce": "good news:", "dear customer": "hi there", "hello": "hi", "dear reader": "hi there", "numerous": "many",
    "kind regards": "cheers", "best regards": "cheers", "at your convenience": "when it suits you",
}  # fmt: skip
_FORMAL: Mapping[str, str] = {
    "hi there": "Hello", "hi": "Hello", "hey": "Hello", "cheers": "Kind regards", "thanks": "Thank you", "a lot of": "many", "lots of": "many",
    "get in touch": "contact us", "find out": "learn", "awesome": "excellent", "nope": "no", "okay": "acceptable", "kids": "children",
    "sort out": "resolve", "sorted": "resolved", "figure out": "determine", "mate": "colleague", "so you can": "so that you can",
    "good news:": "We are pleased to announce:", "heads up:": "Please note:", "ping": "message",
}  # fmt: skip
_EMOJI = regex.compile(
    r"[ \t]?(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2})(?:\uFE0F|\p{Emoji_Modifier}|\u200D\p{Extended_Pictographic})*"
)
_NOT_EMOJI = frozenset("©®™")
_FITTING_EMOJI: tuple[tuple[str, str], ...] = (
    (r"remind|overdue|late|due\b|deadline", "⏰"),
    (r"paid|pay|money|cash|invoice", "💸"),
    (r"tax|expense|receipt|account|report", "🧾"),
    (r"time|hour|calendar|event|webinar|date", "📅"),
    (r"new|launch|announc|introduc", "🎉"),
    (r"help|guide|how|tip|learn", "💡"),
    (r"team|people|client|customer", "🤝"),
)


def warmer(text: str) -> str:
    """The text in a friendlier tone: contractions and everyday words."""
    return _swapped(_swapped(text, _CONTRACTIONS), _PLAIN)


def more_formal(text: str) -> str:
    """The text in a formal tone: nothing contracted, no exclamation marks, no emoji."""
    return without_emoji(
        without_exclamations(_swapped(_swapped(text.replace("'", "’"), _EXPANSIONS), _FORMAL))
    )


def without_exclamations(text: str) -> str:
    """The text with full stops where it exclaimed."""
    return re.sub(r"!+(?=\?)|(?<=\?)!+", "", re.sub(r"!+(?!\?)", ".", text))


def with_exclamation(text: str) -> str:
    """The text with one exclamation mark, after its first statement."""
    return re.sub(r"(?<=[a-z])\.(?=\s|$)", "!", text, count=1) if "!" not in text else text


def has_emoji(text: str) -> bool:
    """Whether there is an emoji in the text."""
    return any(match[0].strip() not in _NOT_EMOJI for match in _EMOJI.finditer(text))


def without_emoji(text: str) -> str:
    """The text without its emoji."""
    return tidy(_EMOJI.sub(lambda match: match[0] if match[0].strip() in _NOT_EMOJI else "", text))


def with_emoji(text: str) -> str:
    """The text with one emoji that suits its words, after its first sentence or line."""
    if has_emoji(text):
        return text
    emoji = next((sign for words, sign in _FITTING_EMOJI if re.search(words, text, re.IGNORECASE)), "👋")
    first = re.match(r"[^\n]*?[.!?](?=\s|$)|[^\n]+", text)
    at = first.end() if first else len(text)
    return f"{text[:at]} {emoji}{text[at:]}"


def _swapped(text: str, words: Mapping[str, str]) -> str:
    """Whole words swapped, capitals kept as they were."""
    for old, new in words.items():
        pattern = rf"(?<![\w’']){re.escape(old)}(?![\w’'])"
        text = re.sub(pattern, lambda match, new=new: _cased(new, match[0]), text, flags=re.IGNORECASE)  # type: ignore[misc]
    return text


def _cased(new: str, like: str) -> str:
    return new[:1].upper() + new[1:] if like[:1].isupper() else new
