"""What to ask the guidelines before writing for a brief."""

from __future__ import annotations

from brandkit.briefs import Brief


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
