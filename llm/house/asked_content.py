"""The clauses of an ask on what the copy has to say: topic, facts, key message, goal and next step."""

# ruff: noqa: E501
# A pattern or a list of words reads better on one line.
from __future__ import annotations

import re
from dataclasses import replace

from brandkit.kit import BrandKit
from llm.house import facts
from llm.house.channel_names import find_channels
from llm.house.clause_patterns import CTA, GOAL, KEY, MENTION, TONE_LIST, URL
from llm.house.english import is_clause, with_stop
from llm.house.heard import Sentence
from llm.house.told_facts import AND_THAT, first_told
from llm.house.topics import subject_of, tidy_topic, unquoted

_SHORT_THING = 7
"""Longer parts of a list are statements."""


def split_mentions(text: str) -> tuple[str, ...]:
    """“the free trial, and the 2-minute set-up” → both; statements with a verb stay whole."""
    quoted = re.findall(r"“([^”]+)”", text)
    if quoted:
        return tuple(part.strip() for part in quoted)
    parts = [
        part.strip()
        for part in re.split(r"\s*,\s+(?:and\s+)?|\s+and\s+(?=(?:the|our|a|an|that)\s)", text)
        if part.strip()
    ]
    short = all(len(part.split()) <= _SHORT_THING for part in parts)
    return tuple(unquoted(part) for part in (parts if short else [text.strip(" ,")]) if part)


def call_to_action(sentence: Sentence) -> Sentence:
    """What the reader is to do: “CTA: book a demo”, “ask people to sign up”."""
    match = CTA.search(sentence.rest)
    if match is None or (sentence.heard.call_to_action and match["known"]):
        return sentence
    words = match["quoted"] or match["words"] or match["asked"] or match["known"] or ""
    words = re.sub(r"\s+(?:at|here|on|via)$", "", words.strip(" “”"))
    named = words or sentence.heard.call_to_action
    return sentence.without(*match.span(), call_to_action=named)


def told(sentence: Sentence) -> Sentence:
    """“Point out that …”, “don’t forget to say that …”: facts for the copy, as they were worded."""
    while found := first_told(sentence.rest, sentence.kit.channels):
        said = tuple(dict.fromkeys((*sentence.heard.must_mention, *found.facts)))
        sentence = sentence.without(found.start, found.end, must_mention=said)
    return sentence


def key_message(sentence: Sentence) -> Sentence:
    """“Key message: …”: the one thing to say."""
    match = KEY.search(sentence.rest)
    return sentence.without(*match.span(), key_message=unquoted(match["what"])) if match else sentence


def mentions(sentence: Sentence) -> Sentence:
    """Every “mention …”; what follows a comma and is plainly something else is put back."""
    while match := MENTION.search(sentence.rest):
        kept, back = _until_something_else(match["what"], sentence.kit)
        named, *facts_told = AND_THAT.split(kept)
        told_too = (with_stop(fact) for fact in facts_told)
        mentions = (*sentence.heard.must_mention, *split_mentions(named), *told_too)
        end = match.end("what") - len(back)
        sentence = sentence.without(match.start(), end, must_mention=tuple(dict.fromkeys(mentions)))
    return sentence


def _until_something_else(text: str, kit: BrandKit) -> tuple[str, str]:
    """The part that is to be mentioned, and the rest that starts another clause."""
    turn = re.compile(
        rf"(?:\s*,)?\s*(?:\band\s+)?\b(?:keep it|make it|in an? [a-z]+ tone|with a link|link(?:ing)? to|aimed at|targeting|audience|tone\b|cta\b|call to action|"
        rf"for (?:the )?[\w-]+ market|about\b|announcing\b|written for|for (?=freelancers|our customers|customers))"
        rf"|\s*,\s*(?:and\s+)?(?={TONE_LIST}\s*(?:$|[,.;¦]|tone\b))"
        r"|\s+(?:but|without)\b",
        re.IGNORECASE,
    )
    match = turn.search(text)
    named = find_channels(text, kit.channels)
    cut = min([match.start()] if match else [len(text)])
    if (
        named
        and named[0].start > 0
        and re.search(r"\b(?:in|for|on) (?:an? |the |our )?$", text[: named[0].start])
    ):
        cut = min(
            cut, text.rindex(" ", 0, max(named[0].start - 1, 1)) if " " in text[: named[0].start - 1] else cut
        )
    return text[:cut], text[cut:]


def objective(sentence: Sentence) -> Sentence:
    """What the copy is to achieve: “the goal is …”, “to drive sign-ups”."""
    match = GOAL.search(sentence.rest)
    if match is None:
        return sentence
    return sentence.without(*match.span(), objective=(match["what"] or match["drive"] or "").strip())


def topic(sentence: Sentence) -> Sentence:
    """What it is about, named as such or said first; what is said besides has to be mentioned."""
    heard = sentence.heard
    topic, beside, clear = subject_of(sentence.rest, heard.topic)
    topic, explained = (topic, ()) if heard.topic else facts.parted(tidy_topic(topic))
    besides = facts.stated(beside)
    if besides and topic and facts.goes_on(besides[0]) and not is_clause(topic):
        topic, besides = f"{topic} {besides[0]}", besides[1:]
    said = tuple(dict.fromkeys((*heard.must_mention, *explained, *besides)))
    return replace(sentence, heard=replace(heard, topic=topic, clear_topic=clear, must_mention=said))


def product_in(text: str, kit: BrandKit) -> str:
    """The kit’s product that a text names, the longest name first; empty where it names none."""
    text = URL.sub(" ", text)
    return next(
        (
            name
            for name in sorted(kit.products, key=len, reverse=True)
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
        ),
        "",
    )
