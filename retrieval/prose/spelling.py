"""How a word is written: one word or two, with a hyphen, with a capital; in a sentence or a glossary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brandkit.passages import Passage
from brandkit.stated_words import slug
from retrieval.prose.clauses import HOLE, MANY, Clause
from retrieval.prose.wanted import Wanted, avoided, made, swaps
from retrieval.prose.wording import is_wording, level_of

_COUNTS = {"one": 1, "1": 1, "single": 1, "two": 2, "2": 2, "three": 3, "3": 3}
_COUNT = r"(?:as )?(?:a )?(?P<count>one|two|three|single|1|2|3) words?"
_HYPHEN = r"(?P<hyphen>,? (?:and )?(?:with|without) (?:a |no )?hyphens?)?"
_AS_WORDS = re.compile(
    rf"(?:we )?(?:always )?(?:write|spell|use|treat|it is|it[’']s)? ?(?P<term>{HOLE}|[\w’'-]+(?: [\w’'-]+){{0,2}}?),?"
    rf" (?:is |are |should be )?(?:written |spelled |spelt )?{_COUNT}{_HYPHEN}",
    re.IGNORECASE,
)
_ENTRY_WORDS = re.compile(rf"{_COUNT}{_HYPHEN}(?:,? (?:and )?(?:lower ?case|lower-case))?", re.IGNORECASE)
_ENTRY_LOWER = re.compile(r"(?:all )?(?:lower ?case|lower-case)(?: [a-z])?", re.IGNORECASE)
_ENTRY_CAPITAL = re.compile(
    r"(?:starts with an? (?:initial )?capital(?: letter)?|(?:with an? )?(?:initial )?capital(?: letter)?(?: [A-Z])?"
    r"|always capitali[sz]ed?|capitali[sz]e)",
    re.IGNORECASE,
)
_ENTRY_HYPHEN = re.compile(r"(?:hyphenated?|(?:with|use) a hyphen|always hyphenated?)", re.IGNORECASE)
_ENTRY_NOT = re.compile(rf"(?:and )?(?:not|never) (?P<bad>{MANY})", re.IGNORECASE)
_ENTRY_USE = re.compile(
    rf"(?:we )?(?:use|say|write|prefer) (?P<good>{HOLE})(?P<instead> instead)?", re.IGNORECASE
)
_ENTRY_NEVER = re.compile(
    r"(?:we )?(?:(?:do not|don[’']t|never) (?:use|say|write)|avoid(?: using)?)(?: (?:it|(?:this|the) (?:word|term|phrase)))?",
    re.IGNORECASE,
)
_LOWER = re.compile(
    rf"(?:we )?(?:use|write) (?P<term>{HOLE}) (?:in |with )?(?:all )?lower ?case(?: letters?)?", re.IGNORECASE
)
_ONLY_POINTERS = re.compile(
    r"\s*(?:(?:also )?see\b[^\n]*|find out\b[^\n]*|read\b[^\n]*|back to top)?\s*", re.IGNORECASE
)
_ENTRY = re.compile(r"[\w’'.&-]+(?: [\w’'.&-]+){0,2}")
_SHORTEST, _LONGEST = 5, 18
_PARTS = frozenset(
    [
        "after",
        "air",
        "ante",
        "anti",
        "any",
        "back",
        "base",
        "bed",
        "birth",
        "book",
        "brand",
        "break",
        "breast",
        "care",
        "check",
        "child",
        "class",
        "co",
        "cross",
        "data",
        "day",
        "design",
        "desk",
        "door",
        "down",
        "e",
        "eye",
        "every",
        "face",
        "family",
        "feed",
        "feeding",
        "field",
        "file",
        "fire",
        "foot",
        "fore",
        "free",
        "full",
        "fund",
        "ground",
        "guide",
        "hand",
        "head",
        "health",
        "high",
        "home",
        "house",
        "in",
        "inter",
        "key",
        "land",
        "life",
        "light",
        "line",
        "list",
        "log",
        "long",
        "lunch",
        "mail",
        "main",
        "make",
        "market",
        "mid",
        "mind",
        "multi",
        "name",
        "net",
        "non",
        "note",
        "off",
        "on",
        "online",
        "out",
        "over",
        "own",
        "page",
        "paper",
        "patient",
        "phone",
        "pick",
        "place",
        "plan",
        "play",
        "point",
        "post",
        "pre",
        "print",
        "pro",
        "re",
        "room",
        "round",
        "safe",
        "school",
        "screen",
        "self",
        "semi",
        "set",
        "shop",
        "short",
        "side",
        "sign",
        "site",
        "some",
        "stand",
        "start",
        "step",
        "store",
        "sub",
        "super",
        "team",
        "text",
        "time",
        "title",
        "top",
        "trade",
        "type",
        "under",
        "up",
        "user",
        "video",
        "view",
        "voice",
        "wall",
        "water",
        "way",
        "web",
        "week",
        "well",
        "while",
        "white",
        "wide",
        "word",
        "work",
        "world",
        "write",
        "year",
    ]
)
"""What many English compounds begin or end with."""


def spelling(clause: Clause) -> Iterator[Wanted]:
    """What a sentence says about how to write a word."""
    plain = clause.plain
    if clause.is_conditional:
        return
    if found := _LOWER.fullmatch(plain):
        yield from _lower(clause.quoted[0], clause)
    elif (found := _AS_WORDS.fullmatch(plain)) and found["term"].strip():
        term = clause.quoted[0] if found["term"] == HOLE else found["term"]
        yield from _in_words(term, _COUNTS[found["count"].lower()], found["hyphen"] or "", clause)


def entry(clause: Clause) -> Iterator[Wanted]:
    """What an entry of a glossary says about the word that heads it."""
    term = clause.passage.heading[-1].strip() if clause.passage.heading else ""
    if not _is_entry(term, clause.passage) or clause.is_conditional:
        return
    plain = clause.plain
    if found := _ENTRY_WORDS.fullmatch(plain):
        yield from _in_words(term, _COUNTS[found["count"].lower()], found["hyphen"] or "", clause)
    elif _ENTRY_LOWER.fullmatch(plain) and term == term.lower():
        yield from _lower(term, clause)
    elif _ENTRY_CAPITAL.fullmatch(plain) and term != term.lower():
        yield from _swap({term.lower(): (term,)}, clause)
    elif _ENTRY_HYPHEN.fullmatch(plain) and "-" in term:
        yield from _swap({term.replace("-", " "): (term,), term.replace("-", ""): (term,)}, clause)
    elif found := _ENTRY_NOT.fullmatch(plain):
        bad = [each for each in clause.quoted if is_wording(each)]
        yield from _swap(dict.fromkeys(bad, (term,)), clause)
    elif _ENTRY_NEVER.fullmatch(plain) and is_wording(term) and not _goes_on(clause):
        wanted = avoided([term], sentence=f"{term}: {clause.written}", passage=clause.passage)
        yield from [wanted] if wanted else []
    elif (found := _ENTRY_USE.fullmatch(plain)) and _stands_alone(clause):
        yield from _rather(term, clause)


def _is_entry(term: str, passage: Passage) -> bool:
    """A word that heads its own entry: under a letter, or among words."""
    above = " ".join(passage.heading[-3:-1]).casefold()
    under = passage.heading[-2].strip() if len(passage.heading) > 1 else ""
    in_a_list = len(under) == 1 or any(
        each in above for each in ("a to z", "a-z", "glossary", "word list", "spelling")
    )
    is_term = bool(_ENTRY.fullmatch(term)) and not {"or", "and"} & set(term.casefold().split())
    return in_a_list and is_term


def _rather(term: str, clause: Clause) -> Iterator[Wanted]:
    """“We use X.” under the heading of another word says: not that one."""
    good = clause.quoted[0]
    apart = (
        not set(term.casefold().split()) & set(good.casefold().split())
        and good.casefold() not in term.casefold()
    )
    if apart and is_wording(good) and term.casefold() not in good.casefold():
        yield from _swap({term: (good,)}, clause)


def _goes_on(clause: Clause) -> bool:
    """Whether the entry lists what it means, or says later when the word may be used."""
    return clause.written.rstrip().endswith(":") or bool(
        re.search(r"\b(?:unless|except|only|when|if|but|however)\b", clause.after, re.IGNORECASE)
    )


def _stands_alone(clause: Clause) -> bool:
    """Whether the entry says nothing else that could soften it."""
    lines = [line for line in clause.passage.text.split("\n") if line.strip()]
    first = lines[0].strip() if lines else ""
    return first == clause.written.strip() and all(_ONLY_POINTERS.fullmatch(line) for line in lines[1:])


def _swap(pairs: dict[str, tuple[str, ...]], clause: Clause) -> Iterator[Wanted]:
    wanted = swaps(pairs, sentence=clause.written, passage=clause.passage, level=level_of(clause))
    if wanted is not None:
        yield wanted


def _in_words(term: str, count: int, hyphen: str, clause: Clause) -> Iterator[Wanted]:
    """Every other way to write it, split or joined, is wrong."""
    words = term.split()
    if not is_wording(term.replace("-", " ")) or (count == 1) == (len(words) > 1):
        return
    if count == 1:
        yield from _one_word(term, hyphenated=bool(hyphen) and "without" not in hyphen, clause=clause)
    elif len(words) == count:
        yield from _swap({"-".join(words): (term,), "".join(words): (term,)}, clause)


def _one_word(term: str, *, hyphenated: bool, clause: Clause) -> Iterator[Wanted]:
    """A closed word written in two; one with a hyphen written without."""
    if "-" in term:
        yield from _swap({term.replace("-", " "): (term,), term.replace("-", ""): (term,)}, clause)
        return
    if hyphenated or not _SHORTEST <= len(term) <= _LONGEST or not term.isalpha():
        return
    halves = _halves(term)
    body: dict[str, object] = {
        "extends": "substitution",
        "message": "Write “%s” instead of “%s”.",
        "level": level_of(clause),
        "ignorecase": True,
        "swap": {"|".join(rf"{first}[-\s]{second}" for first, second in halves): term},
    }
    first, second = halves[0]
    yield made(
        f"{slug(term)}-one-word",
        body,
        good=[f"Here we write {term} again."],
        bad=[f"Here we write {first}-{second} again.", f"Here we write {first} {second} again."],
        sentence=clause.written,
        passage=clause.passage,
    )


def _halves(term: str) -> list[tuple[str, str]]:
    """Where the word could be cut: at a part that is known to begin or end words, else anywhere.

    A cut in the wrong place finds nothing, for nobody writes so.
    """
    cuts = range(1, len(term) - 1) if term[0] in "eE" else range(2, len(term) - 1)
    known = [cut for cut in cuts if term[:cut].casefold() in _PARTS or _ends_words(term[cut:])]
    return [(term[:cut], term[cut:]) for cut in known or cuts]


def _ends_words(text: str) -> bool:
    return len(text) > 2 and text.casefold() in _PARTS  # noqa: PLR2004 - “re” begins words and ends none


def _lower(term: str, clause: Clause) -> Iterator[Wanted]:
    """A capital in the middle of a sentence, for a word that is no name."""
    if not is_wording(term) or term != term.lower():
        return
    shown = term[:1].upper() + term[1:]
    body: dict[str, object] = {
        "extends": "substitution",
        "message": "Write “%s” instead of “%s”.",
        "level": "warning",
        "ignorecase": False,
        "swap": {rf"(?<=[\p{{Ll}},;] ){re.escape(shown)}": term},
    }
    yield made(
        f"{slug(term)}-lower-case",
        body,
        good=[f"Here we write {term} again.", f"{shown} begins this sentence."],
        bad=[f"Here we write {shown} again."],
        sentence=clause.written,
        passage=clause.passage,
    )
