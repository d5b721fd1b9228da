"""What a request does not want mentioned: “don’t mention Smart Reminders” is left out, and no fact."""

from __future__ import annotations

import re

from llm.house.word_roots import covers

_UNWANTED = re.compile(
    r"(?:\s*,)?(?:\s*\b(?:but|and|please|also)\b)*\s*\b(?:don[’']t|do not|never|no need to|without|avoid)\s+"
    r"(?:mention(?:ing)?|nam(?:e|ing)|talk(?:ing)? about|referenc(?:e|ing)|bring(?:ing)? up|includ(?:e|ing))"
    r"\s+(?P<what>(?:the |our |any |a )?[^,.;!?\n¦]+?)(?=\s*(?:$|[,.;!?\n¦]|\bbut\b))",
    re.IGNORECASE,
)


def wanted_part(text: str) -> str:
    """A request without what it says is not to be mentioned."""
    return _UNWANTED.sub(" ", text)


def unwanted_in(ask: str) -> tuple[str, ...]:
    """The things that a request does not want mentioned, as it names them."""
    return tuple(match["what"].strip() for match in _UNWANTED.finditer(ask))


def is_unwanted(text: str, unwanted: tuple[str, ...]) -> bool:
    """Whether a text speaks of a thing that is not to be mentioned."""
    return any(covers(text, each) for each in unwanted)
