"""What the reader is to do next: as the brief says, as the brand says, or as is usual with such a thing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from brandkit.briefs import Brief
from brandkit.kit import Claim
from brandkit.template_text import capitalised
from llm.house import english
from llm.house.facts import has_results
from llm.house.mentions import TRIAL, with_basis
from llm.house.openings import kind_of, owned

_FREE = re.compile(r"\bfree\b", re.IGNORECASE)


_THIRD_PERSON = {"their": "your", "them": "us", "they": "you", "themselves": "yourself"}


_BUTTON_WORDS = 4


_USUAL_ACTIONS: Mapping[str, str] = {
    "webinar event workshop meetup conference session training course talk": "Save your place",
    "survey questionnaire poll": "Give your answers",
    "guide report ebook handbook checklist whitepaper post article interview story": "Read it here",
    "sale offer discount deal price prices pricing plan plans": "See the details",
    "job jobs vacancy vacancies role roles": "See the role",
    "video film recording podcast": "Watch or listen",
    "outage incident delay downtime disruption apology": "See the latest",
    "news newsletter roundup": "Read the news",
    "maintenance closure migration change move": "See the details",
}


_ASKED = frozenset({"survey", "questionnaire", "poll"})
"""Things that have results once something is known about them."""


def next_step(brief: Brief, values: Mapping[str, str], claims: Sequence[Claim]) -> dict[str, str]:
    """What to do next, as a line, as a button, and with the link; an offer stands beside its condition."""
    asked = _to_the_reader(brief.call_to_action) if brief.call_to_action else values.get("cta", "")
    usual = _usual_action(brief, values)
    action = capitalised(english.without_stop(asked)) or (usual if brief.link else "")
    offer = next((claim for claim in claims if TRIAL.search(claim.text) and _FREE.search(action)), None)
    condition = (
        f"{with_basis(offer)} "
        if offer and english.without_stop(offer.text) not in values.get("proof", "")
        else ""
    )
    step = (
        f"{condition}{action}: {brief.link}"
        if action and brief.link
        else f"{condition}{english.with_stop(action)}"
    )
    slots = {
        "cta": action,
        "condition": condition.strip(),
        "button": action if 0 < len(action.split()) <= _BUTTON_WORDS else usual,
        "step": step if action else "",
    }
    return {slot: text for slot, text in slots.items() if text}


def _usual_action(brief: Brief, values: Mapping[str, str]) -> str:
    """What one does with a thing of this kind; a short thing is seen by its name, the rest read about."""
    head = english.head_noun(brief.topic).lower()
    if head in _ASKED and has_results(brief.must_mention):
        return "See the results"
    usual = next((action for things, action in _USUAL_ACTIONS.items() if head in things.split()), "")
    thing = english.core(owned(values.get("thing", "")))
    usual = usual or ("Save your place" if thing and kind_of(thing, news=False) == "event" else "")
    if usual or not thing:
        return usual or ("Read how" if values.get("topic", "").lower().startswith("how ") else "Read more")
    return f"See {thing}" if len(thing.split()) < _BUTTON_WORDS else "See the details"


def _to_the_reader(wish: str) -> str:
    """“start their free trial” → “start your free trial”."""
    return re.sub(
        r"\b(their|them|they|themselves)\b",
        lambda match: _THIRD_PERSON[match[0].lower()],
        wish,
        flags=re.IGNORECASE,
    )
