"""A waiver: somebody who may has said that a finding is accepted here, why, for what, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import NewType

from brandkit.errors import Refusal
from brandkit.findings import Finding, Severity

WaiverId = NewType("WaiverId", str)

LONGEST = timedelta(days=366)
"""A waiver that reaches beyond one text ends within a year, so that somebody looks again."""


class MayNotWaive(Refusal):
    """The person may not, or not that far; the message says who may."""


class WaiverScope(Enum):
    """How far a waiver reaches."""

    DRAFT = "draft"
    """The same words in every version of this one piece of copy."""
    PHRASE = "phrase"
    """The same words wherever the brand writes them."""
    CHANNEL = "channel"
    """The rule, on this channel and market, whatever the words."""
    BRAND = "brand"
    """The rule, everywhere."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where copy stands: the piece (a request, or a checked text), its channel and its market."""

    brand: str
    subject: str
    channel: str = ""
    market: str = ""


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """A finding that is accepted. `text_hash` is that of the sentence it was first seen in."""

    id: WaiverId
    place: Place
    rule: str
    match: str
    scope: WaiverScope
    text_hash: str
    severity: Severity
    reason: str
    by: str
    at: datetime
    expires_at: datetime | None = None
    revoked_by: str = ""
    revoked_at: datetime | None = None

    def is_in_force(self, now: datetime) -> bool:
        """Neither taken back nor over."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    def covers(self, finding: Finding, place: Place, now: datetime) -> bool:
        """Whether this finding at this place is accepted now."""
        if not self.is_in_force(now) or (self.place.brand, self.rule) != (place.brand, finding.rule):
            return False
        same_words = self.match.casefold() == finding.match.casefold()
        match self.scope:
            case WaiverScope.DRAFT:
                return same_words and self.place.subject == place.subject
            case WaiverScope.PHRASE:
                return same_words
            case WaiverScope.CHANNEL:
                return self.place.channel == place.channel and self.place.market in ("", place.market)
            case WaiverScope.BRAND:
                return True


@dataclass(frozen=True, kw_only=True)
class Roles:
    """Who may accept what a rule forbids."""

    admins: frozenset[str]
    approvers: frozenset[str]
    author_may_approve: bool = False


def must_be_allowed(
    by: str, severity: Severity, *, scope: WaiverScope, roles: Roles, requester: str = "", deed: str = "waive"
) -> None:
    """Raise `MayNotWaive` unless this person may set such a finding aside that far.

    Anyone may do it with a warning or a suggestion in one piece of copy. Errors and what reaches further
    are for approvers and admins, the whole brand for admins. Nobody does it with an error in copy they
    asked for, unless the policy lets authors approve their own. `deed` is the word for it.
    """
    if scope is WaiverScope.BRAND and by not in roles.admins:
        raise MayNotWaive(f"Only an admin can {deed} a rule for the whole brand. {_ask(roles.admins)}")
    wide = scope is not WaiverScope.DRAFT
    if not (wide or severity is Severity.ERROR):
        return
    if by not in roles.admins | roles.approvers:
        what = f"{deed} what reaches beyond this copy" if wide else f"{deed} an error"
        raise MayNotWaive(
            f"Only an approver or an admin can {what}. Fix it, or say why it is fine and ask them. "
            f"{_ask(roles.approvers | roles.admins)}"
        )
    if severity is Severity.ERROR and by == requester and not roles.author_may_approve:
        others = (roles.approvers | roles.admins) - {by}
        raise MayNotWaive(f"You asked for this copy, so someone else must {deed} its errors. {_ask(others)}")


def must_be_sound(finding: Finding, place: Place, scope: WaiverScope, lasts: timedelta | None) -> None:
    """Raise `Refusal` for a waiver that would say nothing, or hold for ever beyond one text."""
    if scope is WaiverScope.PHRASE and not finding.match.strip():
        raise Refusal(
            "This finding is about something missing: there are no words to waive. Choose another reach."
        )
    if scope is WaiverScope.CHANNEL and not place.channel:
        raise Refusal("This text was checked without a channel. Choose another reach.")
    if scope in {WaiverScope.CHANNEL, WaiverScope.BRAND} and (lasts is None or lasts > LONGEST):
        raise Refusal("A waiver for a whole channel or brand needs an end within a year. Choose until when.")


def first_covering(waivers: Iterable[Waiver], finding: Finding, place: Place, now: datetime) -> Waiver | None:
    """The waiver that accepts this finding here, the narrowest first; None when none does."""
    order = list(WaiverScope)
    found = [each for each in waivers if each.covers(finding, place, now)]
    return min(found, key=lambda each: (order.index(each.scope), each.at), default=None)


def _ask(people: frozenset[str]) -> str:
    if not people:
        return "Nobody is named for that yet: whoever runs Copydesk names approvers and admins."
    return f"Ask {' or '.join(f'<@{each}>' for each in sorted(people))}."
