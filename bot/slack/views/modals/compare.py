"""Compare versions: what was taken out is struck through, what came in is bold."""

from __future__ import annotations

from collections.abc import Iterator

from bot.slack import limits
from bot.slack.escaping import clean, clip, split, weight
from bot.slack.ids import Metadata, Modal
from bot.slack.views.blocks import Element, context, line, note, rich, run, words
from bot.slack.views.modals.frame import modal, within_view
from bot.slack.views.models import Block, Comparison, View
from bot.slack.views.shown_copy import field_label
from bot.slack.views.word_diff import Change, Stretch, word_diff
from brandkit.drafts import Part

_RUN = 2_000
_BLOCK_TEXT = 2_800
_BLOCK_RUNS = 60
_CONTEXT = 160


def compare_view(comparison: Comparison, metadata: Metadata | None = None) -> View:
    """Both versions in one text, field by field; long stretches without a change are left out."""
    blocks: list[Block] = [
        note(
            f"From version {comparison.older_number} to version {comparison.newer_number}. "
            "Struck through: taken out. *Bold*: new."
        )
    ]
    if comparison.change:
        blocks.append(context(words(f"Asked to change: {comparison.change}", 300)))
    for part, before, after in _pairs(comparison):
        blocks += _field(field_label(comparison.channel, part), before, after)
    return modal(Modal.COMPARE, "Compare versions", within_view(blocks), metadata=metadata)


def _pairs(comparison: Comparison) -> Iterator[tuple[Part, str, str]]:
    """Each field that either version has, in reading order."""
    before = {(part.field, part.index): part.text for part in comparison.older}
    after = {(part.field, part.index): part.text for part in comparison.newer}
    names = [field.name for field in comparison.channel]
    known = {name: place for place, name in enumerate(names)}
    keys = sorted(before | after, key=lambda key: (known.get(key[0], len(names)), key))
    for field, index in keys:
        old, new = before.get((field, index), ""), after.get((field, index), "")
        yield Part(field=field, text="", index=index), old, new


def _field(label: str, before: str, after: str) -> list[Block]:
    if before == after:
        return [rich(line(run(label, bold=True), run(" · unchanged", italic=True)))]
    title = line(run(label, bold=True))
    return [rich(title), *_packed(_runs(before, after))]


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
