"""What somebody typed, read from the blocks of a message that came without a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.slack.escaping import escape

Block = Mapping[str, Any]

_LINES = frozenset({"rich_text_section", "rich_text_quote", "rich_text_preformatted"})


def text_of(blocks: Iterable[Block]) -> str:
    """The words of all blocks in Slack's markup, a line for each paragraph; empty when there are none."""
    return "\n".join(filter(None, (_said(block).strip() for block in blocks)))


def _said(block: Block) -> str:
    """One block: rich text as people type it, or a text that an app wrote."""
    if block.get("type") == "rich_text":
        return "\n".join(_lines(block.get("elements") or ()))
    text = block.get("text") or {}
    return str(text.get("text") or "") if isinstance(text, Mapping) else str(text)


def _lines(elements: Iterable[Block]) -> Iterator[str]:
    for element in elements:
        if element.get("type") in _LINES:
            yield "".join(_run(run) for run in element.get("elements") or ())
        elif element.get("type") == "rich_text_list":
            yield from _lines(element.get("elements") or ())


def _run(run: Block) -> str:
    match run.get("type"):
        case "user":
            return f"<@{run.get('user_id', '')}>"
        case "channel":
            return f"<#{run.get('channel_id', '')}>"
        case "broadcast":
            return f"<!{run.get('range', '')}>"
        case "emoji":
            return f":{run.get('name', '')}:"
        case "link":
            return f"<{run.get('url', '')}>"
    return escape(str(run.get("text") or ""))
