"""What one message said, field by field, and what of its words is still to be understood."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from brandkit.briefs import ChannelName
from brandkit.kit import BrandKit
from llm.house.clause_patterns import GAP


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What one message said, field by field; empty where it said nothing.

    `clear_topic` tells a topic named as such (“about …”) from words that were merely left over.
    """

    text: str
    channels: tuple[ChannelName, ...] = ()
    topic: str = ""
    clear_topic: bool = False
    audience: str = ""
    tone: str = ""
    link: str = ""
    call_to_action: str = ""
    key_message: str = ""
    objective: str = ""
    must_mention: tuple[str, ...] = ()
    product: str = ""
    market: str = ""
    locale: str = ""
    variants: int = 0


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """What was understood of a message, and `rest`: what is still to be understood."""

    rest: str
    heard: Heard
    kit: BrandKit = field(repr=False)

    def without(self, start: int, end: int, **understood: Any) -> Sentence:
        """The sentence without a span of its rest, and with what that span said."""
        rest = f"{self.rest[:start].rstrip()} {GAP} {self.rest[end:].lstrip(' ')}"
        return replace(self, rest=rest, heard=replace(self.heard, **understood))
