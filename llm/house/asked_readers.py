"""The clauses of an ask on whom the copy is for: readers, market, language."""

# ruff: noqa: E501
# A pattern or a list of words reads better on one line.
from __future__ import annotations

import re
from dataclasses import replace

from brandkit.kit import BrandKit
from llm.house import people
from llm.house.clause_patterns import GAP, LANGUAGES, MARKETS
from llm.house.english import is_clause
from llm.house.heard import Sentence

_TOLD = re.compile(
    r"\b(?:tell|remind|inform|warn|notify)(?:ing)? (?:our|all our|the) (?P<who>(?:[\w-]+ ){0,2}(?:users|customers|clients|freelancers|subscribers|members))\b",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"(?:nothing|everything|no one|nobody|(?:no|the|our|all|every) [\w’'-]+) (?:\w+ )?[a-z]+(?:s|ed)$",
    re.IGNORECASE,
)


def locale(sentence: Sentence) -> Sentence:
    """The language to write in: “in German”; not that of a thing, “now available in German”."""
    languages = "|".join(LANGUAGES)
    pattern = (
        rf"(?<!now )(?<!available )(?<!out )(?<!live )(?<!works )(?<!also )\b(?:written )?in (?P<language>{languages})\b"
        rf"(?! (?:market|speaking)|(?:,| and| or) (?:in )?(?:{languages})\b)"
    )
    match = re.search(pattern, sentence.rest, re.IGNORECASE)
    if match is None:
        return sentence
    code = LANGUAGES.get(match["language"].lower(), sentence.heard.locale)
    known = next((locale for locale in sentence.kit.locales if locale.lower().startswith(code.lower())), code)
    return sentence.without(*match.span(), locale=known)


def market(sentence: Sentence) -> Sentence:
    """The market that the copy is for, of those that the kit has."""
    for key, words in MARKETS.items():
        match = re.search(_MARKET.format(words=words), sentence.rest, re.IGNORECASE)
        named = market_of(key, words, sentence.kit) if match else ""
        if match and named:
            # “available in the UK” is part of what is said; “for the UK market” is about the copy.
            own = re.search(r"market|audience|^for", match[0], re.IGNORECASE)
            return sentence.without(*match.span(), market=named) if own else _in_market(sentence, named)
    return sentence


_MARKET = (
    r"\b(?:for|in|to)\s+(?:the\s+|our\s+)?(?:{words})(?:\s+(?:market|audience))?"
    r"(?=\s*(?:$|[,.;!?\n¦]|\b(?:about|on|and (?!the )|with)\b))|\b(?:{words})\s+market\b"
)


def _in_market(sentence: Sentence, named: str) -> Sentence:
    return replace(sentence, heard=replace(sentence.heard, market=named))


def personas(sentence: Sentence) -> Sentence:
    """“for each persona”, “for Sana and Theo”: who gets a piece of their own is no topic and no fact."""
    names = "|".join(re.escape(persona.name.split(",")[0].strip()) for persona in sentence.kit.personas)
    several = rf"(?:{names})(?:(?:,| and|, and| &|,? plus) (?:{names}))+" if names else r"(?!)"
    match = re.search(
        rf"(?:,? ?\bone (?:\w+ )?(?=for ))?(?:\bfor )?(?:\b(?:each|every|all|both|our)(?: of)?(?: our| the)?(?: \w+)? personas?\b|\bper persona\b|\b{several}\b)",
        sentence.rest,
        re.IGNORECASE,
    )
    return sentence.without(*match.span()) if match else sentence


def audience(sentence: Sentence) -> Sentence:
    """Who reads it: “for freelancers”, “inviting bookkeepers to …”, or a persona by name."""
    invited = people.find_invited(sentence.rest)
    if invited:
        who, start, end = invited
        rest = f"{sentence.rest[:start].rstrip()} {GAP} about {sentence.rest[end:].lstrip()}"
        return _for_readers(replace(sentence, rest=rest), who)
    personas = {persona.name.split(",")[0].strip(): persona.name for persona in sentence.kit.personas}
    text = sentence.rest
    while found := people.find_audience(text, (*personas, *personas.values())):
        who, start, end = found
        if who in personas or not _is_in_statement(text, start):
            return _for_readers(sentence.without(start, end), personas.get(who, who))
        if not text[:start].strip(f" {GAP}"):
            break
        text = f"{text[:start]}{GAP * (end - start)}{text[end:]}"
    told = _TOLD.search(sentence.rest)
    return _for_readers(sentence, told["who"]) if told else sentence


def _is_in_statement(text: str, start: int) -> bool:
    """Whether “for customers” ends a statement: who reads it is another matter than what is so for whom."""
    before = re.split(rf"[.,;:!?\n{GAP}]|\bthat\b", text[:start])[-1].strip()
    return is_clause(before) or bool(_STATES.match(before))


def _for_readers(sentence: Sentence, who: str) -> Sentence:
    """With the readers, and with the market that they are of: “US freelancers”."""
    heard = sentence.heard
    audience = heard.audience or re.sub(r"^(?:the|all)\s+", "", who)
    market = heard.market or next(
        (
            market_of(key, words, sentence.kit)
            for key, words in MARKETS.items()
            if re.match(rf"(?:{words})\s", audience, re.IGNORECASE)
        ),
        "",
    )
    return replace(sentence, heard=replace(heard, audience=audience, market=market))


def market_named(value: str, kit: BrandKit) -> str:
    """The kit’s market that a filled-in line means; empty where it has none."""
    for key, words in MARKETS.items():
        if re.search(rf"\b(?:{words})\b", value, re.IGNORECASE):
            return market_of(key, words, kit)
    return next((market for market in kit.markets if market.lower() == value.lower()), "")


def market_of(key: str, words: str, kit: BrandKit) -> str:
    """The kit's own name for a market."""
    return next(
        (name for name in kit.markets if name.lower() == key or re.fullmatch(words, name, re.IGNORECASE)), ""
    )
