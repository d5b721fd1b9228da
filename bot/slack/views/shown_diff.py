"""Two texts in one: what was taken out is struck through, what came in is bold."""

from __future__ import annotations

from collections.abc import Iterator

from bot.slack import limits
from bot.slack.escaping import clean, clip, split, weight
from bot.slack.views.blocks import Element, line, rich, run
from bot.slack.views.models import Block
from bot.slack.views.word_diff import Change, Stretch, word_diff

_RUN = 2_000
_BLOCK_TEXT = 2_800
_BLOCK_RUNS = 60
_CONTEXT = 160


def diff_blocks(before: str, after: str) -> list[Block]:
    """Both texts as one; long stretches without a change are left out."""
    return list(_packed(_runs(before, after)))


def _runs(before: str, after: str) -> Iterator[Element]:
    stretches = word_diff(clean(before), clean(after))
    for place, each in enumerate(stretches):
        shown = _shortened(each.text, first=place == 0, last=place + 1 == len(stretches))
        text = shown if each.change is Change.SAME else each.text
        yield from (_run(each, piece) for piece in split(text, _RUN))


def _run(stretch: Stretch, text: str) -> Element:
    return run(text, bold=stretch.change is Change.ADDED, strike=stretch.change is Change.REMOVED)


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """The ends of an unchanged stretch: enough to see where the change stands."""
    if weight(text) <= _CONTEXT * 3:
        return text
    beginning = "" if first else clip(text, _CONTEXT).removesuffix("…")
    tail = text[-_CONTEXT:]
    ending = "" if last else tail[tail.find(" ") + 1 :]
    return f"{beginning} […] {ending}"


def _packed(runs: Iterator[Element]) -> Iterator[Block]:
    """Runs gathered into blocks that stay within the limits."""
    held: list[Element] = []
    size = 0
    for each in runs:
        added = weight(each["text"])
        if held and (size + added > min(_BLOCK_TEXT, limits.RICH_TEXT) or len(held) == _BLOCK_RUNS):
            yield rich(line(*held))
            held, size = [], 0
        held.append(each)
        size += added
    if held:
        yield rich(line(*held))
