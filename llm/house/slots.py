"""Slots worked out from others: titles, hashtags, paths, the closing line, the third person for the press."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from brandkit.briefs import Brief
from brandkit.channels import Unit
from brandkit.counting import length
from brandkit.kit import BrandKit
from brandkit.template_text import capitalised
from llm.house import english
from llm.house.fitting import cut_words, first_clause

_TITLE_WORDS = 9
_AD_HEADLINE = 30
_AD_DESCRIPTION = 90
_PATH = 15
_VERBS = {
    "have": "has",
    "are": "is",
    "do": "does",
    "were": "was",
    "go": "goes",
    "can": "can",
    "will": "will",
    "did": "did",
}
_THIRD = {"our": "its", "us": "it", "my": "its", "ours": "its"}
_PAST = re.compile(r"\w+ed$")


def derived(values: Mapping[str, str], brief: Brief, kit: BrandKit, today: date | None) -> dict[str, str]:
    """The slots that follow from the brief, the kit and the slots filled so far; empty ones left out."""
    slots = {
        **_titles(values),
        **_for_the_press(values, values.get("brand", "")),
        **_hashtags(values),
        **_for_ads(values),
        **_close(values, brief),
        **_mandatory_slots(kit, brief),
        **_for_any_brand(values, brief, kit),
        "today": _date(today, brief.market) if today else "",
        "link_or_site": brief.link or kit.website,
        "bare_link": re.sub(r"^https?://(?:www\.)?", "", brief.link),
    }
    return {slot: text for slot, text in slots.items() if text}


def third_person(text: str, brand: str) -> str:
    """“we now support bank transfers” → “Ledgerline now supports bank transfers”."""

    def with_brand(match: re.Match[str]) -> str:
        adverb, verb = match["adverb"] or "", match["verb"]
        return f"{brand} {adverb}{_third(verb)}"

    if not brand:
        return text
    text = re.sub(r"\b[Ww]e(?:[’']ve)? (?P<adverb>(?:now|also|just|still) )?(?P<verb>\w+)", with_brand, text)
    return re.sub(r"\b(our|us|my|ours)\b", lambda match: _THIRD[match[0].lower()], text, flags=re.IGNORECASE)


def _third(verb: str) -> str:
    if verb in _VERBS:
        return _VERBS[verb]
    if _PAST.match(verb):
        return verb
    if verb.endswith(("s", "x", "ch", "sh", "o")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2:-1] not in "aeiou" else f"{verb}s"


def _titles(values: Mapping[str, str]) -> dict[str, str]:
    topic = values.get("topic", "")
    key = english.without_stop(values.get("key_message", ""))
    short_key = key if len(key.split()) <= _TITLE_WORDS else ""
    question = english.asked(values["asking"]) if values.get("asking") else ""
    told = any(values.get(slot) for slot in ("facts", "support", "key_message"))
    answer, details = (
        ("The short answer", "the details") if told else ("A place to start", "what to know, why it matters")
    )
    readers = f" for {values['readers']}" if values.get("readers") else ""
    stated = english.without_stop(values.get("statement", ""))
    about = stated or capitalised(english.without_article(english.without_stop(topic)))
    title = (stated if ". " not in stated else "") or _title_of(topic)
    return {
        "topic_title": title,
        "topic_clause": first_clause(title),
        "topic_question": capitalised(topic) if question.startswith("Do you know") else question,
        "topic_meta": f"{question} {answer}{readers}, and what to do next."
        if question
        else f"{about}{'' if stated else readers}: {details}, and what to do next.",
        "statement_headline": about if values.get("statement") else "",
        "thing_headline": english.without_article(topic) if values.get("thing") else "",
        "key_message_title": short_key,
    }


def _title_of(topic: str) -> str:
    """The topic as a heading: no article before it, no stop behind it, its question mark kept."""
    asks = english.is_question(topic) and not topic.endswith("?")
    return capitalised(english.without_stop(english.without_article(topic))) + ("?" if asks else "")


def _for_the_press(values: Mapping[str, str], brand: str) -> dict[str, str]:
    slots = {
        f"{slot}_third": third_person(values[slot], brand)
        for slot in ("statement", "thing", "topic", "mentions", "facts", "key_message")
        if values.get(slot)
    }
    slots["announced"] = slots.get("thing_third", "") if values.get("news") else ""
    return {slot: capitalised(text) if slot == "statement_third" else text for slot, text in slots.items()}


def _hashtags(values: Mapping[str, str]) -> dict[str, str]:
    tags = values.get("hashtags", "").split()
    return {f"tag_{number}": tag for number, tag in enumerate(tags, start=1)}


def _for_ads(values: Mapping[str, str]) -> dict[str, str]:
    bare = capitalised(values.get("topic_bare", ""))
    mentions = values.get("mentions", "")
    words = re.findall(
        r"[^\W_]+",
        values.get("product", "")
        if values.get("product") != values.get("brand")
        else values.get("topic_bare", ""),
    )
    path = "-".join(words).lower()
    return {
        "topic_headline": bare if _width(bare) <= _AD_HEADLINE else "",
        "ad_mention": mentions if _width(mentions) <= _AD_DESCRIPTION else "",
        "ad_key_message": values.get("key_message", "")
        if _width(values.get("key_message", "")) <= _AD_DESCRIPTION
        else "",
        "path_1": path if path and _width(path) <= _PATH else "",
    }


def _close(values: Mapping[str, str], brief: Brief) -> dict[str, str]:
    """The last line of a post: the step with its link, else a question, else the step alone."""
    step = values.get("step", "")
    question = values.get("question") or values.get("closing_question", "")
    if brief.link or brief.call_to_action or not question:
        return {"close": step, "step_link": step if brief.link or brief.call_to_action else ""}
    return {"close": question}


def _ad_about(subject: str, readers: str) -> str:
    """What an ad is about, with its readers where there is room; a long subject is cut between words."""
    look = ": take a closer look."
    whole = f"{subject} for {readers}{look}" if readers else ""
    if whole and _width(whole) <= _AD_DESCRIPTION:
        return whole
    short = cut_words(subject, _AD_DESCRIPTION - len(look), Unit.DOUBLE_WIDTH)
    return f"{short}{look}" if subject else ""


def _for_any_brand(values: Mapping[str, str], brief: Brief, kit: BrandKit) -> dict[str, str]:
    """What the shipped templates say where a kit has no words of its own."""
    topic, readers, brand = values.get("topic", ""), values.get("readers", ""), values.get("brand", "")
    bare, step = values.get("topic_bare", ""), values.get("step", "")
    thing = values.get("thing", "")
    slots = {
        "brand_name_news": f"News from {brand}" if brand else "News for you",
        "press_title": _press_title(values, brand),
        "press_topic": f"{brand} on {third_person(topic, brand)}." if brand else "",
        "about_site": f"More about {brand}: {kit.website}" if brand and kit.website else "",
        "preheader_readers": f"For {readers}: the details, and what you can do next." if readers else "",
        "preheader_topic": "The details, and what you can do next.",
        "ask_title": f"What to know about {thing}" if thing else "",
        "next_step": step or "Any questions? Ask us.",
        "ad_for_readers": f"For {readers}" if readers else "",
        "ad_topic_short": capitalised(english.core(bare)) if thing else "",
        "ad_about": _ad_about(capitalised(bare), readers if thing else ""),
        "ad_step": english.with_stop(f"{values['cta']} and see what it is about")
        if values.get("cta") and not brief.call_to_action
        else "",
    }
    room = {
        "ad_for_readers": _AD_HEADLINE,
        "ad_topic_short": _AD_HEADLINE,
        "ad_about": _AD_DESCRIPTION,
        "ad_step": _AD_DESCRIPTION,
    }
    return {slot: text for slot, text in slots.items() if _width(text) <= room.get(slot, 10_000)}


def _press_title(values: Mapping[str, str], brand: str) -> str:
    """The news in one line: what the brand does, or the topic alone where no brand is known."""
    topic = capitalised(english.without_stop(third_person(values.get("topic", ""), brand)))
    opening = english.without_stop(values.get("press_opening", ""))
    named = topic.lower().startswith(brand.lower())
    return topic if values.get("statement") or named or not brand else opening or topic


def _mandatory_slots(kit: BrandKit, brief: Brief) -> dict[str, str]:
    """Mandatories by name, such as {must_message_rates}, where they are due whatever the copy says."""
    market = (brief.market or kit.home_market).lower()
    return {
        f"must_{re.sub(r'[^a-z0-9]+', '_', mandatory.name.lower()).strip('_')}": mandatory.text
        for mandatory in kit.mandatories
        if not mandatory.when
        and (not mandatory.markets or market in {each.lower() for each in mandatory.markets})
    }


def _date(day: date, market: str) -> str:
    return f"{day:%B} {day.day}, {day.year}" if market.lower() == "us" else f"{day.day} {day:%B} {day.year}"


def _width(text: str) -> int:
    return length(text, Unit.DOUBLE_WIDTH)
