"""What a question is really about: the rules that pasted copy touches, the parts of a long ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_LABEL = 24
PASTED = re.compile(rf"\s*(?:[\w -]{{2,{MOST_LABEL}}}:)?\s*[\"“](.+)[\"”]\s*[?.!]?\s*", re.DOTALL)
LISTED = re.compile(r"^[^:?\"“]{3,80}:\s*(.+)$", re.DOTALL)
BETWEEN = re.compile(r"\s*(?:,\s*and\b|,|;|\band\b)\s*")
SNIPPET = re.compile(r"[\"“`]([^\"”`]{1,60})[\"”`]")
MONTH = "jan(?:uary)?|feb(?:ruary)?|march|april|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
DATED = re.compile(rf"\d\W*(?:{MONTH}|nov(?:ember)?|dec(?:ember)?)\b|\b(?:{MONTH})\W*\d", re.IGNORECASE)
TIMED = re.compile(r"\d ?[ap]\.?m\b|\d:\d\d", re.IGNORECASE)
EITHER_NUMBER = re.compile(r"\b\w+ or \d|\d\S* or \w+", re.IGNORECASE)
FEWEST_PARTS, LONGEST_PART = 2, 5
LONGEST_ACRONYM = 3


def sub_questions(question: str) -> tuple[str, ...]:
    """What to look for besides the question as asked; empty when its own words say it best."""
    copy = pasted_copy(question)
    found = _signs(copy) if copy else (*_parts(question), *_examples(question))
    return tuple(dict.fromkeys(found))


def pasted_copy(question: str) -> str:
    """The piece of copy that someone pasted to have it looked at; empty when there is none."""
    pasted = PASTED.fullmatch(question)
    return pasted.group(1) if pasted else ""


def _parts(question: str) -> list[str]:
    """The items of "Landing page: headings, bullets and links"."""
    listed = LISTED.match(question.strip())
    parts = [part.strip(" .?") for part in BETWEEN.split(listed.group(1))] if listed else []
    named = [part for part in parts if part and len(part.split()) <= LONGEST_PART]
    return named if len(named) == len(parts) >= FEWEST_PARTS else []


def _examples(question: str) -> Iterator[str]:
    """What somebody means who asks by example: is "can't" all right, 5 or five, 3-4 May or 3 to 4 May."""
    for snippet in SNIPPET.findall(question):
        yield from _signs(snippet)
    if "%" in question:
        yield "percentages"
    elif DATED.search(question):
        yield "dates"
    elif TIMED.search(question):
        yield "times"
    elif EITHER_NUMBER.search(question):
        yield "numbers, numerals and words"
    if question.rstrip().endswith("!"):
        yield "exclamation marks"


def _signs(copy: str) -> Iterator[str]:
    """The rules that a piece of copy touches, seen from its form and its words."""
    words = re.findall(r"[^\W\d_]{2,}", copy)
    shouted = [word for word in words if word.isupper()]
    capital = [word for word in words if word[0].isupper()]
    if len(shouted) * 2 > len(words) and max(map(len, shouted)) > LONGEST_ACRONYM:
        yield "capital letters, capitalisation, all capitals"
    elif len(words) > LONGEST_ACRONYM and len(capital) > 0.7 * len(words):
        yield "capitalisation of headings, sentence case or title case"
    for sign, subject in SIGNS:
        if re.search(sign, copy, re.IGNORECASE):
            yield subject


BUZZ = (
    *(
        "leverag",
        "utili[sz]",
        "facilitat",
        "robust",
        "seamless",
        "cutting.edge",
        "synerg",
        "empower",
        "innovat",
    ),
    *("streamlin", "foster", "collaborat", "transform", "deploy", "disrupt", "holistic", "world.class"),
    *(
        "best.in.class",
        "state.of.the",
        "going forward",
        "combat",
        "tackl",
        "advanc",
        "deliver",
        "drive",
        "impact",
    ),
)
"""How words begin that plain-language guides everywhere ask to leave out."""
SIGNS = (
    (r"!", "exclamation marks"),
    (r"\b\w+n['’]t\b|\b(we|you|they|i)['’](re|ve|ll|d)\b", "contractions"),
    (r"click here|read more|learn more|\bhere\W*$", "link text, calls to action"),
    (r"&", "ampersands"),
    (r"\d ?%|per ?cent", "percentages"),
    (r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d(st|nd|rd|th)\b", "dates"),
    (r"\d ?[ap]\.?m\b", "times"),
    (r"\b(e\.?g|i\.?e|etc)\b", "eg, ie, etc, Latin abbreviations"),
    (r"\band/or\b|[a-z]/[a-z]", "slashes"),
    (r":\s*$", "punctuation at the end of headings"),
    (r"\bplease\b|\bsorry\b", "please and sorry"),
    (r"\b(is|are|was|were|be|been|being) \w+(ed|en)\b", "active voice and passive voice"),
    (rf"\b({'|'.join(BUZZ)})", "words to avoid, jargon, buzzwords, plain language"),
    (r"\b(guys|crazy|insane|lame|manpower|mankind|chairman|blacklist|whitelist)\b", "inclusive language"),
    (r"[\U0001F300-\U0001FAFF]", "emoji"),
    (r"#\w", "hashtags"),
)
"""Marks in a text, and what guidelines call the subject that they belong to."""
