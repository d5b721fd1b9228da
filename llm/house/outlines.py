"""The outline of a long piece, where a brief names its subject and nothing to say about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from brandkit.templates import Template
from llm.house.guideline_facts import Stated
from llm.house.openings import kind_of

MESSAGE = "outline"
"""The message that has the outlines, by the form of the topic; a kit's own goes before the shipped one."""
_MOST_SAID = 3
_KINDS: Mapping[str, str] = {
    "event": "event", "offer": "offer", "new": "new", "milestone": "new", "news": "new", "planned": "new",
    "trouble": "trouble",
}  # fmt: skip


def outline(
    values: Mapping[str, str], messages: Iterable[Template], stated: Sequence[Stated], *, turn: int
) -> dict[str, str]:
    """The slots `outline`, sections with open points, and `on_record`, what guidelines state already."""
    slot = f"outline_{_form(values)}"
    own = (
        phrases.texts[turn % len(phrases.texts)]
        for message in messages
        if message.name == MESSAGE
        for phrases in message.phrases
        if phrases.slot == slot
    )
    sections = next((filled for text in own if (filled := text.fill(values, lambda _count: 0))), "")
    said = "\n".join(f"- {each.sentence}" for each in stated[:_MOST_SAID])
    return {name: text for name, text in (("outline", sections), ("on_record", said)) if text}


def _form(values: Mapping[str, str]) -> str:
    """Which outline a topic needs, by what it is."""
    for slot, form in (("asking", "question"), ("doing", "doing"), ("statement", "statement")):
        if values.get(slot):
            return form
    return _KINDS.get(kind_of(values.get("thing", ""), news=bool(values.get("news"))), "thing")
