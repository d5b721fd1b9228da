"""Composition objects: texts, options, confirmations, and what else sits inside elements."""

from sandbox.block_limits.checks import (
    Check,
    anything,
    by_type,
    choice,
    flag,
    listing,
    number,
    one_of,
    shape,
    text,
)

MOST_ID = 255
MOST_URL = 3_000
MOST_PLACEHOLDER = 150
MOST_OPTION_TEXT = 75
MOST_OPTION_VALUE = 150
MOST_OPTIONS = 100
MOST_CONFIRM_TITLE = 100
MOST_CONFIRM_TEXT = 300
MOST_CONFIRM_BUTTON = 30

ID = text(most=MOST_ID)
URL = text(most=MOST_URL, pattern=r"[a-z][a-z0-9+.-]*:\S+")


def plain(most: int) -> Check:
    """A plain_text object of at most so many characters."""
    return by_type({"plain_text": shape({"text": text(most=most)}, {"emoji": flag})})


def any_text(most: int) -> Check:
    """A plain_text or mrkdwn object of at most so many characters."""
    return by_type(
        {
            "plain_text": shape({"text": text(most=most)}, {"emoji": flag}),
            "mrkdwn": shape({"text": text(most=most)}, {"verbatim": flag}),
        }
    )


CONFIRM = shape(
    {"title": plain(MOST_CONFIRM_TITLE), "text": any_text(MOST_CONFIRM_TEXT)},
    {
        "confirm": plain(MOST_CONFIRM_BUTTON),
        "deny": plain(MOST_CONFIRM_BUTTON),
        "style": choice("primary", "danger"),
    },
)
PLACEHOLDER = plain(MOST_PLACEHOLDER)
USERS = listing(text(pattern=r"[UW]\w+"))
FOCUS = {"action_id": ID, "focus_on_load": flag}
DISPATCH = shape(
    {}, {"trigger_actions_on": listing(choice("on_enter_pressed", "on_character_entered"), least=1, most=2)}
)
FILTER = shape(
    {},
    {
        "include": listing(choice("im", "mpim", "private", "public"), least=1),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)
SLACK_FILE = shape({}, {"id": text(), "url": text()}, one_of("id", "url"))


def option(*, plain_only: bool) -> Check:
    """One choice in a select, radio group, checkbox group or overflow menu."""
    label = plain(MOST_OPTION_TEXT) if plain_only else any_text(MOST_OPTION_TEXT)
    description = plain(MOST_OPTION_TEXT) if plain_only else any_text(MOST_OPTION_TEXT)
    return shape(
        {"text": label, "value": text(most=MOST_OPTION_VALUE)}, {"description": description, "url": URL}
    )


OPTION = option(plain_only=True)
MARKED_OPTION = option(plain_only=False)
OPTIONS = listing(OPTION, least=1, most=MOST_OPTIONS)
OPTION_GROUPS = listing(
    shape({"label": plain(MOST_OPTION_TEXT), "options": OPTIONS}), least=1, most=MOST_OPTIONS
)
WORKFLOW = shape({"trigger": anything})
SELECTED_ITEMS = number(least=1, most=MOST_OPTIONS)
