"""How right a judge of the voice is, on labelled lines: agreement, silence, and how sure it is when right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from brandkit.errors import Refusal
from brandkit.kit import BrandKit
from brandkit.rule_evidence import Interval, wilson
from brandkit.voice_lines import VoiceLine
from llm.judging import SURE


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One labelled line and what the judge thought of the trait it was labelled for; None is no opinion."""

    line: VoiceLine
    lean: float | None

    @property
    def is_right(self) -> bool:
        """Whether an opinion goes the way the line was labelled."""
        return self.lean is not None and (self.lean > 0) is self.line.fits


@dataclass(frozen=True, kw_only=True)
class Step:
    """The opinions of one strength: how many, and how many of them were right."""

    strength: float
    opinions: int
    right: int

    @property
    def interval(self) -> Interval:
        """Of the share that was right."""
        return wilson(self.right, self.opinions)


@dataclass(frozen=True, kw_only=True)
class VoiceReport:
    """How a judge did; `shown` are the opinions strong enough to be put on a card."""

    judge: str
    lines: int
    silent: int
    opinions: Step
    shown: Step
    curve: tuple[Step, ...]


def report_of(judged: Sequence[Judged], *, judge: str, sure: float = SURE) -> VoiceReport:
    """Agreement over all opinions, over those that a card would show, and at each strength."""
    held = [each for each in judged if each.lean is not None]
    strengths = sorted({abs(each.lean) for each in held if each.lean is not None})
    against = [each for each in held if each.lean is not None and each.lean <= -sure]
    return VoiceReport(
        judge=judge,
        lines=len(judged),
        silent=len(judged) - len(held),
        opinions=_step(0.0, held),
        shown=_step(sure, against),
        curve=tuple(
            _step(each, [one for one in held if one.lean is not None and abs(one.lean) == each])
            for each in strengths
        ),
    )


def _step(strength: float, judged: Sequence[Judged]) -> Step:
    return Step(strength=strength, opinions=len(judged), right=sum(each.is_right for each in judged))


def trait_of(line: VoiceLine, kit: BrandKit) -> int:
    """The place of the line's trait in the kit's voice; raises `Refusal` for one the kit does not have."""
    names = [each.we_are for each in kit.voice]
    if line.attribute not in names:
        known = ", ".join(names) or "none"
        raise Refusal(f"“{line.id}” names the trait “{line.attribute}”. The kit has: {known}.")
    return names.index(line.attribute)
