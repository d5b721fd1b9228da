"""The clauses of an ask on what kind of copy it is: channels, how many variants, in which tone."""

from __future__ import annotations

import re
from dataclasses import replace

from llm.house.channel_names import find_channels
from llm.house.clause_patterns import (
    CONTRAST,
    GAP,
    MOST_VARIANTS,
    NUMBERS,
    PIECES,
    TONE,
    TONE_WORD,
    VARIANTS,
)
from llm.house.heard import Sentence

_LEADS_TO_TONE = re.compile(r"^(?:keep it|nice and|and|but)\s+", re.IGNORECASE)


def channels(sentence: Sentence) -> Sentence:
    """The channels that the copy is for, with the small words before their names."""
    found = find_channels(sentence.rest, sentence.kit.channels)
    names = tuple(named.name for named in found)
    for named in sorted(found, key=lambda each: -each.start):
        head = re.search(
            r"(?:\b(?:and|as|for|on|in|to|by|via|our|an?|the|new|quick|our next)\s+)*$",
            sentence.rest[: named.start],
            re.IGNORECASE,
        )
        start = head.start() if head else named.start
        sentence = sentence.without(start, named.end)
    return replace(sentence, heard=replace(sentence.heard, channels=sentence.heard.channels or names))


def tone(sentence: Sentence) -> Sentence:
    """Tone words where they describe the copy: in a clause of their own, or before the channel's name."""
    contrast = CONTRAST.search(sentence.rest)
    if contrast:
        return tone(_in_tone(sentence, contrast, contrast["tone"]))
    described = next((each for each in TONE.finditer(sentence.rest) if _describes_copy(each, sentence)), None)
    if described is None:
        return sentence
    words = _LEADS_TO_TONE.sub("", (described["after"] or described["list"]).strip())
    return tone(_in_tone(sentence, described, words))


def _in_tone(sentence: Sentence, match: re.Match[str], words: str) -> Sentence:
    said = ", ".join(filter(None, (sentence.heard.tone, words.lower())))
    return sentence.without(*match.span(), tone=said)


def _describes_copy(match: re.Match[str], sentence: Sentence) -> bool:
    """Whether words for a tone are about the copy, and not about what it is to say."""
    before, after = sentence.rest[: match.start()], sentence.rest[match.end() :]
    opens = not before.strip() or before.rstrip()[-1] in f",.;:!?-–—({GAP}\n"
    closes = (
        not after.strip()
        or after.lstrip()[0] in f",.;:!?)-–—{GAP}\n"
        or bool(re.match(r"\s+(?:and|with|but|please|link)\b", after))
    )
    named = match["after"] or (match["tail"] or "").strip()
    first_channel = find_channels(sentence.rest, sentence.kit.channels)[:1]
    before_channel = opens and any(0 <= found.start - match.end() <= 1 for found in first_channel)
    ordered = re.match(r"(?:and\s+)?(?:keep|make|making)", match[0], re.IGNORECASE)
    return bool(named or (opens and closes) or before_channel or ordered)


def tone_words(text: str) -> tuple[str, ...]:
    """The words for a tone that occur in a text, in order."""
    return tuple(match.lower() for match in re.findall(rf"\b{TONE_WORD}\b", text, re.IGNORECASE))


def variants(sentence: Sentence) -> Sentence:
    """How many alternatives: “three options”, “two tweets”."""
    match = VARIANTS.search(sentence.rest)
    if match:
        return sentence.without(*match.span(), variants=count(match["count"]))
    pieces = PIECES.search(sentence.rest)
    if pieces and re.search(r"[.!?:]\s", sentence.rest[: pieces.start()]):
        # “312 clients got two emails” is said in the copy.
        return sentence
    return sentence.without(*pieces.span("count"), variants=count(pieces["count"])) if pieces else sentence


def count(text: str) -> int:
    """A number in words or digits, at least one and at most as many variants as are kept."""
    digits = re.search(r"\d+", text)
    number = int(digits[0]) if digits else NUMBERS.get(text.strip().lower(), 1)
    return max(1, min(number, MOST_VARIANTS))
