"""The rich_text block that Slack's composer puts beside the text of what a person writes."""

import re

from sandbox.clock import new_id
from sandbox.payload import Json

_MARK = re.compile(
    r"<@(?P<user>[UW]\w+)(?:\|[^>]*)?>|<#(?P<channel>[CG]\w+)(?:\|[^>]*)?>|<!(?P<range>here|channel|everyone)(?:\|[^>]*)?>"
    r"|<(?P<url>(?:https?|mailto):[^|>]+)(?:\|(?P<label>[^>]*))?>|:(?P<emoji>[a-z0-9_+-]+):"
)
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def blocks_of(text: str) -> list[Json]:
    """Give the blocks for a text in Slack's escaped form (`<@U…>`, `&amp;`)."""
    section = {"type": "rich_text_section", "elements": list(_elements(text))}
    return [{"type": "rich_text", "block_id": new_id("", 5), "elements": [section]}]


def _elements(text: str) -> list[Json]:
    elements: list[Json] = []
    position = 0
    for mark in _MARK.finditer(text):
        elements += _plain(text[position : mark.start()])
        elements.append(_special(mark))
        position = mark.end()
    return elements + _plain(text[position:])


def _plain(text: str) -> list[Json]:
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return [{"type": "text", "text": text}] if text else []


def _special(mark: re.Match[str]) -> Json:
    if mark["user"]:
        return {"type": "user", "user_id": mark["user"]}
    if mark["channel"]:
        return {"type": "channel", "channel_id": mark["channel"]}
    if mark["range"]:
        return {"type": "broadcast", "range": mark["range"]}
    if mark["emoji"]:
        return {"type": "emoji", "name": mark["emoji"]}
    return {"type": "link", "url": mark["url"]} | ({"text": mark["label"]} if mark["label"] else {})
