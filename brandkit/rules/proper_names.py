"""Where names stand in a headline, as far as its capitals can tell."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import regex

from brandkit.given_names import is_given_name
from brandkit.newspaper_words import is_written_small

Span = tuple[int, int]

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:[’'\-&.][\p{L}\p{M}\p{N}]+)*")
_ENDS_A_NAME = frozenset(
    """
    academy act agency alliance association authority award awards bank bill board centre center chamber
    charter college commission committee conference congress convention council court day days department
    expo fair federation festival forum foundation group guild hall house index inc institute league ltd
    marathon ministry museum office park partnership plc press prize programme project report review road
    school show society square station street summit survey times tour trust union university week
    """.split()  # noqa: SIM905 - a list of words reads better so
)
_PLACES = frozenset(
    """
    africa african america american argentina asia asian athens australia australian austria austrian
    barcelona beijing belfast belgian belgium berlin birmingham boston bradford brazil brazilian bristol
    britain british brussels bulgaria california cambridge canada canadian cardiff chicago chile chinese
    cologne colombia copenhagen cork croatia czech danish denmark dublin dutch edinburgh egypt england
    english estonia europe european finland finnish florida france french galway geneva german germany
    glasgow greece greek hamburg helsinki hungarian hungary iceland india indian indonesia ireland irish
    israel istanbul italian italy japan japanese kenya korea korean latvia leeds leicester limerick
    lisbon lithuania liverpool london luxembourg madrid malaysia malta manchester melbourne mexican
    mexico milan montreal mumbai munich netherlands newcastle nigeria norway norwegian nottingham oslo
    oxford pakistan paris philippines poland portugal portuguese prague romania rome russia russian
    scotland scottish seattle sheffield singapore slovakia slovenia spain spanish stockholm sweden
    swedish swiss switzerland sydney texas thailand tokyo toronto ukraine ukrainian vienna vietnam wales
    warsaw welsh zurich monday tuesday wednesday thursday friday saturday sunday january february april
    june july september october november december christmas easter diwali ramadan hanukkah
    """.split()  # noqa: SIM905
)
_OF = 2
"""From “Bank” to “Wales” in “the Bank of Wales”."""
_HALF = 0.5
_TITLES = frozenset({"dr", "mr", "mrs", "ms", "mx", "prof", "professor", "sir", "dame"})
_MOST_NAMES = 3
"""So many words may follow a title or a given name as parts of the name."""


def name_spans(text: str, kept: Sequence[Span], small_words: Collection[str]) -> list[Span]:
    """The words of a headline that are likely names, as code point spans.

    `kept` is where the brand's own words stand. Surely names are places, days, words with a capital inside
    (“iPhone”), what runs from such a word or an acronym to a noun that ends names (“the UK App Awards”),
    and a person: a given name or a title with what follows it and is no common word. In a headline that is
    otherwise written small, a capital on a word that is no common one is meant too. Where every word has a
    capital, nothing else tells a name from a word.
    """
    words = list(_WORD.finditer(text))
    sure = [_is_surely_a_name(word[0]) or _lies_in(word.span(), kept) for word in words]
    named = [any(marks) for marks in zip(sure, _parts(words, sure), _people(words), strict=True)]
    open_ones = [
        at
        for at, word in enumerate(words)
        if at and not named[at] and word[0].lower() not in small_words and word[0][0].isalpha()
    ]
    small = sum(words[at][0][0].islower() for at in open_ones)
    common = sum(words[at][0][0].islower() or is_written_small(words[at][0].lower()) for at in open_ones)
    if small and small >= _HALF * common:
        for at in open_ones:
            named[at] = words[at][0][0].isupper() and not is_written_small(words[at][0].lower())
    return [word.span() for word, is_name in zip(words, named, strict=True) if is_name]


def _is_surely_a_name(word: str) -> bool:
    """An acronym, a place or a day with its capital, or a word with a capital inside."""
    if word.isupper():
        return len(word) > 1
    inside = "-" not in word and any(letter.isupper() for letter in word[1:])
    bare = word.lower().removesuffix("’s").removesuffix("'s")
    return inside or (word[0].isupper() and bool({bare, bare.removesuffix("s")} & _PLACES))


def _people(words: Sequence[regex.Match[str]]) -> list[bool]:
    """Which words are of a person's name: “Ruth Adeyemi”, “Dr Smith”. What ends in “s” later is a verb."""
    people = [False] * len(words)
    for at, word in enumerate(words):
        is_title = word[0][0].isupper() and word[0].lower() in _TITLES
        if not (is_title or is_given_name(word[0])):
            continue
        people[at] = True
        for following in range(at + 1, min(at + 1 + _MOST_NAMES, len(words))):
            name = words[following][0]
            is_verb = following > at + 1 and name.endswith("s")
            if not name[0].isupper() or is_verb or is_written_small(name.lower().removesuffix("’s")):
                break
            people[following] = True
    return people


def _parts(words: Sequence[regex.Match[str]], sure: Sequence[bool]) -> list[bool]:
    """Which words run from a sure name to a noun that ends names, all with capitals, or to “of” one."""
    parts = [False] * len(words)
    for at, word in enumerate(words):
        if not word[0][0].isupper() or word[0].lower() not in _ENDS_A_NAME:
            continue
        parts[at] = any(sure[at + _OF : at + _OF + 1]) and words[at + 1][0] in {"of", "for"}
        start = at
        while start > 0 and words[start - 1][0][0].isupper() and not sure[start]:
            start -= 1
        if sure[start]:
            parts[start : at + 1] = [True] * (at + 1 - start)
    return parts


def _lies_in(span: Span, spans: Sequence[Span]) -> bool:
    return any(low <= span[0] and span[1] <= high for low, high in spans)
