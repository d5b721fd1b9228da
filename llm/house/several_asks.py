"""Several pieces in one message, each about something else: “a tweet about A and an email about B”."""

# ruff: noqa: E501
# A pattern reads better on one line.
from __future__ import annotations

import re
from collections.abc import Mapping

from brandkit.briefs import ChannelName
from brandkit.channels import Channel
from llm.house.channel_names import channel_called

_TWO = 2
_NEXT = re.compile(
    r"(?:^|\s*[,;.]?\s+)\(?[1-9][.)]\s+|\n[-*•]?\s*|\s*(?:[,;.]\s*(?:and|plus|then|also)?|\s(?:and|plus|then))\s+(?:also\s+)?(?=(?:an?|another|one)\s)",
    re.IGNORECASE,
)
_ASK = re.compile(
    r"(?P<piece>(?:an?|the|one|another|our)?\s*(?:[\w-]+\s+){0,3}?[\w-]+)\s*(?::|\b(?:about|on|for|announcing|reminding|inviting|introducing|promoting)\b)\s*\S",
    re.IGNORECASE,
)


def asks_apart(text: str, channels: Mapping[ChannelName, Channel]) -> tuple[str, ...]:
    """The pieces of a message, in its words, where each names a channel and a subject of its own; else none."""
    found = {
        piece: piece[ask.end() :]
        for each in _NEXT.split(text)
        if (piece := each.strip(" ,;."))
        and (ask := _ASK.match(piece))
        and channel_called(ask["piece"], channels)
    }
    return tuple(found) if len(set(found.values())) >= _TWO else ()
