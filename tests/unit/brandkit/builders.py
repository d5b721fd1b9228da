"""Kits, rules and variants for tests, with only what a test is about to be named."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from brandkit.briefs import ChannelName
from brandkit.channel_files import shipped_channels
from brandkit.channels import Channel
from brandkit.drafts import Part, Variant
from brandkit.entries import parse_yaml
from brandkit.kit import BrandKit
from brandkit.rules import Rule, parse
from brandkit.rules.patterns import Pattern
from brandkit.rules.prefilter import Choice

ROOT = Path(__file__).resolve().parents[3]
LEDGERLINE = ROOT / "kits" / "ledgerline"


def channel(name: str) -> Channel:
    return shipped_channels()[ChannelName(name)]


def a_variant(**fields: str | list[str]) -> Variant:
    """A variant from its texts by field; a list makes several parts of one field."""
    return Variant(
        parts=tuple(
            Part(field=name, text=text, index=number)
            for name, texts in fields.items()
            for number, text in enumerate([texts] if isinstance(texts, str) else texts)
        )
    )


def a_rule(yaml: str, name: str = "test") -> Rule:
    return parse(parse_yaml(yaml, f"rules/{name}.yml"), f"rules/{name}.yml")


def a_kit(**values: object) -> BrandKit:
    settings: dict[str, object] = {
        "name": "Acme",
        "slug": "acme",
        "version": "0" * 12,
        "channels": MappingProxyType(dict(shipped_channels())),
        "markets": ("uk", "us"),
    }
    return BrandKit(**{**settings, **values})  # type: ignore[arg-type]


def an_ad(**fields: str | list[str]) -> Variant:
    """An ad that is complete and short enough, but for what is named."""
    texts: dict[str, str | list[str]] = {
        "headlines": ["Invoices that follow up", "Send your first invoice", "Made for freelancers"],
        "descriptions": ["Reminders go out on the day you chose.", "Free for 30 days, no card needed."],
    }
    return a_variant(**{**texts, **fields})


@lru_cache(maxsize=2048)
def choice_of(pattern: Pattern) -> Choice:
    """What looks for all that a pattern wants to know of a text."""
    beginnings = chain.from_iterable(trigger.beginnings for trigger in pattern.triggers)
    return Choice([trigger.needed for trigger in pattern.triggers], beginnings)
