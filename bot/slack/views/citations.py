"""What a draft rests on: the line on the card, and which parts cite which passage."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.escaping import clip
from bot.slack.views.blocks import context, words
from bot.slack.views.models import Block
from bot.slack.views.shown_copy import field_label
from bot.slack.views.wording import NOT_COVERED, place_of
from brandkit.channels import Channel
from brandkit.drafts import Part, Variant
from brandkit.passages import Passage

_LINE = 700
_PLACE = 110
_GAP = 160
_GAPS = 500
_LINES = 4
_LEFT_OUT = "Left out"
"""How the house writer begins what it could not do, which is no gap in the guidelines."""


def cited(variants: Sequence[Variant], passages: Sequence[Passage]) -> list[Passage]:
    """The passages that these variants cite, in the order they are first cited."""
    by_id = {passage.id: passage for passage in passages}
    order = dict.fromkeys(citation.passage for variant in variants for citation in variant.citations)
    return [by_id[each] for each in order if each in by_id]


def citation_blocks(
    variants: Sequence[Variant], passages: Sequence[Passage], *, uncovered: Sequence[str] = ()
) -> list[Block]:
    """The line "Rests on", and what no guideline covered: of the brief (`uncovered`), and of the copy."""
    resting = cited(variants, passages)
    chosen = (gap for variant in variants for gap in variant.gaps)
    gaps = list(dict.fromkeys((*uncovered, *chosen)))
    line = f"Rests on: {_places(resting)}" if resting else NOT_COVERED
    return [context(words(line, _LINE)), *_gaps(gaps)]


def parts_citing(variant: Variant, passage: Passage, channel: Channel) -> list[str]:
    """The fields of a variant that rest on a passage, as people call them."""
    cites = dict.fromkeys(
        (each.field, each.index) for each in variant.citations if each.passage == passage.id
    )
    return [field_label(channel, Part(field=field, text="", index=index)) for field, index in cites]


def _places(passages: Sequence[Passage]) -> str:
    """As many places as fit, then how many there are beyond."""
    shown: list[str] = []
    for number, passage in enumerate(passages, start=1):
        entry = f"[{number}] {clip(place_of(passage), _PLACE)}"
        if sum(map(len, shown)) + len(entry) > _LINE - 60:
            return " · ".join([*shown, f"and {len(passages) - len(shown)} more"])
        shown.append(entry)
    return " · ".join(shown)


def _gaps(gaps: Sequence[str]) -> list[Block]:
    if not gaps:
        return []
    open_ones = [clip(gap, _GAP) for gap in gaps if not gap.startswith(_LEFT_OUT)]
    told = [f"No guideline covers: {'; '.join(open_ones)}"] if open_ones else []
    left_out = [gap for gap in gaps if gap.startswith(_LEFT_OUT)]
    return [context(*(words(each, _GAPS) for each in [*told, *left_out][:_LINES]))]
