"""What people type in a hurry, written out: “abt”, “w/”, “til nov 30”, “freelancrs”."""

# ruff: noqa: E501
# A pattern or a list of words reads better on one line.
from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_WRITTEN_OUT = {
    "abt": "about",
    "w/": "with",
    "w/o": "without",
    "til": "until",
    "till": "until",
    "tmrw": "tomorrow",
    "tmr": "tomorrow",
    "yr": "year",
    "yrs": "years",
    "ppl": "people",
    "u": "you",
    "ur": "your",
    "pls": "please",
    "plz": "please",
    "thx": "thanks",
    "msg": "message",
    "bc": "because",
    "wanna": "want to",
    "gonna": "going to",
    "i": "I",
    "dont": "don't",
    "cant": "can't",
    "wont": "won't",
    "im": "I'm",
    "weve": "we've",
}
_SHORT = re.compile(
    rf"(?<![\w@/.'’-])(?:{'|'.join(map(re.escape, _WRITTEN_OUT))})(?![\w'’@-]|\.\w)", re.IGNORECASE
)
_SPELLINGS = {"ios": "iOS", "android": "Android", "iphone": "iPhone", "ipad": "iPad", "macos": "macOS"}
_SPELT = re.compile(rf"(?<![\w@/.-])(?:{'|'.join(_SPELLINGS)})(?![\w@/]|\.\w)")
_CAPITALS = re.compile(
    r"(?<![\w@/.-])(?:csv|pdf|api|vat|uk|usa|eu|ceo|cfo|cto|coo|faq|seo|crm|hmrc|gdpr|gmt|bst|ai|q[1-4])(?![\w@/]|\.\w)"
)
_DAYS_AND_MONTHS = re.compile(
    r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|april|june|july|august|"
    r"september|october|november|december|christmas|easter|black friday|cyber monday)(?=s?\b)"
)
_SHORT_MONTH = re.compile(
    r"(?P<before>\b(?:\d{1,2}(?:st|nd|rd|th)?|until|from|since|by|before|after|early|late|mid) )?\b(?P<month>jan|feb|mar|march|apr|may|jun|jul|aug|sept?|oct|nov|dec)\b(?P<after> \d{1,2}\b| \d{4}\b)?"
)
_FULL = {"vs": "vs", "approx": "about", "e.g": "for example", "i.e": "that is"}
_STOPPED = re.compile(r"\b(vs|approx|e\.g|i\.e)\.(?=\s+[\w£$€])", re.IGNORECASE)
"""Stops that end no sentence."""
_FIRST, _SECOND = (re.compile(rf"(?<!\S)\(?{number}[).] \S") for number in (1, 2))
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?: (?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))"
_RANGE = re.compile(rf"(?P<from>{_DAY}) ?[–—-] ?(?P<to>{_DAY})\b")
"""“24 Dec - 2 Jan”: a dash that splits no sentence."""
_WORD = re.compile(r"(?<![\w@/.#-])[a-z]{6,}(?![\w@/-]|\.\w)")
_LONG_ENOUGH = 6
_COMMON_LISTED = """
    about announcing email invoice invoices friendly payment payments please freelancer freelancers
    reminder reminders customer customers message newsletter press release webinar professional
    announcement audience mention linkedin tweet twitter article formal playful
"""


def written_out(text: str, known: str) -> str:
    """The text without shorthand; a slip in a word that `known` has is mended.

    Only slips that make no other word are taken for slips: two letters the wrong way round, one too
    many or one too few inside a long word. Names, links and capitals stay as they are.
    """
    text = re.sub(r",?\s+incl\.(?=\s+\w)", ", among them", text, flags=re.IGNORECASE)
    text = _numbered_apart(_STOPPED.sub(lambda match: _FULL[match[1].lower()], text))
    text = _SHORT.sub(lambda match: _WRITTEN_OUT.get(match[0].lower(), match[0]), text)
    text = _SPELT.sub(lambda match: _SPELLINGS[match[0]], text)
    text = _CAPITALS.sub(lambda match: match[0].upper(), text)
    text = _DAYS_AND_MONTHS.sub(lambda match: match[0].title(), text)
    text = _SHORT_MONTH.sub(_month, text)
    text = _RANGE.sub(r"\g<from> to \g<to>", text)
    words = _vocabulary(known)
    return _WORD.sub(lambda match: words.get(match[0], match[0]), text)


def _numbered_apart(text: str) -> str:
    """“1) exports 2) opening hours” in one line: a piece for each number."""
    if not (_FIRST.search(text) and _SECOND.search(text)):
        return text
    return re.sub(r"(?::\s*)?(?<!\S)\(?[1-9][).] (?=\S)", "; ", text).replace(" ; ", "; ")


def _month(match: re.Match[str]) -> str:
    """“nov 30” and “1 march” are days; “may” and “march” alone are words."""
    if not (match["before"] or match["after"]):
        return match[0]
    return f"{match['before'] or ''}{match['month'].title()}{match['after'] or ''}"


@lru_cache(maxsize=8)
def _vocabulary(known: str) -> dict[str, str]:
    """Every slip of every known long word, with the word that was meant; words themselves are none."""
    words = {
        word
        for word in re.findall(r"[a-z]+", f"{known} {_COMMON_LISTED}".lower())
        if len(word) >= _LONG_ENOUGH
    }
    return {slip: word for word in sorted(words) for slip in _slips(word) if slip not in words}


def _slips(word: str) -> Iterator[str]:
    """Neighbours swapped, a letter left out, a letter doubled: never at either end."""
    for at in range(1, len(word) - 2):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at] + word[at:]
