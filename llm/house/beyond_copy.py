"""What a request wants beside the text of a piece, and the house writer does not make: slides, tips."""

from __future__ import annotations

import re

from brandkit.briefs import Brief
from brandkit.channels import Channel

_FORM = re.compile(
    r"\b(?P<form>carousels?|slides|threads?|videos?|reels?|infographics?|pictures?|images?|graphics?|polls?|memes?)\b",
    re.IGNORECASE,
)
_TIPS = re.compile(
    r"\bwith (?:the |our |your )?(?:top )?"
    r"(?P<tips>(?:\d+|some|a few|two|three|four|five|six|seven|ten|useful|practical)"
    r" (?:\w+ )?(?:tips|ideas|steps|tricks|hacks|examples|facts|statistics|stats|reasons|ways|points))\b"
    r"(?!\s*[:(])",
    re.IGNORECASE,
)
_HOLDS_THEM = re.compile(
    r"\b(?:guide|e-?book|book|checklist|list|report|template|course|video|page|webinar|workshop)\b",
    re.IGNORECASE,
)
"""Things that have tips inside: “our guide with 10 tips” promises none in the copy."""


def without_promised_tips(topic: str) -> str:
    """“late payments with 5 tips” → “late payments”: what is promised is no part of the subject."""
    return topic if _HOLDS_THEM.search(topic) else _TIPS.sub("", topic).strip(" ,") or topic


def note_on_more(brief: Brief, channel: Channel) -> str:
    """What to tell of a form or of tips that were asked for; empty where the text is all that was."""
    form = _FORM.search(brief.ask.partition(brief.topic)[0] if brief.topic else brief.ask)
    tips = None if _HOLDS_THEM.search(brief.ask) else _TIPS.search(brief.ask)
    said = []
    if form:
        said.append(f"You asked for “{form['form'].lower()}”: I write the text of one {channel.label}.")
    if tips and len(brief.must_mention) < _ENOUGH:
        said.append(f"You asked for {tips['tips'].lower()}: tell me which, and I write them in.")
    return " ".join(said)


_ENOUGH = 2
"""A brief with so many facts has brought its tips along."""
