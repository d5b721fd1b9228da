"""The brand's vocabulary: banned and deprecated words, and names that have one right spelling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from brandkit.findings import Evidence, Finding, Fix, Severity
from brandkit.rules.casing import like
from brandkit.rules.patterns import Pattern, literal
from brandkit.rules.rule import Header
from brandkit.scopes import Block, ScopedText
from brandkit.vocabulary import Term, TermStatus

TERMS_FILE = "terms.csv"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """All terms of a kit, looked for in one pass; where two overlap, the longer one counts."""

    header: Header
    pattern: Pattern
    terms: tuple[Term, ...]

    def check(self, text: ScopedText) -> Iterator[Finding]:
        """One finding for each term that is not written as the brand writes it."""
        for block in self.header.blocks(text):
            for found in self.pattern.matches(block.text):
                term = self.terms[int((found.lastgroup or "t0")[1:])]
                if _is_wrong(term, found[0]):
                    yield self._finding(term, block, found)

    def _finding(self, term: Term, block: Block, found: regex.Match[str]) -> Finding:
        header = _header_of(term)
        return header.finding(block, *found.span(), fixes=_fixes(term, found[0]))


def terms_rule(terms: Sequence[Term]) -> Terms | None:
    """The rule of a vocabulary; None when there is no term."""
    return _terms_rule(tuple(terms)) if terms else None


@lru_cache(maxsize=64)
def _terms_rule(terms: tuple[Term, ...]) -> Terms:
    ordered = tuple(sorted(terms, key=lambda term: len(term.text), reverse=True))
    listed = "|".join(f"(?P<t{number}>{_pattern_of(term)})" for number, term in enumerate(ordered))
    return Terms(header=Header(name="term", message=""), pattern=Pattern(source=listed), terms=ordered)


def _pattern_of(term: Term) -> str:
    """Only a name is looked for in any casing when casing matters; a banned acronym is meant as written."""
    as_written = term.case_sensitive and term.status in {TermStatus.BANNED, TermStatus.DEPRECATED}
    return literal(term.text) if as_written else f"(?i:{literal(term.text)})"


def _is_wrong(term: Term, text: str) -> bool:
    match term.status:
        case TermStatus.BANNED | TermStatus.DEPRECATED:
            return True
        case TermStatus.PREFERRED:
            return term.case_sensitive and " ".join(text.split()) != term.text
        case TermStatus.ADMITTED:
            return False


def _fixes(term: Term, text: str) -> tuple[Fix, ...]:
    if term.status is TermStatus.PREFERRED:
        return (Fix(replacement=term.text, safe=True),)
    options = [option.strip() for option in term.replacement.split("|") if option.strip()]
    return tuple(Fix(replacement=like(text, option), safe=len(options) == 1) for option in options)


@lru_cache(maxsize=4096)
def _header_of(term: Term) -> Header:
    return _TermHeader(
        name=f"term.{_slug(term.text)}",
        message=_message(term).replace("%", "%%"),
        severity=_SEVERITY[term.status],
        evidence=term.evidence,
        note=term.note,
    )


@dataclass(frozen=True, kw_only=True)
class _TermHeader(Header):
    note: str = ""

    def grounds(self) -> Evidence:
        """The guideline that a term names, or else its line in the list of terms."""
        named = super().grounds()
        return named or Evidence(source=TERMS_FILE, document=TERMS_FILE, quote=self.note)


_SEVERITY = {
    TermStatus.BANNED: Severity.ERROR,
    TermStatus.DEPRECATED: Severity.WARNING,
    TermStatus.PREFERRED: Severity.WARNING,
    TermStatus.ADMITTED: Severity.SUGGESTION,
}


def _message(term: Term) -> str:
    note = f" {term.note}" if term.note else ""
    instead = " or ".join(f"“{option.strip()}”" for option in term.replacement.split("|") if option.strip())
    match term.status:
        case TermStatus.PREFERRED:
            return f"Write “{term.text}” exactly so.{note}"
        case TermStatus.BANNED:
            advice = f" Use {instead}." if instead else ""
            return f"We never write “{term.text}”.{advice}{note}"
    advice = f"Use {instead} instead of" if instead else "Find another word for"
    return f"{advice} “{term.text}”.{note}"


def _slug(text: str) -> str:
    return regex.sub(r"[^\p{L}\p{N}]+", "-", text.casefold()).strip("-") or "sign"
