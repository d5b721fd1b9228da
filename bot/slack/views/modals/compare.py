"""Compare versions: what was taken out is struck through, what came in is bold."""

from __future__ import annotations

from collections.abc import Iterator

from bot.slack.ids import Metadata, Modal
from bot.slack.views.blocks import context, line, note, rich, run, words
from bot.slack.views.modals.frame import modal, within_view
from bot.slack.views.models import Block, Comparison, View
from bot.slack.views.shown_copy import field_label
from bot.slack.views.shown_diff import diff_blocks
from brandkit.drafts import Part


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
    return [rich(title), *diff_blocks(before, after)]
