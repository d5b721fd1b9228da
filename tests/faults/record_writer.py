"""A process that approves one piece of copy after another until it is killed, and says what it has committed."""

from __future__ import annotations

import asyncio
import sys

from approvals.approval import Decision
from approvals.audit import AuditLog
from approvals.database import Database
from approvals.events import DecisionMade
from approvals.reviewing import Reviewing
from tests.contracts.approvals.builders import NOON, NOOR, a_draft, a_policy, a_sent_draft, numbered


async def write(url: str, run: str) -> None:
    """Print `sent ID` and `approved ID` after each commit."""
    database = Database(url)
    reviewing = Reviewing(audit=AuditLog(), now=lambda: NOON, new_id=numbered(f"{run}-id"))
    piece = numbered(f"{run}-R")
    while True:
        _, sent = await a_sent_draft(database, draft=a_draft(1, request=piece()), reviewing=reviewing)
        print("sent", sent.approval.id, flush=True)  # noqa: T201 — how it speaks to its test
        event = DecisionMade(
            by=NOOR, decision=Decision.APPROVE, content_hash=sent.approval.content_hash, draft_number=1
        )
        async with database.transaction() as conn:
            await reviewing.handle(conn, sent.approval.id, event, policy=a_policy())
        print("approved", sent.approval.id, flush=True)  # noqa: T201 — how it speaks to its test


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], sys.argv[2]))
