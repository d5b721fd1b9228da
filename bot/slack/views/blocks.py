"""The blocks that the views are built of. Other people's words go into `words` and `run`, never `say`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from bot.slack import limits
from bot.slack.escaping import clip
from bot.slack.ids import Action, Ref
from bot.slack.views.models import Block

Element = dict[str, Any]
Tone = Literal["primary", "danger"]

_NOTHING = "–"
_SLACK_ID = re.compile(r"[A-Z][A-Z0-9]{1,30}")
_PERSON = re.compile(r"<@([A-Z][A-Z0-9]{1,30})>")
_HTTP = re.compile(r"https?://[^\s<>|]+")


def words(text: str, limit: int = limits.SECTION_TEXT) -> Element:
    """Text shown as it is, clipped; a dash where there is none."""
    return {"type": "plain_text", "text": clip(text, limit) if text.strip() else _NOTHING, "emoji": False}


def say(text: str) -> Element:
    """A sentence of our own, with bold, links to people, and dates. Holds nobody else's words."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


COMMAND_LINE = "command line"
"""Who did it, in the record, when it was not done in Slack."""


def person(user: str) -> str:
    """A person inside `say`, by Slack id."""
    return f"<@{user}>" if _SLACK_ID.fullmatch(user) else f"the {user}" if user == COMMAND_LINE else "someone"


def moment(at: datetime) -> str:
    """A time inside `say`: Slack shows it in the reader's own time zone."""
    spelled = at.astimezone(UTC).strftime("%d %b %Y, %H:%M UTC").lstrip("0")
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{spelled}>"


def header(text: str) -> Block:
    """A large line."""
    return {"type": "header", "text": words(text, limits.HEADER_TEXT)}


def section(text: Element, accessory: Element | None = None) -> Block:
    """A paragraph, with one control beside it at most."""
    return {"type": "section", "text": text} | ({"accessory": accessory} if accessory else {})


def context(*elements: Element) -> Block:
    """Small print."""
    return {"type": "context", "elements": list(elements)}


def note(text: str) -> Block:
    """Small print of our own words."""
    return context(say(text))


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def actions(elements: Sequence[Element]) -> list[Block]:
    """A row of controls, or nothing where there are none."""
    return [{"type": "actions", "elements": list(elements)}] if elements else []


def button(
    text: str, action_id: str, ref: Ref, *, tone: Tone | None = None, confirm: Element | None = None
) -> Element:
    """A button that carries a reference and nothing else."""
    body: Element = {
        "type": "button",
        "text": words(text, limits.BUTTON_TEXT),
        "action_id": action_id,
        "value": str(ref),
    }
    return body | ({"style": tone} if tone else {}) | ({"confirm": confirm} if confirm else {})


def plain_button(text: str, action_id: str, *, tone: Tone | None = None) -> Element:
    """A button that needs no reference."""
    body: Element = {"type": "button", "text": words(text, limits.BUTTON_TEXT), "action_id": action_id}
    return body | ({"style": tone} if tone else {})


def link_button(text: str, url: str) -> Element | None:
    """A button that opens an address, or None where there is no address to open."""
    if not _HTTP.fullmatch(url) or len(url) > limits.BUTTON_URL:
        return None
    return {"type": "button", "text": words(text, limits.BUTTON_TEXT), "action_id": Action.LINK, "url": url}


def are_you_sure(title: str, text: str, yes: str) -> Element:
    """A question before something that cannot be taken back."""
    return {
        "title": words(title, limits.CONFIRM_TITLE),
        "text": words(text, limits.CONFIRM_TEXT),
        "confirm": words(yes, limits.CONFIRM_BUTTON),
        "deny": words("Back", limits.CONFIRM_BUTTON),
    }


# ---- rich text: copy exactly as it is --------------------------------------------------------


def run(text: str, *, bold: bool = False, italic: bool = False, strike: bool = False) -> Element:
    """A stretch of literal text."""
    style = {name: True for name, on in (("bold", bold), ("italic", italic), ("strike", strike)) if on}
    return {"type": "text", "text": text} | ({"style": style} if style else {})


def line(*runs: Element) -> Element:
    """A paragraph of rich text."""
    return {"type": "rich_text_section", "elements": list(runs)}


def quote(*runs: Element) -> Element:
    """Rich text with a bar at its side: somebody's own words, or copy."""
    return {"type": "rich_text_quote", "elements": list(runs)}


def preformatted(text: str) -> Element:
    """Text in which every space counts."""
    return {"type": "rich_text_preformatted", "elements": [run(text)]}


def listed(items: Sequence[Element], *, ordered: bool = False) -> Element:
    """A list of paragraphs."""
    return {"type": "rich_text_list", "style": "ordered" if ordered else "bullet", "elements": list(items)}


def rich(*elements: Element) -> Block:
    """A block of rich text."""
    return {"type": "rich_text", "elements": list(elements)}


def quoted(text: str, limit: int) -> Block:
    """What somebody wrote, as a quotation."""
    return rich(quote(run(clip(text, limit) if text.strip() else _NOTHING)))


def told(text: str) -> Block:
    """A refusal in its own words; the people it says to ask are links to them."""
    if not _PERSON.search(text):
        return section(words(text))
    pieces = _PERSON.split(clip(text, limits.RICH_TEXT))
    runs = [{"type": "user", "user_id": each} if at % 2 else run(each) for at, each in enumerate(pieces)]
    return rich(line(*(each for each in runs if each.get("text") != "")))


# ---- forms -----------------------------------------------------------------------------------

VALUE = "value"
"""The action id of every input: its block id is what tells them apart."""


def asked(block_id: str, label: str, element: Element, *, hint: str = "", optional: bool = False) -> Block:
    """One input with its label."""
    body: Block = {
        "type": "input",
        "block_id": block_id,
        "label": words(label, limits.INPUT_LABEL),
        "element": element,
        "optional": optional,
    }
    return body | ({"hint": words(hint, limits.INPUT_LABEL)} if hint else {})


def text_input(
    initial: str = "", *, multiline: bool = False, placeholder: str = "", most: int = limits.INPUT_TEXT
) -> Element:
    """A box to write in. What is filled in already must fit."""
    body: Element = {
        "type": "plain_text_input",
        "action_id": VALUE,
        "multiline": multiline,
        "max_length": most,
    }
    return (
        body
        | ({"initial_value": initial} if initial else {})
        | ({"placeholder": words(placeholder, limits.PLACEHOLDER)} if placeholder else {})
    )


def option(value: str, label: str) -> Element:
    """One thing to choose."""
    return {"text": words(label, limits.OPTION_TEXT), "value": value}


def select(choices: Mapping[str, str], chosen: str = "", *, placeholder: str = "") -> Element:
    """A menu of value and label; more than Slack allows are left out."""
    options = [option(value, label) for value, label in choices.items()][: limits.OPTIONS]
    first = next((each for each in options if each["value"] == chosen), None)
    return (
        {"type": "static_select", "action_id": VALUE, "options": options}
        | ({"initial_option": first} if first else {})
        | ({"placeholder": words(placeholder, limits.PLACEHOLDER)} if placeholder else {})
    )


def select_several(
    choices: Mapping[str, str], chosen: Sequence[str] = (), *, placeholder: str = ""
) -> Element:
    """A menu to choose several from, by value and label; more than Slack allows are left out."""
    options = [option(value, label) for value, label in choices.items()][: limits.OPTIONS]
    first = [each for each in options if each["value"] in chosen]
    return (
        {"type": "multi_static_select", "action_id": VALUE, "options": options}
        | ({"initial_options": first} if first else {})
        | ({"placeholder": words(placeholder, limits.PLACEHOLDER)} if placeholder else {})
    )


def checkboxes(choices: Mapping[str, str], chosen: Sequence[str] = ()) -> Element:
    """Boxes to tick, by value and label."""
    options = [option(value, label) for value, label in choices.items()][: limits.CHECKBOX_OPTIONS]
    ticked = [each for each in options if each["value"] in chosen]
    return {"type": "checkboxes", "action_id": VALUE, "options": options} | (
        {"initial_options": ticked} if ticked else {}
    )
