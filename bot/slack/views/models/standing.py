"""Where a draft stands, and how it came to be there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Standing(Enum):
    """Where a draft stands. The values after DRAFTED are those of an approval's state."""

    DRAFTED = "drafted"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Status:
    """Where a draft stands, and how it came to be there.

    `by` is the Slack id of who sent, decided or withdrew it. `labels` are values of the reason labels.
    `newest` is the number of the version that took its place. `with_changes` marks an approval that
    edited the copy first.
    """

    standing: Standing = Standing.DRAFTED
    by: str = ""
    at: datetime | None = None
    reason: str = ""
    labels: tuple[str, ...] = ()
    newest: int | None = None
    with_changes: bool = False
