"""Which passages a draft really rests on: those that speak about this channel, this part, these words."""

# ruff: noqa: E501
# A pattern or a list of words reads better on one line.
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from brandkit.channels import Channel, Field
from brandkit.drafts import Citation, Variant
from brandkit.kit import Mandatory
from brandkit.passages import Passage, PassageId, RankedPassage
from llm.house.completing import is_carried, main_field
from llm.house.english import listed, sentences
from llm.house.word_roots import roots

_MOST_PER_FIELD = 2
_REQUIRED = 4.0
_VERBATIM = 3.0
_OF_PART = 2.0
_OF_CHANNEL = 1.0
_ENOUGH_WORDS = 4
_ENOUGH_SHARED = 0.4
_OF_THE_FORMAT = "how to write the "
_PART_NAMES: Mapping[str, tuple[str, ...]] = {
    "hashtags": ("hashtag",),
    "subject": ("subject line",),
    "preheader": ("preheader", "pre-header", "preview text"),
    "cta": ("button", "call to action", "calls to action"),
    "headlines": ("headline",),
    "descriptions": ("description",),
    "path": ("display path",),
    "title": ("title", "headline"),
    "meta_description": ("meta description",),
    "headline": ("headline", "title"),
    "quote": ("quote", "quotation", "spokesperson"),
    "boilerplate": ("boilerplate",),
    "contact": ("press contact", "media contact", "contact detail", "contact for journalist", "contact line"),
    "lead": ("lead paragraph", "first paragraph", "opening paragraph"),
    "dateline": ("dateline",),
}
"""What guidelines call a part; one that is not here is known by the channel alone."""
_CHANNEL_NAMES: Mapping[str, tuple[str, ...]] = {
    "linkedin": ("linkedin",),
    "x": ("x", "twitter", "tweet", "tweeting"),
    "email": ("email", "e-mail", "newsletter", "mailing"),
    "ad": ("ad", "advert", "google ad", "search ad"),
    "sms": ("sms", "text message"),
    "blog": ("blog", "blog post", "blogging"),
    "press": ("press", "press release", "media release", "journalist"),
}
_OF_WRITING = re.compile(
    r"\b(?:writ(?:e|es|ing|ten)|words?|wording|tone|voice|sentences?|paragraphs?|characters?|letters?|headlines?|headings?|subject lines?|"
    r"short(?:er)?|long(?:er)?|plain|clear(?:ly)?|concise|readers?|audience|hashtags?|emoji|capitals?|exclamation|questions?|opens?|opening|"
    r"begins?|starts?|ends?|first|last|says?|address(?:es)?|quotes?|text|copy|messages?|examples?)\b",
    re.IGNORECASE,
)
_OF_WORK = re.compile(
    r"\b(?:click|log ?in|sign in|upload|download|submit|pull request|issue|repository|repo|branch|fork|commit|merge|file|folder|"
    r"account|password|schedule|calendar|spreadsheet|form|dashboard|settings?|menu|button|template|draft|deadline|meeting|committee|"
    r"maintainers?|contact us|publish(?:ed|ing)?|yaml|markdown)\b",
    re.IGNORECASE,
)
_OF_A_PROCESS = re.compile(
    r"\b(?:publishing|submi(?:t|ts|tting|ssions?)|contribut(?:e|es|ing)|shar(?:e|ing)|upload(?:ing)?|workflows?|process(?:es)?|"
    r"schedul(?:e|es|ing)|requests?|requesting|access|log ?in|troubleshooting|tips and tricks|how to (?:post|send|publish)|platforms)\b",
    re.IGNORECASE,
)
"""Headings and names of documents on how a piece gets out, and not on how it is written."""
_REFERS_ON = re.compile(r"see (?:the |our |also )?[^.]{0,80}\.?\s*(?:Back to top)?\s*$", re.IGNORECASE)
"""A passage that only says where else to look."""
_MORE_THAN_WORK = 2
_SOCIAL = ("social media", "social post", "social")
_EMAIL_ADDRESS = re.compile(r"e-?mail address", re.IGNORECASE)
_ON_SOCIAL = frozenset({"linkedin", "x"})


def with_citations(
    variant: Variant,
    passages: Sequence[RankedPassage],
    channel: Channel,
    mandatories: Sequence[Mandatory] = (),
) -> Variant:
    """The variant with the passages its parts rest on; fields that no passage speaks about become gaps.

    A part rests on a passage that says how to write this part or this channel, that says the same as one
    of its sentences, or that requires a wording it carries.
    """
    citations = tuple(
        Citation(passage=passage, field=part.field, index=part.index)
        for field in channel
        for part in variant.parts
        if part.field == field.name and part.index == 0
        for passage in _for_part(field, variant.texts(field.name), passages, channel, mandatories)
    )
    others = tuple(gap for gap in variant.gaps if not gap.startswith(_OF_THE_FORMAT))
    return replace(variant, citations=citations, gaps=(*others, *_gaps(variant, citations, channel)))


def _for_part(
    field: Field,
    texts: Sequence[str],
    passages: Sequence[RankedPassage],
    channel: Channel,
    mandatories: Sequence[Mandatory],
) -> tuple[PassageId, ...]:
    is_main = field == main_field(channel)
    scored = [
        (
            _requires(each.passage, texts, mandatories)
            + _instructs(each.passage, field, channel, is_main=is_main)
            + _carries(each.passage, texts),
            each.passage.id,
        )
        for each in passages
    ]
    best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])
    return tuple(dict.fromkeys(passage for _, passage in best))[:_MOST_PER_FIELD]


def _requires(passage: Passage, texts: Sequence[str], mandatories: Sequence[Mandatory]) -> float:
    """For a passage that a fixed wording of this part has as its evidence."""
    required = any(
        each.evidence is not None
        and passage.document.endswith(each.evidence.document)
        and passage.heading[-1:] == (each.evidence.heading,)
        and any(is_carried(text, each) for text in texts)
        for each in mandatories
    )
    return _REQUIRED if required else 0.0


def _instructs(passage: Passage, field: Field, channel: Channel, *, is_main: bool) -> float:
    """For a passage on how to write this part, or, for the main part, on how to write for this channel."""
    section = passage.heading[-1] if passage.heading else ""
    place = " ".join(
        (*passage.heading, passage.document.rpartition("/")[2].replace("-", " ").replace("_", " "))
    )
    ours = _calls(channel)
    if _is_named(section, _calls_of_others(channel)) and not _is_named(section, ours):
        return 0.0
    if _OF_A_PROCESS.search(place) or _REFERS_ON.match(passage.text):
        return 0.0
    of_another_part = any(
        _is_named(section, names) for name, names in _PART_NAMES.items() if name != field.name
    )
    of_channel = _is_named(section, ours) or _is_named(place, ours)
    of_part = _is_named(f"{section}\n{passage.text}", _PART_NAMES.get(field.name, ()))
    of_its_own = _is_named(section, _PART_NAMES.get(field.name, ()))
    if of_its_own or (of_part and of_channel and _tells_how_to_write(passage.text)):
        return _OF_PART + _OF_CHANNEL * of_channel
    if of_another_part or not (is_main and of_channel and _tells_how_to_write(passage.text)):
        return 0.0
    return _OF_CHANNEL + _is_named(section, ours)


def _tells_how_to_write(text: str) -> bool:
    """Whether a passage speaks of words more than of where to click and what to hand in."""
    of_words, of_work = (
        len({word.lower() for word in each.findall(text)}) for each in (_OF_WRITING, _OF_WORK)
    )
    return of_words > 0 and of_words >= _MORE_THAN_WORK * of_work


def _carries(passage: Passage, texts: Sequence[str]) -> float:
    """For a passage that says what a sentence of this part says: most of its words, in one of its own.

    More for one that has the very sentence: nothing else can have led to it.
    """
    if any(
        len(each.split()) >= _ENOUGH_WORDS and each in passage.text
        for text in texts
        for each in sentences(text)
    ):
        return _VERBATIM
    said = [roots(each) for text in texts for each in sentences(text)]
    told = [roots(each) for each in sentences(passage.text)]
    return max(
        (
            len(mine & theirs) / len(mine)
            for mine in said
            for theirs in told
            if len(mine & theirs) >= max(_ENOUGH_WORDS, _ENOUGH_SHARED * len(mine))
        ),
        default=0.0,
    )


def _calls(channel: Channel) -> tuple[str, ...]:
    return (
        *_CHANNEL_NAMES.get(channel.name, (channel.label.lower(),)),
        *(_SOCIAL if channel.name in _ON_SOCIAL else ()),
    )


def _calls_of_others(channel: Channel) -> tuple[str, ...]:
    return tuple(call for name, calls in _CHANNEL_NAMES.items() if name != channel.name for call in calls)


def _is_named(text: str, names: Sequence[str]) -> bool:
    """Whether one of the names stands in a text, in the plural too; an email address is no email."""
    text = _EMAIL_ADDRESS.sub("address", text)
    return any(
        re.search(rf"(?<![\w-]){re.escape(name)}(?:s|es)?(?![\w-])", text, re.IGNORECASE) for name in names
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
