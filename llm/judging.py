"""What a judge thinks of a voice: opinions, held only where asking the other way round changed nothing.

A model asked “this or that?” leans to the side it reads first. So each trait is asked in both orders, and
what does not agree with itself is no opinion. An opinion is a suggestion: it costs no points, mends
nothing and blocks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brandkit.findings import Evidence, Finding, Severity
from brandkit.kit import VoiceAttribute

MIDDLE = 3
"""The answer on a scale from 1 to 5 that leans to neither side."""
OPINION = "opinion."
"""How the rule name of an opinion begins."""
SURE = 1.5
"""An opinion is worth showing from here on, in steps from the middle: both orders leaned, and one plainly.
`copydesk eval drafts` shows how often a judge is right at each distance."""


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What a judge thinks about one trait of the voice.

    `lean` is from -2, plainly what the brand is not, to 2, plainly what it is; None where the two orders
    did not agree.
    """

    attribute: VoiceAttribute
    lean: float | None

    @property
    def is_against(self) -> bool:
        """Whether it surely sounds like what the brand is not."""
        return self.lean is not None and self.lean <= -SURE


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """All opinions about one text, and which judge holds them: model and prompt, pinned."""

    opinions: tuple[Opinion, ...]
    judge: str = ""


def settled(
    voice: Sequence[VoiceAttribute], first: Mapping[str, int], swapped: Mapping[str, int]
) -> tuple[Opinion, ...]:
    """The opinions that come of two askings, by trait id; `swapped` had the sides exchanged.

    In `first`, 1 is plainly what the brand is; in `swapped`, 5 is.
    """
    ids = [trait_id(number) for number in range(len(voice))]
    return tuple(
        Opinion(attribute=attribute, lean=lean_of(first[each], swapped[each]))
        for attribute, each in zip(voice, ids, strict=True)
    )


def lean_of(first: int, swapped: int) -> float | None:
    """How far both answers lean to what the brand is; None where one leans the other way, or not at all."""
    is_it, again = MIDDLE - first, swapped - MIDDLE
    return (is_it + again) / 2 if is_it * again > 0 else None


def trait_id(number: int) -> str:
    """The name of a trait in prompt and answer: t1, t2, …."""
    return f"t{number + 1}"


def as_findings(judgement: Judgement) -> tuple[Finding, ...]:
    """The opinions that copy is off the voice, as suggestions about the whole of it."""
    return tuple(_finding(each) for each in judgement.opinions if each.is_against)


def _finding(opinion: Opinion) -> Finding:
    trait = opinion.attribute
    slug = re.sub(r"[^a-z0-9]+", "-", trait.we_are.lower()).strip("-")
    return Finding(
        rule=f"{OPINION}{slug}",
        severity=Severity.SUGGESTION,
        message=(
            f"An opinion of the model, not a rule: this sounds more “{trait.we_are_not}” than "
            f"“{trait.we_are}”. Asked in both orders, it said the same."
        ),
        start=0,
        end=0,
        match="",
        evidence=Evidence(source="The kit’s voice", quote=trait.good) if trait.good else None,
    )
