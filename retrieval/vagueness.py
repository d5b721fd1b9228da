"""Demands on copy that nobody could check: no number, no example, no word for word."""

from __future__ import annotations

import re
from dataclasses import dataclass

SENTENCE = re.compile(r"(?:e\.g\.|i\.e\.|[^.!?\n])+[.!?]?")
OPEN_ENDED = re.compile(
    r"\b(?:as (?:appropriate|needed|necessary)|where(?:ver)? (?:appropriate|possible|necessary)"
    r"|if (?:appropriate|possible)"
    r"|(?:an? )?(?:appropriate|suitable|proper|good|nice|reasonable)"
    r" (?:tone|length|amount|style|language|way|number)"
    r"|be (?:engaging|creative|professional|consistent|appropriate|authentic|relevant|compelling)"
    r"|not too (?:long|short|formal|informal|many|much)|use (?:good|your) (?:judg\w+|sense)"
    r"|common sense|in moderation|sparingly)\b",
    re.IGNORECASE,
)
CONCRETE = re.compile(
    r"\d|[“\"‘][^”\"’]+[”\"’]|for example|such as|e\.g\.|i\.e\.|instead|rather than|, not "
    r"|\b(?:one|two|three) ",
    re.IGNORECASE,
)
_LEAD = r"(?:[-*•–]\s*)?(?:(?:please|also|and|but|or|then|just)\s+)?"
_DEED = (
    "add|aim|apply|avoid|be|begin|break|capitali[sz]e|choose|cut|do|do not|don[’']t|end|explain|focus|follow"
    "|format|give|include|keep|leave|let|limit|link|make|mention|never|pick|prefer|put|say|show|sound|speak"
    "|spell|start|stay|try|use|vary|write"
)
TOLD = re.compile(
    rf"^{_LEAD}(?:(?:if|when|where|wherever|as|for|in|on)\b[^,]{{2,60}},\s*)?(?:always\s+|only\s+)?(?:{_DEED})\b"
    r"|\b(?:copy|text|posts?|headlines?|titles?|sentences?|paragraphs?|words?|subject lines?|emails?"
    r"|captions?|messages?|content|tone|writers?|you)\b[^,.;]{0,30}"
    r"\b(?:must|should|needs? to|have to|has to)\b"
    rf"|\bwe (?:always |never |only )?(?:{_DEED})\b",
    re.IGNORECASE,
)
"""A sentence that tells writers what to do: it begins with the deed, says that copy must, or that we do."""


@dataclass(frozen=True, kw_only=True)
class Vague:
    """The sentence, and the words in it that leave it open."""

    sentence: str
    words: str


def vague(text: str) -> Vague | None:
    """The first demand that nobody can check; what only describes, or gives a measure, is none."""
    for sentence in SENTENCE.findall(text):
        plain = " ".join(sentence.split())
        found = OPEN_ENDED.search(plain)
        if found and TOLD.search(plain) and not (CONCRETE.search(plain) or plain.endswith("?")):
            return Vague(sentence=plain.rstrip("."), words=found.group())
    return None
