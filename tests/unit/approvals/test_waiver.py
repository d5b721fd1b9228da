"""Who may waive what, how far a waiver reaches, and when it ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from approvals.waiver import (
    MayNotWaive,
    Place,
    Roles,
    Waiver,
    WaiverId,
    WaiverScope,
    first_covering,
    must_be_allowed,
    must_be_sound,
)
from brandkit.errors import Refusal
from brandkit.findings import Finding, Severity

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
ROLES = Roles(admins=frozenset({"ADA"}), approvers=frozenset({"OMAR", "ADA"}))
HERE = Place(brand="acme", subject="r1", channel="linkedin", market="us")


def a_finding(match: str = "best", rule: str = "superlatives") -> Finding:
    return Finding(rule=rule, severity=Severity.ERROR, message="No.", start=0, end=len(match), match=match)


def a_waiver(**changes: object) -> Waiver:
    values: dict[str, object] = {
        "id": WaiverId("w1"),
        "place": HERE,
        "rule": "superlatives",
        "match": "best",
        "scope": WaiverScope.DRAFT,
        "text_hash": "0" * 64,
        "severity": Severity.ERROR,
        "reason": "Agreed.",
        "by": "OMAR",
        "at": NOW,
        "expires_at": NOW + timedelta(days=7),
    }
    return Waiver(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("scope", "place", "finding", "covered"),
    [
        (WaiverScope.DRAFT, HERE, a_finding(), True),
        (WaiverScope.DRAFT, HERE, a_finding("BEST"), True),
        (WaiverScope.DRAFT, HERE, a_finding("finest"), False),
        (WaiverScope.DRAFT, replace(HERE, subject="r2"), a_finding(), False),
        (WaiverScope.PHRASE, replace(HERE, subject="r2", channel="x"), a_finding(), True),
        (WaiverScope.PHRASE, HERE, a_finding("finest"), False),
        (WaiverScope.CHANNEL, replace(HERE, subject="r2"), a_finding("finest"), True),
        (WaiverScope.CHANNEL, replace(HERE, channel="x"), a_finding(), False),
        (WaiverScope.CHANNEL, replace(HERE, market="eu"), a_finding(), False),
        (WaiverScope.BRAND, replace(HERE, subject="r2", channel="x"), a_finding("finest"), True),
        (WaiverScope.BRAND, replace(HERE, brand="other"), a_finding(), False),
        (WaiverScope.BRAND, HERE, a_finding(rule="other"), False),
    ],
)
def test_a_waiver_reaches_as_far_as_its_scope(
    scope: WaiverScope, place: Place, finding: Finding, *, covered: bool
) -> None:
    assert a_waiver(scope=scope).covers(finding, place, NOW) is covered


def test_a_waiver_without_a_market_counts_in_all_of_its_channel() -> None:
    waiver = a_waiver(scope=WaiverScope.CHANNEL, place=replace(HERE, market=""))

    assert waiver.covers(a_finding(), HERE, NOW)


def test_one_that_ended_or_was_taken_back_covers_nothing() -> None:
    assert not a_waiver().covers(a_finding(), HERE, NOW + timedelta(days=7))
    assert not a_waiver(revoked_at=NOW).covers(a_finding(), HERE, NOW)
    assert a_waiver(expires_at=None).covers(a_finding(), HERE, NOW + timedelta(days=9_999))


def test_the_narrowest_waiver_is_the_one_that_is_shown() -> None:
    wide, narrow = a_waiver(id=WaiverId("wide"), scope=WaiverScope.BRAND), a_waiver()

    assert first_covering([wide, narrow], a_finding(), HERE, NOW) == narrow
    assert first_covering([], a_finding(), HERE, NOW) is None


@pytest.mark.parametrize(
    ("by", "severity", "scope", "requester", "refused"),
    [
        ("MAYA", Severity.WARNING, WaiverScope.DRAFT, "MAYA", ""),
        (
            "MAYA",
            Severity.ERROR,
            WaiverScope.DRAFT,
            "MAYA",
            "Only an approver or an admin can waive an error",
        ),
        ("MAYA", Severity.WARNING, WaiverScope.PHRASE, "", "what reaches beyond this copy"),
        ("OMAR", Severity.ERROR, WaiverScope.CHANNEL, "MAYA", ""),
        ("OMAR", Severity.ERROR, WaiverScope.DRAFT, "OMAR", "someone else must waive its errors"),
        (
            "OMAR",
            Severity.WARNING,
            WaiverScope.BRAND,
            "",
            "Only an admin can waive a rule for the whole brand",
        ),
        ("ADA", Severity.ERROR, WaiverScope.BRAND, "MAYA", ""),
    ],
)
def test_only_those_who_may_waive(
    by: str, severity: Severity, scope: WaiverScope, requester: str, refused: str
) -> None:
    if not refused:
        must_be_allowed(by, severity, scope=scope, roles=ROLES, requester=requester)
        return
    with pytest.raises(MayNotWaive, match=refused):
        must_be_allowed(by, severity, scope=scope, roles=ROLES, requester=requester)


def test_where_authors_approve_their_own_copy_they_may_waive_in_it() -> None:
    roles = replace(ROLES, author_may_approve=True)

    must_be_allowed("OMAR", Severity.ERROR, scope=WaiverScope.DRAFT, roles=roles, requester="OMAR")


@pytest.mark.parametrize(
    ("finding", "place", "scope", "lasts", "refused"),
    [
        (a_finding(""), HERE, WaiverScope.PHRASE, None, "no words to waive"),
        (a_finding(), replace(HERE, channel=""), WaiverScope.CHANNEL, timedelta(days=1), "without a channel"),
        (a_finding(), HERE, WaiverScope.BRAND, None, "needs an end within a year"),
        (a_finding(), HERE, WaiverScope.CHANNEL, timedelta(days=400), "needs an end within a year"),
    ],
)
def test_a_waiver_that_says_nothing_or_never_ends_is_refused(
    finding: Finding, place: Place, scope: WaiverScope, lasts: timedelta | None, refused: str
) -> None:
    with pytest.raises(Refusal, match=refused):
        must_be_sound(finding, place, scope, lasts)
