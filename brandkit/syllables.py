"""How many syllables an English word has, by its spelling: the estimate behind reading grades.

It is the estimate that Vale makes, so that a formula gives the same in a kit and in a Vale style.

The method is that of Lingua::EN::Fathom (Kim Ryan) with the word parts that its successors added: parts at
either end count as they are known to, then each group of vowels counts as one, but for those that are silent
and those that are two sounds.
"""

from __future__ import annotations

from functools import lru_cache

import regex

_SHORTEST = 3
_KNOWN = {
    **dict.fromkeys(("abed", "adieu", "cafe", "cafes", "chile", "chloe", "circe", "daphne", "jesse"), 2),
    **dict.fromkeys(("jukebox", "maybe", "people", "phoebe", "shoreline", "zoe"), 2),
    **dict.fromkeys(("abare", "acreage", "adame", "adobe", "apache", "coyote", "euterpe", "forever"), 3),
    **dict.fromkeys(("karate", "machete", "recipe", "sesame", "simile", "syncope", "tamale"), 3),
    **dict.fromkeys(("abalone", "abbruzzese", "abruzzese", "anemone", "aphrodite", "apostrophe"), 4),
    **dict.fromkeys(("ariadne", "calliope", "catastrophe", "epitome", "eurydice", "facsimile"), 4),
    **dict.fromkeys(("gethsemane", "guacamole", "hermione", "hyperbole", "penelope", "persephone"), 4),
    **dict.fromkeys(("yosemite",), 4),
    **dict.fromkeys(("aborigine", "aborigines"), 5),
}
_FIRST_PARTS = (
    (2, ("above", "anti", "ante", "counter", "hyper", "afore", "agri", "infra", "intra", "inter", "over")),
    (2, ("semi", "ultra", "under", "extra", "dia", "micro", "mega", "kilo", "pico", "nano", "macro")),
    (1, ("un", "fore", "ware", "none", "non", "out", "post", "sub", "pre", "pro", "dis", "side")),
)
_LAST_PARTS = (
    (3, ("ology", "ologist", "onomy", "onomist")),
    (2, ("fully", "berry", "woman", "women")),
    (
        1,
        ("ly", "less", "some", "ful", "er", "ers", "ness", "cian", "cians", "ment", "ments", "ette", "ettes"),
    ),
    (1, ("ville", "villes", "ships", "ship", "side", "sides", "port", "ports", "shire", "shires", "tion")),
    (1, ("tioned",)),
)
_AFTER_VOWEL = (
    "ch f gh gn k l ll lv m mm n nn p r rn rs rv s sc sk sl squ ss th v y",  # before -ed, -es and -e
    "b c dg g lch nc ng nch rc z",  # before -ed
    "b d lch nch st t",  # before -es
    "b c d dg g nc ng rc st t z",  # before -e
)


def _after_vowel(*numbers: int) -> str:
    parts = [part for number in numbers for part in _AFTER_VOWEL[number].split()]
    return f"[aeiouy](?:{'|'.join(parts)})"


_VOWELS = regex.compile("[aeiouy]+")
_FEWER = (
    regex.compile(
        "cia(?:l|$)|tia|cius|cious|[^aeiou]giu|[aeiouy][^aeiouy]ion|iou|sia$|eous$|[oa]gue$"
        "|.[^aeiuoycgltdb]{2,}ed$|.ely$|^jua|uai|eau|^busi$"
        f"|{_after_vowel(0, 1)}ed$|{_after_vowel(0, 2)}es$"
    ),
    regex.compile(f"{_after_vowel(0, 3)}e$"),
)
_MORE = (
    regex.compile(
        "(?:[^aeiouy]ie(?:r|st|t)|[aeiouym]bl|eo|ism|asm|thm|dnt|uity|dea|gean|oa|ua|eings?"
        "|[aeiouy]sh?e[rsd])$"
    ),
    regex.compile("[^gq]ua[^auieo]|[aeiou]{3}|^(?:ia|mc|coa[dglx].)"),
    regex.compile("[^aeiou]y[ae]|[^l]lien|riet|dien|iu|io|ii|uen|real|iell|eo[^aeiou]|[aeiou]y[aeiou]"),
    regex.compile("[^s]ia"),
)


@lru_cache(maxsize=20_000)
def syllables_of(word: str) -> int:
    """The estimate for a word; at least 1."""
    lowered = word.lower()
    if len(lowered) < _SHORTEST:
        return 1
    if lowered in _KNOWN:
        return _KNOWN[lowered]
    core, before = _without_first(lowered)
    core, behind = _without_last(core)
    vowels = len(_VOWELS.findall(core))
    fewer = sum(len(silent.findall(core)) for silent in _FEWER)
    more = sum(len(double.findall(core)) for double in _MORE)
    return max(1, before + behind + vowels - fewer + more)


def _without_first(word: str) -> tuple[str, int]:
    for count, parts in _FIRST_PARTS:
        for part in parts:
            if word.startswith(part):
                return word.removeprefix(part), count
    return word, 0


def _without_last(word: str) -> tuple[str, int]:
    for count, parts in _LAST_PARTS:
        for part in parts:
            if word.endswith(part):
                return word.removesuffix(part), count
    return word, 0
