"""Texts that copy must carry, and where they belong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from brandkit.briefs import ChannelName
from brandkit.findings import Severity
from brandkit.references import Reference


class Placement(Enum):
    """Where in a field a mandatory text has to stand."""

    ANYWHERE = "anywhere"
    START = "start"
    END = "end"


@dataclass(frozen=True, kw_only=True)
class Mandatory:
    """A text that copy must carry, wherever the named channels, markets and products apply.

    Empty `channels`, `markets`, `products` mean all of them. `field` is where the text belongs (empty:
    the channel's main text). `when` is a pattern: the text is due only if the copy matches it. Any of
    the wordings in `accepted` will do in place of `text`.
    """

    name: str
    text: str
    field: str = ""
    channels: tuple[ChannelName, ...] = ()
    markets: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    placement: Placement = Placement.ANYWHERE
    when: str = ""
    accepted: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR
    evidence: Reference | None = None
