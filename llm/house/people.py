"""Whom a piece of copy is for: telling readers apart from things in “for freelancers”, “for our sale”."""

# ruff: noqa: E501
# A pattern or a list of words reads better on one line.
from __future__ import annotations

import re
from collections.abc import Iterable

_PEOPLE_LISTED = """
    people person customers customer clients client users subscribers members readers parents
    students teachers freelancers freelancer contractors consultants designers developers writers
    copywriters illustrators photographers creatives creators artists accountants bookkeepers
    founders owners managers marketers leaders executives ceos cfos ctos cmos entrepreneurs startups
    start-ups businesses companies agencies studios teams enterprises smes smbs professionals
    beginners experts newcomers newbies journalists editors reporters investors partners suppliers
    prospects leads employees staff volunteers donors fans followers audience everyone everybody
    anyone women men nurses doctors patients carers engineers architects builders plumbers
    electricians tradespeople landlords tenants shoppers buyers sellers merchants retailers guests
    visitors travellers travelers citizens residents public hobbyists musicians coaches trainers
    therapists lawyers solicitors translators interpreters sole-traders traders nomads juniors
    seniors families kids children teenagers graduates academics researchers scientists servants officials workers drivers
    pupils applicants candidates neighbours organisations organizations institutions charities nonprofits
    ngos groups community communities schools universities councils libraries hospitals
"""
_PEOPLE = frozenset(_PEOPLE_LISTED.split())
_THINGS_IN_ERS_LISTED = """
    reminders offers numbers filters timers orders newsletters headers footers folders vouchers
    letters papers stickers trackers answers calculators transfers covers papers layers borders
    chapters matters computers printers containers headers drawers winners vouchers banners posters
    careers powers servers browsers errors colours colors factors monitors sensors doors floors
    flavors flavours mirrors indicators calendars
"""
_THINGS_IN_ERS = frozenset(_THINGS_IN_ERS_LISTED.split())
_PERSON_SUFFIX = re.compile(r"[a-z]{3,}(?:ers|ors|ists|ians|ees)$", re.IGNORECASE)
_STOP = (
    r"(?=\s*(?:$|[,.;:!?\n¦()]|\s[-–—]\s|\b(?:about|announcing|introducing|promoting|regarding|on|saying|telling|to|and"
    r"|that we|explaining|covering|inviting|asking|telling|reminding|thanking|mention(?:ing)?|link(?:ing)?|in a|with a)\b))"
)
_CUE = r"\b(?:to (?:tell|show|remind|thank|invite|teach)|aimed at|targeted at|targeting|targeted to|addressed to|addressing|aimed towards|speaking to|for|(?:(?<=^)|(?<=[¦,.;:\n] )|(?<=[¦,.;:\n])|(?<=send )|(?<=sent )|(?<=write )|(?<=speak )|(?<=talk )|(?<=goes )|(?<=and ))to|towards)\s+"
_TAKES_FOR = re.compile(
    r"\b(?:look(?:s|ing)?|search(?:es|ing)?|hunting|ask(?:s|ed|ing)?|wait(?:s|ed|ing)?|pa(?:y|ys|id|ying)|appl(?:y|ies|ying)|"
    r"vot(?:e|es|ing)|room|space|places)\s+$"
)
"""“We’re looking for two engineers” says whom we look for, and not whom the copy is for."""
_SHOWN_TO = re.compile(
    r"(?P<before>\b(?:introduc(?:e|ing)|announc(?:e|ing)|present(?:ing)?|promot(?:e|ing)|explain(?:ing)?|pitch(?:ing)?)\b"
    r"[^,.;:!?\n¦]{2,60}?\s)to\s",
    re.IGNORECASE,
)
_INVITED = re.compile(
    r"\binvit(?:e|es|ing)\s+(?P<who>(?:[\w’'-]+\s+){0,3}(?P<noun>[\w’'-]+))\s+to\s+(?=(?:an?|our|the|my|this)\s)",
    re.IGNORECASE,
)
_ANYONE = frozenset({"people", "everyone", "them", "readers", "us"})
_MORE_READERS = re.compile(
    r"\s+(?:and|or|&)\s+(?:[\w'’-]+\s+){0,2}?(?P<noun>[\w'’-]+)(?=\s*(?:$|[,.;:!?\n¦()]))", re.IGNORECASE
)
_WORDS = r"(?:(?:(?!(?:tell|show|remind|help|let|ask|invite|thank|teach|get|give|announce|promote|aimed|targeted|targeting|at|who|on)\b)[\w'’&-]+)\s+){0,5}?"
_AFTER = r"(?:\s+(?:who|that) (?:are |have to |want to |like to )?(?:think|thinking|care|worry|worried|ask|learn|hear|read|write|talk|know|dream|wonder|curious|serious) about\s+[^,.;:!?\n¦]+|\s+(?:who|whose|in|at|with|from|of|that|under|over|between|without|working|running|googling|searching|looking|using|selling|starting|waiting|living)\s+[^,.;:!?\n¦]*?)?"


def find_audience(text: str, known: Iterable[str] = ()) -> tuple[str, int, int] | None:
    """The readers that a message names with “for …” or “to …”: their words, and the span with its cue."""
    names = {word.lower() for name in known for word in (name, f"{name}s")}
    shown = _SHOWN_TO.search(text)
    if shown:
        found = find_audience(text[shown.end("before") :], known)
        if found and not found[1]:
            at = shown.end("before")
            return found[0], at, at + found[2]
    for match in re.finditer(
        rf"{_CUE}(?P<who>{_WORDS}(?P<noun>(?!aimed|targeted)[\w'’-]+)(?P<after>{_AFTER})){_STOP}",
        text,
        re.IGNORECASE,
    ):
        who = match["who"].strip()
        if _TAKES_FOR.search(text[: match.start()]):
            continue
        if re.match(r"(?:tell|show|remind|help|let|ask|invite|thank|teach|get|give)\b", who, re.IGNORECASE):
            continue
        if is_person(match["noun"]) or who.lower() in names or any(is_person(word) for word in _heads(who)):
            more = _and_others(text[match.end() :])
            return f"{who}{more}", match.start(), match.end() + len(more)
    return None


def find_invited(text: str) -> tuple[str, int, int] | None:
    """The readers whom a message invites to a thing: “inviting bookkeepers to a breakfast”, and the span."""
    match = _INVITED.search(text)
    if match is None or match["who"] in _ANYONE or not is_person(match["noun"]):
        return None
    return match["who"], match.start(), match.end()


def _and_others(rest: str) -> str:
    """“ and partner organisations”: a second group of readers that goes on after the first; else empty."""
    match = _MORE_READERS.match(rest)
    return match[0] if match and is_person(match["noun"]) else ""


def is_person(noun: str) -> bool:
    """Whether a noun means people or the organisations that read copy."""
    word = noun.lower().strip("'’")
    if word in _THINGS_IN_ERS:
        return False
    return word in _PEOPLE or bool(_PERSON_SUFFIX.fullmatch(word))


def _heads(who: str) -> tuple[str, ...]:
    """Nouns that may head the phrase: those before “and”, “in”, “with”, “who”."""
    return tuple(
        re.findall(r"([\w-]+)(?=\s+(?:and|or|in|with|who|at|of|from|that|under|working|running)\b|$)", who)
    )
