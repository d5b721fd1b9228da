"""What to ask the guidelines before writing for a brief."""

from __future__ import annotations

from collections.abc import Mapping

from brandkit.briefs import Brief
from brandkit.channels import Channel
from retrieval.front_matter import Scope


def scope_of(brief: Brief) -> Scope:
    """What the copy is for: documents for something else have no say."""
    return Scope(channel=brief.channel, market=brief.market, product=brief.product, locale=brief.locale)


def aspects_of(brief: Brief, channel: Channel | None = None) -> Mapping[str, str]:
    """What a brief asks for and guidelines should speak to, in words, with the question that finds it."""
    name = brief.channel.replace("_", " ")
    aspects = {
        f"how to write for {name}": _of_the_format(brief, channel)[0],
        f"the tone “{brief.tone}”": f"voice and tone: {brief.tone}" if brief.tone else "",
        f"writing for {brief.audience}": f"writing for {brief.audience}" if brief.audience else "",
        f"how to name and describe {brief.product}": f"naming and describing {brief.product}"
        if brief.product
        else "",
    }
    return {label: question for label, question in aspects.items() if question}


def questions_of(brief: Brief, channel: Channel | None = None) -> tuple[str, ...]:
    """One question for each thing that guidelines may speak to, the brief's own words first.

    With its format, each of the fields is asked about: what a guideline says of subject lines is seldom
    found by asking about emails.
    """
    aspects = (
        brief.ask or brief.topic,
        brief.topic if brief.topic != brief.ask else "",
        *_of_the_format(brief, channel),
        f"naming and describing {brief.product}" if brief.product else "",
        f"voice and tone: {brief.tone}" if brief.tone else "voice and tone",
        f"writing for {brief.audience}" if brief.audience else "",
        f"call to action, buttons and links: {brief.call_to_action}" if brief.call_to_action else "",
        " ".join(brief.must_mention),
        *brief.instructions[-1:],
    )
    return tuple(dict.fromkeys(aspect.strip() for aspect in aspects if aspect.strip()))


def _of_the_format(brief: Brief, channel: Channel | None) -> tuple[str, ...]:
    if channel is None:
        return (f"how to write a {brief.channel.replace('_', ' ')} post or message",)
    return tuple(parts_of(channel))


def parts_of(channel: Channel) -> Mapping[str, str]:
    """The questions about a format and each of its fields, with the name that a guideline's heading has."""
    fields = {f"how to write the {field.label} of a {channel.label}": field.label for field in channel}
    return {f"how to write a {channel.label}": channel.label, **fields}
