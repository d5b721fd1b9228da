"""What a brief says beside its topic: facts that the copy has to carry, each a piece of its own."""

# ruff: noqa: E501
# A pattern or a list of words reads better on one line.
from __future__ import annotations

import re
from collections.abc import Sequence

from llm.house import english
from llm.house.clause_patterns import FILLER, GAP
from llm.house.fact_sentences import VERB_FIRST, in_a_state

_LETTERS = 8
_FEW_WORDS = 6
_A_LIST = 3
_ABOUT_THE_COPY = re.compile(
    r"^(?:and |but |also |please )*(?:(?:make|keep|write) (?:it|this|that|them|things|everything|sure|sentences|the (?:copy|post|text|tone|email|draft|headline|language|focus|message))|make|(?:use|using|avoid|keep|write|try)(?: \w+){0,3} (?:tone|voice|words?|language|emojis?|hashtags?|style|sentences?|bullets?|bullet points|person|templates?|format|hooks?|puns?|humou?r|jargon|english|spelling|template|headlines?|jokes?|facts|clich\w+|capitals|exclamation\w*)|write (?:in|as|for|like|from|about)|no (?:jargon|emojis?|hashtags?|exclamation|buzzwords?|fluff|clich|links?|slang|puns?|sales)|not(?= (?:too|so|overly|very|really|salesy|pushy|cheesy|formal|corporate|boring|long|like|as|an?|sure|more than|your usual|just)\b|$)|without (?:jargon|emojis?|hashtags?|exclamation|buzzwords?)|don[’']?t|do not|focus|talk|it (?:should|needs|has to|must)|should|needs? to|must|"
    r"think|maybe|perhaps|i(?:’m|'m| am| think| guess| want| need)|we (?:need|want|should|could)|can you|could you|thanks(?! (?:to|for|everyone|all)\b)|thank(?! (?:you|our|all|everyone|the)\b)|thank you(?! (?:all|to|for|everyone)\b)|max|maximum|under|around|about|roughly|nothing(?= (?:too|fancy|salesy|over|flashy|long|formal|heavy|cheesy|complicated|corporate|pushy)\b|$)|something|anything|"
    r"variants?\b|versions?\b|options?\b|(?:one|two|three) (?:for|of|with|as|to|on|should|must|more|each|short|long|in (?:a|an|the|our))\b|first |second |the (?:first|second|last|other) |it(?:’|')?s for|this is for|for (?:the )?(?:website|blog|page)|ideally|(?:end|close|finish|start|open|begin|lead) (?:it )?with (?:an?|the|our|some)|apologi[sz]e|say sorry|reassure|emphasi[sz]e|stress|sound|be \w+$|aim|send|due|deadline|approve|check|give|show|let me|same(?= (?:tone|as|style|but|again|thing|format|length|post|kind|way)\b|$)|like (?:last|the)|see (?:the )?(?:attached|above|below)|"
    r"what (?:should|can|do) we (?:say|post|write)|keywords?|title|subject(?! to)|hook|caption|length|words?\b|(?:\d+|a hundred|fifty) (?:words?|characters?|lines?))\b",
    re.IGNORECASE,
)
_STYLE = re.compile(
    r"^(?:(?:and|but|please|use|with)\s+)*(?:no|without|zero|few|avoid|skip|not too many|don[’']t use)\s+(?:any\s+)?(?:emojis?|hashtags?|jargon|exclamation(?: marks?| points?)?|"
    r"buzz ?words?|puns?|slang|clich[eé]s?|fluff|drama|hype|all[ -]caps|capitals?|superlatives?|acronyms?|abbreviations?)\b[^,.;]*$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:from|until|on|at|by|in)\s+(?:\d|[A-Z])")
_SPLIT = re.compile(
    rf"{GAP}|,\s+(?=(?:starts|begins|opens|ends|closes|closing|runs|lasts)\s)|(?<=[.;!?])\s+|\n+|;\s|\s+[–—-]{{1,2}}\s+"
)
_SOMEONE = re.compile(r"(?:she|he|they)\b(?=\s\w)", re.IGNORECASE)


def stated(text: str) -> tuple[str, ...]:
    """The facts in the words of an ask that no clause took: whole pieces that say something, in order.

    What is about the copy itself (“keep it under 100 words”, “not too salesy”) is no fact.
    """
    said: list[str] = []
    for piece in (piece.strip(" ,:;–—-•*\t").rstrip(".") for piece in _SPLIT.split(text)):
        someone = _SOMEONE.match(said[-1]) if said and VERB_FIRST.match(piece) else None
        if someone:
            said.append(f"{someone[0]} {piece}")
        elif said and _GOES_ON.match(piece):
            said[-1] = f"{said[-1]}, {piece}"
        elif _says_something(piece):
            said.append(piece)
    return tuple(said)


def _says_something(piece: str) -> bool:
    if _ABOUT_THE_COPY.match(piece):
        return False
    if re.match(r"not\s\S+\s\S", piece, re.IGNORECASE):
        return True
    letters = len(re.sub(r"\s", "", FILLER.sub("", piece)))
    return (letters >= _LETTERS or (letters > 0 and bool(re.search(r"\d", piece)))) and len(piece.split()) > 1


def parted(topic: str) -> tuple[str, tuple[str, ...]]:
    """A topic without what explains it: “our survey: 62% waited a month” is our survey, and a fact."""
    name, *notes = re.split(r"\s+[–—-]\s+", topic)
    if len(notes) >= _A_LIST or english.is_question_topic(topic):
        return (_named(name), tuple(notes)) if len(notes) >= _A_LIST else (topic, ())
    listed = _OF_A_TIME.match(topic) or _IN_BRACKETS.fullmatch(topic) or _WORDED.fullmatch(topic)
    if listed:
        name = f"our news for {listed['name']}" if listed.re is _OF_A_TIME else _named(listed["name"])
        return name, stated(listed["what"]) or (listed["what"],)
    for mark in (_EXPLAINED, _OFFERED, _DETAILED):
        name, *rest = mark.split(topic, maxsplit=1)
        name = _LEADS_ON.sub("", name.strip(" ,:"))
        if rest and len(name.split()) > 1 and not _WHEN_ONLY.match(rest[0]):
            return _named(name), stated(rest[0]) or _unless_style(rest[0].strip())
        if rest and mark is _EXPLAINED and len(name.split()) == 1 and english.is_clause(rest[0]):
            return parted(rest[0])
    name, comma, rest_of_it = topic.partition(", ")
    if comma and not english.is_clause(name) and english.is_clause(rest_of_it) and len(name.split()) > 1:
        return _named(name), (rest_of_it,)
    return _named(topic), ()


_WORDED = re.compile(r"“(?P<what>[^”]+)”, (?P<name>\w.+)")
"""“get paid on the doorstep”, card payments: words to use, and what they are about."""
_A_TIME = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{4})?"
)
_IN_BRACKETS = re.compile(r"(?P<name>[^()]{3,}?)\s*\((?P<what>[^()]+,[^()]+)\)")
_OF_A_TIME = re.compile(
    r"(?P<name>(?:this |next )?(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"week|month|quarter|spring|summer|autumn|winter|Christmas|Q[1-4])(?: \d{4})?)\s*(?::|\s[–—-])\s+(?P<what>.+)$"
)


def _unless_style(piece: str) -> tuple[str, ...]:
    """“no extensions” is a fact, “no emoji” says how to write."""
    notes = re.split(r",\s*|\s+(?:and|or)\s+(?=no\b|without\b)", piece)
    return () if all(_STYLE.match(note) or _ABOUT_THE_COPY.match(note) for note in notes) else (piece,)


_FOUND_OUT = re.compile(
    r"%|\b(?:one|two|three|four|\d+) (?:in|out of) (?:\w+)\b|\b(?:said|told us|found|shows?|waited|answered|average)\b",
    re.IGNORECASE,
)
_NAMES_THE_NEWS = re.compile(
    r"(?<=[\w’'] )(?<!the )(?:feature )?(?:launch|release) *$|(?<=\w) feature *$", re.IGNORECASE
)
_IN_A_ROLE = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+ as (?:our )?(?:[\w-]+ ){0,4}[\w-]+")
_LEADS_ON = re.compile(r",?\s+(?:here[’']s|here (?:is|are)|get|enjoy|with|so|and)$", re.IGNORECASE)
_WHEN_ONLY = re.compile(r"(?:from|until|on|at|in|by)(?: \S+){1,2}$")
_EXPLAINED = re.compile(
    r":\s+|\s+[–—-]{1,2}\s+|,\s+(?=(?:it|you|they|she|he|which)(?:[’']\w+)?\s)", re.IGNORECASE
)
_OFFERED = re.compile(r",?\s+(?=(?:up to )?(?:\d+ ?%|[£$€]\d[\d,.]*) off\b)", re.IGNORECASE)
_DETAILED = re.compile(
    r",\s+(?=(?!(?:an?|the|our|your|one|two|three)\s)[^,]*\d|(?:available|now|free|from|start(?:s|ing)|begins|opens|closes|closing|ends|remote|hybrid|full[- ]time|part[- ]time|on[- ]site|in person|open|plus|including|no|without|in|at|on)\s|\w+ (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|\w+ (?:minutes|hours|days|weeks)\b)",
    re.IGNORECASE,
)


def goes_on(fact: str) -> bool:
    """Whether a few words only say when or where: “on 12 May”."""
    return bool(_GOES_ON.match(fact)) and len(fact.split()) <= _FEW_WORDS


def has_results(facts: Sequence[str]) -> bool:
    """Whether facts tell what was found out, such as shares of those who were asked."""
    return any(_FOUND_OUT.search(fact) for fact in facts)


def _named(topic: str) -> str:
    """“newsletter for December” names the format again; what it is about is our news."""
    welcomed = _IN_A_ROLE.fullmatch(topic)
    if welcomed:
        return f"we welcome {topic}"
    if _A_TIME.fullmatch(topic):
        return f"our news for {topic}"
    topic = in_a_state(_NAMES_THE_NEWS.sub("", topic).rstrip())
    return re.sub(r"^(?:email )?newsletter\b(?= (?:for|of|from)\b)", "our news", topic, flags=re.IGNORECASE)
