"""The states of the things on record that are no reviews."""

from __future__ import annotations

from enum import Enum


class RequestState(Enum):
    """How far a request has come."""

    READING = "reading"
    ASKING = "asking"
    DRAFTING = "drafting"
    DRAFTED = "drafted"
    FAILED = "failed"
    CANCELLED = "cancelled"


class InboxState(Enum):
    """What became of something that came in."""

    RECEIVED = "received"
    TAKEN = "taken"
    DONE = "done"
    FAILED = "failed"


class OutboxState(Enum):
    """What became of something to send. After `SENDING` or `UNKNOWN`, look before sending again."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


class AssetState(Enum):
    """The life of approved copy."""

    APPROVED = "approved"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
