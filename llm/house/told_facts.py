"""Facts that a person tells the desk to say, “mention that exports now open in Excel”, each as it was worded."""

# ruff: noqa: E501
# A pattern or a list of words reads better on one line.
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from brandkit.briefs import ChannelName
from brandkit.channels import Channel
from llm.house import english
from llm.house.channel_names import find_channels
from llm.house.clause_patterns import END, FILLER, GAP, TONE_LIST
from llm.house.people import find_audience

_LEAD = (
    r"(?:\b(?:and|also|but|then|please|it|which|that|to|you|we|should|must|can|could|needs? to|has to|have to|want you to|"
    r"(?:please )?(?:be|make) sure (?:to|you|we|it|that it)|(?:don[’']t|do not) forget to|remember to)\s+)*"
)
_BEGINS = rf"(?:^|(?<=[,.;:!?\n{GAP}–—-])|(?<=[,.;:!?\n{GAP}–—-]\s)|(?<=\band\s)|(?<=\balso\s)|(?<=\bplease\s)|(?<=\bshould\s)|(?<=\bmust\s)|(?<=\bforget to\s)|(?<=\bremember to\s)|(?<=\bsure to\s)|(?<=\bsure you\s)|(?<=\bsure we\s)|(?<=\bsure it\s))"
_THEM = r"(?:them|people|readers|everyone|everybody|customers|clients|users|subscribers)"
_CUE = re.compile(
    rf"{_LEAD}(?:"
    r"\b(?:mention(?:s|ing)?|point(?:s|ing)? out|not(?:e|es|ing)(?! down)|highlight(?:s|ing)?|stress(?:es|ing)?|emphasi[sz](?:e|es|ing)|underlin(?:e|es|ing)|"
    r"mak(?:e|es|ing) (?:it |that )?(?:very |really |absolutely |perfectly )?(?:clear|plain)|spell(?:s|ing)? out|get(?:ting)? across|bring(?:ing)? up)(?: to \w+)?"
    rf"|^clear|{_BEGINS}(?:say|add|state|explain|include)"
    rf"|{_BEGINS}(?:tell|remind|let) {_THEM}(?: know)?"
    r")(?: (?:also|too|as well|please))?:? that:?\s+(?=[\w“£$€])",
    re.IGNORECASE,
)
AND_THAT = re.compile(r"(?:\s*,?\s+(?:and|but)(?: also)?|\s*,) that\s+(?=\w)", re.IGNORECASE)
_SOMETHING_ELSE = re.compile(
    r"\s*[,;]?\s+(?:(?:and|but|please|also|then)\s+)*(?:keep it|keep the (?:tone|copy|text)|make it|in an? [a-z-]+(?: (?:and|but) [a-z-]+)? tone|with a link|link(?:ing)? (?:it )?to|aimed at|targeting|audience:|"
    r"cta\b|call to action\b|tone:|no (?:emojis?|hashtags?|jargon)\b|without (?:emojis?|hashtags?|jargon)\b|(?:\d|two|three|four|five) (?:variants|options|versions)|shorten|leave out|drop the|remove the|change the|add an? (?:link|cta|ps|p\.s\.|emoji|hashtag))"
    rf"|\s*,\s*(?:and\s+)?(?={TONE_LIST}\s*(?:$|[,.;{GAP}]|tone\b))"
    r"|\s*,\s*(?:and\s+)?(?:make|drop|remove|add|change|replace|shorten|shorter|longer|warmer|friendlier|more formal|use)\b(?= |$)",
    re.IGNORECASE,
)
"""What is about the copy again, and no longer part of the fact."""
_NOT = re.compile(
    r"\b(?:don[’']t|do not|not|never|without|stop|drop|remove|delete|cut|leave out|take out|lose|omit|skip|get rid of)\b(?: \S+){0,5}\s*$",
    re.IGNORECASE,
)
_PLACED = re.compile(r",\s*(?:(?:for|on|in|as) )?(?:an? |our |the )?$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Told:
    """Facts that one cue brings, each a sentence with its stop, and the span of cue and facts."""

    facts: tuple[str, ...]
    start: int
    end: int


def first_told(text: str, channels: Mapping[ChannelName, Channel] = MappingProxyType({})) -> Told | None:
    """The first facts that a text orders to be said; None where it orders none.

    “Tell customers that …” at the beginning names what the piece is about, and is no such order. Where the
    copy goes may follow the fact (“…, on LinkedIn”); `channels` are those there are.
    """
    for cue in _CUE.finditer(text):
        stop = re.compile(END).search(text, cue.end())
        whole = text[cue.end() : stop.start() if stop else len(text)]
        said = whole[: _end_of_fact(whole, channels)].rstrip(" ,;")
        found = tuple(
            english.with_stop(part.strip(" ,;")) for part in AND_THAT.split(said) if part.strip(" ,;")
        )
        if found and not _opens_request(cue, text, channels) and not _NOT.search(text[: cue.start()]):
            return Told(facts=found, start=cue.start(), end=cue.end() + len(said))
    return None


def is_told(wish: str) -> bool:
    """Whether a wish is a fact in whole words, to be said as it stands, rather than the name of a thing."""
    return wish.rstrip().endswith((".", "!", "…"))


def _opens_request(cue: re.Match[str], text: str, channels: Mapping[ChannelName, Channel]) -> bool:
    """“Email: remind people that the webinar starts on Monday” is what a piece is about."""
    if not channels or not re.search(r"\b(?:tell|remind|let)\b", cue[0], re.IGNORECASE):
        return False
    before = text[: cue.start()]
    for each in reversed(find_channels(before, channels)):
        before = before[: each.start] + before[each.end :]
    return not FILLER.sub("", before).strip()


def _end_of_fact(text: str, channels: Mapping[ChannelName, Channel]) -> int:
    """Where a fact ends and the sentence goes on with something else."""
    ends = [match.start() for match in (_SOMETHING_ELSE.search(text), _CUE.search(text)) if match]
    named = (_PLACED.search(text[: each.start]) for each in find_channels(text, channels))
    ends += [place.start() for place in named if place]
    comma = text.rfind(", for ")
    if comma > 0 and find_audience(text[comma + 2 :]):
        ends.append(comma)
    return min([*ends, len(text)])
