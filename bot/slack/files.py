"""Fetching files that people shared, without trusting what comes back."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from brandkit.errors import Outage, Refusal

MAX_BYTES = 50 * 1024 * 1024
"""The most that is fetched of one file; guidelines are documents, not films."""

_CHUNK = 64 * 1024
_UNSAFE = re.compile(r"[^\w.\- ()&+]", re.UNICODE)


class CannotFetch(Refusal):
    """The file cannot be had from Slack; the message says what to change."""


class FilesDown(Outage):
    """Slack's file store did not answer; the download is tried again."""


class SlackFiles:
    """Downloads with the bot's token, from Slack's own hosts only."""

    def __init__(self, *, session: aiohttp.ClientSession, token: str, api_url: str) -> None:
        """The host of `api_url` counts as Slack's, so that a local workspace works too."""
        self._session = session
        self._token = token
        self._api = urlsplit(api_url)

    async def fetch(self, file: Mapping[str, Any], folder: Path) -> Path:
        """Save one shared file under its own name; `CannotFetch` or `FilesDown` says why not."""
        name = safe_name(str(file.get("name") or file.get("id") or "file"))
        if int(file.get("size") or 0) > MAX_BYTES:
            raise CannotFetch(
                f"“{name}” is larger than {MAX_BYTES // 2**20} MB. Split it, or leave the pictures out."
            )
        if file.get("mode") == "external" or file.get("is_external"):
            raise CannotFetch(f"“{name}” lives outside Slack. Download it and share the file itself.")
        url = str(file.get("url_private_download") or file.get("url_private") or "")
        self._must_be_slack(url, name)
        target = await asyncio.to_thread(_room_for, folder, name)
        try:
            await self._save(url, name, target)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise FilesDown(f"Slack did not hand over “{name}”. It is tried again in a moment.") from error
        return target

    async def _save(self, url: str, name: str, target: Path) -> None:
        headers = {"Authorization": f"Bearer {self._token}"}
        async with self._session.get(url, headers=headers, allow_redirects=False) as response:
            self._must_be_the_file(response, name)
            size = 0
            with target.open("wb") as out:
                async for chunk in response.content.iter_chunked(_CHUNK):
                    size += len(chunk)
                    if size > MAX_BYTES:
                        raise CannotFetch(f"“{name}” is larger than it said. Nothing was kept of it.")
                    out.write(chunk)

    def _must_be_slack(self, url: str, name: str) -> None:
        parts = urlsplit(url)
        host = parts.hostname or ""
        own = (parts.scheme, parts.netloc) == (self._api.scheme, self._api.netloc)
        slack = parts.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com"))
        if not (own or slack):
            raise CannotFetch(f"“{name}” does not come from Slack. Share the file itself, not a link to it.")

    @staticmethod
    def _must_be_the_file(response: aiohttp.ClientResponse, name: str) -> None:
        """Without the right permission Slack answers 200 with a login page, or a redirect to one."""
        if response.status >= 500:  # noqa: PLR2004
            raise FilesDown(f"Slack did not hand over “{name}”. It is tried again in a moment.")
        login_page = response.content_type == "text/html" and not name.lower().endswith((".html", ".htm"))
        login_page = login_page or "slack-no-login" in response.headers.get("x-slack-failure", "")
        if response.status != 200 or login_page:  # noqa: PLR2004
            raise CannotFetch(
                f"Slack did not let the desk read “{name}”. An admin of the workspace has to give the app "
                "the permission files:read and install it again."
            )


def _room_for(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


def safe_name(name: str) -> str:
    """A file name without folders and control characters, at most 120 characters."""
    bare = _UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    return bare[-120:] or "file"
