"""One desk a module, on a home where the sample kit was loaded once for all of them."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import pytest_asyncio

from bot.cli.library import activate_version
from bot.settings import Settings
from bot.shop import migrate, open_shop
from tests.scenarios.workplace import Workplace, a_copy_of, open_workplace, settings_for


@pytest.fixture(scope="session")
def loaded_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample kit read and in force, to be copied, not used."""
    home = tmp_path_factory.mktemp("loaded") / "home"
    settings = settings_for(home)
    migrate(settings)
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(asyncio.run, _load(settings)).result()
    return home


async def _load(settings: Settings) -> None:
    async with open_shop(settings) as shop:
        version = await shop.library.load(
            brand=shop.kit.slug, files=shop.opened.documents, by="tests", root=shop.opened.root
        )
        await activate_version(settings, shop, version.version)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def work(loaded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Workplace]:
    """The desk at work, for all tests of a module. Nothing it posts may break a limit of Slack's."""
    home = a_copy_of(loaded_home, tmp_path_factory.mktemp("desk") / "home")
    async with open_workplace(home) as workplace:
        yield workplace
        assert workplace.sandbox.counts()["limit_violations"] == []
        assert workplace.sandbox.counts()["lost"] == 0
