"""The slots that every piece has: brand, readers, link, and the topic in the form that grammar gives it."""

from __future__ import annotations

import re

from brandkit.briefs import Brief
from brandkit.kit import BrandKit
from brandkit.template_text import capitalised
from llm.house import english
from llm.house.fact_sentences import sentence_of

_NEWS = re.compile(r"\b(?:new|launch\w*|announc\w*|introduc\w*|unveil\w*|available from)\b", re.IGNORECASE)


def basics(brief: Brief, kit: BrandKit) -> dict[str, str]:
    """The slots that come from the brief and the kit's own name."""
    topic = _as_typed(brief) or english.lowered(brief.product)
    audience = english.lowered(brief.audience)
    key = english.with_stop(capitalised(brief.key_message)) if brief.key_message else ""
    readers = re.sub(r"^(?:our|my|your)\s+", "", _as_a_group(brief.audience, kit) or audience)
    return {
        "brand": kit.name if _is_known(kit) else "",
        "website": kit.website,
        "site": re.sub(r"^https?://(?:www\.)?", "", kit.website).rstrip("/"),
        "boilerplate": kit.boilerplate,
        "description": english.with_stop(kit.description) if kit.description else "",
        "audience": audience,
        "readers": readers if readers not in {"people", "everyone", "anyone", "public"} else "",
        "key_message": key,
        "link": brief.link,
        "news": "New" if _is_news(brief) else "",
        **_topic_slots(_celebrated(topic, brief)),
    }


def _as_typed(brief: Brief) -> str:
    """The topic as it stands within a sentence: a capital that was typed in the middle of one is a name's."""
    topic = brief.topic.strip().rstrip(".!")
    before = brief.ask.partition(topic)[0].rstrip() if topic and topic in brief.ask else ""
    return topic if re.search(r"\b(?:about|of|for|on|with|our|the|new)$", before) else english.lowered(topic)


def _is_known(kit: BrandKit) -> bool:
    """Whether the kit names a brand, rather than only holding guidelines."""
    return bool(kit.description or kit.website or kit.products or kit.boilerplate)


def _as_a_group(audience: str, kit: BrandKit) -> str:
    """A persona as the people it stands for: “Ines, the small studio” is small studios; else empty."""
    persona = next((each for each in kit.personas if each.name == audience), None)
    _, comma, kind = persona.name.partition(",") if persona else ("", "", "")
    group = english.without_article(kind.strip())
    return english.pluralised(group) if comma and group else ""


def _is_news(brief: Brief) -> bool:
    before, _, after = brief.ask.partition(brief.topic)
    before = before.replace(brief.audience, "") if brief.audience else before
    head = english.head_noun(brief.topic).lower()
    told_of_it = (each for each in brief.must_mention if head and head in each.lower())
    told = " ".join((brief.topic, brief.objective, before, *told_of_it))
    return bool(_NEWS.search(told) or re.match(r" (?:feature )?(?:launch|release)\b", after))


def _celebrated(topic: str, brief: Brief) -> str:
    """“celebrating 10 years” is no subject to talk about but something to say."""
    before = brief.ask.lower().partition(topic.lower())[0]
    is_thing = not (english.is_clause(topic) or english.is_gerund(topic) or english.is_question_topic(topic))
    return f"we’re celebrating {topic}" if is_thing and re.search(r"\bcelebrat\w+\s*$", before) else topic


def _topic_slots(topic: str) -> dict[str, str]:
    """The topic, and the one form of it (thing, doing, asking, statement) that it grammatically is."""
    bare = english.without_article(topic)
    slots = {"topic": topic, "topic_bare": bare}
    if english.is_question_topic(topic):
        return slots | {"asking": topic}
    if english.is_gerund(topic):
        return slots | {"doing": topic}
    if english.is_clause(topic):
        return slots | {"statement": sentence_of(topic, to_reader=False)}
    plural = english.is_plural(topic)
    return slots | {
        "thing": topic,
        "thing_bare": bare,
        "is": "are" if plural else "is",
        "has": "have" if plural else "has",
        "does": "do" if plural else "does",
        "it": "they" if plural else "it",
        "them": "them" if plural else "it",
        "their": "their" if plural else "its",
    }
