"""What a marketer wants, as understood from what was asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NewType

ChannelName = NewType("ChannelName", str)


@dataclass(frozen=True, kw_only=True)
class Brief:
    """One piece of copy to be written for one channel.

    `ask` keeps the words as heard; the other fields are what was understood from them. An empty
    string means that nothing was said. `instructions` are the follow-ups of the thread, oldest first.
    """

    channel: ChannelName
    ask: str
    topic: str
    audience: str = ""
    objective: str = ""
    key_message: str = ""
    tone: str = ""
    call_to_action: str = ""
    link: str = ""
    must_mention: tuple[str, ...] = ()
    product: str = ""
    market: str = ""
    locale: str = "en"
    variants: int = 1
    instructions: tuple[str, ...] = ()

    def with_instruction(self, instruction: str) -> Brief:
        """The same brief after one more follow-up."""
        return replace(self, instructions=(*self.instructions, instruction))


@dataclass(frozen=True, kw_only=True)
class Question:
    """The one thing that must be known before a draft can be written.

    `missing` names the field of the brief; `choices` are answers worth a button.
    """

    text: str
    missing: str
    choices: tuple[str, ...] = ()
