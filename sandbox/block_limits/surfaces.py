"""Messages, modals and App Home: which blocks each takes, how many, and the rules over all together."""

from collections.abc import Iterator

from sandbox.block_limits.blocks import BLOCKS, MOST_MARKDOWN
from sandbox.block_limits.checks import (
    Check,
    Problem,
    anything,
    by_type,
    fields_of,
    flag,
    listing,
    shape,
    text,
)
from sandbox.block_limits.objects import plain
from sandbox.blocks import elements_of
from sandbox.payload import Json, as_line

MOST_MESSAGE_BLOCKS = 50
MOST_VIEW_BLOCKS = 100
MOST_VIEW_BYTES = 250_000
MOST_VIEW_TITLE = 24
MOST_PRIVATE_METADATA = 3_000

MOST_CHARACTERS = 13_200
"""Text of all blocks of one message; Slack does not document it, the number was measured by others."""

_ANYWHERE = frozenset(
    {"actions", "card", "context", "divider", "header", "image", "input", "rich_text", "section", "video"}
)
_DATA = frozenset({"carousel", "container", "data_table", "data_visualization", "table"})
ALLOWED = {
    "message": _ANYWHERE | _DATA | {"context_actions", "file", "markdown", "plan", "task_card"},
    "modal": _ANYWHERE | {"alert"},
    "home": _ANYWHERE | _DATA,
}

_VIEW_COMMON = {
    "blocks": anything,
    "private_metadata": text(most=MOST_PRIVATE_METADATA, least=0),
    "callback_id": text(most=255, least=0),
    "external_id": text(most=255, least=0),
}
_VIEWS: dict[str, Check] = {
    "home": shape({"blocks": anything}, _VIEW_COMMON),
    "modal": shape(
        {"title": plain(MOST_VIEW_TITLE), "blocks": anything},
        {
            **_VIEW_COMMON,
            "submit": plain(MOST_VIEW_TITLE),
            "close": plain(MOST_VIEW_TITLE),
            "clear_on_close": flag,
            "notify_on_close": flag,
            "submit_disabled": flag,
        },
    ),
}


def problems_of_message(blocks: list[Json]) -> list[Problem]:
    """List what Slack would refuse in a message's blocks."""
    return [
        *_problems(blocks, "message", "/blocks", most=MOST_MESSAGE_BLOCKS),
        *_too_much_markdown(blocks, "/blocks"),
        *_files_outside_modals(blocks, "/blocks"),
    ]


def problems_of_view(view: Json) -> list[Problem]:
    """List what Slack would refuse in a modal or App Home view."""
    surface = str(view.get("type"))
    problems = list(by_type(_VIEWS)(view, "/view"))
    blocks = view.get("blocks")
    if surface not in ALLOWED or not isinstance(blocks, list):
        return problems
    problems += _problems(blocks, surface, "/view/blocks", most=MOST_VIEW_BLOCKS)
    if surface == "modal":
        problems += _submit_for_inputs(view)
    else:
        problems += _files_outside_modals(blocks, "/view/blocks")
    return problems


def is_view_too_large(view: Json) -> bool:
    """Say whether a view is over the 250 KB a view may have."""
    return len(as_line(view).encode()) > MOST_VIEW_BYTES


def characters_of(value: object) -> int:
    """Count the characters of every text in blocks, labels and options included."""
    if isinstance(value, list):
        return sum(characters_of(each) for each in value)
    if not isinstance(value, dict):
        return 0
    return sum(
        len(field) if name == "text" and isinstance(field, str) else characters_of(field)
        for name, field in value.items()
    )


def _problems(blocks: list[Json], surface: str, at: str, *, most: int) -> Iterator[Problem]:
    allowed = by_type({kind: check for kind, check in BLOCKS.items() if kind in ALLOWED[surface]})
    yield from listing(allowed, most=most)(blocks, at)
    objects = [fields_of(block) for block in blocks]
    yield from _repeated(objects, at)
    if sum(_focuses(block) for block in objects) > 1:
        yield Problem(text="only one element can have focus_on_load", pointer=at)


def _repeated(blocks: list[Json], at: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = str(block.get("block_id") or "")
        if block_id and block_id in seen:
            yield Problem(text=f"block_id {block_id} already exists", pointer=f"{at}/{index}/block_id")
        seen.add(block_id)
        action_ids = [str(each["action_id"]) for each in elements_of(block) if each.get("action_id")]
        for action_id in sorted({each for each in action_ids if action_ids.count(each) > 1}):
            yield Problem(
                text=f"`action_id` {action_id} already exists for this block",
                pointer=f"{at}/{index}/elements",
            )


def _too_much_markdown(blocks: list[Json], at: str) -> Iterator[Problem]:
    markdown = [block for block in blocks if fields_of(block).get("type") == "markdown"]
    if len(markdown) > 1 and characters_of(markdown) > MOST_MARKDOWN:
        yield Problem(
            text=f"markdown blocks must be less than {MOST_MARKDOWN + 1} characters in total", pointer=at
        )


def _files_outside_modals(blocks: list[Json], at: str) -> Iterator[Problem]:
    for index, block in enumerate(blocks):
        if fields_of(fields_of(block).get("element")).get("type") == "file_input":
            yield Problem(text="unsupported type: file_input", pointer=f"{at}/{index}/element/type")


def _submit_for_inputs(view: Json) -> Iterator[Problem]:
    has_inputs = any(fields_of(block).get("type") == "input" for block in view["blocks"])
    if has_inputs and not view.get("submit"):
        yield Problem(text="missing required field: submit, for a view with input blocks", pointer="/view")


def _focuses(block: Json) -> int:
    return sum(bool(element.get("focus_on_load")) for element in elements_of(block))
