"""What was set aside of a check: findings that somebody waived, or dismissed as false alarms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from approvals import judgements, waiver_store
from approvals.audit_entry import spelled
from approvals.waiver import Place, Waiver, first_covering
from brandkit.cases import case_of
from brandkit.drafts import Variant
from brandkit.findings import Finding


class AsideKind(Enum):
    """Why a finding does not count."""

    WAIVED = "waived"
    DISMISSED = "dismissed"


@dataclass(frozen=True, kw_only=True)
class Aside:
    """Who set a finding aside, why, and until when; `waiver` is its id where it was waived."""

    kind: AsideKind
    by: str
    reason: str
    at: datetime
    until: datetime | None = None
    waiver: str = ""
    scope: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain data for provenance and exports."""
        return {
            "kind": self.kind.value,
            "by": self.by,
            "reason": self.reason,
            "at": spelled(self.at),
            "until": spelled(self.until) if self.until else None,
            "waiver": self.waiver,
            "scope": self.scope,
        }


Asides = tuple[Aside | None, ...]
"""One for each finding, in their order; None where it counts."""


async def asides(
    conn: AsyncConnection, findings: Sequence[Finding], variant: Variant, place: Place, *, now: datetime
) -> Asides:
    """What was set aside among the findings of one variant."""
    if not findings:
        return ()
    cases = [case_of(each, text_of(variant, each)).id for each in findings]
    wrong = await judgements.dismissed(conn, place.brand, cases)
    waivers = await waiver_store.in_force(conn, place.brand, now=now, rules=[each.rule for each in findings])
    return tuple(
        _aside(first_covering(waivers, finding, place, now), wrong.get(case))
        for finding, case in zip(findings, cases, strict=True)
    )


def text_of(variant: Variant, finding: Finding) -> str:
    """The text of the part that a finding is in; all of it for one that is in no part."""
    here = (part.text for part in variant.parts if (part.field, part.index) == (finding.field, finding.index))
    whole = "\n".join(part.text for part in variant.parts)
    return next(here, whole)


def counting(findings: Sequence[Finding], aside: Asides) -> tuple[Finding, ...]:
    """The findings that were not set aside."""
    return tuple(
        finding for number, finding in enumerate(findings) if number >= len(aside) or aside[number] is None
    )


def _aside(waiver: Waiver | None, wrong: judgements.Judgement | None) -> Aside | None:
    if wrong is not None:
        return Aside(kind=AsideKind.DISMISSED, by=wrong.by, reason=wrong.reason, at=wrong.at)
    if waiver is None:
        return None
    return Aside(
        kind=AsideKind.WAIVED,
        by=waiver.by,
        reason=waiver.reason,
        at=waiver.at,
        until=waiver.expires_at,
        waiver=waiver.id,
        scope=waiver.scope.value,
    )
