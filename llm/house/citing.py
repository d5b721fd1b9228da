"""Which passages a draft really rests on: those that speak about this channel, this part, these words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from brandkit.channels import Channel, Field
from brandkit.drafts import Citation, Variant
from brandkit.passages import PassageId, RankedPassage
from llm.house.english import listed
from llm.house.word_roots import roots

_MOST_PER_FIELD = 2
_ENOUGH = 2.0
_SPEAKS_OF_PART = 1.5
_SPEAKS_OF_CHANNEL = 1.0
_SHARED_WORD = 0.5
_MOST_FOR_WORDS = 2.0
_OF_THE_FORMAT = "how to write the "
_PART_WORDS: Mapping[str, str] = {
    "hashtags": "hashtag",
    "subject": "subject line",
    "preheader": "preheader preview",
    "cta": "button call action",
    "headlines": "headline",
    "descriptions": "description advert",
    "title": "title heading headline",
    "meta_description": "meta description summary",
    "headline": "headline title",
    "quote": "quote quotation spokesperson",
    "boilerplate": "boilerplate",
    "contact": "contact journalist",
    "lead": "lead opening",
}
_CHANNEL_WORDS: Mapping[str, str] = {
    "linkedin": "linkedin social post",
    "x": "twitter tweet social post",
    "email": "email newsletter subject",
    "ad": "advert ads headline google",
    "sms": "sms text message",
    "blog": "blog article post heading",
    "press": "press release journalist media",
}


def with_citations(variant: Variant, passages: Sequence[RankedPassage], channel: Channel) -> Variant:
    """The variant with the passages its parts rest on; fields that no passage speaks about become gaps."""
    citations = tuple(
        Citation(passage=passage, field=part.field, index=part.index)
        for field in channel
        for part in variant.parts
        if part.field == field.name and part.index == 0
        for passage in _for_part(field, " ".join(variant.texts(field.name)), passages, channel)
    )
    others = tuple(gap for gap in variant.gaps if not gap.startswith(_OF_THE_FORMAT))
    return replace(variant, citations=citations, gaps=(*others, *_gaps(variant, citations, channel)))


def _for_part(
    field: Field, text: str, passages: Sequence[RankedPassage], channel: Channel
) -> tuple[PassageId, ...]:
    scored = [(_fit(field, text, ranked, channel), ranked.passage.id) for ranked in passages]
    best = sorted((pair for pair in scored if pair[0] >= _ENOUGH), key=lambda pair: -pair[0])
    return tuple(dict.fromkeys(passage for _, passage in best))[:_MOST_PER_FIELD]


def _fit(field: Field, text: str, ranked: RankedPassage, channel: Channel) -> float:
    """How much a passage says about this part: its place in the format, its channel, its own words."""
    passage = ranked.passage
    heading = roots(" ".join((*passage.heading, passage.document.replace("-", " ").replace("/", " "))))
    speaks_of = roots(passage.text) | heading
    of_part = bool(roots(_PART_WORDS.get(field.name, "")) & speaks_of)
    of_channel = bool(roots(_CHANNEL_WORDS.get(channel.name, channel.label)) & speaks_of)
    named = bool(roots(f"{channel.name} {channel.label}") & heading)
    shared = min(_MOST_FOR_WORDS, _SHARED_WORD * len(roots(text) & speaks_of))
    return (
        _SPEAKS_OF_PART * of_part
        + _SPEAKS_OF_CHANNEL * (of_channel + (named and field.multiline))
        + shared * (1.0 if of_channel or of_part else 0.75)
    )


def _gaps(variant: Variant, citations: Sequence[Citation], channel: Channel) -> tuple[str, ...]:
    cited = {citation.field for citation in citations}
    written = {part.field for part in variant.parts}
    open_fields = [
        field.label.lower() for field in channel if field.name in written and field.name not in cited
    ]
    if not open_fields:
        return ()
    return (f"{_OF_THE_FORMAT}{listed(open_fields)}",)
