"""Approved copy as a file in someone's direct messages."""

from __future__ import annotations

import logging

from slack_sdk.web.async_client import AsyncWebClient

from approvals import assets, inbox
from approvals.asset_export import exported
from approvals.assets import Asset, AssetId
from approvals.database import Database
from bot.clock import Now
from bot.ids import stable_id
from bot.posts import Audience, Post, Posts, Show
from bot.reviewing import Gone
from bot.slack.errors import ClosedDoor, SlackSaidNo, translated

log = logging.getLogger(__name__)


class AssetFiles:
    """Sends one asset as Markdown or JSON."""

    def __init__(self, *, database: Database, client: AsyncWebClient, posts: Posts, now: Now) -> None:
        """`posts` carries the copy where the workspace takes no files, or not this one."""
        self._database = database
        self._client = client
        self._posts = posts
        self._now = now

    async def send(self, asset_id: str, *, form: str, to: str, cause: str) -> None:
        """Put the file into the person's direct messages; a second try finds the first one's file there."""
        async with self._database.reading() as connection:
            asset = await assets.get(connection, AssetId(asset_id))
        if asset is None:
            raise Gone
        name = f"{asset.channel}-{asset.id}-{stable_id(cause)[:6]}.{form}"
        try:
            await self._upload(asset, name, form=form, to=to)
        except (ClosedDoor, SlackSaidNo) as error:
            log.warning("no file", extra={"event": "no_file", "code": error.code})
            await self._say(asset, form=form, to=to, cause=cause)
        async with self._database.transaction() as connection:
            await inbox.finish(connection, cause, at=self._now())

    async def _upload(self, asset: Asset, name: str, *, form: str, to: str) -> None:
        with translated():
            opened = await self._client.conversations_open(users=to)
            channel = str(opened["channel"]["id"])
            if not await self._is_there(channel, name):
                await self._client.files_upload_v2(
                    channel=channel,
                    filename=name,
                    title=asset.title,
                    content=exported(asset, form),
                    initial_comment=f"“{asset.title}”, as it was approved, with how it came to be.",
                )

    async def _say(self, asset: Asset, *, form: str, to: str, cause: str) -> None:
        post = Post(
            key=f"file:{cause}",
            show=Show.ASSET_FILE,
            audience=Audience.PERSON,
            user=to,
            about={"asset": asset.id, "form": form},
        )
        async with self._database.transaction() as connection:
            await self._posts.leave(connection, post)

    async def _is_there(self, channel: str, name: str) -> bool:
        page = await self._client.conversations_history(channel=channel, limit=50)
        return any(
            file.get("name") == name
            for message in page.get("messages") or []
            for file in message.get("files") or []
        )
