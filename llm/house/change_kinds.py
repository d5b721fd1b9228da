"""What a follow-up can ask to change, as values: shorter, mention this, use the second variant."""

# ruff: noqa: E501
# The list of all kinds reads better on one line.
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Shorter:
    """Say the same in fewer sentences."""


@dataclass(frozen=True, kw_only=True)
class Longer:
    """Say more."""


@dataclass(frozen=True, kw_only=True)
class Tone:
    """Sound warmer, or more formal."""

    formal: bool


@dataclass(frozen=True, kw_only=True)
class Mention:
    """Say this as well."""

    what: str


@dataclass(frozen=True, kw_only=True)
class Postscript:
    """Say this last, as a postscript."""

    what: str


@dataclass(frozen=True, kw_only=True)
class Drop:
    """Leave this out."""

    what: str


@dataclass(frozen=True, kw_only=True)
class Decorate:
    """Add or take out emoji, hashtags or exclamation marks."""

    what: str
    add: bool


@dataclass(frozen=True, kw_only=True)
class NewCallToAction:
    """Ask the reader for something else."""

    text: str


@dataclass(frozen=True, kw_only=True)
class NewLink:
    """Lead to another page; an empty address takes the link out."""

    url: str


@dataclass(frozen=True, kw_only=True)
class NewAudience:
    """Speak to other readers."""

    who: str


@dataclass(frozen=True, kw_only=True)
class Swap:
    """Replace these words by those."""

    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class Correct:
    """Another date, time or price in place of the one that is there."""

    kind: str
    new: str


@dataclass(frozen=True, kw_only=True)
class Keep:
    """Go on with one variant; `number` counts from 1, 0 is the last."""

    number: int


@dataclass(frozen=True, kw_only=True)
class Combine:
    """One variant with a part of another; numbers count from 1, 0 is the last."""

    base: int
    part: str
    donor: int


@dataclass(frozen=True, kw_only=True)
class More:
    """Add further variants; `in_all` counts those that there are already."""

    count: int
    in_all: bool = False


@dataclass(frozen=True, kw_only=True)
class Another:
    """Write one part anew."""

    part: str


@dataclass(frozen=True, kw_only=True)
class Afresh:
    """Write the whole anew, from the same brief."""


@dataclass(frozen=True, kw_only=True)
class GoBack:
    """Take an earlier version up again; 0 is the one before."""

    version: int


Change = (
    Shorter | Longer | Tone | Mention | Postscript | Drop | Decorate | NewCallToAction | NewLink | NewAudience | Swap | Correct | Keep | Combine | More | Another | Afresh | GoBack
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A follow-up taken apart: the changes, the variants they are for (empty: all), and what was not understood."""

    changes: tuple[Change, ...]
    only: tuple[int, ...] = ()
    unclear: str = ""
