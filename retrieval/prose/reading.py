"""Reads passages for what they state: rules that were proven, and statements that cannot be tested."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from brandkit.kit import BrandKit
from brandkit.passages import Passage
from brandkit.stated import StatedRule, Statements, Untestable, is_held_already, problem_with
from retrieval.prose.clauses import Clause, clauses
from retrieval.prose.lists import listed, named
from retrieval.prose.marks import marks
from retrieval.prose.spelling import entry, spelling
from retrieval.prose.unquoted import unquoted
from retrieval.prose.wanted import Wanted
from retrieval.prose.word_lists import word_lists
from retrieval.prose.wording import wording

_TELLS = re.compile(
    r"(?:please )?(?:always |we (?:always |generally |mostly |usually )?)?(?:use|avoid|do not|don[’']t|never|write|keep|make sure|ensure"
    r"|capitali[sz]e|hyphenate|spell|prefer|say|aim|limit|try to|include|put)\b",
    re.IGNORECASE,
)
_FEWEST_WORDS, _MOST_WORDS = 3, 45
ON_CONDITION = "It holds only at times, and no rule can see when."
NOTHING_EXACT = "It names no words, marks or numbers that a rule could look for."


def statements(passages: Sequence[Passage], kit: BrandKit) -> Statements:
    """Every testable statement as a rule that compiles and whose examples hold; the others by name.

    What the kit's own rules find already is left out. The same statement read twice is one rule.
    """
    found: dict[str, Wanted] = {}
    untestable: dict[str, Untestable] = {}
    for passage in passages:
        for wanted in (*listed(passage), *word_lists(passage)):
            found.setdefault(wanted.key, wanted)
        for clause in clauses(passage):
            wants = list(_wanted(clause))
            for wanted in wants:
                found.setdefault(wanted.key, wanted)
            if not wants and _tells(clause):
                untestable.setdefault(clause.written, _untestable(clause))
    rules = tuple(_usable(list(found.values()), kit))
    told = " ".join(" ".join(rule.sentence.split()) for rule in rules)
    return Statements(
        rules=rules,
        untestable=tuple(each for each in untestable.values() if " ".join(each.sentence.split()) not in told),
    )


def _wanted(clause: Clause) -> Iterator[Wanted]:
    for read in (marks, wording, spelling, entry, named, unquoted):
        wants = list(read(clause))
        if wants:
            yield from wants
            return


def _tells(clause: Clause) -> bool:
    is_row = " | " in clause.written
    return (
        bool(_TELLS.match(clause.told))
        and not is_row
        and _FEWEST_WORDS <= len(clause.told.split()) <= _MOST_WORDS
    )


def _untestable(clause: Clause) -> Untestable:
    why = ON_CONDITION if clause.is_conditional else NOTHING_EXACT
    return Untestable(sentence=clause.written, passage=clause.passage, why=why)


def _usable(wants: Sequence[Wanted], kit: BrandKit) -> Iterator[StatedRule]:
    taken = {rule.header.name for rule in kit.rules}
    for wanted in _without_contradictions(_whole(wants)):
        name = _free(wanted.name, taken)
        rule = StatedRule(name=name, body=wanted.body, sentence=wanted.sentence, passage=wanted.passage)
        if problem_with(rule.yaml, name, kit) or is_held_already(rule.yaml, name, kit):
            continue
        taken.add(name)
        yield rule


def _whole(wants: Sequence[Wanted]) -> list[Wanted]:
    """Without the part of a table that another passage, which overlaps it, has whole."""
    swaps = [_swap_of(wanted).items() for wanted in wants]
    return [
        wanted
        for wanted, mine in zip(wants, swaps, strict=True)
        if not mine or not any(mine < other for other in swaps)
    ]


def _without_contradictions(wants: Sequence[Wanted]) -> Iterator[Wanted]:
    """A word that one statement asks for and another forbids is left to people."""
    asked = {
        each.casefold() for wanted in wants for good in _swap_of(wanted).values() for each in good.split("|")
    }
    for wanted in wants:
        kept = {
            bad: good
            for bad, good in _swap_of(wanted).items()
            if bad.replace("\\", "").casefold() not in asked
        }
        if not _swap_of(wanted) or len(kept) == len(_swap_of(wanted)):
            yield wanted
        elif kept:
            yield replace(wanted, body={**wanted.body, "swap": kept})


def _swap_of(wanted: Wanted) -> dict[str, str]:
    swap = wanted.body.get("swap")
    return {str(bad): str(good) for bad, good in swap.items()} if isinstance(swap, dict) else {}


def _free(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    return next(f"{name}-{number}" for number in range(2, 10_000) if f"{name}-{number}" not in taken)
