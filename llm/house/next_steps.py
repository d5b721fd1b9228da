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
}


_ASKED = frozenset({"survey", "questionnaire", "poll"})
"""Things that have results once something is known about them."""


def next_step(brief: Brief, values: Mapping[str, str], claims: Sequence[Claim]) -> dict[str, str]:
    """What to do next, as a line, as a button, and with the link; an offer stands beside its condition."""
    asked = _to_the_reader(brief.call_to_action) if brief.call_to_action else values.get("cta", "")
    action = capitalised(english.without_stop(asked)) or (_usual_action(brief) if brief.link else "")
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
        "button": action if len(action.split()) <= _BUTTON_WORDS else "",
        "step": step if action else "",
    }
    return {slot: text for slot, text in slots.items() if text}


def _usual_action(brief: Brief) -> str:
    """What one does with a thing of this kind; for the rest, find out more."""
    head = english.head_noun(brief.topic).lower()
    if head in _ASKED and has_results(brief.must_mention):
        return "See the results"
    return next(
        (action for things, action in _USUAL_ACTIONS.items() if head in things.split()), "Find out more"
    )


def _to_the_reader(wish: str) -> str:
    """“start their free trial” → “start your free trial”."""
    return re.sub(
        r"\b(their|them|they|themselves)\b",
        lambda match: _THIRD_PERSON[match[0].lower()],
        wish,
        flags=re.IGNORECASE,
    )
