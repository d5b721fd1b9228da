"""Listening on an address of our own, which somebody else may have taken."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from aiohttp import web

from bot.settings import BadSettings


@contextlib.asynccontextmanager
async def listening(pages: web.Application, *, host: str, port: int, setting: str) -> AsyncIterator[int]:
    """Serve these pages for as long as the context lasts; gives the port, which port 0 leaves open.

    Raises BadSettings, which names the `setting` of the port, when nobody may listen there.
    """
    runner = web.AppRunner(pages, access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            why = error.strerror or str(error)
            raise BadSettings(
                f"Nothing can listen on {host}, port {port} ({why}). "
                f"Stop what runs there, or set {setting} to another port."
            ) from error
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
