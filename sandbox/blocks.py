"""Looks into Block Kit: ids that Slack fills in, elements people can use, and what a form holds at first."""

from collections.abc import Iterator

from sandbox.clock import new_id
from sandbox.payload import Json, a_copy

_STATE_FIELD: dict[str, tuple[str, str, object]] = {
    "plain_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "users_select": ("selected_user", "initial_user", None),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "channels_select": ("selected_channel", "initial_channel", None),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "checkboxes": ("selected_options", "initial_options", []),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "multi_users_select": ("selected_users", "initial_users", []),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "file_input": ("files", "initial_files", []),
}

_HOLDERS = ("card", "section", "actions", "context_actions", "container")


def with_ids(blocks: list[Json]) -> list[Json]:
    """Give the blocks with the block_id and action_id that Slack fills in where the app left them out."""
    result: list[Json] = a_copy({"blocks": blocks})["blocks"]
    for block in result:
        block.setdefault("block_id", new_id("", 5))
        for element in elements_of(block):
            element.setdefault("action_id", new_id("", 5))
    return result


def elements_of(block: Json) -> Iterator[Json]:
    """The interactive elements of one block, also those in cards and containers inside it."""
    candidates: list[object] = [block.get("accessory"), block.get("element"), *_listed(block, "elements")]
    candidates += _listed(block, "actions")
    for candidate in candidates:
        if isinstance(candidate, dict) and is_interactive(candidate):
            yield candidate
    for inner in (*_listed(block, "child_blocks"), *_listed(block, "elements"), *_listed(block, "blocks")):
        if isinstance(inner, dict) and inner.get("type") in _HOLDERS:
            yield from elements_of(inner)


def is_interactive(element: Json) -> bool:
    """Say whether an element is one that people use, so that it has an action_id."""
    kind = element.get("type")
    if not isinstance(kind, str):
        return False
    return kind in _STATE_FIELD or kind in {
        "button",
        "overflow",
        "feedback_buttons",
        "icon_button",
        "workflow_button",
    }


def find_element(blocks: list[Json], action_id: str, block_id: str | None = None) -> tuple[Json, Json] | None:
    """Find the element with an action_id, and the block it is in."""
    for block in blocks:
        if block_id is not None and not _has_id(block, block_id):
            continue
        for element in elements_of(block):
            if element.get("action_id") == action_id:
                return block, element
    return None


def initial_values(blocks: list[Json]) -> Json:
    """What `state.values` holds before anybody typed: initial values, and None or [] for the rest."""
    values: Json = {}
    for block in blocks:
        for element in elements_of(block):
            known = _STATE_FIELD.get(element["type"])
            if known is not None and "action_id" in element:
                field, initial, otherwise = known
                entry = {"type": element["type"], field: element.get(initial, otherwise)}
                values.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return values


def merged(values: Json, newer: Json) -> Json:
    """Lay newer form values over older ones, element by element."""
    result = a_copy(values)
    for block_id, elements in newer.items():
        result.setdefault(block_id, {}).update(a_copy(elements))
    return result


def kept(values: Json, blocks: list[Json]) -> Json:
    """Keep what people entered in elements that are still there; new elements get their initial value."""
    result = initial_values(blocks)
    for block_id, elements in result.items():
        for action_id, entry in elements.items():
            old = values.get(block_id, {}).get(action_id)
            if old is not None and old.get("type") == entry["type"]:
                elements[action_id] = old
    return result


def _listed(block: Json, key: str) -> list[object]:
    value = block.get(key)
    return value if isinstance(value, list) else []


def _has_id(block: Json, block_id: str) -> bool:
    if block.get("block_id") == block_id:
        return True
    inner = (*_listed(block, "child_blocks"), *_listed(block, "elements"))
    return any(isinstance(each, dict) and _has_id(each, block_id) for each in inner)
