"""Lists of words under a heading that says to leave them out, such as “Words to avoid”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brandkit.passages import Passage
from retrieval.prose.clauses import is_condition
from retrieval.prose.unquoted import names_in, without_others
from retrieval.prose.wanted import Wanted, avoided, swaps

_BULLET = re.compile(r"^\s*[-*•–]\s+")
_KIND = r"(?:words?|terms?|phrases?|expressions?|language|jargon|clich[ée]s?)"
_WE_DO_NOT = r"(?:(?:that )?we (?:avoid|never use|do not use|don[’']t use|never say|do not say|don[’']t say))"
_HEADING = re.compile(
    rf"(?:{_KIND}(?:,? (?:and|or) {_KIND})? (?:to avoid|not to use|{_WE_DO_NOT})"
    rf"|(?:banned|forbidden|prohibited|blocked) {_KIND}(?: (?:and|or) {_KIND})?"
    rf"|(?:avoid|do not use|don[’']t use|never use) (?:these|the following) {_KIND})",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"(?P<bad>[^():–—]+?)(?: \((?:instead,? )?(?:use|say|write|try) (?P<aside>[^()]+?)(?: instead)?\)"
    r"|(?::| [-–—]+) (?:instead,? )?(?:use|say|write|try) (?P<after>[^():]+?)(?: instead)?)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r" \([^()]*\)")
_MARKS = "“”\"‘’'*_`. "
_FEWEST = 2


def word_lists(passage: Passage) -> Iterator[Wanted]:
    """One rule for the words that are only left out, and one for those with something to write instead."""
    heading = passage.heading[-1].strip().rstrip(":") if passage.heading else ""
    if not _HEADING.fullmatch(heading):
        return
    words: list[str] = []
    pairs: dict[str, tuple[str, ...]] = {}
    for line in filter(_BULLET.match, passage.text.split("\n")):
        item = _BULLET.sub("", line).strip()
        if is_condition(item):
            continue
        found = _INSTEAD.fullmatch(item.rstrip("."))
        if found:
            good = _named(found["aside"] or found["after"])
            pairs |= dict.fromkeys(_named(found["bad"]) if good else (), tuple(good))
        else:
            words += _named(without_others(_ASIDE.sub("", item)))
    if len(words) >= _FEWEST:
        sentence = f"{heading}: {'; '.join(words)}"
        wanted = avoided(words, sentence=sentence, passage=passage, level="suggestion")
        yield from [wanted] if wanted else []
    if pairs:
        rows = "; ".join(f"{bad} (use {', '.join(good)})" for bad, good in pairs.items())
        wanted = swaps(pairs, sentence=f"{heading}: {rows}", passage=passage, level="suggestion")
        yield from [wanted] if wanted else []


def _named(text: str) -> list[str]:
    return [each for each in names_in(text.strip(_MARKS)) if "/" not in each]
