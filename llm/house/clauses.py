"""The clauses of an ask: who, about what, how, with which link, each taken out of the sentence in turn."""

# ruff: noqa: E501
# A pattern or a list of words reads better on one line.
from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from brandkit.briefs import ChannelName
from brandkit.kit import BrandKit
from llm.house import facts, orders, people
from llm.house.channel_names import find_channels
from llm.house.clause_patterns import (
    CONTRAST,
    CTA,
    GAP,
    GOAL,
    KEY,
    LABELLED,
    LANGUAGES,
    LINES,
    LINK_CUE,
    MARKETS,
    MENTION,
    MOST_VARIANTS,
    NUMBERS,
    PAGE,
    PIECES,
    STEP_TO_LINK,
    TONE,
    TONE_LIST,
    TONE_WORD,
    URL,
    VARIANTS,
)
from llm.house.english import is_clause
from llm.house.hearing import calmed, plain, without_padding
from llm.house.shorthand import written_out
from llm.house.topics import subject_of, tidy_topic, unquoted

_SHORT_THING = 7
"""Longer parts of a list are statements."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What one message said, field by field; empty where it said nothing.

    `clear_topic` tells a topic named as such (“about …”) from words that were merely left over.
    """

    text: str
    channels: tuple[ChannelName, ...] = ()
    topic: str = ""
    clear_topic: bool = False
    audience: str = ""
    tone: str = ""
    link: str = ""
    call_to_action: str = ""
    key_message: str = ""
    objective: str = ""
    must_mention: tuple[str, ...] = ()
    product: str = ""
    market: str = ""
    locale: str = ""
    variants: int = 0


def hear(message: str, kit: BrandKit) -> Heard:
    """Take a chat message apart. Every clause is removed once understood; what is left may be the topic.

    Orders to break the brand's rules are no part of the brief.
    """
    known = _known(kit)
    text = written_out(calmed(orders.apart(plain(message)).rest, known), known)
    sentence = _Sentence(rest=text, heard=Heard(text=without_padding(text)), kit=kit)
    for understand in (
        _lines, _padding, _links, _variants, _call_to_action, _key_message, _mentions,
        _locale, _market, _tone, _channels, _objective, _personas, _audience, _topic,
    ):  # fmt: skip
        sentence = understand(sentence)
    return replace(sentence.heard, product=sentence.heard.product or _product(text, kit))


def _known(kit: BrandKit) -> str:
    """Words that a message to this brand's desk is likely to have, to tell slips from names."""
    told = (word for template in kit.templates for word in template.about)
    return " ".join((*kit.products, *kit.channels, *told, *(persona.name for persona in kit.personas)))


def tone_words(text: str) -> tuple[str, ...]:
    """The words for a tone that occur in a text, in order."""
    return tuple(match.lower() for match in re.findall(rf"\b{TONE_WORD}\b", text, re.IGNORECASE))


def split_mentions(text: str) -> tuple[str, ...]:
    """“the free trial, and the 2-minute set-up” → both; statements with a verb stay whole."""
    quoted = re.findall(r"“([^”]+)”", text)
    if quoted:
        return tuple(part.strip() for part in quoted)
    parts = [
        part.strip()
        for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+(?=(?:the|our|a|an|that)\s)", text)
        if part.strip()
    ]
    short = all(len(part.split()) <= _SHORT_THING for part in parts)
    return tuple(unquoted(part) for part in (parts if short else [text.strip()]) if part)


@dataclass(frozen=True, kw_only=True)
class _Sentence:
    rest: str
    heard: Heard
    kit: BrandKit = field(repr=False)

    def without(self, start: int, end: int, **understood: Any) -> _Sentence:
        rest = f"{self.rest[:start].rstrip()} {GAP} {self.rest[end:].lstrip(' ')}"
        return replace(self, rest=rest, heard=replace(self.heard, **understood))


def _lines(sentence: _Sentence) -> _Sentence:
    """“Channel: LinkedIn” on a line of its own, as in a filled-in form."""
    for match in reversed(list(LABELLED.finditer(sentence.rest))):
        name, value = LINES.get(match["key"].lower(), "mention"), match["value"].strip()
        sentence = sentence.without(*match.span(), **_line(name, value, sentence))
    return sentence


def _line(name: str, value: str, sentence: _Sentence) -> dict[str, Any]:
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
            return {"variants": _count(value)}
        case "market":
            return {"market": _market_named(value, sentence.kit) or value}
        case "topic":
            return {"topic": unquoted(value).rstrip("."), "clear_topic": True}
        case _:
            return {name: unquoted(value).rstrip(".") if name != "link" else value}


def _padding(sentence: _Sentence) -> _Sentence:
    return replace(sentence, rest=without_padding(sentence.rest))


def _links(sentence: _Sentence) -> _Sentence:
    match = URL.search(sentence.rest)
    if match is None:
        page = PAGE.search(sentence.rest)
        return sentence.without(*page.span(), call_to_action=f"see {page['page']}") if page else sentence
    url = match[0].rstrip(".,;:!?)’'")
    before = sentence.rest[: match.start()]
    cue, step = LINK_CUE.search(before), STEP_TO_LINK.search(before)
    link = url if url.startswith("http") else f"https://{url}"
    understood = {"link": sentence.heard.link or link}
    if step and not cue:
        understood["call_to_action"] = step["step"].strip()
    start = cue.start() if cue else step.start() if step else match.start()
    return sentence.without(start, match.start() + len(url), **understood)


def _variants(sentence: _Sentence) -> _Sentence:
    match = VARIANTS.search(sentence.rest)
    if match:
        return sentence.without(*match.span(), variants=_count(match["count"]))
    pieces = PIECES.search(sentence.rest)
    return sentence.without(*pieces.span("count"), variants=_count(pieces["count"])) if pieces else sentence


def _call_to_action(sentence: _Sentence) -> _Sentence:
    match = CTA.search(sentence.rest)
    if match is None or (sentence.heard.call_to_action and match["known"]):
        return sentence
    words = match["quoted"] or match["words"] or match["asked"] or match["known"] or ""
    words = re.sub(r"\s+(?:at|here|on|via)$", "", words.strip(" “”"))
    named = words or sentence.heard.call_to_action
    return sentence.without(*match.span(), call_to_action=named)


def _key_message(sentence: _Sentence) -> _Sentence:
    match = KEY.search(sentence.rest)
    return sentence.without(*match.span(), key_message=unquoted(match["what"])) if match else sentence


def _mentions(sentence: _Sentence) -> _Sentence:
    """Every “mention …”; what follows a comma and is plainly something else is put back."""
    while match := MENTION.search(sentence.rest):
        kept, back = _until_something_else(match["what"], sentence.kit)
        mentions = (*sentence.heard.must_mention, *split_mentions(kept))
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


def _locale(sentence: _Sentence) -> _Sentence:
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


def _market(sentence: _Sentence) -> _Sentence:
    for key, words in MARKETS.items():
        match = re.search(_MARKET.format(words=words), sentence.rest, re.IGNORECASE)
        named = _market_of(key, words, sentence.kit) if match else ""
        if match and named:
            # “available in the UK” is part of what is said; “for the UK market” is about the copy.
            own = re.search(r"market|audience|^for", match[0], re.IGNORECASE)
            return sentence.without(*match.span(), market=named) if own else _in_market(sentence, named)
    return sentence


_MARKET = (
    r"\b(?:for|in|to)\s+(?:the\s+|our\s+)?(?:{words})(?:\s+(?:market|audience))?"
    r"(?=\s*(?:$|[,.;!?\n¦]|\b(?:about|on|and (?!the )|with)\b))|\b(?:{words})\s+market\b"
)


def _in_market(sentence: _Sentence, named: str) -> _Sentence:
    return replace(sentence, heard=replace(sentence.heard, market=named))


def _market_named(value: str, kit: BrandKit) -> str:
    for key, words in MARKETS.items():
        if re.search(rf"\b(?:{words})\b", value, re.IGNORECASE):
            return _market_of(key, words, kit)
    return next((market for market in kit.markets if market.lower() == value.lower()), "")


def _market_of(key: str, words: str, kit: BrandKit) -> str:
    """The kit's own name for a market."""
    return next(
        (name for name in kit.markets if name.lower() == key or re.fullmatch(words, name, re.IGNORECASE)), ""
    )


def _tone(sentence: _Sentence) -> _Sentence:
    """Tone words where they describe the copy: in a clause of their own, or before the channel's name."""
    contrast = CONTRAST.search(sentence.rest)
    if contrast:
        tone = ", ".join(filter(None, (sentence.heard.tone, contrast["tone"].lower())))
        return _tone(sentence.without(*contrast.span(), tone=tone))
    for match in TONE.finditer(sentence.rest):
        before, after = sentence.rest[: match.start()], sentence.rest[match.end() :]
        opens = not before.strip() or before.rstrip()[-1] in f",.;:!?-–—({GAP}\n"
        closes = (
            not after.strip()
            or after.lstrip()[0] in f",.;:!?)-–—{GAP}\n"
            or bool(re.match(r"\s+(?:and|with|but|please|link)\b", after))
        )
        named = match["after"] or (match["tail"] or "").strip()
        before_channel = opens and any(
            found.start <= match.end() + 1
            for found in find_channels(sentence.rest, sentence.kit.channels)[:1]
        )
        if (
            named
            or (opens and closes)
            or before_channel
            or re.match(r"(?:and\s+)?(?:keep|make|making)", match[0], re.IGNORECASE)
        ):
            words = re.sub(
                r"^(?:keep it|nice and|and|but)\s+",
                "",
                (match["after"] or match["list"]).strip(),
                flags=re.IGNORECASE,
            )
            tone = ", ".join(filter(None, (sentence.heard.tone, words.lower())))
            return _tone(sentence.without(*match.span(), tone=tone))
    return sentence


def _channels(sentence: _Sentence) -> _Sentence:
    found = find_channels(sentence.rest, sentence.kit.channels)
    names = tuple(named.name for named in found)
    for named in sorted(found, key=lambda each: -each.start):
        head = re.search(
            r"(?:\b(?:and|as|for|on|in|to|our|an?|the|new|quick|our next)\s+)*$",
            sentence.rest[: named.start],
            re.IGNORECASE,
        )
        start = head.start() if head else named.start
        sentence = sentence.without(start, named.end)
    return replace(sentence, heard=replace(sentence.heard, channels=sentence.heard.channels or names))


def _objective(sentence: _Sentence) -> _Sentence:
    match = GOAL.search(sentence.rest)
    if match is None:
        return sentence
    return sentence.without(*match.span(), objective=(match["what"] or match["drive"] or "").strip())


def _personas(sentence: _Sentence) -> _Sentence:
    """“for each persona”, “for Sana and Theo”: who gets a piece of their own is no topic and no fact."""
    names = "|".join(re.escape(persona.name.split(",")[0].strip()) for persona in sentence.kit.personas)
    several = rf"(?:{names})(?:(?:,| and|, and| &|,? plus) (?:{names}))+" if names else r"(?!)"
    match = re.search(
        rf"(?:\bfor )?(?:\b(?:each|every|all|both|our)(?: of)?(?: our| the)?(?: \w+)? personas?\b|\bper persona\b|\b{several}\b)",
        sentence.rest,
        re.IGNORECASE,
    )
    return sentence.without(*match.span()) if match else sentence


def _audience(sentence: _Sentence) -> _Sentence:
    invited = people.find_invited(sentence.rest)
    if invited:
        who, start, end = invited
        rest = f"{sentence.rest[:start].rstrip()} {GAP} about {sentence.rest[end:].lstrip()}"
        return _for_readers(replace(sentence, rest=rest), who)
    personas = {persona.name.split(",")[0].strip(): persona.name for persona in sentence.kit.personas}
    found = people.find_audience(sentence.rest, (*personas, *personas.values()))
    if found is None:
        return sentence
    who, start, end = found
    return _for_readers(sentence.without(start, end), personas.get(who, who))


def _for_readers(sentence: _Sentence, who: str) -> _Sentence:
    """With the readers, and with the market that they are of: “US freelancers”."""
    heard = sentence.heard
    audience = heard.audience or re.sub(r"^(?:the|all)\s+", "", who)
    market = heard.market or next(
        (
            _market_of(key, words, sentence.kit)
            for key, words in MARKETS.items()
            if re.match(rf"(?:{words})\s", audience, re.IGNORECASE)
        ),
        "",
    )
    return replace(sentence, heard=replace(heard, audience=audience, market=market))


def _topic(sentence: _Sentence) -> _Sentence:
    """What it is about, named as such or said first; what is said besides has to be mentioned."""
    heard = sentence.heard
    topic, beside, clear = subject_of(sentence.rest, heard.topic)
    topic, explained = (topic, ()) if heard.topic else facts.parted(tidy_topic(topic))
    besides = facts.stated(beside)
    if besides and topic and facts.goes_on(besides[0]) and not is_clause(topic):
        topic, besides = f"{topic} {besides[0]}", besides[1:]
    said = tuple(dict.fromkeys((*heard.must_mention, *explained, *besides)))
    return replace(sentence, heard=replace(heard, topic=topic, clear_topic=clear, must_mention=said))


def _product(text: str, kit: BrandKit) -> str:
    text = URL.sub(" ", text)
    return next(
        (
            name
            for name in sorted(kit.products, key=len, reverse=True)
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
        ),
        "",
    )


def _count(text: str) -> int:
    digits = re.search(r"\d+", text)
    number = int(digits[0]) if digits else NUMBERS.get(text.strip().lower(), 1)
    return max(1, min(number, MOST_VARIANTS))
