"""What one ask wants made: a brief for each channel and each persona that it names, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from brandkit.briefs import Brief, ChannelName
from brandkit.channels import Channel
from brandkit.errors import Refusal
from brandkit.kit import BrandKit, Persona
from llm.house.channel_names import called, find_channels, joined_channels
from llm.house.hearing import plain

MOST = 12
"""More pieces at once than anyone reads with care."""
ALL = re.compile(
    r"\b(?:each one|(?:both|all|each)(?: of (?:them|those|these))?|every one|everything)\b", re.IGNORECASE
)
_EVERY_PERSONA = re.compile(
    r"\b(?:each|every|all|both|our|the)(?: (?:of|one of))?(?: our| the)?(?: \w+)? personas?\b"
    r"|\bper persona\b",
    re.IGNORECASE,
)


class TooManyPieces(Refusal):
    """One ask would make more pieces than are good at once; the message says how many."""


def deliverables(brief: Brief, said: Sequence[str], kit: BrandKit) -> tuple[Brief, ...]:
    """The brief as it stands for each piece that was asked for; one, where one was.

    `said` is what was said in the thread, oldest first. Raises `TooManyPieces`.
    """
    texts = [plain(text) for text in said]
    personas = [persona.name for persona in personas_wanted(texts, kit)]
    return pieces(brief, channels_wanted(brief.channel, texts, kit.channels), personas)


def pieces(brief: Brief, channels: Iterable[ChannelName], personas: Sequence[str]) -> tuple[Brief, ...]:
    """One brief for each of these channels, and in each for each persona's name; without any, the brief.

    Raises `TooManyPieces`.
    """
    per_channel = [replace(brief, channel=channel) for channel in channels] or [brief]
    readers = list(personas) or [brief.audience]
    made = tuple(replace(each, audience=reader) for each in per_channel for reader in readers)
    if len(made) > MOST:
        raise TooManyPieces(
            f"That would be {len(made)} pieces at once, and I write {MOST} at most. "
            "Name fewer channels or personas."
        )
    return made


def channels_wanted(
    first: ChannelName, texts: Sequence[str], channels: Mapping[ChannelName, Channel]
) -> tuple[ChannelName, ...]:
    """The channels that were asked for together; what was said last about them counts."""
    named: tuple[ChannelName, ...] = ()
    wanted: tuple[ChannelName, ...] = ()
    for text in texts:
        here = tuple(each.name for each in find_channels(text, channels))
        if joined := joined_channels(text, channels):
            wanted = joined
        elif named and not here and ALL.search(text):
            wanted = named
        elif here:
            wanted = ()
        named = here if len(here) > 1 else named
    return wanted if first in wanted else (first,)


def personas_wanted(texts: Sequence[str], kit: BrandKit) -> tuple[Persona, ...]:
    """The kit's personas that were asked for together; none where one or no persona was named."""
    said = " ".join(texts)
    if _EVERY_PERSONA.search(said):
        return kit.personas
    named = tuple(persona for persona in kit.personas if _is_named(persona, said))
    return named if len(named) > 1 else ()


def meant(text: str, briefs: Sequence[Brief], kit: BrandKit) -> tuple[int, ...]:
    """Which of several pieces a reply is about, as places in `briefs`; empty when it names none of them.

    “Both” and “all of them” mean every one.
    """
    here = [
        place
        for place, brief in enumerate(briefs)
        if called(text, brief.channel, kit.channels)
        or any(persona.name == brief.audience and _is_named(persona, text) for persona in kit.personas)
    ]
    both = [place for place in here if _is_both(text, briefs[place], kit)]
    return tuple(both or here) or (tuple(range(len(briefs))) if ALL.search(text) else ())


def _is_both(text: str, brief: Brief, kit: BrandKit) -> bool:
    """Whether a reply names channel and persona of a piece, where it could name only one."""
    persona = next((each for each in kit.personas if each.name == brief.audience), None)
    return bool(persona and _is_named(persona, text) and called(text, brief.channel, kit.channels))


def _is_named(persona: Persona, text: str) -> bool:
    first = persona.name.split(",")[0].strip()
    return bool(re.search(rf"\b{re.escape(first)}\b", text))
