"""The tone that a brief asks for, put into copy that a template wrote: more formal, warmer, shorter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from brandkit.channels import Field
from brandkit.drafts import Part, Variant
from llm.house import rewording
from llm.house.asked_form import tone_words
from llm.house.fitting import without_a_sentence

_FORMAL = frozenset(
    {
        "formal",
        "professional",
        "serious",
        "sober",
        "authoritative",
        "factual",
        "neutral",
        "technical",
        "respectful",
    }
)
_WARM = frozenset(
    {
        "friendly",
        "warm",
        "casual",
        "informal",
        "conversational",
        "relaxed",
        "playful",
        "light-hearted",
        "cheerful",
    }
    | {"lighthearted", "human", "approachable", "personable", "down-to-earth"}
)
_SHORT = frozenset({"short", "brief", "concise", "snappy", "punchy", "crisp"})
_SHORTENED = 0.7


def in_tone(
    variant: Variant, tone: str, *, cleared: Sequence[str], main: Field, keep: Sequence[str]
) -> Variant:
    """The variant in the brief’s tone; cleared texts stay, and so do sentences that hold one of `keep`."""
    wanted = frozenset(tone_words(tone))
    parts = tuple(part if part.text in cleared else _voiced(part, wanted) for part in variant.parts)
    if wanted & _SHORT and main.at_most == 1:
        parts = tuple(
            replace(part, text=_shortened(part.text, keep)) if part.field == main.name else part
            for part in parts
        )
    return replace(variant, parts=parts)


def _voiced(part: Part, wanted: frozenset[str]) -> Part:
    if wanted & _FORMAL and not wanted & _WARM:
        return replace(part, text=rewording.more_formal(part.text))
    if wanted & _WARM and not wanted & _FORMAL:
        return replace(part, text=rewording.warmer(part.text))
    return part


def _shortened(text: str, keep: Sequence[str]) -> str:
    short = text
    while len(short) > _SHORTENED * len(text):
        cut = without_a_sentence(short, keep)
        if cut is None:
            return short
        short = cut
    return short
