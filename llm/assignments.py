"""What a reader or a writer is asked to do, and what it hands back: the same for model and house."""

from __future__ import annotations

from dataclasses import dataclass

from brandkit.briefs import Brief
from brandkit.channels import Channel
from brandkit.drafts import Draft, Provenance, Variant
from brandkit.kit import BrandKit
from brandkit.passages import PassageId, RankedPassage


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What a marketer said, to be read as a brief.

    `earlier` is the thread so far, oldest first, with the answers given to our questions. `defaults`
    holds what a form already settled, or the brief that this message changes.
    """

    text: str
    kit: BrandKit
    earlier: tuple[str, ...] = ()
    defaults: Brief | None = None


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """One piece of writing: the brief, the format, the brand, and the guidelines that may be cited.

    `previous` and `change` make it a refinement: what `change` does not mention stays as it is in
    `previous`. `examples` are approved copy of the same brand and channel, most similar first.
    """

    brief: Brief
    channel: Channel
    kit: BrandKit
    passages: tuple[RankedPassage, ...]
    seed: int
    previous: Draft | None = None
    change: str = ""
    examples: tuple[Variant, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Written:
    """What came out of one assignment: one variant or more, and how they came to be."""

    variants: tuple[Variant, ...]
    provenance: Provenance


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer from the guidelines. Not `covered` means that no guideline speaks to the question."""

    text: str
    citations: tuple[PassageId, ...]
    covered: bool
