"""A rule that a guideline's sentence suggests, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class ProposalState(Enum):
    """What became of a proposal. An untestable statement is listed and can never be accepted."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNTESTABLE = "untestable"


@dataclass(frozen=True, kw_only=True)
class RuleProposal:
    """A rule file (`yaml`, without its name) with the sentence it comes from and where that stands.

    `found_by` says what read it out of the sentence; `why` why a statement cannot be tested.
    """

    id: str
    brand: str
    name: str
    yaml: str
    sentence: str
    document: str
    heading: str = ""
    page: int | None = None
    guideline_version: str = ""
    found_by: str = "pattern"
    why: str = ""
    state: ProposalState = ProposalState.PROPOSED
    at: datetime
    position: int = 0
    decided_by: str = ""
    decided_at: datetime | None = None
