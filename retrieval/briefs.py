"""What to ask the guidelines before writing for a brief."""

from __future__ import annotations

from collections.abc import Mapping

from brandkit.briefs import Brief


def aspects_of(brief: Brief) -> Mapping[str, str]:
    """What a brief asks for and guidelines should speak to, in words, with the question that finds it."""
    channel = brief.channel.replace("_", " ")
    aspects = {
        f"how to write for {channel}": f"how to write a {channel} post or message",
        f"the tone “{brief.tone}”": f"voice and tone: {brief.tone}" if brief.tone else "",
        f"writing for {brief.audience}": f"writing for {brief.audience}" if brief.audience else "",
        f"how to name and describe {brief.product}": f"naming and describing {brief.product}"
        if brief.product
        else "",
    }
    return {label: question for label, question in aspects.items() if question}


def questions_of(brief: Brief) -> tuple[str, ...]:
    """One question for each aspect that guidelines may speak to, the brief's own words first."""
    channel = brief.channel.replace("_", " ")
    aspects = (
        brief.ask or brief.topic,
        brief.topic if brief.topic != brief.ask else "",
        f"how to write a {channel} post or message",
        f"voice and tone: {brief.tone}" if brief.tone else "voice and tone",
        f"writing for {brief.audience}" if brief.audience else "",
        f"call to action, buttons and links: {brief.call_to_action}" if brief.call_to_action else "",
        f"naming and describing {brief.product}" if brief.product else "",
        " ".join(brief.must_mention),
        *brief.instructions[-1:],
    )
    return tuple(dict.fromkeys(aspect.strip() for aspect in aspects if aspect.strip()))
