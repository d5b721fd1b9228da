"""Details that people call by their kind, “the price”, “the date”: which words of a copy they are."""

# ruff: noqa: E501
# A pattern reads better on one line.
from __future__ import annotations

import re
from collections.abc import Mapping

_MONTHS = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b"
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTHS}(?: \d{{4}})?|{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?\b(?:, \d{{4}})?)"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
_TIME = r"(?:\d{1,2}(?:[:.]\d{2})? ?(?:am|pm)\b|\d{1,2}:\d{2}\b|noon\b|midnight\b)"
_SUM = r"(?:[£$€] ?\d[\d,]*(?:\.\d+)?[km]?\b|\d[\d,.]* ?(?:pounds|dollars|euros)\b)"
_FORMS: Mapping[str, re.Pattern[str]] = {
    "date": re.compile(_DAY, re.IGNORECASE),
    "time": re.compile(_TIME, re.IGNORECASE),
    "price": re.compile(_SUM, re.IGNORECASE),
}
_PHRASES: Mapping[str, re.Pattern[str]] = {
    "date": re.compile(
        rf",? (?:on |from |until |by )?(?:{_WEEKDAY},? )?{_DAY}(?:,? (?:at |from )?{_TIME})?", re.IGNORECASE
    ),
    "time": re.compile(rf",? (?:at |from ){_TIME}(?: (?:to|until) {_TIME})?", re.IGNORECASE),
    "price": re.compile(rf",? (?:for|at|from) (?:only |just )?{_SUM}(?: (?:a|per) \w+)?", re.IGNORECASE),
}
_CALLED: Mapping[str, str] = {
    "date": "date", "day": "date", "dates": "date", "time": "time", "times": "time", "hour": "time",
    "price": "price", "prices": "price", "cost": "price", "costs": "price", "fee": "price",
}  # fmt: skip
_SAID: Mapping[str, str] = {"date": "it is on {}", "time": "it starts at {}", "price": "it costs {}"}
_WITH_VALUE = re.compile(r"(?:the )?(?P<kind>\w+)\s*(?:[:=]|is)\s*(?P<value>.+)", re.IGNORECASE)


def kind_called(what: str) -> str:
    """The kind of detail that a few words call by its name, as “the price”; empty where they call none."""
    named = re.fullmatch(r"(?:the |its |our |any )?(\w+)", what.strip().lower())
    return _CALLED.get(named[1], "") if named else ""


def all_in(text: str, kind: str) -> tuple[str, ...]:
    """The details of a kind that a text has, in order, each once."""
    return tuple(dict.fromkeys(match[0] for match in _FORMS[kind].finditer(text)))


def without_detail(sentence: str, kind: str) -> str:
    """A sentence without the words for a detail: “Join us on 12 May.” becomes “Join us.”, for a date.

    Empty where the sentence has nothing else to say.
    """
    left = _PHRASES[kind].sub("", sentence)
    return "" if _FORMS[kind].search(left) else left


def as_fact(what: str) -> str:
    """“the date: 12 May” as a fact, “it is on 12 May”; anything else as it is."""
    given = _WITH_VALUE.fullmatch(what.strip())
    kind = _CALLED.get(given["kind"].lower(), "") if given else ""
    if given is None or not kind or not _FORMS[kind].search(given["value"]):
        return what
    return f"{_SAID[kind].format(given['value'].rstrip('.'))}."
