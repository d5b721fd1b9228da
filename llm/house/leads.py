"""How a piece begins and goes on whose subject no message of the kit is about: openings, and facts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from brandkit.channels import Unit
from brandkit.counting import length
from brandkit.template_text import capitalised
from llm.house import english
from llm.house.facts import has_results
from llm.house.openings import closing_question, details_heading, is_sober, openings, press_opening

_ENOUGH_TOLD = 2
"""Copy with so many facts of its own needs no general line about the brand."""
_A_PARAGRAPH = 2
_A_LIST = 3
_A_POINT = 18
_AD_HEADLINE = 30
_AD_DESCRIPTION = 90
_PREHEADER = 90
_SUBJECT = 60
_META = 155
_SHORTEST_META = 50
_MOST_FACTS = 3
_LEANS_ON_MORE = re.compile(
    r"^(?:it|its|they|their|she|he|her|his|this|that|these|those|and|but|also|ask us|"
    r"both(?! (?:people|sides|of you)\b))\b",
    re.IGNORECASE,
)
_NO_SUBJECT_LINE = re.compile(
    r"[.!?] |^(?:Here (?:is|are)|Let’s|A few words|An update|How do you go about|Some news|Have you heard)\b"
)
OPENING_SLOTS = frozenset(
    {"opening_1", "opening_2", "opening_3", "fact_first", "statement_third", "press_opening", "ad_about"}
)
"""A take has one of these if it can begin with a subject that only the brief knows."""


def leads(
    values: Mapping[str, str], sayings: Sequence[str], wishes: Sequence[str], *, turn: int
) -> dict[str, str]:
    """The slots for a piece that the brief carries; `sayings` are its facts as sentences, `wishes` as given.

    `turn` counts variants: each begins in another way.
    """
    news = bool(values.get("news"))
    told = bool(sayings or values.get("key_message") or values.get("support") or values.get("link"))
    begin = openings(values, news=news, results=has_results(wishes), told=told)
    begin = (*begin[turn % len(begin) :], *begin[: turn % len(begin)])
    key = values.get("key_message", "")
    facts = len(sayings) + bool(key) + bool(values.get("statement"))
    room = facts < _ENOUGH_TOLD and not values.get("support") and not is_sober(values, news=news)
    return {
        **{f"opening_{number}": text for number, text in enumerate(begin, start=1)},
        **{
            f"subject_line{'' if n == 1 else f'_{n}'}": _subject(text)
            for n, text in enumerate(begin, start=1)
        },
        "press_opening": press_opening(
            values, news=news, brand=values.get("brand", ""), readers=values.get("readers", "")
        ),
        "closing_question": closing_question(values, news=news),
        "details_heading": details_heading(values, news=news),
        "filler": values.get("brand_promise", "") if room else "",
        **_facts(sayings),
        **_for_ads(sayings, wishes),
    }


def _facts(sayings: Sequence[str]) -> dict[str, str]:
    first = next((each for each in sayings if _stands_alone(each)), "")
    rest = [each for each in sayings if each != first]
    return {
        "facts": paragraphs(sayings),
        "fact_points": points(sayings),
        "fact_lead": sayings[0] if sayings else "",
        "fact_first": first,
        "fact_title": _subject(first),
        "facts_rest": paragraphs(rest) if first else "",
        "fact_points_rest": points(rest) if first else "",
        "mentions_rest": " ".join(rest) if first else "",
        "preheader_fact": _first_that_fits(sayings, _PREHEADER),
        "meta_fact": _meta(sayings),
    }


def _for_ads(sayings: Sequence[str], wishes: Sequence[str]) -> dict[str, str]:
    short = [
        capitalised(english.without_stop(wish))
        for wish in wishes
        if _width(wish) <= _AD_HEADLINE and not _leans(wish)
    ]
    whole = [each for each in sayings if _width(each) <= _AD_DESCRIPTION]
    return {
        **{f"ad_fact_{number}": text for number, text in enumerate(short[:_MOST_FACTS], start=1)},
        **{f"ad_said_{number}": text for number, text in enumerate(whole[:_MOST_FACTS], start=1)},
    }


def _stands_alone(saying: str) -> bool:
    """Whether a sentence makes sense with nothing before it, and says something."""
    says = english.is_clause(saying) or saying.startswith("Get ") or saying.rstrip().endswith("?")
    return says and not _leans(saying)


def _leans(saying: str) -> bool:
    return bool(_LEANS_ON_MORE.match(saying))


def paragraphs(sayings: Sequence[str]) -> str:
    """Sentences in paragraphs of two, as people read them on a screen."""
    starts = range(0, len(sayings), _A_PARAGRAPH)
    return "\n\n".join(" ".join(sayings[at : at + _A_PARAGRAPH]) for at in starts)


def points(sayings: Sequence[str]) -> str:
    """Three short facts or more as a list, fewer or longer ones in paragraphs: for pieces with headings."""
    short = all(len(each.split()) <= _A_POINT and "\n" not in each for each in sayings)
    if len(sayings) < _A_LIST or not short:
        return paragraphs(sayings)
    return "\n".join(f"- {each}" for each in sayings)


def _subject(sentence: str) -> str:
    """The sentence as a subject line: no full stop, and only if it is short enough for one."""
    line = english.without_stop(sentence)
    return line if len(line) <= _SUBJECT and not _NO_SUBJECT_LINE.search(line) else ""


def _first_that_fits(sayings: Sequence[str], most: int) -> str:
    return next((each for each in sayings if len(each) <= most), "")


def _meta(sayings: Sequence[str]) -> str:
    """The first facts, as many as make a description long enough to be shown; empty where none do."""
    text = ""
    for saying in sayings:
        text = f"{text} {saying}".strip()
        if len(text) >= _SHORTEST_META:
            break
    return text if _SHORTEST_META <= len(text) <= _META else ""


def _width(text: str) -> int:
    return length(text, Unit.DOUBLE_WIDTH)
