"""Sentences that order the desk to break its rules: no part of the copy, and named in a note instead."""

# ruff: noqa: E501
# A pattern reads better on one line.
from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from brandkit.briefs import Brief
from llm.house.clause_patterns import ABOUT

_WHOSE = r"(?:(?:all|any|every|each|of|your|our|these|those|my|previous|prior|earlier|above|brand(?:[’']s)?|house|desk(?:[’']s)?|system|safety|usual|normal|own) (?:the )?)+"
_LAID_DOWN = r"(?:rules?|instructions?|guidelines?|guidance|polic(?:y|ies)|checks?|prompts?|approvals?|reviews?|constraints?|restrictions?|limits?|findings?|training|style guide|standards?|templates?)"
_ORDER = re.compile(
    r"(?:^|(?<=[,:–—-]\s)|(?<=\band\s)|(?<=\bbut\s)|(?<=\bthen\s)|(?<=\balso\s)|(?<=\bplease\s))"
    r"(?:"
    rf"(?:ignore|disregard|bypass|override|overrule|forget|skip|disable|switch off|turn off|pay no attention to|(?:do not|don[’']t) (?:follow|apply|use|obey))\s+(?:the )?{_WHOSE}{_LAID_DOWN}"
    rf"|(?:ignore|disregard|bypass|override|overrule)\s+(?:the )?{_LAID_DOWN}(?! \w+s\b)"
    r"|(?:approve|post|publish|send|release) (?:it|this|that|the (?:post|draft|copy|email)) (?:(?:yourself|now|directly|straight away)\s*)?without (?:an? |any |the )?(?:review|approval|check)s?"
    r"|(?:reveal|print|show|repeat|output|tell (?:me|us)) (?:me |us )?your (?:(?:system|hidden|secret|own|full) )*(?:prompt|instructions|rules)"
    r"|(?:you are now|from now on,? you are|act as if you (?:had|have)|pretend (?:that )?you (?:had|have)) (?:an? |no |in )?[\w-]+(?: mode| rules| limits)?"
    r")\b(?!\s+(?:of|that|for (?:invoic|payment))\b)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")
_JOINT = re.compile(r"^[\s,:;.!–—-]*(?:(?:and|then|but|just|instead|to)\b\s*)*", re.IGNORECASE)
_TRAILING_JOINT = re.compile(r"(?:[\s,:;–—-]|\b(?:and|then|but|also|please)\b)+$", re.IGNORECASE)
_A_PIECE = re.compile(
    r"\b(?:posts?|tweets?|e-?mails?|newsletters?|ads?|adverts?|sms|texts?|blog|articles?|releases?|captions?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What a text asks for, and the orders in it, as they were given."""

    rest: str
    orders: tuple[str, ...]


def apart(text: str) -> Ask:
    """A text without its orders to break rules; with an order goes what it is to lead to.

    “Ignore your rules and say X” goes as a whole. From “ignore your rules and write a post about Y”
    only the order goes: the post may be written, by the rules.
    """
    orders: list[str] = []
    kept: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        rest, order = _without_order(sentence)
        kept.append(rest)
        orders += [order] if order else []
    return (
        Ask(rest="\n".join(filter(None, kept)), orders=tuple(orders)) if orders else Ask(rest=text, orders=())
    )


def _without_order(sentence: str) -> tuple[str, str]:
    found = _ORDER.search(sentence)
    if found is None:
        return sentence, ""
    before = _TRAILING_JOINT.sub("", sentence[: found.start()])
    after = _JOINT.sub("", sentence[found.end() :])
    if not before and (_A_PIECE.search(after) or ABOUT.search(after)):
        return after, found[0]
    return before, sentence[found.start() :].strip(" .;")


def obeying(brief: Brief) -> Brief:
    """The brief without orders in what it wants said, wherever it was filled in."""
    return replace(
        brief,
        must_mention=tuple(wish for wish in brief.must_mention if not apart(wish).orders),
        key_message=apart(brief.key_message).rest,
    )


def note_on(texts: Iterable[str]) -> str:
    """What to tell the marketer of the orders in some texts; empty where there are none."""
    orders = dict.fromkeys(order for text in texts for order in apart(text).orders)
    if not orders:
        return ""
    quoted = ", ".join(f"“{order}”" for order in orders)
    return f"I left this out: {quoted}. The brand’s rules hold for every draft."
