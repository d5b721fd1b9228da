"""One demo to a folder: a second one is turned away and leaves the first one's workspace alone."""

from pathlib import Path

import aiohttp
import pytest

from bot.cli.workspace import DemoFailed, running_workspace


async def test_a_second_demo_in_the_same_folder_is_sent_to_the_first(tmp_path: Path) -> None:
    async with running_workspace(tmp_path, 0) as first:
        with pytest.raises(DemoFailed, match=first["url"]):
            async with running_workspace(tmp_path, 0):
                pass

        async with aiohttp.ClientSession() as session, session.get(first["url"]) as page:
            assert page.status == 200


async def test_the_folder_is_free_again_when_a_demo_has_ended(tmp_path: Path) -> None:
    for _ in range(2):
        async with running_workspace(tmp_path, 0) as told:
            assert told["bot_token"]
