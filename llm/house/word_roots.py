"""Which words two texts have in common, whatever their endings."""

from __future__ import annotations

import re
from functools import lru_cache

_SHORTEST = 3
_WORD = re.compile(r"[A-Za-z\u00C0-\u024F0-9]+(?:[’'][a-z]+)?")
_SMALL_WORDS_LISTED = """
    a about after again all also am an and any are as at be because been before being between both
    but by can could did do does doing don down during each few for from further get gets give gives
    go got had has have having he her here hers him his how i if in into is it its itself just let
    ll like make makes me more most my new no nor not now of off on once one only or other our ours
    out over own put re s same say says see she should so some such t take than that the their
    theirs them then there these they this those through to too two under until up use uses used
    using us very via want was we were what when where which while who whom why will with within
    without would you your yours please thing things way ways need needs every know good well
"""
_SMALL_WORDS = frozenset(_SMALL_WORDS_LISTED.split())


@lru_cache(maxsize=4096)
def roots(text: str) -> frozenset[str]:
    """The roots of the words in a text that carry meaning."""
    words = (word.lower().split("’")[0].split("'")[0] for word in _WORD.findall(text))
    return frozenset(root(word) for word in words if word not in _SMALL_WORDS and len(word) > 1)


def root(word: str) -> str:
    """A word without its ending: “invoices”, “invoiced” and “invoicing” share one root."""
    for ending, instead in (
        ("ies", "y"),
        ("sses", "ss"),
        ("ing", ""),
        ("edly", ""),
        ("ed", ""),
        ("es", ""),
        ("s", ""),
        ("ly", ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST and not word.endswith("ss"):
            stem = word.removesuffix(ending) + instead
            return (
                stem[:-1]
                if len(stem) > _SHORTEST and stem[-1] == stem[-2] and stem[-1] not in "lsz"
                else stem.removesuffix("e")
            )
    return word.removesuffix("e") if len(word) > _SHORTEST else word


def covers(text: str, wish: str) -> bool:
    """Whether a text already says what a wish names: all of its words that carry meaning occur."""
    wanted = roots(wish)
    return wanted <= roots(text) if wanted else wish.strip().lower() in text.lower()
