"""Words that a sentence names without quotation marks, where its form leaves no doubt that it names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from retrieval.prose.clauses import Clause, first_clause
from retrieval.prose.wanted import Wanted, avoided, swaps
from retrieval.prose.wording import is_wording, level_of

_NEVER = r"(?:please )?(?:we )?(?:do not|don[’']t|never|avoid|must not)(?: (?:use|using|say|saying|write|writing))?"
_TERMS = re.compile(
    rf"{_NEVER} the (?:[\w-]+ )?(?:words|terms|phrases|expressions|abbreviations|acronyms|contractions):? (?P<listed>.+)",
    re.IGNORECASE,
)
_TERM = re.compile(
    rf"{_NEVER} the (?:word|term|phrase|abbreviation|acronym) (?P<one>[\w’'-]+)", re.IGNORECASE
)
_SHORTENED = re.compile(rf"{_NEVER} (?P<listed>[\w’', ]+[’']\w+)", re.IGNORECASE)
_USE = re.compile(
    r"(?:instead,? )?(?:we )?(?:use|say|write) (?P<good>[^.;:()]+?)(?P<after> instead)?", re.IGNORECASE
)
_SPELLED = re.compile(
    r"(?:we )?(?:always )?(?:use|write|spell) (?P<good>\w[\w’'-]*(?: \w[\w’'-]*)?)(?:,| ?(?:---?|—|–))? not (?P<bad>\w[\w’'-]*(?: \w[\w’'-]*)?)",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r",? (?:and|or) (?:any |all )?(?:other|similar|the like|so on|such)\b.*$|,? etc\.?$", re.IGNORECASE
)
_ASIDE = re.compile(r" \([^()]*\)")
_APART = re.compile(r",? (?:and|or) |, ?")
_NOT_A_NAME = re.compile(
    r"(?:and|or|of|for|in|on|at|to|by|from|with|without|that|which|who|whose|they|you|your|we|our|their|its|it|this|these|those"
    r"|as|than|so|above|below|here|there|twice|alone|together|interchangeably|loosely|lightly|both|each|every|all|any"
    r"|altogether|entirely|completely|instead|themselves|itself)\b(?![’'])",
    re.IGNORECASE,
)
_MARKED_AS_NAME = re.compile(r"[-’']|\d|\w[A-Z]")
_MARKS = '“”"‘ *_`'
_ALIKE = 0.75
_MOST_WORDS, _FEWEST = 3, 2


def unquoted(clause: Clause) -> Iterator[Wanted]:
    """What a sentence says about the words it names after “the terms”, or in another spelling."""
    if clause.quoted or clause.is_conditional or clause.follows_condition:
        return
    plain = without_others(_ASIDE.sub("", clause.plain))
    if found := _TERMS.fullmatch(plain):
        words = names_in(found["listed"])
        yield from _left_out(clause, words if len(words) >= _FEWEST else [])
    elif found := _TERM.fullmatch(plain):
        yield from _left_out(clause, [found["one"]] if _MARKED_AS_NAME.search(found["one"]) else [])
    elif found := _SHORTENED.fullmatch(plain):
        words = names_in(found["listed"])
        yield from _left_out(clause, words if all(re.search(r"\w[’']\w", each) for each in words) else [])
    elif found := _SPELLED.fullmatch(plain):
        yield from _spelled(clause, found["good"], found["bad"])


def without_others(listed: str) -> str:
    """A list without its last piece where that is “or other words of that kind”."""
    return _OTHERS.sub("", listed)


def names_in(listed: str) -> list[str]:
    """The words of a list; none at all where a piece of it is no name of a word."""
    words = [each.strip(_MARKS) for each in _APART.split(listed) if each.strip(_MARKS)]
    fit = all(is_wording(each) and len(each.split()) <= _MOST_WORDS for each in words)
    return words if fit and not any(map(_NOT_A_NAME.match, words)) else []


def _left_out(clause: Clause, words: list[str]) -> Iterator[Wanted]:
    if not words or any(_is_used(each, clause) for each in words):
        return
    following = first_clause(clause.passage, clause.after)
    good = _offered(following)
    if following is not None and good:
        wanted = swaps(
            dict.fromkeys(words, tuple(good)),
            sentence=f"{clause.written} {following.written}",
            passage=clause.passage,
            level=level_of(clause),
        )
    else:
        wanted = avoided(words, sentence=clause.written, passage=clause.passage, level=level_of(clause))
    if wanted is not None:
        yield wanted


def _offered(following: Clause | None) -> list[str]:
    """What the next sentence says to write instead; it must say “instead”."""
    if following is None or following.quoted or following.is_conditional:
        return []
    found = _USE.fullmatch(following.plain)
    said = found is not None and (found["after"] or following.plain.casefold().startswith("instead"))
    return names_in(found["good"]) if found is not None and said else []


def _spelled(clause: Clause, good: str, bad: str) -> Iterator[Wanted]:
    """Two spellings of one word: under its own heading, or so alike that nothing else can be meant."""
    own = bool(clause.passage.heading) and clause.passage.heading[-1].casefold() == good.casefold()
    alike = SequenceMatcher(None, good.casefold(), bad.casefold()).ratio() >= _ALIKE
    if not own or not alike or good == bad or _is_used(bad, clause):
        return
    wanted = swaps({bad: (good,)}, sentence=clause.written, passage=clause.passage, level=level_of(clause))
    if wanted is not None:
        yield wanted


def _is_used(words: str, clause: Clause) -> bool:
    """Whether the passage goes on to ask for the words after all."""
    asked = rf"\b(?:use|say|write)\b(?: the)?(?: (?:word|term|phrase)s?)? [“\"‘']?{re.escape(words)}\b"
    return bool(re.search(asked, clause.after, re.IGNORECASE))
