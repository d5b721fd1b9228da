"""The brand's words: how it feels about each, and what it writes instead."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from brandkit.references import Reference


class TermStatus(Enum):
    """How the brand feels about a word."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"
    BANNED = "banned"


@dataclass(frozen=True, kw_only=True)
class Term:
    """A word or phrase of the brand's vocabulary. `case_sensitive` terms must be written exactly so."""

    text: str
    status: TermStatus
    replacement: str = ""
    case_sensitive: bool = False
    note: str = ""
    evidence: Reference | None = None
