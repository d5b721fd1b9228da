"""Block elements: buttons, selects, inputs, and which block may hold which of them."""

from collections.abc import Iterator

from sandbox.block_limits.checks import (
    Check,
    Problem,
    anything,
    by_type,
    choice,
    fields_of,
    flag,
    listing,
    number,
    one_of,
    shape,
    text,
)
from sandbox.block_limits.objects import (
    CONFIRM,
    DISPATCH,
    FILTER,
    FOCUS,
    ID,
    MARKED_OPTION,
    OPTION,
    OPTION_GROUPS,
    OPTIONS,
    PLACEHOLDER,
    SELECTED_ITEMS,
    SLACK_FILE,
    URL,
    USERS,
    WORKFLOW,
    plain,
)

MOST_BUTTON_TEXT = 75
MOST_BUTTON_VALUE = 2_000
MOST_AGENT_PROMPT = 4_000
MOST_ALT_TEXT = 2_000
MOST_INPUT_LENGTH = 3_000
MOST_OVERFLOW_OPTIONS = 5
MOST_GROUPED_CHOICES = 10
MOST_FILES = 10
MOST_LINES = 100
MOST_ICON_VIEWERS = 10

_LABEL = text(most=MOST_BUTTON_TEXT)
_TYPED = {**FOCUS, "placeholder": PLACEHOLDER, "dispatch_action_config": DISPATCH, "confirm": CONFIRM}
_CHOSEN = {**FOCUS, "placeholder": PLACEHOLDER, "confirm": CONFIRM}
_SEVERAL = {**_CHOSEN, "max_selected_items": SELECTED_ITEMS}
_CHOICES = {"options": OPTIONS, "option_groups": OPTION_GROUPS}
_LENGTH = number(least=0, most=MOST_INPUT_LENGTH)
_CONVERSATIONS = {"default_to_current_conversation": flag, "filter": FILTER}
_FEEDBACK = shape(
    {"text": plain(MOST_BUTTON_TEXT), "value": text(most=MOST_BUTTON_VALUE)}, {"accessibility_label": _LABEL}
)


def _min_before_max(low: str, high: str) -> Check:
    def check(value: object, at: str) -> Iterator[Problem]:
        fields = fields_of(value)
        smallest, largest = fields.get(low), fields.get(high)
        if isinstance(smallest, int) and isinstance(largest, int) and smallest > largest:
            yield Problem(text=f"{low} must not be more than {high}", pointer=at)

    return check


def _initial_text_fits(value: object, at: str) -> Iterator[Problem]:
    fields = fields_of(value)
    initial, most = fields.get("initial_value"), fields.get("max_length", MOST_INPUT_LENGTH)
    if isinstance(initial, str) and isinstance(most, int) and len(initial) > most:
        yield Problem(text=f"must be less than {most + 1} characters", pointer=f"{at}/initial_value")


def _initial_option_is_offered(value: object, at: str) -> Iterator[Problem]:
    fields = fields_of(value)
    offered = list(fields.get("options") or [])
    for group in fields.get("option_groups") or []:
        offered += fields_of(group).get("options") or []
    values = [fields_of(each).get("value") for each in offered]
    single = fields.get("initial_option")
    for name, initial in (
        ("initial_option", [single] if single else []),
        ("initial_options", fields.get("initial_options") or []),
    ):
        if any(fields_of(each).get("value") not in values for each in initial):
            yield Problem(text="must be one of the provided options", pointer=f"{at}/{name}")


BUTTON = shape(
    {"text": plain(MOST_BUTTON_TEXT)},
    {
        "action_id": ID,
        "url": URL,
        "value": text(most=MOST_BUTTON_VALUE),
        "style": choice("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": _LABEL,
        "visible_to_user_ids": USERS,
        "agent_prompt": text(most=MOST_AGENT_PROMPT),
        "agent_prompt_display": anything,
    },
)
IMAGE_ELEMENT = shape(
    {"alt_text": text(most=MOST_ALT_TEXT)},
    {"image_url": URL, "slack_file": SLACK_FILE},
    one_of("image_url", "slack_file"),
)
OVERFLOW = shape(
    {"options": listing(OPTION, least=1, most=MOST_OVERFLOW_OPTIONS)}, {"action_id": ID, "confirm": CONFIRM}
)
WORKFLOW_BUTTON = shape(
    {"text": plain(MOST_BUTTON_TEXT), "workflow": WORKFLOW},
    {"action_id": ID, "style": choice("primary", "danger"), "accessibility_label": _LABEL},
)

SELECTS: dict[str, Check] = {
    "static_select": shape(
        {},
        {**_CHOSEN, **_CHOICES, "initial_option": OPTION},
        one_of("options", "option_groups"),
        _initial_option_is_offered,
    ),
    "multi_static_select": shape(
        {},
        {**_SEVERAL, **_CHOICES, "initial_options": listing(OPTION, least=1)},
        one_of("options", "option_groups"),
        _initial_option_is_offered,
    ),
    "external_select": shape({}, {**_CHOSEN, "initial_option": OPTION, "min_query_length": _LENGTH}),
    "multi_external_select": shape(
        {}, {**_SEVERAL, "initial_options": listing(OPTION, least=1), "min_query_length": _LENGTH}
    ),
    "users_select": shape({}, {**_CHOSEN, "initial_user": text()}),
    "multi_users_select": shape({}, {**_SEVERAL, "initial_users": listing(text())}),
    "channels_select": shape({}, {**_CHOSEN, "initial_channel": text(), "response_url_enabled": flag}),
    "multi_channels_select": shape({}, {**_SEVERAL, "initial_channels": listing(text())}),
    "conversations_select": shape(
        {}, {**_CHOSEN, **_CONVERSATIONS, "initial_conversation": text(), "response_url_enabled": flag}
    ),
    "multi_conversations_select": shape(
        {}, {**_SEVERAL, **_CONVERSATIONS, "initial_conversations": listing(text())}
    ),
}
PICKERS: dict[str, Check] = {
    "datepicker": shape({}, {**_CHOSEN, "initial_date": text(pattern=r"\d{4}-\d\d-\d\d")}),
    "timepicker": shape({}, {**_CHOSEN, "initial_time": text(pattern=r"\d\d:\d\d"), "timezone": text()}),
    "datetimepicker": shape(
        {}, {**FOCUS, "initial_date_time": number(least=0, most=9_999_999_999), "confirm": CONFIRM}
    ),
}
GROUPS: dict[str, Check] = {
    "checkboxes": shape(
        {"options": listing(MARKED_OPTION, least=1, most=MOST_GROUPED_CHOICES)},
        {**FOCUS, "initial_options": listing(MARKED_OPTION, least=1), "confirm": CONFIRM},
        _initial_option_is_offered,
    ),
    "radio_buttons": shape(
        {"options": listing(MARKED_OPTION, least=1, most=MOST_GROUPED_CHOICES)},
        {**FOCUS, "initial_option": MARKED_OPTION, "confirm": CONFIRM},
        _initial_option_is_offered,
    ),
}
TYPED: dict[str, Check] = {
    "plain_text_input": shape(
        {},
        {
            **_TYPED,
            "initial_value": text(least=0),
            "multiline": flag,
            "min_length": _LENGTH,
            "max_length": number(least=1, most=MOST_INPUT_LENGTH),
        },
        _initial_text_fits,
        _min_before_max("min_length", "max_length"),
    ),
    "email_text_input": shape({}, {**_TYPED, "initial_value": text()}),
    "url_text_input": shape({}, {**_TYPED, "initial_value": text()}),
    "number_input": shape(
        {"is_decimal_allowed": flag},
        {**_TYPED, "initial_value": text(), "min_value": text(), "max_value": text()},
    ),
    "rich_text_input": shape(
        {},
        {
            **_TYPED,
            "initial_value": anything,
            "min_lines": number(least=1, most=MOST_LINES),
            "max_lines": number(least=1, most=MOST_LINES),
        },
        _min_before_max("min_lines", "max_lines"),
    ),
    "file_input": shape(
        {}, {"action_id": ID, "filetypes": listing(text()), "max_files": number(least=1, most=MOST_FILES)}
    ),
}

_ACTIVE = {
    "button": BUTTON,
    "overflow": OVERFLOW,
    "workflow_button": WORKFLOW_BUTTON,
    **SELECTS,
    **PICKERS,
    **GROUPS,
}
_NOT_IN_SECTIONS = {"datetimepicker"}

IN_ACTIONS = by_type({**_ACTIVE, "rich_text_input": TYPED["rich_text_input"]})
IN_SECTION = by_type(
    {
        **{kind: check for kind, check in _ACTIVE.items() if kind not in _NOT_IN_SECTIONS},
        "image": IMAGE_ELEMENT,
    }
)
IN_INPUT = by_type({**SELECTS, **PICKERS, **GROUPS, **TYPED})
IN_CONTEXT_ACTIONS = by_type(
    {
        "feedback_buttons": shape(
            {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, {"action_id": ID}
        ),
        "icon_button": shape(
            {"icon": choice("trash"), "text": plain(MOST_BUTTON_TEXT)},
            {
                "action_id": ID,
                "value": text(most=MOST_BUTTON_VALUE),
                "confirm": CONFIRM,
                "accessibility_label": _LABEL,
                "visible_to_user_ids": listing(text(), most=MOST_ICON_VIEWERS),
            },
        ),
    }
)
