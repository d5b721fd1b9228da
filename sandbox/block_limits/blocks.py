"""Blocks: what each may hold, and how much of it."""

from collections.abc import Iterator

from sandbox.block_limits import elements
from sandbox.block_limits.checks import (
    Check,
    Problem,
    anything,
    by_type,
    choice,
    fields_of,
    flag,
    listing,
    one_of,
    shape,
    text,
)
from sandbox.block_limits.objects import ID, SLACK_FILE, URL, any_text, plain

MOST_SECTION_TEXT = 3_000
MOST_FIELDS = 10
MOST_FIELD_TEXT = 2_000
MOST_HEADER = 150
MOST_CONTEXT_ELEMENTS = 10
MOST_ACTIONS = 25
MOST_CONTEXT_ACTIONS = 5
MOST_MARKDOWN = 12_000
MOST_LABEL = 2_000
MOST_ALERT = 200
MOST_CARD_TITLE = 150
MOST_CARD_BODY = 200
MOST_CARD_ACTIONS = 3
MOST_CAROUSEL_CARDS = 10
MOST_CONTAINER_BLOCKS = 10
MOST_TABLE_ROWS = 100
MOST_TABLE_COLUMNS = 20
MOST_DATA_TABLE_ROWS = 201
MOST_PLAN_TASKS = 50
MOST_VIDEO_TITLE = 200
MOST_VIDEO_NAME = 50

_ID = {"block_id": ID}
_MRKDWN = any_text(MOST_SECTION_TEXT)
_IMAGE_TITLE = plain(2_000)


def _tasks(value: object, at: str) -> Iterator[Problem]:
    yield from by_type({"task_card": TASK_CARD})(value, at)


def _dispatches_alone(value: object, at: str) -> Iterator[Problem]:
    element = fields_of(fields_of(value).get("element"))
    if fields_of(value).get("dispatch_action") and element.get("type") == "file_input":
        yield Problem(text="file_input cannot dispatch actions", pointer=f"{at}/dispatch_action")


SECTION = shape(
    {},
    {
        **_ID,
        "text": _MRKDWN,
        "fields": listing(any_text(MOST_FIELD_TEXT), least=1, most=MOST_FIELDS),
        "accessory": elements.IN_SECTION,
        "expand": flag,
    },
    one_of("text", "fields"),
)
TASK_CARD = shape(
    {"task_id": text(), "title": text()},
    {
        **_ID,
        "details": anything,
        "output": anything,
        "sources": anything,
        "status": choice("pending", "in_progress", "complete", "error"),
    },
)
CARD = shape(
    {},
    {
        **_ID,
        "title": any_text(MOST_CARD_TITLE),
        "subtitle": any_text(MOST_CARD_TITLE),
        "body": any_text(MOST_CARD_BODY),
        "subtext": any_text(MOST_CARD_BODY),
        "hero_image": elements.IMAGE_ELEMENT,
        "icon": elements.IMAGE_ELEMENT,
        "slack_icon": anything,
        "actions": listing(by_type({"button": elements.BUTTON}), most=MOST_CARD_ACTIONS),
    },
    one_of("title", "body", "hero_image", "actions"),
)
ACTIONS = shape({"elements": listing(elements.IN_ACTIONS, least=1, most=MOST_ACTIONS)}, _ID)
CONTEXT = shape(
    {
        "elements": listing(
            by_type(
                {
                    "image": elements.IMAGE_ELEMENT,
                    "plain_text": plain(MOST_SECTION_TEXT),
                    "mrkdwn": any_text(MOST_SECTION_TEXT),
                }
            ),
            least=1,
            most=MOST_CONTEXT_ELEMENTS,
        )
    },
    _ID,
)
IMAGE = shape(
    {"alt_text": text(most=elements.MOST_ALT_TEXT)},
    {**_ID, "image_url": URL, "slack_file": SLACK_FILE, "title": _IMAGE_TITLE},
    one_of("image_url", "slack_file"),
)
HEADER = shape({"text": plain(MOST_HEADER)}, {**_ID, "level": anything})
DIVIDER = shape({}, _ID)
RICH_TEXT = shape(
    {
        "elements": listing(
            by_type(
                dict.fromkeys(
                    ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"),
                    shape(
                        {"elements": listing(anything)},
                        {
                            "border": anything,
                            "indent": anything,
                            "offset": anything,
                            "style": anything,
                            "language": anything,
                        },
                    ),
                )
            )
        )
    },
    _ID,
)
TABLE = shape(
    {"rows": listing(listing(anything, most=MOST_TABLE_COLUMNS), least=1, most=MOST_TABLE_ROWS)},
    {**_ID, "column_settings": listing(anything, most=MOST_TABLE_COLUMNS)},
)
CONTAINER = shape(
    {
        "child_blocks": listing(
            by_type(
                {
                    "section": SECTION,
                    "actions": ACTIONS,
                    "context": CONTEXT,
                    "divider": DIVIDER,
                    "header": HEADER,
                    "image": IMAGE,
                    "rich_text": RICH_TEXT,
                    "table": TABLE,
                }
            ),
            least=1,
            most=MOST_CONTAINER_BLOCKS,
        )
    },
    {
        **_ID,
        "title": any_text(MOST_CARD_TITLE),
        "subtitle": any_text(MOST_CARD_TITLE),
        "rich_text_title": anything,
        "icon": anything,
        "width": anything,
        "is_collapsible": flag,
        "default_collapsed": flag,
        "has_header_divider": flag,
    },
)
VIDEO = shape(
    {
        "alt_text": text(most=elements.MOST_ALT_TEXT),
        "title": plain(MOST_VIDEO_TITLE),
        "thumbnail_url": URL,
        "video_url": URL,
    },
    {
        **_ID,
        "author_name": text(most=MOST_VIDEO_NAME),
        "description": plain(MOST_VIDEO_TITLE),
        "provider_icon_url": URL,
        "provider_name": text(most=MOST_VIDEO_NAME),
        "title_url": URL,
    },
)
INPUT = shape(
    {"label": plain(MOST_LABEL), "element": elements.IN_INPUT},
    {**_ID, "hint": plain(MOST_LABEL), "optional": flag, "dispatch_action": flag},
    _dispatches_alone,
)

BLOCKS: dict[str, Check] = {
    "section": SECTION,
    "divider": DIVIDER,
    "header": HEADER,
    "image": IMAGE,
    "context": CONTEXT,
    "actions": ACTIONS,
    "input": INPUT,
    "rich_text": RICH_TEXT,
    "markdown": shape({"text": text(most=MOST_MARKDOWN)}, _ID),
    "context_actions": shape(
        {"elements": listing(elements.IN_CONTEXT_ACTIONS, least=1, most=MOST_CONTEXT_ACTIONS)}, _ID
    ),
    "alert": shape(
        {"text": any_text(MOST_ALERT)},
        {**_ID, "level": choice("default", "info", "warning", "error", "success")},
    ),
    "card": CARD,
    "carousel": shape({"elements": listing(by_type({"card": CARD}), least=1, most=MOST_CAROUSEL_CARDS)}, _ID),
    "container": CONTAINER,
    "table": TABLE,
    "data_table": shape(
        {
            "rows": listing(
                listing(anything, least=1, most=MOST_TABLE_COLUMNS), least=2, most=MOST_DATA_TABLE_ROWS
            )
        },
        {**_ID, "caption": anything, "page_size": anything, "row_header_column_index": anything},
    ),
    "data_visualization": shape({"title": anything, "chart": anything}, _ID),
    "task_card": TASK_CARD,
    "plan": shape({"title": text()}, {**_ID, "tasks": listing(_tasks, most=MOST_PLAN_TASKS)}),
    "video": VIDEO,
    "file": shape({"external_id": text(), "source": choice("remote")}, _ID),
}
