"""How good a ranking is, from 0 to 1, and how sure we can be of it."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

DEPTH = 10
DRAWS = 2_000
HALF = 0.5
MEASURES = ("recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A section of a guide: its file and its path of headings joined by " > "."""

    file: str
    heading: str

    def holds(self, other: Place) -> bool:
        """Whether the other is this section or lies within it."""
        inside = other.heading == self.heading or other.heading.startswith(f"{self.heading} > ")
        return self.file == other.file and inside


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A mean over questions with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float


def measure(found: Sequence[Place], gold: Sequence[Place], also: Sequence[Place] = ()) -> dict[str, float]:
    """Recall, reciprocal rank and discounted gain of one ranking, best first.

    A gold section counts once, wherever a part of it is first found; `also` sections help and earn
    half the gain.
    """
    ranks, gains = _walk(found, gold, also)
    first = min(ranks, default=DEPTH + 1)
    ideal = [1.0] * len(gold) + [HALF] * len(also)
    return {
        **{f"recall@{k}": sum(rank <= k for rank in ranks) / len(gold) for k in (1, 5, 10)},
        "mrr@10": 1 / first if first <= DEPTH else 0.0,
        "ndcg@10": min(1.0, _discounted(gains) / _discounted(ideal)),
    }


def interval(values: Sequence[float], *, seed: int = 0) -> Interval:
    """The mean of the values, and where 95 % of the means of redrawn samples lie."""
    if not values:
        return Interval(mean=0.0, low=0.0, high=0.0)
    draw = random.Random(seed)  # noqa: S311  # resampling, nothing secret
    means = sorted(_mean(draw.choices(values, k=len(values))) for _ in range(DRAWS))
    return Interval(mean=_mean(values), low=means[int(0.025 * DRAWS)], high=means[int(0.975 * DRAWS)])


def _walk(
    found: Sequence[Place], gold: Sequence[Place], also: Sequence[Place]
) -> tuple[list[int], list[float]]:
    """The ranks of the gold sections that were found, and the gain at each rank.

    A further piece of a section that was found already takes no rank.
    """
    hit: dict[Place, int] = {}
    helped: set[Place] = set()
    gains: list[float] = []
    for place in dict.fromkeys(found):
        section = place if place in gold else next((one for one in gold if one.holds(place)), None)
        if section is not None and section in hit:
            continue
        help_ = next((one for one in also if one.holds(place)), None)
        if section is not None:
            hit[section] = len(gains) + 1
        gains.append(
            1.0 if section is not None else HALF if help_ is not None and help_ not in helped else 0.0
        )
        helped |= {help_} if help_ is not None else set()
    return list(hit.values()), gains


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains[:DEPTH], 1))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
