"""What was set aside of a check: findings that somebody waived, or dismissed as false alarms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from approvals import drafts, judgements, requests, waiver_store
from approvals.audit_entry import spelled
from approvals.waiver import Place, Waiver, first_covering
from brandkit.cases import case_of
from brandkit.drafts import Draft, Variant
from brandkit.findings import Finding, Severity


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


async def ruled_in_draft(
    conn: AsyncConnection,
    draft: Draft,
    variant: int,
    *,
    weigh: Callable[[Iterable[Finding]], tuple[Finding, ...]],
    author_may_approve: bool,
    now: datetime,
) -> tuple[tuple[Finding, ...], Asides]:
    """What was found in a variant, as its rules stand now (`weigh`), and what of it was set aside."""
    findings = weigh(await drafts.findings(conn, draft.id, variant))
    aside = await asides_in_draft(
        conn, findings, draft.variants[variant], draft, author_may_approve=author_may_approve, now=now
    )
    return findings, aside


async def asides_in_draft(
    conn: AsyncConnection,
    findings: Sequence[Finding],
    variant: Variant,
    draft: Draft,
    *,
    author_may_approve: bool,
    now: datetime,
) -> Asides:
    """What was set aside in a draft. Its requester sets no errors aside there unless the policy lets them."""
    request = await requests.get(conn, draft.request)
    if request is None:
        return (None,) * len(findings)
    unheard = "" if author_may_approve else request.requester
    place = place_of(draft, brand=request.brand)
    return await asides(conn, findings, variant, place, now=now, unheard=unheard)


async def asides(
    conn: AsyncConnection,
    findings: Sequence[Finding],
    variant: Variant,
    place: Place,
    *,
    now: datetime,
    unheard: str = "",
) -> Asides:
    """What was set aside among the findings of one variant.

    `unheard` is a person whose own word does not set errors aside here, wherever they gave it.
    """
    if not findings:
        return ()
    cases = [case_of(each, text_of(variant, each)).id for each in findings]
    wrong = await judgements.dismissed(conn, place.brand, cases)
    waivers = await waiver_store.in_force(conn, place.brand, now=now, rules=[each.rule for each in findings])
    found = []
    for finding, case in zip(findings, cases, strict=True):
        deaf_to = unheard if finding.severity is Severity.ERROR else ""
        said = [each for each in waivers if not deaf_to or each.by != deaf_to]
        false_alarm = wrong.get(case)
        if false_alarm is not None and deaf_to and false_alarm.by == deaf_to:
            false_alarm = None
        found.append(_aside(first_covering(said, finding, place, now), false_alarm))
    return tuple(found)


def place_of(draft: Draft, *, brand: str) -> Place:
    """Where a draft stands."""
    return Place(brand=brand, subject=draft.request, channel=draft.channel, market=draft.brief.market)


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
