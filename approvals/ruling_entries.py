"""What the decision log says about rulings: ids, hashes and counts, never the words of copy or reasons."""

from __future__ import annotations

import hashlib

from approvals.audit_entry import Detail, spelled
from approvals.rule_standings import RuleStanding
from approvals.waiver import Place, Waiver
from brandkit.drafts import Draft
from brandkit.findings import Finding


def told_of_dismissal(
    finding: Finding, *, case: str, place: Place, draft: Draft | None, reason: str
) -> dict[str, Detail]:
    """A finding that was called a false alarm; `case` is the id of its case."""
    detail: dict[str, Detail] = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "case": case,
        "subject": place.subject,
        "reason_sha256": _hash(reason),
    }
    return detail | ({"draft": draft.id} if draft else {})


def told_of_waiver(it: Waiver) -> dict[str, Detail]:
    """A waiver that was granted or taken back."""
    return {
        "rule": it.rule,
        "severity": it.severity.value,
        "scope": it.scope.value,
        "subject": it.place.subject,
        "channel": it.place.channel,
        "market": it.place.market,
        "text_hash": it.text_hash,
        "expires_at": spelled(it.expires_at) if it.expires_at else None,
        "reason_sha256": _hash(it.reason),
    }


def told_of_standing(it: RuleStanding) -> dict[str, Detail]:
    """A rule that was demoted or promoted, and on what record."""
    return {"rule": it.rule, "hits": it.tally.hits, "false_alarms": it.tally.false_alarms}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
