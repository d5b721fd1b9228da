"""What Slack accepts, as numbers, and a check that a message or view stays inside all of them.

The numbers come from Slack's Block Kit reference (November 2026), except the total per message: Slack
documents none, people measured 13,202 to 13,297 characters, less with more blocks
(github.com/slackapi/bolt-js issues 2509 and 2867). So the whole JSON of the blocks is counted.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from bot.slack.escaping import weight

Surface = Literal["message", "modal", "home"]

MESSAGE_BLOCKS: Final = 50
MESSAGE_TOTAL: Final = 13_200
MESSAGE_TEXT: Final = 4_000
VIEW_BLOCKS: Final = 100
VIEW_BYTES: Final = 250_000
VIEW_TITLE: Final = 24
PRIVATE_METADATA: Final = 3_000
SECTION_TEXT: Final = 3_000
RICH_TEXT: Final = 3_000
"""Slack names no limit for one rich text; we hold it to that of a section."""
MARKDOWN_TEXT: Final = 12_000
HEADER_TEXT: Final = 150
CONTEXT_ELEMENTS: Final = 10
ACTIONS_ELEMENTS: Final = 25
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2_000
BUTTON_URL: Final = 3_000
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OPTIONS: Final = 100
CHECKBOX_OPTIONS: Final = 10
INPUT_TEXT: Final = 3_000
INPUT_LABEL: Final = 2_000
PLACEHOLDER: Final = 150
IDENTIFIER: Final = 255
ALERT_TEXT: Final = 200
FILES: Final = 10

_EVERYWHERE = {"section", "divider", "actions", "context", "header", "input", "rich_text", "image"}
ALLOWED: Final[Mapping[Surface, frozenset[str]]] = {
    "message": frozenset(_EVERYWHERE | {"markdown", "context_actions", "table"}),
    "modal": frozenset(_EVERYWHERE | {"alert"}),
    "home": frozenset(_EVERYWHERE | {"table"}),
}

_BLOCK_TEXT: Final = {"section": SECTION_TEXT, "header": HEADER_TEXT, "alert": ALERT_TEXT}
_BUTTON: Final = {"text": BUTTON_TEXT, "value": BUTTON_VALUE, "url": BUTTON_URL, "action_id": IDENTIFIER}
_INPUT: Final = {"placeholder": PLACEHOLDER, "initial_value": INPUT_TEXT, "action_id": IDENTIFIER}
_CHOICE: Final = {"placeholder": PLACEHOLDER, "action_id": IDENTIFIER}
_ELEMENT_LIMITS: Final[Mapping[str, Mapping[str, int]]] = {
    "button": _BUTTON,
    "plain_text_input": _INPUT,
    "static_select": _CHOICE,
    "multi_static_select": _CHOICE,
    "checkboxes": _CHOICE,
    "file_input": _CHOICE,
    "plain_text": {"text": SECTION_TEXT},
    "mrkdwn": {"text": SECTION_TEXT},
}
_MARKUP_LEFT = re.compile(r"&(?!(?:amp|lt|gt);)|<(?![@!#]|https?://|mailto:)")


def message_problems(text: str, blocks: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Every limit of a message that is exceeded, in words; empty when Slack would take it."""
    return tuple(_message_problems(text, blocks))


def view_problems(view: Mapping[str, Any]) -> tuple[str, ...]:
    """Every limit of a modal or a home tab that is exceeded, in words."""
    return tuple(_view_problems(view))


def total(blocks: Sequence[Mapping[str, Any]]) -> int:
    """The size of blocks as Slack may count it: their compact JSON in UTF-16 units."""
    written = json.dumps(list(blocks), ensure_ascii=False, separators=(",", ":"))
    return len(written) + sum(character > "\uffff" for character in written)


def _message_problems(text: str, blocks: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield from _too_long("text", text, MESSAGE_TEXT)
    if not text.strip():
        yield "a message needs a text for notifications"
    if len(blocks) > MESSAGE_BLOCKS:
        yield f"{len(blocks)} blocks, {MESSAGE_BLOCKS} fit a message"
    if (size := total(blocks)) > MESSAGE_TOTAL:
        yield f"blocks are {size} long together, {MESSAGE_TOTAL} fit a message"
    yield from _blocks(blocks, "message")


def _view_problems(view: Mapping[str, Any]) -> Iterator[str]:
    home = view["type"] == "home"
    for name in () if home else ("title", "submit", "close"):
        if name in view:
            yield from _text(f"view.{name}", view[name]["text"], VIEW_TITLE)
    if any(block["type"] == "input" for block in view["blocks"]) and not home and "submit" not in view:
        yield "a modal with inputs needs a submit button"
    if len(view["blocks"]) > VIEW_BLOCKS:
        yield f"{len(view['blocks'])} blocks, {VIEW_BLOCKS} fit a view"
    if (size := len(json.dumps(view, ensure_ascii=False).encode())) > VIEW_BYTES:
        yield f"the view has {size} bytes, {VIEW_BYTES} fit"
    yield from _too_long("private_metadata", view.get("private_metadata", ""), PRIVATE_METADATA)
    yield from _too_long("callback_id", view.get("callback_id", ""), IDENTIFIER)
    yield from _blocks(view["blocks"], "home" if home else "modal")


def _blocks(blocks: Sequence[Mapping[str, Any]], surface: Surface) -> Iterator[str]:
    for name, times in Counter(block["block_id"] for block in blocks if "block_id" in block).items():
        yield from _too_long("block_id", name, IDENTIFIER)
        if times > 1:
            yield f"block id {name!r} is used {times} times"
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > MARKDOWN_TEXT:
        yield f"markdown blocks hold more than {MARKDOWN_TEXT} together"
    for place, block in enumerate(blocks):
        if block["type"] not in ALLOWED[surface]:
            yield f"block {place}: {block['type']} is not allowed in a {surface}"
        yield from (f"block {place} ({block['type']}): {problem}" for problem in _block(block))


def _block(block: Mapping[str, Any]) -> Iterator[str]:
    kind = block["type"]
    if kind in _BLOCK_TEXT and "text" in block:
        yield from _text("text", block["text"]["text"], _BLOCK_TEXT[kind])
    if kind == "rich_text":
        yield from _rich_text(block)
    if kind == "input":
        yield from _text("label", block["label"]["text"], INPUT_LABEL)
        if "hint" in block:
            yield from _text("hint", block["hint"]["text"], INPUT_LABEL)
    most = {"context": CONTEXT_ELEMENTS, "actions": ACTIONS_ELEMENTS}.get(kind)
    if most is not None and not 1 <= len(block["elements"]) <= most:
        yield f"{len(block['elements'])} elements, 1 to {most} are allowed"
    if kind == "actions" and len({each.get("action_id") for each in block["elements"]}) < len(
        block["elements"]
    ):
        yield "two elements share an action id"
    for element in _objects(block):
        yield from _element(element)


def _rich_text(block: Mapping[str, Any]) -> Iterator[str]:
    size = sum(weight(each["text"]) for each in _objects(block) if isinstance(each.get("text"), str))
    if size > RICH_TEXT:
        yield f"rich text of {size}, {RICH_TEXT} are allowed"
    for each in _objects(block):
        if str(each.get("type", "")).startswith("rich_text") and not each["elements"]:
            yield f"{each['type']} is empty"
        if each.get("type") == "text" and not each["text"]:
            yield "a text run is empty"


def _element(element: Mapping[str, Any]) -> Iterator[str]:
    kind = element.get("type", "")
    for name, limit in _ELEMENT_LIMITS.get(kind, {}).items():
        if name in element:
            value = element[name]
            yield from _text(f"{kind}.{name}", value if isinstance(value, str) else value["text"], limit)
    if kind == "mrkdwn" and _MARKUP_LEFT.search(element["text"]):
        yield f"unescaped markup in {element['text'][:40]!r}"
    if "options" in element:
        yield from _options(element)
    if kind and "confirm" in element:
        yield from _confirm(element["confirm"])


def _options(element: Mapping[str, Any]) -> Iterator[str]:
    most = CHECKBOX_OPTIONS if element["type"] == "checkboxes" else OPTIONS
    if not 1 <= len(element["options"]) <= most:
        yield f"{len(element['options'])} options, 1 to {most} are allowed"
    for option in element["options"]:
        yield from _text("option.text", option["text"]["text"], OPTION_TEXT)
        yield from _text("option.value", option["value"], OPTION_VALUE)
    first = element.get("initial_option")
    if any(
        each not in element["options"]
        for each in [*element.get("initial_options", []), *([first] if first else [])]
    ):
        yield "an initial option is not among the options"


def _confirm(confirm: Mapping[str, Any]) -> Iterator[str]:
    yield from _text("confirm.title", confirm["title"]["text"], CONFIRM_TITLE)
    yield from _text("confirm.text", confirm["text"]["text"], CONFIRM_TEXT)
    for name in ("confirm", "deny"):
        yield from _text(f"confirm.{name}", confirm[name]["text"], CONFIRM_BUTTON)


def _text(name: str, text: str, limit: int) -> Iterator[str]:
    if not text:
        yield f"{name} is empty"
    yield from _too_long(name, text, limit)


def _too_long(name: str, text: str, limit: int) -> Iterator[str]:
    size = len(text) + sum(character > "\uffff" for character in text)
    if size > limit:
        yield f"{name} is {size} long, {limit} are allowed"


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """The value and everything in it that is an object."""
    if isinstance(value, Mapping):
        yield value
        for inner in value.values():
            yield from _objects(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _objects(inner)
