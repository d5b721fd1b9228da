"""Approved copy as a file in someone's direct messages."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from approvals import assets, inbox
from approvals.asset_export import export_json, export_markdown
from approvals.assets import AssetId
from approvals.database import Database
from bot.clock import Now
from bot.ids import stable_id
from bot.reviewing import Gone
from bot.slack.errors import translated


class AssetFiles:
    """Sends one asset as Markdown or JSON."""

    def __init__(self, *, database: Database, client: AsyncWebClient, now: Now) -> None:
        self._database = database
        self._client = client
        self._now = now

    async def send(self, asset_id: str, *, form: str, to: str, cause: str) -> None:
        """Put the file into the person's direct messages; a second try finds the first one's file there."""
        async with self._database.reading() as connection:
            asset = await assets.get(connection, AssetId(asset_id))
        if asset is None:
            raise Gone
        text = export_markdown(asset) if form == "md" else export_json(asset)
        name = f"{asset.channel}-{asset.id}-{stable_id(cause)[:6]}.{form}"
        with translated():
            opened = await self._client.conversations_open(users=to)
            channel = str(opened["channel"]["id"])
            if not await self._is_there(channel, name):
                await self._client.files_upload_v2(
                    channel=channel,
                    filename=name,
                    title=asset.title,
                    content=text,
                    initial_comment=f"“{asset.title}”, as it was approved, with how it came to be.",
                )
        async with self._database.transaction() as connection:
            await inbox.finish(connection, cause, at=self._now())

    async def _is_there(self, channel: str, name: str) -> bool:
        page = await self._client.conversations_history(channel=channel, limit=50)
        return any(
            file.get("name") == name
            for message in page.get("messages") or []
            for file in message.get("files") or []
        )
