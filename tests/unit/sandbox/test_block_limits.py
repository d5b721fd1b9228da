"""Block Kit's rules are enforced where Slack enforces them, and say where the fault is."""

from typing import Any

import pytest
from slackblocks import _limits, _surfaces

from sandbox import block_limits
from sandbox.block_limits import blocks, elements, objects, surfaces

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def a_section(text: str = "x", **fields: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **fields}


def a_button(text: str = "Go", action_id: str = "go", **fields: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **fields}


def some_actions(*buttons: Json) -> Json:
    return {"type": "actions", "elements": list(buttons)}


def an_input(element: Json | None = None, **fields: Any) -> Json:
    typed = element or {"type": "plain_text_input", "action_id": "a"}
    return {"type": "input", "label": plain("Label"), "element": typed, **fields}


def an_option(value: str = "v", text: str = "t") -> Json:
    return {"text": plain(text), "value": value}


def a_select(count: int) -> Json:
    return {"type": "static_select", "action_id": "s", "options": [an_option(str(n)) for n in range(count)]}


def a_modal(*shown: Json, **fields: Any) -> Json:
    return {
        "type": "modal",
        "title": plain("Title"),
        "submit": plain("Send"),
        "blocks": list(shown),
        **fields,
    }


def complaints(*shown: Json) -> list[str]:
    return [str(problem) for problem in block_limits.problems_of_message(list(shown))]


AT_THE_LIMIT = {
    "section text": a_section("x" * 3_000),
    "section fields": {"type": "section", "fields": [mrkdwn("x" * 2_000)] * 10},
    "header": {"type": "header", "text": plain("x" * 150)},
    "context": {"type": "context", "elements": [mrkdwn("x")] * 10},
    "actions": some_actions(*(a_button(action_id=str(n)) for n in range(25))),
    "button text": some_actions(a_button("x" * 75)),
    "button value": some_actions(a_button(value="x" * 2_000)),
    "button url": some_actions(a_button(url="https://example.com/" + "x" * 2_980)),
    "action_id": some_actions(a_button(action_id="x" * 255)),
    "block_id": a_section(block_id="x" * 255),
    "markdown": {"type": "markdown", "text": "x" * 12_000},
    "options": some_actions(a_select(100)),
    "overflow": a_section(accessory={"type": "overflow", "action_id": "o", "options": [an_option(str(n)) for n in range(5)]}),
    "radio": some_actions({"type": "radio_buttons", "action_id": "r", "options": [an_option(str(n)) for n in range(10)]}),
    "image": {"type": "image", "image_url": "https://example.com/x.png", "alt_text": "x" * 2_000},
    "table": {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 20] * 100},
    "card": {"type": "card", "title": mrkdwn("x" * 150), "body": mrkdwn("x" * 200), "actions": [a_button(action_id=str(n)) for n in range(3)]},
    "confirm": some_actions(
        a_button(confirm={"title": plain("x" * 100), "text": plain("x" * 300), "confirm": plain("x" * 30), "deny": plain("x" * 30)})
    ),
    "input label": an_input(label=plain("x" * 2_000)),
    "feedback": {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": f"f{n}",
                "positive_button": {"text": plain("Good"), "value": "up"},
                "negative_button": {"text": plain("Bad"), "value": "down"},
            }
            for n in range(5)
        ],
    },
}  # fmt: skip

OVER_THE_LIMIT = {
    "section text": (a_section("x" * 3_001), "must be less than 3001 characters", "/blocks/0/text/text"),
    "empty text": (a_section(""), "must be more than 0 characters", "/blocks/0/text/text"),
    "section field": ({"type": "section", "fields": [mrkdwn("x" * 2_001)]}, "must be less than 2001 characters", "/blocks/0/fields/0/text"),
    "section fields": ({"type": "section", "fields": [mrkdwn("x")] * 11}, "no more than 10 items allowed", "/blocks/0/fields"),
    "nothing in a section": ({"type": "section"}, "missing required field: text or fields", "/blocks/0"),
    "header": ({"type": "header", "text": plain("x" * 151)}, "must be less than 151 characters", "/blocks/0/text/text"),
    "mrkdwn header": ({"type": "header", "text": mrkdwn("x")}, "unsupported type: mrkdwn", "/blocks/0/text/type"),
    "context": ({"type": "context", "elements": [mrkdwn("x")] * 11}, "no more than 10 items allowed", "/blocks/0/elements"),
    "actions": (some_actions(*(a_button(action_id=str(n)) for n in range(26))), "no more than 25 items allowed", "/blocks/0/elements"),
    "button text": (some_actions(a_button("x" * 76)), "must be less than 76 characters", "/blocks/0/elements/0/text/text"),
    "button value": (some_actions(a_button(value="x" * 2_001)), "must be less than 2001 characters", "/blocks/0/elements/0/value"),
    "button style": (some_actions(a_button(style="default")), "must be one of: primary, danger", "/blocks/0/elements/0/style"),
    "action_id": (some_actions(a_button(action_id="x" * 256)), "must be less than 256 characters", "/blocks/0/elements/0/action_id"),
    "same action_id": (some_actions(a_button(), a_button()), "`action_id` go already exists for this block", "/blocks/0/elements"),
    "markdown": ({"type": "markdown", "text": "x" * 12_001}, "must be less than 12001 characters", "/blocks/0/text"),
    "options": (some_actions(a_select(101)), "no more than 100 items allowed", "/blocks/0/elements/0/options"),
    "option text": (
        some_actions({"type": "static_select", "options": [an_option(text="x" * 76)]}),
        "must be less than 76 characters",
        "/blocks/0/elements/0/options/0/text/text",
    ),
    "option value": (
        some_actions({"type": "static_select", "options": [an_option("x" * 151)]}),
        "must be less than 151 characters",
        "/blocks/0/elements/0/options/0/value",
    ),
    "foreign initial option": (
        some_actions({**a_select(2), "initial_option": an_option("other")}),
        "must be one of the provided options",
        "/blocks/0/elements/0/initial_option",
    ),
    "overflow": (
        a_section(accessory={"type": "overflow", "action_id": "o", "options": [an_option(str(n)) for n in range(6)]}),
        "no more than 5 items allowed",
        "/blocks/0/accessory/options",
    ),
    "input text": (
        an_input({"type": "plain_text_input", "action_id": "a", "initial_value": "x" * 3_001}),
        "must be less than 3001 characters",
        "/blocks/0/element/initial_value",
    ),
    "input length": (
        an_input({"type": "plain_text_input", "action_id": "a", "max_length": 3_001}),
        "must be between 1 and 3000",
        "/blocks/0/element/max_length",
    ),
    "unknown block": ({"type": "sektion"}, "unsupported type: sektion", "/blocks/0/type"),
    "unknown field": (a_section(colour="red"), "invalid additional property: colour", "/blocks/0"),
    "file input": (an_input({"type": "file_input", "action_id": "a"}), "unsupported type: file_input", "/blocks/0/element/type"),
    "alert": ({"type": "alert", "text": plain("x")}, "unsupported type: alert", "/blocks/0/type"),
}  # fmt: skip


@pytest.mark.parametrize("shown", AT_THE_LIMIT.values(), ids=AT_THE_LIMIT.keys())
def test_what_is_just_within_a_limit_passes(shown: Json) -> None:
    assert complaints(shown) == []


@pytest.mark.parametrize(("shown", "text", "pointer"), OVER_THE_LIMIT.values(), ids=OVER_THE_LIMIT.keys())
def test_what_is_over_a_limit_is_refused_where_it_is(shown: Json, text: str, pointer: str) -> None:
    assert complaints(shown) == [f"[ERROR] {text} [json-pointer:{pointer}]"]


def test_a_message_has_fifty_blocks_at_most() -> None:
    assert complaints(*[{"type": "divider"}] * 50) == []
    assert complaints(*[{"type": "divider"}] * 51) == [
        "[ERROR] no more than 50 items allowed [json-pointer:/blocks]"
    ]


def test_block_ids_are_unique_in_a_message() -> None:
    twice = complaints(a_section(block_id="b"), a_section(block_id="b"))

    assert twice == ["[ERROR] block_id b already exists [json-pointer:/blocks/1/block_id]"]


def test_the_same_action_id_may_return_in_another_block() -> None:
    assert complaints(some_actions(a_button()), some_actions(a_button())) == []


def test_markdown_blocks_share_one_limit() -> None:
    half = {"type": "markdown", "text": "x" * 6_001}

    assert len(complaints(half, half)) == 1


def test_characters_are_counted_over_all_blocks() -> None:
    shown = [a_section("x" * 100), some_actions(a_button("y" * 7)), {"type": "markdown", "text": "z" * 5}]

    assert block_limits.characters_of(shown) == 112


VIEWS = {
    "title": (a_modal(title=plain("x" * 25)), "must be less than 25 characters", "/view/title/text"),
    "submit": (a_modal(submit=plain("x" * 25)), "must be less than 25 characters", "/view/submit/text"),
    "metadata": (a_modal(private_metadata="x" * 3_001), "must be less than 3001 characters", "/view/private_metadata"),
    "callback": (a_modal(callback_id="x" * 256), "must be less than 256 characters", "/view/callback_id"),
    "blocks": (a_modal(*[{"type": "divider"}] * 101), "no more than 100 items allowed", "/view/blocks"),
    "markdown": (a_modal({"type": "markdown", "text": "x"}), "unsupported type: markdown", "/view/blocks/0/type"),
    "no submit": (
        {"type": "modal", "title": plain("T"), "blocks": [an_input()]},
        "missing required field: submit, for a view with input blocks",
        "/view",
    ),
    "alert on home": ({"type": "home", "blocks": [{"type": "alert", "text": plain("x")}]}, "unsupported type: alert", "/view/blocks/0/type"),
}  # fmt: skip


@pytest.mark.parametrize(("view", "text", "pointer"), VIEWS.values(), ids=VIEWS.keys())
def test_a_view_over_a_limit_is_refused_where_it_is(view: Json, text: str, pointer: str) -> None:
    problems = [str(problem) for problem in block_limits.problems_of_view(view)]

    assert problems == [f"[ERROR] {text} [json-pointer:{pointer}]"]


def test_a_form_with_every_kind_of_input_passes() -> None:
    kinds = ("plain_text_input", "email_text_input", "url_text_input", "rich_text_input", "file_input", "users_select",
             "conversations_select", "channels_select", "datepicker", "timepicker", "datetimepicker", "external_select",
             "multi_users_select")  # fmt: skip
    inputs = [an_input({"type": kind, "action_id": kind}) for kind in kinds]
    inputs += [
        an_input({"type": "number_input", "is_decimal_allowed": False, "action_id": "n"}),
        an_input(a_select(2)),
    ]

    assert block_limits.problems_of_view(a_modal(*inputs)) == []


def test_nonsense_is_refused_and_not_a_crash() -> None:
    nonsense: list[Any] = [
        None,
        7,
        "text",
        [],
        {},
        {"type": []},
        {"type": "actions", "elements": [{"type": ["x"]}, 3]},
    ]

    assert block_limits.problems_of_message(nonsense)


AGREED = {
    "BUTTON_TEXT_MAX_LENGTH": elements.MOST_BUTTON_TEXT,
    "BUTTON_VALUE_MAX_LENGTH": elements.MOST_BUTTON_VALUE,
    "BUTTON_AGENT_PROMPT_MAX_LENGTH": elements.MOST_AGENT_PROMPT,
    "BUTTON_URL_MAX_LENGTH": objects.MOST_URL,
    "ACTION_ID_MAX_LENGTH": objects.MOST_ID,
    "BLOCK_ID_MAX_LENGTH": objects.MOST_ID,
    "CONFIRMATION_TITLE_MAX_LENGTH": objects.MOST_CONFIRM_TITLE,
    "CONFIRMATION_TEXT_MAX_LENGTH": objects.MOST_CONFIRM_TEXT,
    "CONFIRMATION_CONFIRM_MAX_LENGTH": objects.MOST_CONFIRM_BUTTON,
    "OPTION_TEXT_MAX_LENGTH": objects.MOST_OPTION_TEXT,
    "OPTION_VALUE_MAX_LENGTH": objects.MOST_OPTION_VALUE,
    "OPTION_DESCRIPTION_MAX_LENGTH": objects.MOST_OPTION_TEXT,
    "OPTION_GROUP_LABEL_MAX_LENGTH": objects.MOST_OPTION_TEXT,
    "SELECT_OPTIONS_MAX_ITEMS": objects.MOST_OPTIONS,
    "SELECT_OPTION_GROUPS_MAX_ITEMS": objects.MOST_OPTIONS,
    "SELECT_PLACEHOLDER_MAX_LENGTH": objects.MOST_PLACEHOLDER,
    "OVERFLOW_OPTIONS_MAX_ITEMS": elements.MOST_OVERFLOW_OPTIONS,
    "CHECKBOXES_OPTIONS_MAX_ITEMS": elements.MOST_GROUPED_CHOICES,
    "RADIO_BUTTONS_OPTIONS_MAX_ITEMS": elements.MOST_GROUPED_CHOICES,
    "FILE_INPUT_MAX_FILES_MAX": elements.MOST_FILES,
    "PLAIN_TEXT_INPUT_MAX_LENGTH_MAX": elements.MOST_INPUT_LENGTH,
    "ICON_BUTTON_VISIBLE_TO_USER_IDS_MAX_ITEMS": elements.MOST_ICON_VIEWERS,
    "RICH_TEXT_INPUT_MAX_LINES_MAX": elements.MOST_LINES,
    "IMAGE_ALT_TEXT_MAX_LENGTH": elements.MOST_ALT_TEXT,
    "ACTIONS_ELEMENTS_MAX_ITEMS": blocks.MOST_ACTIONS,
    "ALERT_TEXT_MAX_LENGTH": blocks.MOST_ALERT,
    "CARD_TITLE_MAX_LENGTH": blocks.MOST_CARD_TITLE,
    "CARD_BODY_MAX_LENGTH": blocks.MOST_CARD_BODY,
    "CARD_ACTIONS_MAX_ITEMS": blocks.MOST_CARD_ACTIONS,
    "CAROUSEL_ELEMENTS_MAX_ITEMS": blocks.MOST_CAROUSEL_CARDS,
    "CONTAINER_CHILD_BLOCKS_MAX_ITEMS": blocks.MOST_CONTAINER_BLOCKS,
    "CONTEXT_ELEMENTS_MAX_ITEMS": blocks.MOST_CONTEXT_ELEMENTS,
    "CONTEXT_ACTIONS_ELEMENTS_MAX_ITEMS": blocks.MOST_CONTEXT_ACTIONS,
    "TABLE_ROWS_MAX_ITEMS": blocks.MOST_TABLE_ROWS,
    "TABLE_COLUMNS_MAX_ITEMS": blocks.MOST_TABLE_COLUMNS,
    "DATA_TABLE_ROWS_MAX_ITEMS": blocks.MOST_DATA_TABLE_ROWS,
    "HEADER_TEXT_MAX_LENGTH": blocks.MOST_HEADER,
    "INPUT_LABEL_MAX_LENGTH": blocks.MOST_LABEL,
    "MARKDOWN_TEXT_MAX_LENGTH": blocks.MOST_MARKDOWN,
    "PLAN_TASKS_MAX_ITEMS": blocks.MOST_PLAN_TASKS,
    "SECTION_TEXT_MAX_LENGTH": blocks.MOST_SECTION_TEXT,
    "SECTION_FIELDS_MAX_ITEMS": blocks.MOST_FIELDS,
    "SECTION_FIELDS_ITEM_MAX_LENGTH": blocks.MOST_FIELD_TEXT,
    "VIDEO_TITLE_MAX_LENGTH": blocks.MOST_VIDEO_TITLE,
    "VIDEO_AUTHOR_NAME_MAX_LENGTH": blocks.MOST_VIDEO_NAME,
    "MESSAGE_BLOCKS_MAX_ITEMS": surfaces.MOST_MESSAGE_BLOCKS,
    "VIEW_BLOCKS_MAX_ITEMS": surfaces.MOST_VIEW_BLOCKS,
    "VIEW_TITLE_MAX_LENGTH": surfaces.MOST_VIEW_TITLE,
    "VIEW_SUBMIT_MAX_LENGTH": surfaces.MOST_VIEW_TITLE,
    "VIEW_PRIVATE_METADATA_MAX_LENGTH": surfaces.MOST_PRIVATE_METADATA,
}


@pytest.mark.parametrize(("name", "ours"), AGREED.items(), ids=AGREED.keys())
def test_our_numbers_are_those_of_an_independent_table(name: str, ours: int) -> None:
    assert ours == getattr(_limits, name)


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
def test_our_surfaces_take_the_blocks_of_an_independent_table(surface: str) -> None:
    theirs = {str(name): kinds for name, kinds in _surfaces._BLOCK_TYPES_BY_SURFACE.items()}

    assert surfaces.ALLOWED[surface] == theirs[surface]


def test_every_block_of_every_surface_has_a_check() -> None:
    assert set().union(*surfaces.ALLOWED.values()) == set(blocks.BLOCKS)
