"""A job: one thing to be done after a commit, named so that asking twice does it once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection


class JobKind(Enum):
    """Every kind of job, with the line it stands in."""

    HANDLE = "handle"
    """Do what an inbound event asks for."""
    DELIVER = "deliver"
    """Send one message to Slack, or bring it up to date with the record."""
    AGAIN = "again"
    """Come back, in its own line, to an inbound event that waits for the model."""
    WAKE = "wake"
    """Look at an approval whose time has come."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """`key` names the effect: a job with a key that was used before is not run again.

    `lane` keeps jobs of one conversation in their order; jobs of different lanes run side by side.
    """

    kind: JobKind
    key: str
    args: Mapping[str, str] = field(default_factory=dict)
    lane: str = ""
    delay: timedelta | None = None


Handler = Callable[[Mapping[str, str]], Awaitable[None]]
GiveUp = Callable[[JobKind, Mapping[str, str], Exception], Awaitable[None]]


class Jobs(Protocol):
    """Where use cases leave work for later, inside their own transaction."""

    async def add(self, connection: AsyncConnection, job: Job) -> None:
        """Keep the job if and only if the caller's transaction commits."""
