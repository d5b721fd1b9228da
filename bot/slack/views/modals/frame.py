"""What all modals have in common: the frame around their blocks, and reading what was filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack import limits
from bot.slack.escaping import clean
from bot.slack.ids import Metadata, Modal
from bot.slack.views.blocks import VALUE, note, words
from bot.slack.views.models import Block, View

Values = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""`view.state.values` as Slack sends it: block id, action id, what was filled in."""

_ROOM = 200_000


def modal(
    kind: Modal, title: str, blocks: Sequence[Block], *, metadata: Metadata | None = None, submit: str = ""
) -> View:
    """A modal around these blocks; `submit` names the button that sends it, where there is one."""
    view: View = {
        "type": "modal",
        "callback_id": kind.value,
        "title": words(title, limits.VIEW_TITLE),
        "close": words("Cancel" if submit else "Close", limits.VIEW_TITLE),
        "private_metadata": (metadata or Metadata()).encode(),
        "blocks": list(blocks),
    }
    return view | ({"submit": words(submit, limits.VIEW_TITLE)} if submit else {})


def within_view(blocks: Sequence[Block]) -> list[Block]:
    """The blocks that a view can hold; if some are left out, a last line says so."""
    kept: list[Block] = []
    size = 0
    for block in blocks:
        size += limits.total([block])
        if len(kept) == limits.VIEW_BLOCKS - 1 or size > _ROOM // 3:
            return [*kept, note("There is more than fits here.")]
        kept.append(block)
    return kept


def text_in(values: Values, block_id: str) -> str:
    """What was written in a box; empty when nothing was or there is no such box."""
    return clean(str(_input(values, block_id).get("value") or ""))


def choice_in(values: Values, block_id: str) -> str:
    """The value chosen from a menu; empty when none was."""
    return str((_input(values, block_id).get("selected_option") or {}).get("value", ""))


def ticked_in(values: Values, block_id: str) -> tuple[str, ...]:
    """The values of the boxes that are ticked, in their order."""
    return tuple(str(each["value"]) for each in _input(values, block_id).get("selected_options") or ())


def files_in(values: Values, block_id: str) -> tuple[Mapping[str, Any], ...]:
    """The files handed in, as Slack describes them."""
    return tuple(_input(values, block_id).get("files") or ())


def _input(values: Values, block_id: str) -> Mapping[str, Any]:
    return values.get(block_id, {}).get(VALUE, {})
