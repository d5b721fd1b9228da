"""Kill the process at any moment: what it said is done is there, and whatever is there is whole."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from approvals.audit import AuditLog
from approvals.database import Database
from approvals.tables import approval, asset, audit_entry, sign_off
from tests.contracts.approvals.conftest import postgres_template, sqlite_template, url

__all__ = ["postgres_template", "sqlite_template", "url"]

ROOT = Path(__file__).parents[2]
KILLS = 6


@pytest.mark.faults
async def test_decision_log_entry_and_asset_live_or_die_together(url: str) -> None:
    dice = random.Random(20261123)
    promised: set[tuple[str, str]] = set()
    for run in range(KILLS):
        promised |= _write_until_killed(url, run=f"run{run}", lines=dice.randint(1, 40))

    database = Database(url)
    async with database.reading() as conn:
        verdict = await AuditLog().verify(conn)
        states = {row.id: row.state for row in await conn.execute(select(approval.c.id, approval.c.state))}
        signed = set((await conn.execute(select(sign_off.c.approval))).scalars())
        shelved = set((await conn.execute(select(asset.c.approval))).scalars())
        logged = {(row.action, row.subject) for row in await conn.execute(select(audit_entry))}
    await database.close()

    approved = {one for one, state in states.items() if state == "approved"}
    assert verdict.intact, verdict.problem
    assert {one for what, one in promised if what == "sent"} <= set(states)
    assert {one for what, one in promised if what == "approved"} <= approved
    assert approved == signed == shelved
    assert logged == {("approval.opened", one) for one in states} | {
        ("approval.approved", one) for one in approved
    }
    assert len(promised) >= KILLS


def _write_until_killed(url: str, *, run: str, lines: int) -> set[tuple[str, str]]:
    """Read that many promises, then kill the writer in the middle of whatever it does next."""
    command = [sys.executable, "-m", "tests.faults.record_writer", url, run]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        said = [line for _, line in zip(range(lines), writer.stdout, strict=False)]
        writer.kill()
        said += writer.stdout.readlines()
    assert len(said) >= lines, "the writer stopped by itself"
    return {(what, one) for what, one in (line.split() for line in said if line.endswith("\n"))}
