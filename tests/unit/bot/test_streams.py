"""Why text grows by updates: what a stream of Slack's cannot do for a message that must be found again."""

import inspect

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.sending import EVENT_TYPE, _is_of
from sandbox.server import running_sandbox

KEY = {"event_type": EVENT_TYPE, "event_payload": {"key": "turn:1"}}
MAYA = "U0MAYA"


def test_slack_takes_no_metadata_and_no_id_for_the_beginning_of_a_stream() -> None:
    start, stop = (
        inspect.signature(method).parameters
        for method in (AsyncWebClient.chat_startStream, AsyncWebClient.chat_stopStream)
    )

    assert not {"metadata", "client_msg_id"} & set(start)
    assert "metadata" in stop


async def test_a_stream_that_was_broken_off_is_not_found_by_its_key_and_takes_no_update() -> None:
    async with running_sandbox() as sandbox:
        client = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
        channel = await sandbox.person(MAYA).dm()
        root = await sandbox.person(MAYA).say(channel, "Tweet about reminders")

        stream = await client.chat_startStream(
            channel=channel, thread_ts=root["ts"], markdown_text="Paid", metadata=KEY
        )

        place = {"channel": channel, "ts": str(stream["ts"])}
        assert await keys_in(client, channel, root["ts"]) == []
        with pytest.raises(SlackApiError, match="streaming_state_conflict"):
            await client.chat_update(**place, text="A card")
        await client.chat_stopStream(**place, metadata=KEY)
        assert await keys_in(client, channel, root["ts"]) == ["turn:1"]


async def keys_in(client: AsyncWebClient, channel: str, root: str) -> list[str]:
    """What the desk would find in the thread after a crash."""
    page = await client.conversations_replies(channel=channel, ts=root, include_all_metadata=True)
    return [key for key in ("turn:1",) for message in page["messages"] if _is_of(message, key)]
