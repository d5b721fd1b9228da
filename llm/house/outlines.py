"""The outline of a long piece, where a brief names its subject and nothing to say about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from brandkit.passages import RankedPassage
from brandkit.templates import Template
from llm.house import english
from llm.house.openings import kind_of
from llm.house.word_roots import roots

MESSAGE = "outline"
"""The message that has the outlines, by the form of the topic; a kit's own goes before the shipped one."""
OPEN_POINT = "To write:"
_MOST_SAID = 3
_MOST_WORDS = 25
_KINDS: Mapping[str, str] = {
    "event": "event", "offer": "offer", "new": "new", "milestone": "new", "news": "new", "planned": "new",
    "trouble": "trouble",
}  # fmt: skip
_ON_COPY = re.compile(
    r"[“”\"]|\b(?:writ\w+|words?|wording|ton(?:e|al)|voice|headlines?|titles?|sentences?|paragraphs?|posts?|copy|readers?|"
    r"say|says|call(?:ed)?|name[sd]?|spell\w*|capital\w*|mention\w*|avoid|never|always|must|should|"
    r"don[’']t|do not|instead|please|prefer\w*|example|guidelines?|rules?)\b",
    re.IGNORECASE,
)
"""What marks a sentence of a guideline as one about writing, and no statement of the brand's."""


def outline(
    values: Mapping[str, str], messages: Iterable[Template], passages: Sequence[RankedPassage], *, turn: int
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
    said = "\n".join(f"- {each}" for each in _on_record(values.get("topic", ""), passages))
    return {name: text for name, text in (("outline", sections), ("on_record", said)) if text}


def _form(values: Mapping[str, str]) -> str:
    """Which outline a topic needs, by what it is."""
    for slot, form in (("asking", "question"), ("doing", "doing"), ("statement", "statement")):
        if values.get(slot):
            return form
    return _KINDS.get(kind_of(values.get("thing", ""), news=bool(values.get("news"))), "thing")


def _on_record(topic: str, passages: Sequence[RankedPassage]) -> Sequence[str]:
    """Sentences of the passages given that state something about the topic, as they stand there."""
    said = [sentence for each in passages for sentence in _statements(each.passage.text, roots(topic))]
    return tuple(dict.fromkeys(said))[:_MOST_SAID]


def _statements(text: str, topic: frozenset[str]) -> Iterator[str]:
    for sentence in english.sentences(text):
        whole = sentence.endswith(".") and len(sentence.split()) <= _MOST_WORDS
        about_it = bool(topic) and topic <= roots(sentence) and english.is_clause(sentence)
        if whole and about_it and not _ON_COPY.search(sentence):
            yield sentence
