"""What the record holds once the desk has nothing left to do, and whether that is so."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, func, select, text

from approvals.database import Database
from approvals.tables import approval, asset, draft, inbox, outbound_message, request, sign_off
from tests.faults.office import Office


@dataclass(frozen=True, kw_only=True)
class Books:
    """The record in numbers: versions and reviews by the words of their request, and what is still open."""

    requests: int
    versions: Counter[str]
    reviews: Counter[str]
    decisions: int
    approved: int
    assets: int
    assets_by_approval: Counter[str]
    inbox: Counter[str]
    outbox: Counter[str]
    jobs: Counter[str]

    @property
    def open(self) -> list[str]:
        """What is not done yet, in words; empty when everything is."""
        return [
            *(f"inbox {state}: {count}" for state, count in self.inbox.items() if state != "done"),
            *(f"outbox {state}: {count}" for state, count in self.outbox.items() if state != "sent"),
            *(f"job {state}: {count}" for state, count in self.jobs.items() if state in _BUSY),
        ]


_BUSY = frozenset({"PENDING", "ENQUEUED"})


async def books_of(database: Database) -> Books:
    """Read them all at one moment."""
    async with database.reading() as conn:

        async def count(table: Table, column: Any) -> Counter[str]:
            rows = await conn.execute(select(column, func.count()).select_from(table).group_by(column))
            return Counter({str(key): number for key, number in rows})

        schema = "dbos." if conn.dialect.name == "postgresql" else ""
        jobs = await conn.execute(
            text(f"SELECT status, count(*) FROM {schema}workflow_status GROUP BY status")  # noqa: S608 - two constants
        )
        asks = {key: ask for key, ask in await conn.execute(select(request.c.id, request.c.ask))}  # noqa: C416 - rows
        versions = await count(draft, draft.c.request)
        reviews = await count(approval, approval.c.request)
        states = await count(approval, approval.c.state)
        assets = await count(asset, asset.c.approval)
        decisions = (await conn.execute(select(func.count()).select_from(sign_off))).scalar_one()
        return Books(
            requests=len(asks),
            versions=Counter({asks[key]: number for key, number in versions.items()}),
            reviews=Counter({asks[key]: number for key, number in reviews.items()}),
            decisions=decisions,
            approved=states["approved"],
            assets=assets.total(),
            assets_by_approval=assets,
            inbox=await count(inbox, inbox.c.state),
            outbox=await count(outbound_message, outbound_message.c.state),
            jobs=Counter({str(status): number for status, number in jobs}),
        )


async def when_settled(database: Database, office: Office, *, within: float) -> Books:
    """Wait until nothing is under way; gives the books. Says what is left when that never comes."""
    deadline = time.monotonic() + within
    while True:
        books, counts = await books_of(database), await office.counts()
        left = books.open + ([f"events under way: {counts['unacked']}"] if counts["unacked"] else [])
        if not left:
            return books
        assert time.monotonic() < deadline, f"never settled: {left}"
        await asyncio.sleep(0.5)
