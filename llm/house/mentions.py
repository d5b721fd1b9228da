"""What the brief wants said, in the brand’s own words where it has some, claims with their basis."""

# ruff: noqa: E501
# A pattern reads better on one line.
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from brandkit.kit import Claim, Mandatory
from brandkit.templates import Template
from llm.house import english
from llm.house.fact_sentences import is_note, sentence_of
from llm.house.on_record import is_own_detail, on_record
from llm.house.told_facts import is_told
from llm.house.word_roots import covers, roots

TRIAL = re.compile(
    r"\bfree (?:trial|month|period)\b|\bfree for \d+ days\b|\b\d+ days free\b|\b\d+-day (?:free )?trial\b",
    re.IGNORECASE,
)


MERELY_NAMED = "Ask us about"
"""What leads to things of which a brief says no more than their names."""
_TELLING = frozenset({"benefit", "how", "detail", "short", "trial"})


_A_LIST = re.compile(r"^(?!(?:the|our|a|an)\b)[^,]+, (?!(?:the|our|a|an)\b)", re.IGNORECASE)
_THING_WORDS = 5
_ADVICE_WORDS = 2
_ENOUGH_WORDS = 2
_QUOTED_WHOLE = re.compile(r"“[^”]+”[.!?]?")
_OUR_NEWS = re.compile(r"what(?:[’']s| is| was)? (?:we|new|our)\b", re.IGNORECASE)
_STANDS_ALONE = re.compile(
    r"^(?:free|no|not|same|all|up to|only|from|until|by|available|open|did you|written|made|built|designed|created|based|tested|limited|suitable|ideal|back|closed|now|two|three|four|five|six|seven|eight|nine|ten|twelve)\b"
    r"|(?:never|always|don[’']t|do not|remember|check|use|keep|add|send|ask|make|avoid|write|read|choose|set|put|take|bring|book|start|stop|try|see|get|save|contact|email|phone|write|pick|plan|press|click|open|call|visit|reply|apply|register|join|come|share|follow|download|invite|connect|switch|turn|update|print|scan|upload|import|export|agree|charge|name)\s\S+\s"
    r"|\d|:|\?$|\S@\S+\.\w|\b(?:until|since|from) [A-Z]|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b",
    re.IGNORECASE,
)


def mention_sentences(
    wishes: Sequence[str],
    claims: Sequence[Claim],
    messages: Sequence[Template],
    basics: Mapping[str, str],
    *,
    mandatories: Sequence[Mandatory] = (),
    to_reader: bool = True,
) -> tuple[str, ...]:
    """A sentence for each wish: the brand's own where it has one, else the wish; bare things share one.

    A detail of the brand's own that is not on record (“our phone number”) has none. Not `to_reader`, in
    the press, nobody is spoken to as “you”.
    """
    explains = bool(basics.get("asking") or basics.get("doing"))
    own = [
        on_record(wish, mandatories, messages, basics)
        or _own_words(wish, claims, messages, basics)
        or _as_statement(wish, to_reader=to_reader, advises=explains)
        for wish in wishes
    ]
    things = [
        wish.strip().rstrip(".")
        for wish, sentence in zip(wishes, own, strict=True)
        if not (sentence or is_own_detail(wish))
    ]
    together = _named_in_one(things, basics, to_reader=to_reader) if things else ""
    return tuple(
        sentence or ("" if is_own_detail(wish) else together)
        for wish, sentence in zip(wishes, own, strict=True)
    )


def _named_in_one(things: Sequence[str], basics: Mapping[str, str], *, to_reader: bool) -> str:
    """One sentence that names things of which a brief says no more."""
    named = (
        [_listed(thing) for thing in things]
        if len(things) == 1
        else [each for thing in things for each in thing.split(" and ")]
    )
    return f"{_lead_to(things, basics, to_reader=to_reader)} {english.with_stop(english.listed(named))}"


def _lead_to(things: Sequence[str], basics: Mapping[str, str], *, to_reader: bool) -> str:
    if _OUR_NEWS.match(basics.get("asking", "")):
        return "Also:"
    if basics.get("asking") or basics.get("doing"):
        return "What matters:"
    if any(_A_LIST.search(thing) for thing in things):
        return "In short:"
    return MERELY_NAMED if to_reader else "Also part of it:"


def _listed(thing: str) -> str:
    """“roles, one bill” → “roles and one bill”."""
    return thing if re.search(r"\band\b", thing) else english.listed(thing.split(", "))


def _own_words(
    wish: str, claims: Sequence[Claim], messages: Sequence[Template], basics: Mapping[str, str]
) -> str:
    """The brand's own sentence that says what a wish says; empty where it has none.

    A statement is said as it was worded unless a claim of the brand proves it: one word in common is no proof.
    """
    named = [
        message for message in messages if message.product and message.product.lower() == wish.strip().lower()
    ]
    for sentence in _sentences_of(named, basics):
        if covers(sentence, wish):
            return sentence
    states = is_told(wish) or english.is_clause(wish)
    if states and len(roots(wish)) < _ENOUGH_WORDS:
        return ""
    for claim in claims:
        if covers(claim.text, wish) or _is_of_one_idea(claim.text, wish):
            return with_basis(claim)
    bare = len(roots(wish)) < _ENOUGH_WORDS and english.without_article(wish) == wish.strip()
    if is_told(wish) or bare:
        return ""
    return next((sentence for sentence in _sentences_of(messages, basics) if covers(sentence, wish)), "")


def _as_statement(wish: str, *, to_reader: bool, advises: bool) -> str:
    """The wish as a sentence of its own, if it is one; empty for the bare name of a thing.

    Where copy `advises`, as on how to do something, a few words are a piece of advice.
    """
    if _QUOTED_WHOLE.fullmatch(wish.strip()):
        return english.with_stop(wish.strip())
    thing = re.match(r"(?:the|a|an|our|your|their|its|some)\b", wish.strip(), re.IGNORECASE)
    says_something = (
        is_told(wish)
        or english.is_clause(wish)
        or is_note(wish)
        or bool(_STANDS_ALONE.search(wish) and not thing)
        or (not thing and len(wish.split()) > (_ADVICE_WORDS if advises else _THING_WORDS))
    )
    return sentence_of(wish, to_reader=to_reader) if says_something else ""


def _is_of_one_idea(text: str, wish: str) -> bool:
    """“the free trial” and “Free for 30 days”: the same offer in other words."""
    trial = re.search(r"\btrial\b", wish, re.IGNORECASE) and roots(wish) - {"trial"} <= roots(text)
    return bool(TRIAL.search(text) and (TRIAL.search(wish) or trial))


def _sentences_of(messages: Iterable[Template], basics: Mapping[str, str]) -> Iterator[str]:
    """The plain sentences that messages have to offer, one slot after the other."""
    for message in messages:
        for phrases in sorted(message.phrases, key=lambda each: each.slot not in _TELLING):
            for text in phrases.texts if phrases.slot in _TELLING else ():
                yield from english.sentences(text.fill(basics, lambda _count: 0) or "")


def with_basis(claim: Claim) -> str:
    """The claim with its disclaimer right behind it."""
    return " ".join(english.with_stop(text) for text in (claim.text, claim.disclaimer) if text)


def usable_claims(claims: Iterable[Claim], *, market: str, today: date | None) -> tuple[Claim, ...]:
    """The claims that may be made in a market today; without a date, none that expires."""
    return tuple(
        claim
        for claim in claims
        if (not claim.territory or market.lower() in {each.lower() for each in claim.territory})
        and (claim.expires is None or (today is not None and claim.expires >= today))
    )
