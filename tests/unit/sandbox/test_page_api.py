"""What the workspace's page reads and posts."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, FormData
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.driver import Sandbox

MAYA, OMAR, MARKETING = "U0MAYA", "U0OMAR", "C0MARKETING"
Json = dict[str, Any]


class Page:
    """The page's side of its API."""

    def __init__(self, sandbox: Sandbox, http: ClientSession) -> None:
        self._api = f"{sandbox.url}sandbox/api/"
        self._http = http

    async def read(self, name: str, **query: str) -> Json:
        async with self._http.get(
            self._api + name, params={key.rstrip("_"): value for key, value in query.items()}
        ) as got:
            body: Json = await got.json()
            return body

    async def send(self, name: str, **body: Any) -> Json:
        posted = {key.rstrip("_"): value for key, value in body.items()}
        async with self._http.post(self._api + name, json=posted) as got:
            answer: Json = await got.json()
            return answer

    async def put(self, name: str, body: Json) -> tuple[int, Json]:
        async with self._http.put(self._api + name, json=body) as got:
            return got.status, await got.json()

    async def upload(self, person: str, *files: tuple[str, bytes]) -> list[Json]:
        form = FormData({"as": person}, quote_fields=False)
        for name, data in files:
            form.add_field("file", data, filename=name)
        async with self._http.post(self._api + "upload", data=form) as got:
            listed: list[Json] = (await got.json())["files"]
            return listed

    async def listen(self, person: str) -> ClientWebSocketResponse:
        return await self._http.ws_connect(self._api + "live", params={"as": person})


@pytest.fixture
def page(sandbox: Sandbox, http: ClientSession) -> Page:
    return Page(sandbox, http)


async def next_of(socket: ClientWebSocketResponse, wanted: Callable[[Json], bool]) -> Json:
    async with asyncio.timeout(5):
        while True:
            item: Json = await socket.receive_json()
            if wanted(item):
                return item


async def test_the_state_has_what_the_page_draws(page: Page) -> None:
    state = await page.read("state", as_=MAYA)

    assert [person["id"] for person in state["people"]] == ["U0MAYA", "U0OMAR", "U0ADA", "U0DESK"]
    assert [channel["name"] for channel in state["channels"]] == [
        "marketing",
        "approvals",
        "brand-guidelines",
    ]
    assert (state["me"], state["home"], state["views"], state["apps"][0]["connected"]) == (
        MAYA,
        None,
        [],
        False,
    )


async def test_a_direct_message_is_seen_by_its_person_only(page: Page) -> None:
    opened = await page.send("dm", as_=MAYA)
    await page.send("message", as_=MAYA, channel=opened["channel"], text="psst")

    hers = await page.read("messages", as_=MAYA, channel=opened["channel"])
    his = await page.read("messages", as_=OMAR, channel=opened["channel"])

    assert [message["text"] for message in hers["messages"]] == ["psst"]
    assert his == {"ok": False, "error": "channel_not_found"}


async def test_uploaded_files_go_with_a_message_and_can_be_shown(
    page: Page, sandbox: Sandbox, http: ClientSession
) -> None:
    files = await page.upload(MAYA, ("a.md", b"# A"), ("b ü.txt", b"B"))
    await page.send("message", as_=MAYA, channel=MARKETING, text="", file_ids=[file["id"] for file in files])

    shown = await page.read("messages", as_=MAYA, channel=MARKETING)
    async with http.get(f"{sandbox.url}sandbox/api/file/{files[1]['id']}") as got:
        content = await got.read()

    assert [file["name"] for file in shown["messages"][0]["files"]] == ["a.md", "b ü.txt"]
    assert content == b"B"


async def test_a_change_is_pushed_to_those_who_may_see_it(page: Page, client: AsyncWebClient) -> None:
    maya, omar = await page.listen(MAYA), await page.listen(OMAR)
    await client.chat_postEphemeral(channel=MARKETING, user=MAYA, text="only you")
    await client.chat_postMessage(channel=MARKETING, text="everybody")

    private = await next_of(maya, lambda item: item["type"] == "ephemeral")
    public = await next_of(omar, lambda item: item["type"] in {"ephemeral", "message"})

    assert private["message"]["text"] == "only you"
    assert public["message"]["text"] == "everybody"


async def test_a_button_that_is_gone_says_so(page: Page, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=MARKETING, text="x")
    container = {"type": "message", "channel": MARKETING, "ts": posted["ts"]}

    answer = await page.send(
        "action", as_=MAYA, container=container, block_id="b", action={"action_id": "go"}
    )

    assert answer == {"ok": False, "error": "That button is no longer there."}


async def test_an_app_that_is_not_there_cannot_be_commanded(page: Page) -> None:
    answer = await page.send("command", as_=MAYA, channel=MARKETING, command="/draft", text="x")

    assert answer == {"ok": False, "error": "/draft failed with the error “dispatch_failed”"}


async def test_faults_are_set_and_read_back(page: Page, client: AsyncWebClient) -> None:
    rule = {"match": "users.info", "kind": "503", "times": 1}

    status, _ = await page.put("faults", {"rules": [rule]})
    refused, answer = await page.put("faults", {"rules": [{"match": "*", "kind": "nonsense"}]})

    [kept] = (await page.read("faults"))["rules"]
    assert (status, kept["match"], kept["kind"], kept["times"]) == (200, "users.info", "503", 1)
    assert (refused, answer["ok"]) == (400, False)
    assert (await client.api_test())["ok"]


async def test_counts_and_traffic_tell_what_the_app_did(page: Page, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel=MARKETING, text="x")

    counts, traffic = await page.read("counts"), await page.read("traffic", after="0")

    assert (counts["posted"], counts["limit_violations"]) == (1, [])
    assert [entry["name"] for entry in traffic["entries"] if entry["direction"] == "app→slack"] == [
        "chat.postMessage"
    ]


async def test_a_malformed_request_is_refused_and_not_a_crash(page: Page) -> None:
    assert (await page.send("message", channel=MARKETING))["ok"] is False
    assert (await page.send("message", as_="U0NOBODY", channel=MARKETING, text="x"))["ok"] is False


@pytest.mark.parametrize("path", ["page/../server.py", "page/..%2fserver.py", "page/nowhere.js"])
async def test_only_the_pages_own_files_are_served(sandbox: Sandbox, http: ClientSession, path: str) -> None:
    async with http.get(sandbox.url + path) as got:
        assert got.status == 404
