"""A workspace that counts, and a desk with a brand's guidelines loaded, ready to be treated badly."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from approvals.audit import AuditLog, Verdict
from approvals.database import Database
from tests.faults.office import Office
from tests.faults.processes import KIT, DeskProcess, copydesk, desk_environment, workspace_process

AUDIT_KEY = "kept elsewhere"


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day at work: the desk, the people, the record. `environment` is what configures the desk."""

    desk: DeskProcess
    office: Office
    database: Database
    environment: dict[str, str]

    async def audit(self) -> Verdict:
        """Whether the decision log is whole."""
        async with self.database.reading() as connection:
            return await AuditLog(key=AUDIT_KEY.encode()).verify(connection)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk's folder with the tables made and the guidelines loaded; copy it."""
    home = tmp_path_factory.mktemp("furnished")
    nowhere = {"api_url": "", "bot_token": "", "app_token": "", "signing_secret": ""}
    environment = desk_environment(home, nowhere, COPYDESK_AUDIT_KEY=AUDIT_KEY)
    copydesk(environment, "migrate")
    copydesk(environment, "kit", "load", str(KIT), "--activate")
    return home


@pytest.fixture
async def day(furnished: Path, tmp_path: Path) -> AsyncIterator[Day]:
    """A day on SQLite."""
    home = tmp_path / "home"
    shutil.copytree(furnished, home)
    async with workspace_process(time_scale=0.1) as workspace, aiohttp.ClientSession() as session:
        environment = desk_environment(home, workspace, COPYDESK_AUDIT_KEY=AUDIT_KEY)
        desk = DeskProcess(environment, tmp_path / "desk.log", "serve")
        database = Database(f"sqlite:///{home / 'copydesk.db'}")
        yield Day(
            desk=desk, office=Office(session, workspace["url"]), database=database, environment=environment
        )
        await desk.kill()
        await database.close()
