"""What a check found: where, by which rule, how serious, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from brandkit.passages import Passage


class Severity(Enum):
    """How much a finding matters: an error must be fixed or waived, the others inform."""

    ERROR = "error"
    WARNING = "warning"
    SUGGESTION = "suggestion"

    @property
    def rank(self) -> int:
        """0 is the most serious."""
        return list(Severity).index(self)


@dataclass(frozen=True, kw_only=True)
class Fix:
    """Replace the finding's span by `replacement`; `safe` means that no one needs to read it first."""

    replacement: str
    safe: bool = False
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What a rule rests on: a passage of the guidelines, or a named outside source."""

    source: str
    quote: str = ""
    document: str = ""
    heading: tuple[str, ...] = ()
    page: int | None = None
    version: str = ""

    @classmethod
    def of_passage(cls, passage: Passage) -> Evidence:
        """The passage itself as evidence."""
        return cls(
            source=passage.document,
            quote=passage.text,
            document=passage.document,
            heading=passage.heading,
            page=passage.page,
            version=passage.version,
        )


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One place where copy breaks a rule.

    `start` and `end` are 0-based code point offsets into the part's text (or the checked file), end
    exclusive, so `text[start:end] == match`. A finding about something missing has an empty span. `note`
    is what a reader should know about the rule itself, such as why it counts for less.
    """

    rule: str
    severity: Severity
    message: str
    start: int
    end: int
    match: str
    field: str = ""
    index: int = 0
    fixes: tuple[Fix, ...] = ()
    evidence: Evidence | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Deduction:
    """What one rule costs: points per finding times the number of findings."""

    rule: str
    severity: Severity
    findings: int
    points: int


@dataclass(frozen=True, kw_only=True)
class ScoreCard:
    """A score that can be added up by hand: `full` minus every deduction, never below zero."""

    full: int
    deductions: tuple[Deduction, ...]

    @property
    def points(self) -> int:
        """What is left."""
        return max(0, self.full - sum(deduction.points for deduction in self.deductions))
