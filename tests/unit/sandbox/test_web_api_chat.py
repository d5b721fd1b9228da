"""chat.*: what is accepted, what is refused, and what becomes of a message."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.driver import Sandbox
from tests.unit.sandbox.refusals import error_of, refusal

MAYA, OMAR, MARKETING = "U0MAYA", "U0OMAR", "C0MARKETING"
Json = dict[str, Any]
SECTION: list[Json] = [{"type": "section", "text": {"type": "mrkdwn", "text": "A draft"}}]


async def test_a_post_is_recorded_with_ids_filled_in(sandbox: Sandbox, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="#marketing", text="Hello", blocks=SECTION)

    [message] = sandbox.channel_messages(MARKETING)
    assert (posted["channel"], posted["ts"]) == (MARKETING, message["ts"])
    assert (message["user"], message["bot_id"], message["text"]) == ("U0DESK", "B0DESK", "Hello")
    assert message["blocks"][0]["block_id"]


async def test_a_post_to_a_person_goes_to_their_direct_message(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel=MAYA, text="Psst")

    assert posted["channel"] == await sandbox.person(MAYA).dm()


async def test_a_reply_is_counted_on_its_root(sandbox: Sandbox, client: AsyncWebClient) -> None:
    root = await client.chat_postMessage(channel=MARKETING, text="root")
    reply = await client.chat_postMessage(channel=MARKETING, text="reply", thread_ts=root["ts"])

    [message] = sandbox.person(MAYA).messages(MARKETING)
    assert (message["reply_count"], message["latest_reply"], message["reply_users"]) == (
        1,
        reply["ts"],
        ["U0DESK"],
    )


async def test_posts_are_counted_by_the_key_in_their_metadata(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    metadata = {"event_type": "draft", "event_payload": {"key": "out:1"}}
    for _ in range(2):
        await client.chat_postMessage(channel=MARKETING, text="x", metadata=metadata)
    await error_of(client.chat_postMessage(channel="C0NOWHERE", text="x", metadata=metadata))

    assert sandbox.counts()["by_metadata_key"] == {"out:1": 2}


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": MARKETING}, "no_text"),
        ({"channel": MARKETING, "text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"channel": MARKETING, "text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"channel": MARKETING, "markdown_text": "y" * 12_001}, "msg_too_long"),
        ({"channel": MARKETING, "text": "x", "blocks": "{"}, "invalid_blocks_format"),
        ({"channel": MARKETING, "text": "x", "blocks": [{"type": "no"}]}, "invalid_blocks"),
        ({"channel": MARKETING, "text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_schema"),
    ],
)
async def test_a_post_is_refused_in_slacks_words(client: AsyncWebClient, arguments: Json, error: str) -> None:
    assert await error_of(client.api_call("chat.postMessage", json=arguments)) == error


async def test_a_refused_block_is_pointed_at_and_noted(sandbox: Sandbox, client: AsyncWebClient) -> None:
    header = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}

    body = await refusal(client.chat_postMessage(channel=MARKETING, text="x", blocks=[header]))

    pointed = "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    assert body["response_metadata"] == {"messages": [pointed]}
    assert [note["messages"] for note in sandbox.counts()["limit_violations"]] == [[pointed]]


async def test_blocks_with_too_many_characters_together_are_refused(client: AsyncWebClient) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2_700}}

    assert await error_of(client.chat_postMessage(channel=MARKETING, text="x", blocks=[section] * 5)) == (
        "msg_blocks_too_long"
    )


async def test_text_is_cut_at_forty_thousand_characters(sandbox: Sandbox, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=MARKETING, text="x" * 40_001)

    assert len(sandbox.channel_messages(MARKETING)[0]["text"]) == 40_000
    assert posted["response_metadata"]["warnings"] == ["message_truncated"]
    assert len(sandbox.counts()["limit_violations"]) == 1


async def test_an_app_that_is_not_in_a_channel_cannot_post_there(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    sandbox.gestures.send_away(MAYA, MARKETING, who="U0DESK")

    assert await error_of(client.chat_postMessage(channel=MARKETING, text="x")) == "not_in_channel"


async def test_updating_text_alone_takes_the_buttons_away(sandbox: Sandbox, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=MARKETING, text="x", blocks=SECTION)

    await client.chat_update(channel=MARKETING, ts=posted["ts"], text="y")

    [message] = sandbox.channel_messages(MARKETING)
    assert (message["text"], "blocks" in message, "edited" in message) == ("y", False, True)


async def test_updating_blocks_alone_keeps_the_text(sandbox: Sandbox, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=MARKETING, text="x", blocks=SECTION)

    changes = {"channel": MARKETING, "ts": posted["ts"], "blocks": [{"type": "divider"}]}
    await client.api_call("chat.update", json=changes)

    [message] = sandbox.channel_messages(MARKETING)
    assert (message["text"], message["blocks"][0]["type"], "edited" in message) == ("x", "divider", False)


async def test_somebody_elses_message_can_neither_be_updated_nor_deleted(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    said = await sandbox.person(MAYA).say(MARKETING, "mine")

    assert (
        await error_of(client.chat_update(channel=MARKETING, ts=said["ts"], text="y"))
        == "cant_update_message"
    )
    assert await error_of(client.chat_delete(channel=MARKETING, ts=said["ts"])) == "cant_delete_message"


async def test_an_update_has_four_thousand_characters_at_most(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=MARKETING, text="x")

    assert (
        await error_of(client.chat_update(channel=MARKETING, ts=posted["ts"], text="y" * 4_001))
        == "msg_too_long"
    )
    assert (
        await error_of(client.chat_update(channel=MARKETING, ts="1.000001", text="y")) == "message_not_found"
    )


async def test_a_deleted_root_with_replies_leaves_a_tombstone(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    root = await client.chat_postMessage(channel=MARKETING, text="root")
    await client.chat_postMessage(channel=MARKETING, text="reply", thread_ts=root["ts"])

    await client.chat_delete(channel=MARKETING, ts=root["ts"])

    assert [each.get("subtype") for each in sandbox.channel_messages(MARKETING)] == ["tombstone", None]


async def test_an_ephemeral_message_is_seen_by_one_member_only(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    await client.chat_postEphemeral(channel=MARKETING, user=MAYA, text="Only you")
    sandbox.gestures.send_away(MAYA, MARKETING, who=OMAR)

    assert [each["text"] for each in sandbox.person(MAYA).messages(MARKETING)] == ["Only you"]
    assert sandbox.person("U0ADA").messages(MARKETING) == []
    assert (await client.conversations_history(channel=MARKETING))["messages"] == []
    assert (
        await error_of(client.chat_postEphemeral(channel=MARKETING, user=OMAR, text="x"))
        == "user_not_in_channel"
    )


async def test_a_permalink_leads_to_the_message(sandbox: Sandbox, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=MARKETING, text="x")

    link = await client.chat_getPermalink(channel=MARKETING, message_ts=posted["ts"])

    assert link["permalink"] == f"{sandbox.url}archives/{MARKETING}/p{posted['ts'].replace('.', '')}"


async def a_stream(client: AsyncWebClient, sandbox: Sandbox, **arguments: Any) -> Json:
    said = await sandbox.person(MAYA).say(MARKETING, "write")
    started = await client.chat_startStream(
        channel=MARKETING,
        thread_ts=said["ts"],
        recipient_team_id="T0DEMO",
        recipient_user_id=MAYA,
        **arguments,
    )
    return {"channel": MARKETING, "ts": started["ts"]}


async def test_a_stream_grows_and_ends_with_blocks_and_metadata(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    stream = await a_stream(client, sandbox, markdown_text="**Dra")
    await client.chat_appendStream(**stream, markdown_text="ft**")
    await client.chat_appendStream(
        **stream, chunks=[{"type": "task_update", "id": "1", "title": "Checking", "status": "complete"}]
    )

    metadata = {"event_type": "draft", "event_payload": {"key": "k"}}
    await client.chat_stopStream(**stream, blocks=SECTION, metadata=metadata)

    message = sandbox.channel_messages(MARKETING)[-1]
    assert message["text"] == "**Draft**"
    assert [block["type"] for block in message["blocks"]] == ["markdown", "task_card", "section"]
    assert message["metadata"] == metadata
    assert "streaming" not in message


async def test_a_stream_in_a_channel_says_for_whom_it_is(sandbox: Sandbox, client: AsyncWebClient) -> None:
    said = await sandbox.person(MAYA).say(MARKETING, "write")

    error = await error_of(client.chat_startStream(channel=MARKETING, thread_ts=said["ts"]))

    assert error == "missing_recipient_team_id"


async def test_a_message_cannot_be_updated_while_it_streams(sandbox: Sandbox, client: AsyncWebClient) -> None:
    stream = await a_stream(client, sandbox, markdown_text="x")

    assert await error_of(client.chat_update(**stream, text="y")) == "streaming_state_conflict"


async def test_a_stream_that_ran_out_takes_no_more(sandbox: Sandbox, client: AsyncWebClient) -> None:
    stream = await a_stream(client, sandbox, markdown_text="x")
    sandbox.misbehave("chat.appendStream", "stream_timeout", times=1)

    assert (
        await error_of(client.chat_appendStream(**stream, markdown_text="y"))
        == "message_not_in_streaming_state"
    )
    assert await error_of(client.chat_stopStream(**stream)) == "message_not_in_streaming_state"


async def test_a_stream_that_ended_can_be_updated_like_any_message(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    stream = await a_stream(client, sandbox, markdown_text="x")
    await client.chat_stopStream(**stream)

    await client.chat_update(**stream, text="y")

    assert sandbox.channel_messages(MARKETING)[-1]["text"] == "y"


@pytest.mark.parametrize(
    "chunk",
    [
        {"type": "song"},
        {"type": "markdown_text"},
        {"type": "task_update", "id": "1"},
        {"type": "plan_update"},
    ],
)
async def test_a_chunk_that_is_none_is_refused(sandbox: Sandbox, client: AsyncWebClient, chunk: Json) -> None:
    stream = await a_stream(client, sandbox)

    assert await error_of(client.chat_appendStream(**stream, chunks=[chunk])) == "invalid_chunks"
