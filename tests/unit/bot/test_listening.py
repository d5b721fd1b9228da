"""A port that somebody else has is a setting to change, and no traceback."""

from __future__ import annotations

import pytest
from aiohttp import web

from bot.listening import listening
from bot.settings import BadSettings


async def test_a_taken_port_names_its_setting() -> None:
    async with listening(web.Application(), host="127.0.0.1", port=0, setting="COPYDESK_A_PORT") as port:
        with pytest.raises(BadSettings, match=rf"port {port} .*set COPYDESK_A_PORT to another port"):
            async with listening(web.Application(), host="127.0.0.1", port=port, setting="COPYDESK_A_PORT"):
                pass


async def test_a_port_is_free_again_at_the_end() -> None:
    async with listening(web.Application(), host="127.0.0.1", port=0, setting="COPYDESK_A_PORT") as port:
        pass

    async with listening(web.Application(), host="127.0.0.1", port=port, setting="COPYDESK_A_PORT") as again:
        assert again == port
