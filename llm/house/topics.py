"""What a piece of copy is to be about: the part of an ask that names its subject."""

# ruff: noqa: E501
# A pattern or a list of words reads better on one line.
from __future__ import annotations

import re

from llm.house import facts
from llm.house.beyond_copy import without_promised_tips
from llm.house.clause_patterns import ABOUT, FILLER, GAP
from llm.house.english import is_clause, is_gerund, is_plural, is_question_topic
from llm.house.fact_sentences import second_person
from llm.house.hearing import without_padding

_LABEL = (
    r"(?:poll|quiz|question|hot take|unpopular opinion|pro tip|fun fact)(?=\s*[:–-])|"
    r"(?:(?:headlines?|subject lines?|copy|posts?|captions?) )?ideas? (?:for|about|on)|"
    r"(?:please )?(?:don[’']t forget|remember)(?= that\b|,|:)(?: that)?|"
    r"(?:(?:feature|product|company|service) )?(?:reminder|announcement|update|notice|heads-up|news|promo)(?=\s*[:,–-]|\s+that\b)(?: that)?"
)
"""What a piece is called before its topic comes: “reminder: webinar tomorrow”."""
_LEADS_TO_IT = re.compile(
    rf"^(?:[\s,:;{GAP}–—-]|\b(?:for|on|to|of|that|with|and|the fact that|is|a (?:post|piece|draft|copy) (?:on|for))\b\s|(?:{_LABEL})(?:\s*[:,–-]\s|\s))+",
    re.IGNORECASE,
)
_FROM_COPY = re.compile(
    r"(?:\b(?:made |make it )?(?:out of|from|based on|using|with|of)\s+)?\b(?:this|these|the (?:following|below|text below|notes below))"
    r"(?:\s+(?:text|notes?|copy|paragraphs?|points?|info|information|facts?))?\s*(?::|(?=\n|$))",
    re.IGNORECASE,
)
_PASTED = re.compile(r"“([^“”]*[.!?]\s[^“”]*)”")


def subject_of(rest: str, named: str) -> tuple[str, str, bool]:
    """The words for the topic, what is said besides, and whether the topic was named as such.

    `rest` is the ask without the clauses understood so far, `named` a topic that one of them gave.
    """
    if named:
        return named, rest, True
    rest = _CUE_APART.sub(r"\1 ", _NO_IDEA.sub(GAP, rest))
    pasted = _FROM_COPY.search(rest)
    if pasted:
        copy = _PASTED.sub(r"\1", rest[pasted.end() :])
        rest = f"{rest[: pasted.start()]}{GAP}{copy}"
    match = next((each for each in ABOUT.finditer(rest) if not _is_mere_on(rest, each)), None)
    stated = _whole_with_about(rest, match) if match else ""
    if stated:
        return stated, rest.replace(stated, GAP, 1), True
    if match and FILLER.sub("", match["what"]).strip():
        told = re.match(r"(?:remind|tell|inform|warn|notify)", match[0], re.IGNORECASE)
        what = second_person(match["what"]) if told else _launched(match)
        return what, f"{rest[: match.start()]}{GAP}{rest[match.end() :]}", True
    first = next((piece for piece in _pieces(rest) if _weight(piece)), "")
    return first, rest.replace(first, GAP, 1) if first else rest, False


_ON_ITS_DAY = re.compile(
    r"\s(?P<when>(?:on|in) (?:\d|January|February|March|April|May|June|July|August|September|October|November|December).*)$"
)


def _launched(match: re.Match[str]) -> str:
    """“the launch of Bookkeeper view on 3 February” says that it launches then; anything else is as it is."""
    when = (
        _ON_ITS_DAY.search(match["what"])
        if "launch" in match[0][: match.start("what") - match.start()].lower()
        else None
    )
    if when is None:
        return match["what"]
    thing = match["what"][: when.start()].strip(" ,")
    return f"{thing} {'launch' if is_plural(thing) else 'launches'} {when['when']}"


def _is_mere_on(text: str, cue: re.Match[str]) -> bool:
    """Whether an “on” stands inside what is said, as in “easier on the eyes”."""
    before = re.split(rf"{GAP}|[.;!?:]\s|\n", text[: cue.start()])[-1]
    return cue[0].lower().startswith("on ") and _weight(before) > 0


_NO_IDEA = re.compile(
    r"(?:^|(?<=[.!?\n¦]))\s*(?:(?:i[’']m |i am |we[’']re )?not sure|no idea|(?:i |we )?don[’']?t know(?: yet)?|you (?:decide|choose))\b[^.!?\n¦]*[.!?]?",
    re.IGNORECASE,
)
_CUE_APART = re.compile(rf"\b(announc(?:e|ing)|about)\s+(?:{GAP}\s*)+(?=that\b)", re.IGNORECASE)
"""“Announce on LinkedIn that …”: the cue and what it leads to, where a channel stood between them."""
_ORDERS = re.compile(
    r"(?:i|we)(?:[’']d)? (?:need|want|would|should|could|have to|must|like|are looking)\b|it[’']?s\b",
    re.IGNORECASE,
)


def _whole_with_about(text: str, match: re.Match[str]) -> str:
    """What has the cue inside and is about the whole of it; else empty.

    A statement: “our founder is speaking on Thursday about AI”. A thing: “workshops on writing letters”.
    """
    cue = match.start()
    piece = next((each for each in _pieces(text) if text.find(each) < cue < text.find(each) + len(each)), "")
    said = tidy_topic(text[text.find(piece) : cue]) if piece else ""
    if not said or _ORDERS.match(said):
        return ""
    thing = match[0].lower().startswith("on ") and _weight(said) > 0 and not is_clause(said)
    return piece if thing or (is_clause(said) and facts.stated(said)) else ""


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in re.split(rf"{GAP}|[.;!?]\s|\n", text)]


def _weight(piece: str) -> int:
    """How many letters of a left-over piece carry meaning."""
    return len(re.sub(r"\s", "", FILLER.sub("", piece)))


def tidy_topic(text: str) -> str:
    """The words for a topic without what only leads to it: “on our sale,” → “our sale”."""
    text = without_promised_tips(_LEADS_TO_IT.sub("", text.strip()))
    text = re.sub(r"^(?:to )?say(?:ing)? sorry (?=for\b|that\b)", "apologising ", text, flags=re.IGNORECASE)
    text = re.sub(r"^(?:maybe|perhaps|possibly) ", "", text, flags=re.IGNORECASE)
    text = re.sub(r"(?:[\s,:;.!–—-]|\s(?:for|on|to|of|with|and|in|a|an))+$", "", text, flags=re.IGNORECASE)
    if text.endswith("?") and not (is_question_topic(text[:-1]) or is_gerund(text) or is_clause(text)):
        text = text[:-1]
    return (
        unquoted(text)
        if text.lower().startswith(("we ", "we’", "we'", "our ")) or is_question_topic(text)
        else without_padding(unquoted(text))
    )


def unquoted(text: str) -> str:
    """A text without the quotes that stand around the whole of it."""
    text = text.strip()
    return (
        text[1:-1].strip() if text.startswith("“") and text.endswith("”") and text.count("“") == 1 else text
    )
