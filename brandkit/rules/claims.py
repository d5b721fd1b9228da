"""Claims: figures and comparisons that the brand must be able to prove, held against its list of proofs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from brandkit.findings import Evidence, Finding, Fix, Severity
from brandkit.proofs import Claim
from brandkit.rules.patterns import Pattern
from brandkit.rules.rule import Header
from brandkit.scopes import Block, ScopedText
from brandkit.sentences import sentence_spans

CLAIMS_FILE = "claims.yaml"
_UNITS = "seconds?|minutes?|hours?|days?|weeks?|months?"
_PEOPLE = "freelancers|customers|clients|people|users|businesses|companies|studios|teams"
_ADOPTION = "us(?:e|ing)|trust|rely|choose|joined|switched"
_SHAPES = Pattern(
    ignore_case=True,
    source="|".join(
        (
            r"(?<![\w.,])\d[\d.,]*\s?(?:%|per ?cent\b)",
            r"\b\d[\d.,]*\s?(?:x|×|times)\s(?:as\s)?(?:fast|quick|soon|cheap|bett|easi|many|more|much)\w*",
            rf"\b\d[\d.,]*\s(?:{_UNITS})\s(?:sooner|faster|earlier|quicker|less|shorter)\b",
            rf"\b\d[\d,]{{2,}}\+?\s(?:{_PEOPLE})\b(?=[^.!?\n]*\b(?:{_ADOPTION}))",
            r"\b(?:twice|three times)\sas\s\w+",
            r"\b(?:faster|cheaper|better|easier|safer|quicker)\sthan\s(?:any|every|all|other|most)\b",
        )
    ),
)
_NUMBER = regex.compile(r"\d+(?:[.,]\d+)*")
_WORD = regex.compile(r"\p{L}{4,}")
_STEM = 5


@dataclass(frozen=True, kw_only=True)
class Claims:
    """Every figure of the kinds above has to rest on a claim that holds in this market on this day.

    Without `today` no claim counts as expired.
    """

    header: Header
    claims: tuple[Claim, ...]
    market: str = ""
    today: dt.date | None = None

    def check(self, text: ScopedText) -> Iterator[Finding]:
        """One for each figure without proof, proof without its disclaimer, and claim that may not be made."""
        for block in self.header.blocks(text):
            figures = list(_SHAPES.matches(block.text))
            for found in figures:
                yield from self._judge(text, block, found)
            yield from self._stated(block, figures)

    def _stated(self, block: Block, figures: Sequence[regex.Match[str]]) -> Iterator[Finding]:
        """Claims of the list that stand in the copy word for word, without a figure, and may not."""
        for claim in self.claims:
            if self._objection(claim):
                for found in _worded(claim).finditer(block.text):
                    if not any(found.start() <= each.start() < found.end() for each in figures):
                        yield self._unfit(block, found, claim)

    def _judge(self, text: ScopedText, block: Block, found: regex.Match[str]) -> Iterator[Finding]:
        known = [claim for claim in self.claims if _supports(claim, found[0], _sentence(block.text, found))]
        valid = [claim for claim in known if not self._objection(claim)]
        if not known:
            yield self.header.finding(block, *found.span(), found[0])
        elif not valid:
            yield self._unfit(block, found, known[0])
        elif not any(_is_qualified(claim, text) for claim in valid):
            yield self._unqualified(block, found, valid[0])

    def _objection(self, claim: Claim) -> str:
        return claim.objection(market=self.market, today=self.today)

    def _unfit(self, block: Block, found: regex.Match[str], claim: Claim) -> Finding:
        finding = self.header.finding(block, *found.span())
        message = f"“{found[0]}” {self._objection(claim)}. Take it out, or ask the brand team for new proof."
        return replace(finding, severity=Severity.ERROR, message=message, evidence=_proof(claim))

    def _unqualified(self, block: Block, found: regex.Match[str], claim: Claim) -> Finding:
        at = len(block.source.text.rstrip())
        finding = self.header.finding(block, *found.span())
        return replace(
            finding,
            severity=Severity.ERROR,
            message=f"“{found[0]}” needs its basis beside it: “{claim.disclaimer}”",
            start=at,
            end=at,
            match="",
            fixes=(Fix(replacement=f" {claim.disclaimer}", safe=True),),
            evidence=_proof(claim),
        )


def is_figure(text: str) -> bool:
    """Whether the words hold a figure of the kinds that a list of claims answers for."""
    return _SHAPES.occurs_in(text)


def claims_rule(claims: Sequence[Claim], *, market: str, today: dt.date | None) -> Claims | None:
    """The rule of a list of claims; None for a brand that keeps no list."""
    if not claims:
        return None
    header = Header(
        name="claim",
        message="“%s” is a claim without proof. Take it out, or add it to the list of claims with its proof.",
        source=CLAIMS_FILE,
    )
    return Claims(header=header, claims=tuple(claims), market=market, today=today)


@lru_cache(maxsize=256)
def _worded(claim: Claim) -> regex.Pattern[str]:
    """The claim as it stands, its last stop apart, whatever its case and line breaks."""
    words = r"\s+".join(map(regex.escape, claim.text.rstrip(" .!").split()))
    return regex.compile(rf"(?<!\w){words}(?!\w)", regex.IGNORECASE)


def _supports(claim: Claim, figure: str, sentence: str) -> bool:
    """A claim stands behind a figure that has its numbers, in a sentence about the same thing."""
    numbers = _numbers(figure)
    if not numbers:
        return figure.casefold() in claim.text.casefold()
    return numbers <= _numbers(claim.text) and not _stems(claim.text).isdisjoint(_stems(sentence))


def _is_qualified(claim: Claim, text: ScopedText) -> bool:
    if not claim.disclaimer:
        return True
    wanted = " ".join(claim.disclaimer.casefold().split()).rstrip(".")
    return any(wanted in " ".join(source.text.casefold().split()) for source in text.sources)


def _sentence(text: str, found: regex.Match[str]) -> str:
    spans = sentence_spans(text)
    return next((text[start:end] for start, end in spans if start <= found.start() < end), text)


def _numbers(text: str) -> set[str]:
    return {number.replace(",", "") for number in _NUMBER.findall(text)}


def _stems(text: str) -> set[str]:
    return {word.casefold()[:_STEM] for word in _WORD.findall(text)}


def _proof(claim: Claim) -> Evidence:
    return Evidence(source=CLAIMS_FILE, document=CLAIMS_FILE, quote=f"{claim.text} ({claim.evidence})")
