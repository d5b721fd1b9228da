"""What the kit's own messages have to say on the subject of a brief, and whether one tells all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from brandkit.briefs import Brief
from brandkit.templates import Template
from llm.house import english
from llm.house.word_roots import root, roots

_DETAILS = frozenset({"benefit", "how", "detail", "question"})
_LEADING_LISTED = """
    hook question headline preheader news_headline news_lead news_body quote blog_title blog_meta
    blog_answer blog_why blog_how blog_product short sms relief steps cta
"""
LEADING = frozenset(_LEADING_LISTED.split())
"""Slots that open a piece: only a message that speaks of the whole topic may fill them."""
_TOPIC_FILLERS = (
    "new feature update launch announcement improvement release app tool product freelancer freelance client",
    "feature for people UK US EU Britain America Europe",
)


@dataclass(frozen=True, kw_only=True)
class KitWords:
    """Phrases for slots, and the message that tells all of the subject; None when no message does."""

    phrases: Mapping[str, str]
    message: Template | None


def words_on(brief: Brief, messages: Sequence[Template], basics: Mapping[str, str], *, turn: int) -> KitWords:
    """The words of the kit's messages on the brief's subject; `turn` counts variants.

    Of a message that only touches the subject, or where the brief states something of its own, the phrases
    that would lead the copy are left out.
    """
    message = message_about(brief, messages)
    general = [each for each in messages if not each.about]
    said = _phrases([*general, *filter(None, [message])], basics, turn)
    if message is None:
        return KitWords(phrases=_for_support(said, bare=False), message=None)
    if not basics.get("statement") and _tells_all(said, message, brief):
        return KitWords(phrases=said, message=message)
    touches = _is_mostly(brief.topic, message) or bool(brief.product and brief.product == message.product)
    return KitWords(phrases=_for_support(said, bare=touches and lacks_facts(brief)), message=None)


def lacks_facts(brief: Brief) -> bool:
    """Whether a brief names its subject and nothing to say about it."""
    return not (brief.must_mention or brief.key_message)


def message_about(brief: Brief, messages: Iterable[Template]) -> Template | None:
    """The kit's message that fits the brief's subject best; None when none is about it."""
    ranked = [(_fit(message, brief), message) for message in messages if message.about]
    best = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] > 0 else None


def _fit(message: Template, brief: Brief) -> float:
    """How well a message fits: its longest matching words count, the topic more than the rest."""
    if message.product and brief.product and message.product != brief.product:
        return 0.0
    around = " ".join((brief.key_message, brief.objective, *brief.must_mention))
    in_topic = max(
        (_matched(phrase, brief.topic) + _heads(phrase, brief.topic) for phrase in message.about), default=0
    )
    in_product = 1 if message.product and message.product == brief.product else 0
    in_rest = max((_matched(phrase, around) for phrase in message.about), default=0) if not brief.topic else 0
    return 2.0 * in_topic + in_product + 0.5 * in_rest


def _heads(phrase: str, topic: str) -> float:
    """More for a phrase that names what the topic is about: “reminders” in “the new invoice reminders”."""
    head = root(english.head_noun(topic).lower())
    return 1.5 if _matched(phrase, topic) and head in {root(word) for word in phrase.lower().split()} else 0.0


def _matched(phrase: str, text: str) -> int:
    """The number of words of the phrase if the text has them all, else 0."""
    words = [root(word.lower()) for word in re.findall(r"[\w’'-]+", phrase)]
    present = {root(word.lower()) for word in re.findall(r"[\w’'-]+", text)}
    return len(words) if words and set(words) <= present else 0


def _phrases(messages: Iterable[Template], basics: Mapping[str, str], turn: int) -> dict[str, str]:
    """The phrases of the messages; a later message's word goes over an earlier one's."""
    said: dict[str, str] = {}
    for message in messages:
        for phrases in message.phrases:
            filled = [
                text
                for each in phrases.texts
                if (text := each.fill({**basics, **said}, lambda count: turn % count))
            ]
            if filled:
                said[phrases.slot] = filled[turn % len(filled)]
                said |= {f"{phrases.slot}_{number}": text for number, text in enumerate(filled, start=1)}
    return said


def _is_mostly(topic: str, message: Template) -> bool:
    """Whether most of a topic's words are those of a message, though the message does not tell all of it."""
    words, about = roots(topic), roots(" ".join(message.about))
    heads = roots(english.head_noun(topic))
    return 2 * len(words & about) >= len(words) + (not heads & about)


def _tells_all(said: Mapping[str, str], message: Template, brief: Brief) -> bool:
    """Whether the message speaks of the whole topic, so that the copy may start from it."""
    spoken = roots(" ".join((*said.values(), *message.about, *_TOPIC_FILLERS)))
    return roots(brief.topic) <= spoken


def _for_support(said: Mapping[str, str], *, bare: bool) -> dict[str, str]:
    """Phrases of a message that only touches the topic: none that leads, and details for a bare brief."""
    kept = {slot: text for slot, text in said.items() if _plain_slot(slot) not in LEADING | _DETAILS}
    details = " ".join(filter(None, (said.get("benefit"), said.get("how"))))
    return kept | ({"support": details} if bare and details else {})


def _plain_slot(slot: str) -> str:
    """The slot without the number of its wording."""
    return re.sub(r"_\d+$", "", slot)
