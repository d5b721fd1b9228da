"""What was written: variants of copy, and the numbered drafts that keep them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import Enum
from typing import NewType

from brandkit.briefs import Brief, ChannelName
from brandkit.passages import PassageId

DraftId = NewType("DraftId", str)
RequestId = NewType("RequestId", str)


@dataclass(frozen=True, kw_only=True)
class Part:
    """The text of one field; `index` counts from 0 where the field is a list (headlines of an ad)."""

    field: str
    text: str
    index: int = 0


@dataclass(frozen=True, kw_only=True)
class Citation:
    """A claim that one part of the copy rests on one passage."""

    passage: PassageId
    field: str
    index: int = 0


OPEN_POINT = "To write:"
"""How a point of an outline begins that nobody has written yet."""


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One alternative of a piece of copy: its parts in the channel's order, and what they rest on."""

    parts: tuple[Part, ...]
    citations: tuple[Citation, ...] = ()
    gaps: tuple[str, ...] = ()
    """Choices that no guideline covered, in words."""

    def texts(self, field_name: str) -> tuple[str, ...]:
        """The texts of one field, in order; empty when the variant has none."""
        return tuple(part.text for part in self.parts if part.field == field_name)

    @property
    def open_points(self) -> int:
        """How many lines of an outline are still to be written by a person."""
        lines = (line.lstrip(" -*•") for part in self.parts for line in part.text.splitlines())
        return sum(line.startswith(OPEN_POINT) for line in lines)

    def content_hash(self, channel: ChannelName) -> str:
        """SHA-256 over channel and parts: a decision binds to exactly this copy."""
        body = {"channel": channel, "parts": [[p.field, p.index, p.text] for p in self.parts]}
        return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


class WriterKind(Enum):
    """Who wrote a draft: never passed off as one another."""

    MODEL = "model"
    HOUSE = "house"
    PERSON = "person"


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """How a draft came to be, complete enough to write it again.

    `passages` maps passage id to text hash. `sampling` holds the decoding settings as text; times
    are in milliseconds, tokens are counted by the server.
    """

    writer: WriterKind
    model: str = ""
    revision: str = ""
    """Which weights: a commit or a digest; empty where the server does not say."""
    engine: str = ""
    adapter: str = ""
    """Name and digest of the adapter, `name@digest`; empty for the model as it is."""
    prompt_hash: str = ""
    schema_hash: str = ""
    seed: int | None = None
    sampling: tuple[tuple[str, str], ...] = ()
    kit_version: str = ""
    guideline_version: str = ""
    passages: tuple[tuple[PassageId, str], ...] = ()
    examples: tuple[str, ...] = ()
    """Content hashes of the approved copy that the writer was shown."""
    previous: str = ""
    """Id of the draft that was changed; empty where the copy was written from the brief alone."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    duration_ms: int = 0
    timings: tuple[tuple[str, int], ...] = ()
    """Milliseconds by stage: finding passages, until the first text, writing, checking with mending."""
    repairs: int = 0
    person: str = ""
    """Slack id of who wrote this version by hand."""
    uncovered: tuple[str, ...] = ()
    """What the brief asked for that no guideline covered when it was written, in words."""
    judge: str = ""
    """Which model, asked in which words, gave the opinions on the voice; empty where none was asked."""
    note: str = ""
    """Why the house writer stood in, or what a person changed."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One immutable version of a piece of copy. A change makes the next number, never another text."""

    id: DraftId
    request: RequestId
    number: int
    brief: Brief
    variants: tuple[Variant, ...]
    provenance: Provenance
    created_at: datetime
    change: str = field(default="")
    """What was asked to change since the version before."""

    @property
    def channel(self) -> ChannelName:
        """The channel it was written for."""
        return self.brief.channel

    def content_hash(self, variant: int) -> str:
        """The hash a decision on this variant is bound to."""
        return self.variants[variant].content_hash(self.channel)

    def as_json(self) -> dict[str, object]:
        """Plain data for export and storage; times as ISO 8601, enums as their values."""
        plain: dict[str, object] = json.loads(json.dumps(asdict(self), default=_plain, ensure_ascii=False))
        return plain


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"cannot store {type(value).__name__}")
