"""The clauses of an ask: who, about what, how, with which link, each taken out of the sentence in turn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from brandkit.briefs import ChannelName
from brandkit.kit import BrandKit
from llm.house import people
from llm.house.channel_names import find_channels
from llm.house.hearing import plain, without_padding

GAP = "¦"
"""Stands where a clause was taken out, so that its neighbours do not run together."""

_URL = re.compile(r"(?:https?://|www\.)[^\s<>“”¦]+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|co|app|dev|example|uk|eu|de|gov|edu)(?:/[^\s<>“”¦]*)?", re.IGNORECASE)  # fmt: skip
_LINK_CUE = re.compile(
    r"(?:\b(?:and|with|please|including|it should)\s+)*(?:\b(?:links?|linking|pointing|point|send(?:ing)? (?:people|them|readers)|"
    r"driv(?:e|ing) (?:people|traffic|readers|them)|url|landing page)\b(?:\s+(?:back|it|on|is|here|them))?(?:\s+(?:to|at|is))?\s*[:=]?|→|->)\s*$",
    re.IGNORECASE,
)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "a couple of": 2, "couple of": 2, "a few": 3, "several": 3, "some": 3, "both": 2}  # fmt: skip
_MOST_VARIANTS = 6
_PIECES = re.compile(
    r"\b(?P<count>[2-6]|two|three|four|five|six|a couple of|a few)\s+(?:different\s+)?"
    r"(?:(?:linkedin|x|google|search|blog|text|press|email)\s+){0,2}"
    r"(?:posts|tweets|emails|newsletters|ads|messages|articles|releases|(?<=\w )(?:variants|versions|options))\b",
    re.IGNORECASE,
)
_VARIANTS = re.compile(
    r"(?:\b(?:and|in|with|give (?:me|us)|please|i need|we need|show me)\s+)*\b(?P<count>\d{1,2}|one|two|three|four|five|six|a couple of|couple of|a few|several|some)"
    r"\s+(?:different\s+|alternative\s+|a/b\s+|ab\s+)?(?:variants?|variations?|options?|versions?|alternatives|takes|ideas|drafts)\b(?:\s+(?:of|for)\b)?(?:\s+please)?",
    re.IGNORECASE,
)
_END = r"(?=\s*(?:$|[.;!?](?:\s|$)|\n|¦))"
_MENTION = re.compile(
    r"(?:\b(?:and|also|please|it|which|that|to|should|must|needs? to|be sure to|make sure (?:to|it|you|we|that it)|don[’']t forget to|remember to|has to|with a)\s+)*"
    rf"\b(?:mention(?:s|ing)?|includ(?:e|es|ing)|highlight(?:s|ing)?|reference|must[- ]haves?|must[- ]mention)\b(?:\s+(?:that(?= )|also))?\s*:?\s*(?P<what>.+?){_END}",
    re.IGNORECASE,
)
_CTA = re.compile(
    r"(?:\b(?:and|with|the|a|our|use|using|please)\s+)*\b(?:cta|call[- ]to[- ]action|button)\b(?:\s+(?:is|should be|saying|says|to|of|text|that says))*\s*[:=–—-]?\s*"
    r"(?:“(?P<quoted>[^”]+)”|(?P<words>[^,.;!?\n¦]+?)(?=\s*(?:$|[,.;!?\n¦])))"
    r"|(?:\b(?:and|to)\s+)*\b(?:ask(?:ing)?|get(?:ting)?|invit(?:e|ing)|encourag(?:e|ing)|tell(?:ing)?|urg(?:e|ing)|nudg(?:e|ing)|prompt(?:ing)?)\s+(?:them|people|readers|everyone|users|customers|clients|freelancers|subscribers)\s+to\s+"
    r"(?P<asked>[^,.;!?\n¦]+?)(?=\s*(?:$|[,.;!?\n¦]|\band\b))"
    r"|(?:^|(?<=[,.;¦\n])\s*)(?:and\s+)?(?P<known>(?:sign up|book a (?:demo|call)|start (?:a|your|the|their) free trial|download (?:it|the app|the guide)|register|subscribe|get in touch|contact us|learn more|find out more|read more|try it (?:for )?free)(?: [a-z]+){0,3})(?=\s*(?:$|[,.;!?\n¦]))",
    re.IGNORECASE,
)
_KEY = re.compile(
    rf"(?:\b(?:and|the|our|with)\s+)*\b(?:key message|main (?:point|message)|core message|(?:the )?message(?= is\b|\s*:)|takeaway|saying that|say that|to say that|the point is that)\b(?:\s+(?:is|should be|being)(?: that)?)?\s*[:=]?\s*(?P<what>“[^”]+”|.+?){_END}",
    re.IGNORECASE,
)
_GOAL = re.compile(
    r"(?:\b(?:with the|the|our|and)\s+)*\b(?:goal|objective|aim|purpose)\b(?:\s+(?:is|being|of))?(?:\s+to)?\s*[:=]?\s*(?P<what>[^,.;!?\n¦]+?)(?=\s*(?:$|[,.;!?\n¦]))"
    r"|\b(?P<drive>to (?:drive|increase|boost|grow|raise|get more|win|generate)\s+[^,.;!?\n¦]+?)(?=\s*(?:$|[,.;!?\n¦]|\b(?:about|for)\b))",
    re.IGNORECASE,
)
_TONES = [
    "friendly",
    "warm",
    "playful",
    "casual",
    "informal",
    "formal",
    "professional",
    "serious",
    "witty",
    "funny",
    "humorous",
    "light-hearted",
    "lighthearted",
    "upbeat",
    "cheerful",
    "calm",
    "reassuring",
    "confident",
    "bold",
    "direct",
    "plain",
    "straightforward",
    "simple",
    "clear",
    "honest",
    "human",
    "conversational",
    "relaxed",
    "energetic",
    "enthusiastic",
    "excited",
    "inspiring",
    "inspirational",
    "motivational",
    "empathetic",
    "kind",
    "gentle",
    "caring",
    "respectful",
    "polite",
    "sober",
    "neutral",
    "factual",
    "informative",
    "educational",
    "helpful",
    "practical",
    "urgent",
    "crisp",
    "punchy",
    "snappy",
    "short",
    "brief",
    "concise",
    "long",
    "detailed",
    "sincere",
    "apologetic",
    "grateful",
    "celebratory",
    "optimistic",
    "modest",
    "understated",
    "quirky",
    "cheeky",
    "elegant",
    "premium",
    "technical",
    "approachable",
    "personable",
    "authoritative",
    "encouraging",
    "thoughtful",
    "matter-of-fact",
    "down-to-earth",
    "no-nonsense",
    "jargon-free",
]
_TONE_WORD = rf"(?:{'|'.join(sorted(map(re.escape, _TONES), key=len, reverse=True))})"
_DEGREE = r"(?:(?:very|quite|slightly|more|less|a bit|a little|super|really|rather|fairly|not too|not|but not|but not too|nice and|keep it)\s+)*"
_TONE_LIST = rf"{_DEGREE}{_TONE_WORD}(?:(?:\s*,\s*(?:and |but )?|\s+and\s+|\s+but\s+|/|\s+yet\s+|\s*&\s*){_DEGREE}{_TONE_WORD})*"
_TONE = re.compile(
    rf"(?:\b(?:and|with|in|use|using)\s+)*(?:\b(?:an?|our|the)\s+)?\b(?:tone|voice|style)\b(?:\s+of voice)?(?:\s+(?:is|should be|of))?\s*[:=]?\s*(?P<after>{_TONE_LIST})\b"
    rf"|(?:\b(?:and|with|in|keep(?:ing)?|make|making)\s+)*(?:\b(?:an?|it|things|the tone|that|sound(?:ing)?)\s+)*\b(?P<list>{_TONE_LIST})\b(?P<tail>(?:\s+(?:tone|voice|style|manner|way|vibe|feel)(?: of voice)?)?)",
    re.IGNORECASE,
)
_MARKETS: Mapping[str, str] = {
    "uk": r"UK|U\.K\.|GB|United Kingdom|Great Britain|Britain|British|England",
    "us": r"(?-i:US)|U\.S\.A?\.?|USA|United States|American?|the States",
    "eu": r"(?-i:EU)|European Union|Europe(?:an)?",
    "de": r"Germany|German|DACH",
    "fr": r"France|French",
    "es": r"Spain|Spanish",
    "au": r"Australian?|AU",
    "ca": r"Canada|Canadian|(?-i:CA)",
    "ie": r"Ireland|Irish",
    "in": r"India|Indian",
}
_LANGUAGES: Mapping[str, str] = {"german": "de", "french": "fr", "spanish": "es", "italian": "it", "dutch": "nl", "portuguese": "pt", "polish": "pl", "swedish": "sv", "danish": "da", "british english": "en-GB", "uk english": "en-GB", "american english": "en-US", "us english": "en-US", "english": "en"}  # fmt: skip
_ABOUT = re.compile(
    rf"\b(?:about|announcing|announce|introducing|introduce|promoting|promote|regarding|re:|covering|explaining|explain|celebrating|celebrate|on the topic of|on the subject of|topic\s*[:=]|subject\s*[:=]|to launch|launching|for the launch of|on(?= how| why| what| the| our| getting| [a-z]+ing\b))\s*(?P<what>.+?){_END}",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\b(?:a|an|some|something|anything|new|quick|another|nice|great|copy|content|post|posts|piece|text|draft|message|update|announcement|us|me|we|i|need|want|"
    r"can|you|write|make|create|please|the|for|on|to|with|of|about|it|this|that|and|in|do|one|tone|style|voice|campaign|marketing|social|media|is|be|should|go|out)\b|[^\w\s]",
    re.IGNORECASE,
)
_LINES: Mapping[str, str] = {
    "channel": "channel", "format": "channel", "platform": "channel", "topic": "topic", "about": "topic", "subject": "topic",
    "audience": "audience", "target": "audience", "target audience": "audience", "for": "audience", "tone": "tone", "voice": "tone",
    "link": "link", "url": "link", "cta": "call_to_action", "call to action": "call_to_action", "mention": "mention",
    "must mention": "mention", "include": "mention", "key message": "key_message", "message": "key_message",
    "objective": "objective", "goal": "objective", "market": "market", "variants": "variants", "product": "product",
}  # fmt: skip
_LABELLED = re.compile(
    rf"(?:^|(?<=[.;\n]))[ \t]*(?P<key>{'|'.join(sorted(map(re.escape, _LINES), key=len, reverse=True))})[ \t]*:(?!//)"
    r"[ \t]*(?P<value>[^\n]+?)(?=[ \t]*(?:$|\n|[.;](?:\s|$)))",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"(?:\b(?:and|with an?|please)\s+)*\blink(?:ing)?\s+(?:it\s+)?to\s+(?P<page>(?:the|our|a)\s+[\w\s-]+?(?:page|guide|form|site|website|post|article|blog|demo))"
    r"(?=\s*(?:$|[,.;!?\n¦]))",
    re.IGNORECASE,
)


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
    """Take a chat message apart. Every clause is removed once understood; what is left may be the topic."""
    text = plain(message)
    sentence = _Sentence(rest=text, heard=Heard(text=without_padding(text)), kit=kit)
    for understand in (
        _lines, _padding, _links, _variants, _call_to_action, _key_message, _mentions,
        _locale, _market, _tone, _channels, _objective, _audience, _topic,
    ):  # fmt: skip
        sentence = understand(sentence)
    return replace(sentence.heard, product=sentence.heard.product or _product(text, kit))


def tone_words(text: str) -> tuple[str, ...]:
    """The words for a tone that occur in a text, in order."""
    return tuple(match.lower() for match in re.findall(rf"\b{_TONE_WORD}\b", text, re.IGNORECASE))


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
    short = all(len(part.split()) <= 7 for part in parts)
    return tuple(_unquoted(part) for part in (parts if short else [text.strip()]) if part)


@dataclass(frozen=True, kw_only=True)
class _Sentence:
    rest: str
    heard: Heard
    kit: BrandKit = field(repr=False)

    def without(self, start: int, end: int, **understood: Any) -> _Sentence:
        rest = f"{self.rest[:start]} {GAP} {self.rest[end:]}"
        return replace(self, rest=rest, heard=replace(self.heard, **understood))


def _lines(sentence: _Sentence) -> _Sentence:
    """“Channel: LinkedIn” on a line of its own, as in a filled-in form."""
    for match in reversed(list(_LABELLED.finditer(sentence.rest))):
        name, value = _LINES[match["key"].lower()], match["value"].strip()
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
            return {"topic": _unquoted(value).rstrip("."), "clear_topic": True}
        case _:
            return {name: _unquoted(value).rstrip(".") if name != "link" else value}


def _padding(sentence: _Sentence) -> _Sentence:
    return replace(sentence, rest=without_padding(sentence.rest))


def _links(sentence: _Sentence) -> _Sentence:
    match = _URL.search(sentence.rest)
    if match is None:
        page = _PAGE.search(sentence.rest)
        return sentence.without(*page.span(), call_to_action=f"see {page['page']}") if page else sentence
    url = match[0].rstrip(".,;:!?)’'")
    before = sentence.rest[: match.start()]
    cue = _LINK_CUE.search(before)
    link = url if url.startswith("http") else f"https://{url}"
    return sentence.without(
        cue.start() if cue else match.start(), match.start() + len(url), link=sentence.heard.link or link
    )


def _variants(sentence: _Sentence) -> _Sentence:
    pieces = _PIECES.search(sentence.rest)
    if pieces:
        return sentence.without(*pieces.span("count"), variants=_count(pieces["count"]))
    match = _VARIANTS.search(sentence.rest)
    return sentence.without(*match.span(), variants=_count(match["count"])) if match else sentence


def _call_to_action(sentence: _Sentence) -> _Sentence:
    match = _CTA.search(sentence.rest)
    if match is None:
        return sentence
    words = match["quoted"] or match["words"] or match["asked"] or match["known"] or ""
    named = sentence.heard.call_to_action if not words else words.strip(" “”")
    return sentence.without(*match.span(), call_to_action=named)


def _key_message(sentence: _Sentence) -> _Sentence:
    match = _KEY.search(sentence.rest)
    return sentence.without(*match.span(), key_message=_unquoted(match["what"])) if match else sentence


def _mentions(sentence: _Sentence) -> _Sentence:
    """Every “mention …”; what follows a comma and is plainly something else is put back."""
    while match := _MENTION.search(sentence.rest):
        kept, back = _until_something_else(match["what"], sentence.kit)
        mentions = (*sentence.heard.must_mention, *split_mentions(kept))
        end = match.end("what") - len(back)
        sentence = sentence.without(match.start(), end, must_mention=tuple(dict.fromkeys(mentions)))
    return sentence


def _until_something_else(text: str, kit: BrandKit) -> tuple[str, str]:
    """The part that is to be mentioned, and the rest that starts another clause."""
    turn = re.compile(
        rf"(?:\s*,)?\s*(?:\band\s+)?\b(?:keep it|make it|in an? [a-z]+ tone|with a link|link(?:ing)? to|aimed at|targeting|audience|tone\b|cta\b|call to action|"
        rf"for (?:the )?[\w-]+ market|about\b|announcing\b|written for|for (?={'|'.join(('freelancers', 'our customers', 'customers'))}))"
        rf"|\s*,\s*(?:and\s+)?(?={_TONE_LIST}\s*(?:$|[,.;¦]|tone\b))"
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
    pattern = rf"\b(?:written )?in (?P<language>{'|'.join(_LANGUAGES)})\b(?! (?:market|speaking))"
    match = re.search(pattern, sentence.rest, re.IGNORECASE)
    if match is None:
        return sentence
    code = _LANGUAGES[match["language"].lower()]
    known = next((locale for locale in sentence.kit.locales if locale.lower().startswith(code.lower())), code)
    return sentence.without(*match.span(), locale=known)


def _market(sentence: _Sentence) -> _Sentence:
    for key, words in _MARKETS.items():
        pattern = rf"\b(?:for|in|to)\s+(?:the\s+|our\s+)?(?:{words})(?:\s+(?:market|audience))?(?=\s*(?:$|[,.;!?\n¦]|\b(?:about|on|and|with)\b))|\b(?:{words})\s+market\b"
        match = re.search(pattern, sentence.rest, re.IGNORECASE)
        named = _market_of(key, words, sentence.kit) if match else ""
        if match and named:
            return sentence.without(*match.span(), market=named)
    return sentence


def _market_named(value: str, kit: BrandKit) -> str:
    for key, words in _MARKETS.items():
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
    for match in _TONE.finditer(sentence.rest):
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
    match = _GOAL.search(sentence.rest)
    if match is None:
        return sentence
    return sentence.without(*match.span(), objective=(match["what"] or match["drive"] or "").strip())


def _audience(sentence: _Sentence) -> _Sentence:
    personas = [persona.name for persona in sentence.kit.personas]
    found = people.find_audience(sentence.rest, personas)
    if found is None:
        return sentence
    who, start, end = found
    return sentence.without(
        start, end, audience=sentence.heard.audience or re.sub(r"^(?:the|all)\s+", "", who)
    )


def _topic(sentence: _Sentence) -> _Sentence:
    if sentence.heard.topic:
        return sentence
    match = _ABOUT.search(sentence.rest)
    if match and _FILLER.sub("", match["what"]).strip():
        return replace(
            sentence, heard=replace(sentence.heard, topic=_tidy_topic(match["what"]), clear_topic=True)
        )
    left = max(
        (piece.strip() for piece in re.split(rf"{GAP}|[.;!?]\s|\n", sentence.rest)), key=_weight, default=""
    )
    return replace(sentence, heard=replace(sentence.heard, topic=_tidy_topic(left) if _weight(left) else ""))


def _weight(piece: str) -> int:
    """How many letters of a left-over piece carry meaning."""
    return len(re.sub(r"\s", "", _FILLER.sub("", piece)))


def _tidy_topic(text: str) -> str:
    text = re.sub(
        r"^(?:[\s,:;–—-]|\b(?:for|on|to|of|that|with|and|the fact that|is|a (?:post|piece|draft|copy) (?:on|for))\b\s)+",
        "",
        text.strip(),
        flags=re.IGNORECASE,
    )
    text = re.sub(r"(?:[\s,:;.!–—-]|\s(?:for|on|to|of|with|and|in|a|an))+$", "", text, flags=re.IGNORECASE)
    return (
        without_padding(_unquoted(text)) if not text.lower().startswith(("we ", "our ")) else _unquoted(text)
    )


def _product(text: str, kit: BrandKit) -> str:
    text = _URL.sub(" ", text)
    return next(
        (
            name
            for name in sorted(kit.products, key=len, reverse=True)
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
        ),
        "",
    )


def _unquoted(text: str) -> str:
    text = text.strip()
    return (
        text[1:-1].strip() if text.startswith("“") and text.endswith("”") and text.count("“") == 1 else text
    )


def _count(text: str) -> int:
    digits = re.search(r"\d+", text)
    number = int(digits[0]) if digits else _NUMBERS.get(text.strip().lower(), 1)
    return max(1, min(number, _MOST_VARIANTS))
