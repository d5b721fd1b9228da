"""The sandbox's own page in a real browser, against a real sandbox with a tiny real app."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, Locator, Page, expect
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.driver import Sandbox
from sandbox.server import Options, running_sandbox
from tests.e2e.chromium import running_chromium
from tests.e2e.page_app import CARD, MANIFEST, build_parrot, one_of_each_block

# One browser serves all tests of this file, so they share an event loop.
pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

MARKETING, APPROVALS = "C0MARKETING", "C0APPROVALS"
OpenPage = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with running_chromium() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with running_sandbox(Options(manifest=MANIFEST)) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def client(sandbox: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)


@pytest.fixture
def heard() -> list[dict[str, Any]]:
    """What the app was told by forms and buttons."""
    return []


@pytest.fixture
def go_on() -> asyncio.Event:
    """Lets the app go on writing."""
    return asyncio.Event()


@pytest_asyncio.fixture(loop_scope="module")
async def parrot(
    sandbox: Sandbox, client: AsyncWebClient, heard: list[dict[str, Any]], go_on: asyncio.Event
) -> AsyncIterator[Sandbox]:
    """The workspace with the app connected to it."""
    app = build_parrot(client, heard, go_on=go_on)
    handler = AsyncSocketModeHandler(app, sandbox.app_token, web_client=client)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it bare
    await sandbox.connected()
    yield sandbox
    go_on.set()
    await handler.close_async()  # type: ignore[no-untyped-call]  # the same


@pytest_asyncio.fixture(loop_scope="module")
async def open_page(browser: Browser, parrot: Sandbox) -> AsyncIterator[OpenPage]:
    """Opens the page as a person; any error in the page's own code fails the test."""
    failures: list[str] = []
    opened: list[Page] = []

    async def open_as(person: str = "U0MAYA") -> Page:
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        opened.append(page)
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: failures.append(str(error)))
        await page.goto(f"{parrot.url}#{person}/{MARKETING}")
        await page.wait_for_selector("body[data-ready]")
        return page

    yield open_as
    for page in opened:
        await page.close()
    assert failures == []


@pytest_asyncio.fixture(loop_scope="module")
async def page(open_page: OpenPage) -> Page:
    """The page as Maya sees #marketing."""
    return await open_page()


def messages(page: Page) -> Locator:
    return page.locator("main").get_by_test_id("message")


def field(page: Page, block_id: str) -> Locator:
    return page.get_by_test_id("modal").locator(f"[data-block-id={block_id}]")


async def send(page: Page, text: str) -> None:
    await page.get_by_test_id("composer").fill(text)
    await page.get_by_test_id("composer").press("Enter")


async def ask(page: Page) -> None:
    await send(page, "/ask")
    await expect(page.get_by_test_id("modal")).to_be_visible()


async def test_one_can_act_as_any_of_the_three_people(page: Page) -> None:
    await page.get_by_test_id("act-as-U0OMAR").click()
    await expect(page.get_by_test_id("me")).to_have_text("Omar Haddad")
    await send(page, "Omar was here")

    await expect(messages(page).last).to_contain_text("Omar was here")
    await expect(messages(page).last).to_have_attribute("data-user", "U0OMAR")


async def test_unread_messages_are_counted_for_each_person_apart(page: Page, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel=APPROVALS, text="Waiting for you")

    await expect(page.get_by_test_id(f"unread-channel-{APPROVALS}")).to_have_text("1")
    await page.get_by_test_id(f"channel-{APPROVALS}").click()
    await expect(messages(page)).to_have_count(1)
    await expect(page.get_by_test_id(f"unread-channel-{APPROVALS}")).to_have_count(0)
    await expect(page.get_by_test_id("act-as-U0OMAR").locator(".badge")).to_have_text("1")


async def test_enter_sends_and_shift_enter_makes_a_new_line(page: Page, sandbox: Sandbox) -> None:
    composer = page.get_by_test_id("composer")
    await composer.press_sequentially("one")
    await composer.press("Shift+Enter")
    await composer.press_sequentially("two & <b>three</b>")
    await composer.press("Enter")

    await expect(messages(page).last).to_contain_text("two & <b>three</b>")
    assert sandbox.channel_messages(MARKETING)[-1]["text"] == "one\ntwo &amp; &lt;b&gt;three&lt;/b&gt;"
    await expect(composer).to_have_value("")


async def test_what_an_app_sends_can_never_become_markup(page: Page, client: AsyncWebClient) -> None:
    bad = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) *bold*"
    blocks: list[dict[str, Any]] = [
        {"type": "markdown", "text": bad},
        {"type": "section", "text": {"type": "mrkdwn", "text": bad}},
    ]
    await client.chat_postMessage(channel=MARKETING, text="x", blocks=blocks)

    await expect(messages(page).last).to_contain_text("onerror=alert(1)")
    assert await page.locator("main .content img").count() == 0
    links = await page.locator("main .content a").evaluate_all("links => links.map(link => link.protocol)")
    assert "javascript:" not in links


async def test_plain_text_keeps_its_lines_apart(page: Page, client: AsyncWebClient) -> None:
    text = {"type": "plain_text", "text": "It shows…\n…how much"}
    await client.chat_postMessage(channel=MARKETING, text="x", blocks=[{"type": "section", "text": text}])

    shown = messages(page).last.locator(".section-text")
    await expect(shown).to_have_text("It shows……how much")
    assert await shown.inner_text() == "It shows…\n…how much"


async def test_every_block_of_a_message_is_drawn(page: Page, client: AsyncWebClient) -> None:
    blocks = one_of_each_block()
    await client.chat_postMessage(channel=MARKETING, text="all", blocks=blocks)
    drawn = messages(page).last.locator(".content > .block")

    await expect(drawn).to_have_count(len(blocks))
    heights = await drawn.evaluate_all("blocks => blocks.map(block => block.offsetHeight)")
    assert all(height > 0 for height in heights)
    assert await page.locator(".unknown-box").count() == 0


async def test_a_mention_is_answered_in_a_thread_that_grows_while_one_reads(
    page: Page, go_on: asyncio.Event
) -> None:
    composer = page.get_by_test_id("composer")
    await composer.press_sequentially("@Par")
    await page.get_by_role("option", name="Parrot").click()
    await composer.press_sequentially("say something")
    await composer.press("Enter")
    await expect(messages(page).last).to_contain_text("@Parrot say something")
    await messages(page).last.hover()
    await messages(page).last.get_by_test_id("reply").click()
    thread = page.get_by_test_id("thread")
    await expect(thread.get_by_test_id("thread-status")).to_contain_text("Parrot is thinking…")
    go_on.set()

    await expect(thread.get_by_test_id("message").last.locator("b").nth(1)).to_have_text("Pretty")
    await expect(thread.get_by_test_id("message").last).to_contain_text("Pretty Polly")
    await expect(thread.get_by_test_id("thread-status")).not_to_contain_text("thinking")
    await expect(page.get_by_test_id("replies")).to_contain_text("1 reply")


async def test_a_reply_goes_into_the_thread_and_escape_closes_it(page: Page, sandbox: Sandbox) -> None:
    await send(page, "A root")
    await messages(page).last.hover()
    await messages(page).last.get_by_test_id("reply").click()
    await page.get_by_test_id("thread-composer").fill("A reply")
    await page.get_by_test_id("thread-send").click()
    await expect(page.get_by_test_id("thread").get_by_test_id("message").last).to_contain_text("A reply")
    await page.keyboard.press("Escape")

    await expect(page.get_by_test_id("thread")).to_be_hidden()
    root, reply = sandbox.channel_messages(MARKETING)[-2:]
    assert reply["thread_ts"] == root["ts"]


async def test_a_required_field_is_refused_before_the_app_is_asked(
    page: Page, heard: list[dict[str, Any]]
) -> None:
    await ask(page)
    await page.get_by_test_id("modal-submit").click()

    await expect(field(page, "topic").get_by_test_id("field-error")).to_contain_text("required")
    assert heard == []


async def test_the_apps_field_error_stands_at_the_field_and_answers_are_kept(
    page: Page, heard: list[dict[str, Any]]
) -> None:
    await ask(page)
    await field(page, "topic").locator("[data-action-id=text]").fill("nuts")
    await field(page, "tone").locator("[data-action-id=pick]").click()
    await page.get_by_role("option", name="Formal").click()
    await page.get_by_test_id("modal-submit").click()
    await expect(field(page, "topic").get_by_test_id("field-error")).to_contain_text("Ask for seeds")
    await expect(field(page, "tone").locator("[data-action-id=pick]")).to_have_value("Formal")
    await field(page, "topic").locator("[data-action-id=text]").fill("seeds")
    await page.get_by_test_id("modal-submit").click()

    await expect(page.get_by_test_id("modal")).to_have_count(0)
    assert heard[0]["topic"]["text"]["value"] == "seeds"
    assert heard[0]["tone"]["pick"]["selected_option"]["value"] == "formal"


async def test_a_pushed_view_comes_off_and_the_one_below_is_as_it_was(
    page: Page, sandbox: Sandbox, heard: list[dict[str, Any]]
) -> None:
    await ask(page)
    await field(page, "topic").locator("[data-action-id=text]").fill("kept")
    await page.locator("[data-action-id=push]").click()
    await expect(page.get_by_role("heading", name="Second page")).to_be_visible()
    await page.keyboard.press("Escape")

    await expect(page.get_by_role("heading", name="Ask")).to_be_visible()
    await expect(field(page, "topic").locator("[data-action-id=text]")).to_have_value("kept")
    await sandbox.settled()
    assert heard == [{"closed": "Second page"}]


async def test_only_one_person_sees_an_ephemeral_message(
    page: Page, open_page: OpenPage, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel=MARKETING, text="card", blocks=CARD)
    other = await open_page("U0OMAR")
    await page.locator("[data-action-id=private]").click()

    await expect(messages(page).last).to_contain_text("Only visible to you")
    await expect(messages(page).last).to_contain_text("Between us: page 4.")
    await expect(messages(other)).to_have_count(1)


async def test_a_confirmation_is_asked_before_a_click_counts(
    page: Page, client: AsyncWebClient, heard: list[dict[str, Any]]
) -> None:
    await client.chat_postMessage(channel=MARKETING, text="card", blocks=CARD)
    await page.locator("[data-action-id=sure]").click()
    await page.get_by_role("button", name="Keep").click()
    await page.locator("[data-action-id=sure]").click()
    await page.get_by_test_id("confirm-yes").click()

    await expect(page.locator("[data-action-id=sure]")).not_to_have_class(re.compile("is-busy"))
    assert heard == [{"sure": "U0MAYA"}]


async def test_a_click_without_an_answer_gets_the_warning_triangle(
    page: Page, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel=MARKETING, text="card", blocks=CARD)
    await page.locator("[data-action-id=silent]").click()

    await expect(page.locator("[data-action-id=silent] + [data-testid=ack-warning]")).to_be_visible()


async def test_a_file_goes_with_a_message_and_can_be_read_back(page: Page, sandbox: Sandbox) -> None:
    guide: FilePayload = {"name": "voice.md", "mimeType": "text/markdown", "buffer": b"# Voice\nBe kind."}
    await page.get_by_test_id("composer-file").set_input_files([guide])
    await expect(page.locator(".file-chip")).to_contain_text("voice.md")
    await send(page, "Our guide")
    await expect(messages(page).last.locator(".file-card")).to_contain_text("voice.md")
    address = await messages(page).last.locator(".file-card").get_attribute("href")
    body = await page.evaluate("address => fetch(address).then(answer => answer.text())", address)

    assert body == "# Voice\nBe kind."
    assert [file["name"] for file in sandbox.channel_messages(MARKETING)[-1]["files"]] == ["voice.md"]


async def test_a_form_takes_a_file_of_the_right_kind_only(page: Page, heard: list[dict[str, Any]]) -> None:
    await ask(page)
    picker = field(page, "guide").locator("input[type=file]")
    await picker.set_input_files({"name": "guide.exe", "mimeType": "text/plain", "buffer": b"no"})
    await expect(page.get_by_test_id("toast")).to_contain_text("is not one of: md")
    await picker.set_input_files({"name": "guide.md", "mimeType": "text/markdown", "buffer": b"yes"})
    await expect(field(page, "guide").locator(".file-row")).to_contain_text("guide.md")
    await field(page, "topic").locator("[data-action-id=text]").fill("files")
    await field(page, "tone").locator("[data-action-id=pick]").fill("Friendly")
    await page.keyboard.press("Enter")
    await page.get_by_test_id("modal-submit").click()

    await expect(page.get_by_test_id("modal")).to_have_count(0)
    assert [file["name"] for file in heard[0]["guide"]["files"]["files"]] == ["guide.md"]


async def test_the_whole_way_goes_without_a_mouse(page: Page, sandbox: Sandbox) -> None:
    await page.keyboard.press("Control+k")
    await page.keyboard.type("approv")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="approvals", exact=True).first).to_be_visible()
    await page.keyboard.press("Escape")
    await page.keyboard.type("typed, not clicked")
    await page.keyboard.press("Enter")
    await expect(messages(page).last).to_contain_text("typed, not clicked")
    await expect(page.get_by_test_id("composer")).to_have_value("")
    await page.keyboard.press("ArrowUp")
    await expect(messages(page).last).to_be_focused()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_test_id("thread-composer")).to_be_focused()
    await page.keyboard.type("and answered")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("thread").get_by_test_id("message")).to_have_count(2)
    await expect(page.get_by_test_id("thread-composer")).to_have_value("")
    await page.keyboard.press("Escape")

    await expect(page.get_by_test_id("composer")).to_be_focused()
    assert [each["text"] for each in sandbox.channel_messages(APPROVALS)] == [
        "typed, not clicked",
        "and answered",
    ]


async def test_a_command_is_suggested_and_runs_from_the_keyboard(page: Page) -> None:
    await page.get_by_test_id("composer").press_sequentially("/a")
    await expect(page.get_by_test_id("suggestions")).to_contain_text("Ask in a form")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")

    await expect(page.get_by_test_id("modal")).to_have_attribute("data-callback-id", "form")


async def test_a_message_shortcut_reaches_the_app(page: Page) -> None:
    await send(page, "Hello")
    await messages(page).last.focus()
    await page.keyboard.press("m")
    await page.get_by_role("menuitem", name="Repeat this").click()

    await expect(page.get_by_test_id("replies")).to_contain_text("1 reply")


async def test_a_global_shortcut_opens_its_form(page: Page) -> None:
    await page.get_by_test_id("global-shortcuts").click()
    await page.get_by_role("menuitem", name="New question").click()

    await expect(page.get_by_role("heading", name="From the menu")).to_be_visible()


async def test_the_apps_home_is_shown_and_its_messages_open_beside_it(page: Page) -> None:
    await page.get_by_test_id("app-A0DESK").click()
    await expect(page.get_by_test_id("app-home")).to_contain_text("The perch")
    await page.get_by_test_id("tab-messages").click()
    await send(page, "hello")

    await expect(page.get_by_test_id("thread").get_by_test_id("message").last).to_contain_text(
        "Polly heard you"
    )


async def test_the_inspector_shows_what_went_over_the_wire(page: Page, client: AsyncWebClient) -> None:
    await page.keyboard.press("Alt+i")
    await client.chat_postMessage(channel=MARKETING, text="needle in the wire")
    await client.users_list()
    await page.get_by_test_id("inspector-filter").fill("needle")
    entries = page.get_by_test_id("traffic-entry")
    await expect(entries).to_have_count(1)
    await entries.click()

    await expect(page.get_by_test_id("inspector").locator(".json").first).to_contain_text(
        '"needle in the wire"'
    )
    await expect(page.get_by_test_id("inspector")).to_contain_text("app→slack")


async def test_the_fields_of_a_fault_stay_inside_its_card(page: Page) -> None:
    await page.get_by_test_id("open-inspector").click()
    await page.get_by_test_id("inspector-faults").click()
    await expect(page.locator(".fault").first).to_be_visible()

    beyond = await page.locator(".fault").evaluate_all(
        "cards => cards.filter(card => card.scrollWidth > card.clientWidth).length"
    )
    assert beyond == 0


async def test_a_fault_can_be_switched_on_from_the_page(page: Page, sandbox: Sandbox) -> None:
    await page.get_by_test_id("open-inspector").click()
    await page.get_by_test_id("inspector-faults").click()
    await page.get_by_test_id("fault-429").check()

    await expect(page.locator("#fault-banner")).to_contain_text("429")
    assert [rule["kind"] for rule in sandbox.service.faults.as_json()["rules"]] == ["429"]


async def test_a_narrow_window_hides_the_sidebar_behind_a_button(page: Page) -> None:
    await page.set_viewport_size({"width": 420, "height": 760})
    await expect(page.get_by_test_id(f"channel-{APPROVALS}")).to_be_hidden()
    await page.get_by_test_id("menu-button").click()
    await page.get_by_test_id(f"channel-{APPROVALS}").click()

    await expect(page.get_by_role("heading", name="approvals", exact=True).first).to_be_visible()
    overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
