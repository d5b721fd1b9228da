"""Labelled pairs of a sentence and a passage, and how well the mark for weak support agrees with them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import product

from brandkit.entries import Entry
from brandkit.errors import KitError
from brandkit.passages import Passage
from brandkit.rule_evidence import Interval, wilson
from llm.meaning import Embed
from llm.support import is_carried, nearness_of, shared_words

NEARS = (0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
SHARES = (0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
ALIKE = 0.005
"""Thresholds whose agreement differs by less than this are as good; of those, the lowest nearness is
taken, so that copy which keeps clear of the passage's words is not marked for it."""


class Carried(Enum):
    """What a person says of a pair: a passage that says part of a sentence still carries it in part."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, kw_only=True)
class SupportPair:
    """One sentence of copy, the passage that it might cite, and what a person says of the two."""

    id: str
    sentence: str
    passage: Passage
    carried: Carried


@dataclass(frozen=True, kw_only=True)
class MeasuredPair:
    """A pair with its two measures, both from 0 to 1."""

    pair: SupportPair
    shared: float
    nearness: float | None

    def agrees(self, near: float, enough: float) -> bool:
        """Whether a mark with these thresholds says what the label says."""
        rests = is_carried(self.shared, self.nearness, near=near, enough=enough)
        return rests is (self.pair.carried is not Carried.UNSUPPORTED)


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """In how many pairs the mark says what the label says."""

    right: int
    pairs: int

    @property
    def interval(self) -> Interval:
        """Of the share that agrees."""
        return wilson(self.right, self.pairs)


@dataclass(frozen=True, kw_only=True)
class SupportReport:
    """Agreement on passages that were left out when the thresholds were chosen, then with those in force.

    `near` and `enough` are what all the pairs together would choose.
    """

    left_out: Agreement
    left_out_by_label: dict[Carried, Agreement]
    near: float
    enough: float
    in_force: Agreement
    in_force_by_label: dict[Carried, Agreement]


def parse_pairs(text: str, file: str) -> tuple[SupportPair, ...]:
    """The pairs of a file, one JSON object a line. `KitError` names the line and the change to make."""
    pairs = tuple(
        _parse(line, number, file) for number, line in enumerate(text.splitlines(), start=1) if line.strip()
    )
    if not pairs:
        raise KitError("there is no labelled pair in this file. Add one JSON object a line.", file=file)
    return pairs


def _parse(line: str, number: int, file: str) -> SupportPair:
    try:
        value = json.loads(line)
    except ValueError as error:
        problem = "this line is not a JSON object. Write one pair a line, with double quotes."
        raise KitError(problem, file=file, line=number) from error
    entry = Entry(value, file=file, line=number, name="a labelled pair")
    heading = entry.text("heading")
    pair = SupportPair(
        id=entry.text("id"),
        sentence=entry.text("sentence"),
        passage=Passage(
            document=entry.text("document", default="") or file,
            version="",
            heading=(heading,),
            text=entry.text("passage"),
        ),
        carried=entry.choice("support", Carried),
    )
    entry.finish()
    return pair


def measured(pairs: Sequence[SupportPair], embed: Embed | None) -> tuple[MeasuredPair, ...]:
    """Every pair with its two measures, as an explanation measures them."""
    nearness = nearness_of([each.sentence for each in pairs], [each.passage for each in pairs], embed)
    return tuple(
        MeasuredPair(
            pair=each,
            shared=shared_words(each.sentence, each.passage.text),
            nearness=nearness(each.sentence, each.passage),
        )
        for each in pairs
    )


def calibrated(pairs: Sequence[MeasuredPair], *, near: float, enough: float) -> SupportReport:
    """How the thresholds do that are in force, and how their choice does on passages it has not seen.

    For that, each passage is left out once with all its pairs, and the thresholds are chosen on the rest.
    """
    right = [each.agrees(near, enough) for each in pairs]
    held_out = dict(_held_out(pairs))
    left_out = [held_out[each.pair.id] for each in pairs]
    best_near, best_enough = _chosen(pairs)
    return SupportReport(
        left_out=_agreement(left_out),
        left_out_by_label=_by_label(pairs, left_out),
        near=best_near,
        enough=best_enough,
        in_force=_agreement(right),
        in_force_by_label=_by_label(pairs, right),
    )


def _held_out(pairs: Sequence[MeasuredPair]) -> Iterator[tuple[str, bool]]:
    for passage in dict.fromkeys(each.pair.passage.id for each in pairs):
        near, enough = _chosen([each for each in pairs if each.pair.passage.id != passage])
        yield from (
            (each.pair.id, each.agrees(near, enough)) for each in pairs if each.pair.passage.id == passage
        )


def _chosen(pairs: Sequence[MeasuredPair]) -> tuple[float, float]:
    """The thresholds that agree best, carried and uncarried pairs counted alike however many there are."""
    scored = {both: _balanced(pairs, *both) for both in product(NEARS, SHARES)}
    best = max(scored.values())
    return min(both for both, score in scored.items() if score >= best - ALIKE)


def _balanced(pairs: Sequence[MeasuredPair], near: float, enough: float) -> float:
    return (_share(pairs, near, enough, _is_carried) + _share(pairs, near, enough, _is_not)) / 2


def _share(
    pairs: Sequence[MeasuredPair], near: float, enough: float, which: Callable[[MeasuredPair], bool]
) -> float:
    right = [each.agrees(near, enough) for each in pairs if which(each)]
    return sum(right) / len(right) if right else 0.0


def _is_carried(each: MeasuredPair) -> bool:
    return each.pair.carried is not Carried.UNSUPPORTED


def _is_not(each: MeasuredPair) -> bool:
    return each.pair.carried is Carried.UNSUPPORTED


def _by_label(pairs: Sequence[MeasuredPair], right: Sequence[bool]) -> dict[Carried, Agreement]:
    return {
        label: _agreement([one for each, one in zip(pairs, right, strict=True) if each.pair.carried is label])
        for label in Carried
    }


def _agreement(right: Sequence[bool]) -> Agreement:
    return Agreement(right=sum(right), pairs=len(right))
