"""The clauses of an ask: who, about what, how, with which link, each taken out of the sentence in turn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from brandkit.kit import BrandKit
from llm.house import orders
from llm.house.asked_content import (
    call_to_action,
    key_message,
    mentions,
    objective,
    product_in,
    split_mentions,
    told,
    topic,
)
from llm.house.asked_form import channels, count, tone, variants
from llm.house.asked_readers import audience, locale, market, market_named, personas
from llm.house.channel_names import find_channels
from llm.house.clause_patterns import LABELLED, LINES, LINK_CUE, NAMED_LINK, PAGE, STEP_TO_LINK, URL
from llm.house.heard import Heard, Sentence
from llm.house.hearing import calmed, plain, without_padding
from llm.house.shorthand import written_out
from llm.house.topics import unquoted
from llm.house.unwanted import wanted_part


def hear(message: str, kit: BrandKit) -> Heard:
    """Take a chat message apart. Every clause is removed once understood; what is left may be the topic.

    Orders to break the brand's rules are no part of the brief.
    """
    known = _known(kit)
    text = written_out(calmed(wanted_part(orders.apart(plain(message)).rest), known), known)
    sentence = Sentence(rest=text, heard=Heard(text=without_padding(text)), kit=kit)
    for understand in (
        _lines, _padding, _links, told, variants, call_to_action, key_message, mentions,
        locale, market, tone, channels, objective, personas, audience, topic,
    ):  # fmt: skip
        sentence = understand(sentence)
    return replace(sentence.heard, product=sentence.heard.product or product_in(text, kit))


def _known(kit: BrandKit) -> str:
    """Words that a message to this brand's desk is likely to have, to tell slips from names."""
    told = (word for template in kit.templates for word in template.about)
    return " ".join((*kit.products, *kit.channels, *told, *(persona.name for persona in kit.personas)))


def _lines(sentence: Sentence) -> Sentence:
    """“Channel: LinkedIn” on a line of its own, as in a filled-in form."""
    for match in reversed(list(LABELLED.finditer(sentence.rest))):
        name, value = LINES.get(match["key"].lower(), "mention"), match["value"].strip()
        sentence = sentence.without(*match.span(), **_line(name, value, sentence))
    return sentence


def _line(name: str, value: str, sentence: Sentence) -> dict[str, Any]:
    match name:
        case "channel":
            return {
                "channels": tuple(
                    named.name for named in find_channels(f"{value} post", sentence.kit.channels)
                )
            }
        case "mention":
            return {"must_mention": (*sentence.heard.must_mention, *split_mentions(value))}
        case "variants":
            return {"variants": count(value)}
        case "market":
            return {"market": market_named(value, sentence.kit) or value}
        case "topic":
            return {"topic": unquoted(value).rstrip("."), "clear_topic": True}
        case _:
            return {name: unquoted(value).rstrip(".") if name != "link" else value}


def _padding(sentence: Sentence) -> Sentence:
    return replace(sentence, rest=without_padding(sentence.rest))


def _links(sentence: Sentence) -> Sentence:
    match = URL.search(sentence.rest)
    if match is None:
        page = PAGE.search(sentence.rest)
        return sentence.without(*page.span(), call_to_action=f"see {page['page']}") if page else sentence
    url = match[0].rstrip(".,;:!?)’'")
    before = sentence.rest[: match.start()]
    cue, step = LINK_CUE.search(before), STEP_TO_LINK.search(before)
    link = url if url.startswith("http") else f"https://{url}"
    understood = {"link": sentence.heard.link or link}
    named = None if cue or step else NAMED_LINK.search(before)
    if step and not cue:
        understood["call_to_action"] = step["step"].strip()
    if named and not find_channels(named["name"], sentence.kit.channels):
        understood["call_to_action"] = named["name"].strip()
        start = named.start()
    else:
        start = cue.start() if cue else step.start() if step else match.start()
    return sentence.without(start, match.start() + len(url), **understood)
