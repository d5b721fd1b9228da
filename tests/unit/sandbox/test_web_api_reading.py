"""conversations.*, users.*, files.*, reactions.* and the agent methods: what the app can read and mark."""

from typing import Any

import pytest
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.driver import Sandbox
from sandbox.faults import FaultKind
from tests.unit.sandbox.refusals import error_of

MAYA, MARKETING = "U0MAYA", "C0MARKETING"
Json = dict[str, Any]


async def some_messages(client: AsyncWebClient, count: int) -> list[str]:
    return [str((await client.chat_postMessage(channel=MARKETING, text=str(n)))["ts"]) for n in range(count)]


async def test_history_comes_newest_first_in_pages(client: AsyncWebClient) -> None:
    await some_messages(client, 5)

    texts, pages = [], 0
    async for page in await client.conversations_history(channel=MARKETING, limit=2):
        texts += [message["text"] for message in page["messages"]]
        pages += 1

    assert (texts, pages) == (["4", "3", "2", "1", "0"], 3)


@pytest.mark.parametrize(("inclusive", "expected"), [("false", ["2"]), ("true", ["3", "2", "1"])])
async def test_history_keeps_to_its_bounds(
    client: AsyncWebClient, inclusive: str, expected: list[str]
) -> None:
    stamps = await some_messages(client, 5)

    bounds = {"channel": MARKETING, "oldest": stamps[1], "latest": stamps[3], "inclusive": inclusive}
    found = await client.api_call("conversations.history", params=bounds)

    assert [message["text"] for message in found["messages"]] == expected


async def test_metadata_is_shown_to_those_who_ask(client: AsyncWebClient) -> None:
    metadata = {"event_type": "draft", "event_payload": {"key": "k"}}
    await client.chat_postMessage(channel=MARKETING, text="x", metadata=metadata)

    plain = await client.conversations_history(channel=MARKETING)
    full = await client.conversations_history(channel=MARKETING, include_all_metadata=True)

    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata


async def test_replies_begin_with_the_root(sandbox: Sandbox, client: AsyncWebClient) -> None:
    root, _ = await some_messages(client, 2)
    for text in ("a", "b"):
        await sandbox.person(MAYA).say(MARKETING, text, thread=root)

    found = await client.conversations_replies(channel=MARKETING, ts=root)

    assert [message["text"] for message in found["messages"]] == ["0", "a", "b"]
    assert (
        await error_of(client.conversations_replies(channel=MARKETING, ts="1.000001")) == "thread_not_found"
    )


async def test_replies_stay_out_of_the_history_unless_broadcast(client: AsyncWebClient) -> None:
    [root] = await some_messages(client, 1)
    await client.chat_postMessage(channel=MARKETING, text="quiet", thread_ts=root)
    await client.chat_postMessage(channel=MARKETING, text="loud", thread_ts=root, reply_broadcast=True)

    found = await client.conversations_history(channel=MARKETING)

    assert [message["text"] for message in found["messages"]] == ["loud", "0"]


async def test_channels_and_people_are_listed(client: AsyncWebClient) -> None:
    channels = await client.conversations_list()
    people = await client.users_list()
    members = await client.conversations_members(channel=MARKETING)

    assert [each["name"] for each in channels["channels"]] == ["marketing", "approvals", "brand-guidelines"]
    assert [each["id"] for each in people["members"]] == ["U0MAYA", "U0OMAR", "U0ADA", "U0DESK"]
    assert members["members"] == ["U0MAYA", "U0OMAR", "U0ADA", "U0DESK"]


async def test_a_direct_message_is_opened_once(client: AsyncWebClient) -> None:
    first = await client.conversations_open(users=MAYA)
    again = await client.conversations_open(users=MAYA, return_im=True)

    assert first["channel"]["id"] == again["channel"]["id"]
    assert (again["already_open"], again["channel"]["user"]) == (True, MAYA)
    assert await error_of(client.conversations_open(users="U0NOBODY")) == "user_not_found"


async def test_an_app_joins_a_public_channel(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.gestures.send_away(MAYA, MARKETING, who="U0DESK")
    assert await error_of(client.conversations_history(channel=MARKETING)) == "not_in_channel"

    await client.conversations_join(channel=MARKETING)

    assert (await client.conversations_history(channel=MARKETING))["ok"]


async def test_people_are_found_by_id_and_by_address(client: AsyncWebClient) -> None:
    info = await client.users_info(user=MAYA)
    found = await client.users_lookupByEmail(email="Maya@example.com")

    assert info["user"]["profile"]["title"] == "Content marketer"
    assert found["user"]["id"] == MAYA
    assert await error_of(client.users_info(user="U0NOBODY")) == "user_not_found"
    assert await error_of(client.users_lookupByEmail(email="x@example.com")) == "users_not_found"


async def test_an_uploaded_file_is_shared_and_can_be_downloaded(
    sandbox: Sandbox, client: AsyncWebClient, http: ClientSession
) -> None:
    uploaded = await client.files_upload_v2(
        filename="asset ü.md",
        content="# Copy",
        title="Approved copy",
        channel=MARKETING,
        initial_comment="Here",
    )
    info = await client.files_info(file=uploaded["file"]["id"])
    got = await http.get(
        info["file"]["url_private_download"], headers={"Authorization": f"Bearer {sandbox.bot_token}"}
    )

    [message] = sandbox.channel_messages(MARKETING)
    assert (message["text"], message["files"][0]["title"]) == ("Here", "Approved copy")
    assert (await got.read(), got.content_type) == (b"# Copy", "text/markdown")
    assert [each["id"] for each in (await client.files_list(channel=MARKETING))["files"]] == [
        uploaded["file"]["id"]
    ]


async def test_a_download_can_be_told_to_show_the_login_page(
    sandbox: Sandbox, client: AsyncWebClient, http: ClientSession
) -> None:
    uploaded = await client.files_upload_v2(filename="a.md", content="x")
    sandbox.misbehave("files.download", FaultKind.HTML_LOGIN, times=1)
    address = (await client.files_info(file=uploaded["file"]["id"]))["file"]["url_private_download"]
    headers = {"Authorization": f"Bearer {sandbox.bot_token}"}

    first, second = await http.get(address, headers=headers), await http.get(address, headers=headers)

    assert (first.status, first.content_type) == (200, "text/html")
    assert await second.read() == b"x"


async def test_reactions_are_added_once_and_removed(sandbox: Sandbox, client: AsyncWebClient) -> None:
    said = await sandbox.person(MAYA).say(MARKETING, "x")
    on = {"channel": MARKETING, "timestamp": said["ts"]}
    await client.reactions_add(**on, name="eyes")

    assert await error_of(client.reactions_add(**on, name="eyes")) == "already_reacted"
    assert (await client.reactions_get(**on))["message"]["reactions"] == [
        {"name": "eyes", "users": ["U0DESK"], "count": 1}
    ]
    await client.reactions_remove(**on, name="eyes")
    assert await error_of(client.reactions_remove(**on, name="eyes")) == "no_reaction"
    assert await error_of(client.reactions_add(**on, name="Not A Name")) == "invalid_name"


async def test_a_status_goes_when_the_app_posts(
    sandbox: Sandbox, client: AsyncWebClient, http: ClientSession
) -> None:
    dm = await sandbox.person(MAYA).dm()
    said = await sandbox.person(MAYA).say(dm, "write")
    address = f"{sandbox.url}sandbox/api/messages?as={MAYA}&channel={dm}&thread_ts={said['ts']}"
    await client.assistant_threads_setStatus(channel_id=dm, thread_ts=said["ts"], status="is drafting…")

    drafting = await (await http.get(address)).json()
    await client.chat_postMessage(channel=dm, thread_ts=said["ts"], text="done")
    done = await (await http.get(address)).json()

    assert (drafting["status"], done["status"]) == ("is drafting…", None)


async def test_at_most_four_prompts_are_suggested(sandbox: Sandbox, client: AsyncWebClient) -> None:
    dm = await sandbox.person(MAYA).dm()
    prompts = [{"title": "A post", "message": "Write a post"}]
    await client.assistant_threads_setSuggestedPrompts(channel_id=dm, prompts=prompts * 4)

    error = await error_of(client.assistant_threads_setSuggestedPrompts(channel_id=dm, prompts=prompts * 5))

    assert error == "invalid_arguments"


async def test_a_session_has_one_of_four_statuses(sandbox: Sandbox, client: AsyncWebClient) -> None:
    dm = await sandbox.person(MAYA).dm()
    said = await sandbox.person(MAYA).say(dm, "write")
    set_to = await client.agents_sessions_setStatus(
        channel_id=dm, thread_ts=said["ts"], status="processing", title="A post"
    )

    assert (set_to["session"]["status"], set_to["session"]["title"]) == ("processing", "A post")
    assert (
        await error_of(client.agents_sessions_setStatus(channel_id=dm, status="busy")) == "invalid_arguments"
    )
