"""The whole job in a real browser, on the demo as people start it: upload, ask, refine, send, approve, find.

With COPYDESK_SCREENSHOTS set to a folder, the pictures of the README are made on the way.
"""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from tests.e2e.chromium import running_chromium

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

ROOT = Path(__file__).resolve().parents[2]
MAYA, OMAR, ADA = "U0MAYA", "U0OMAR", "U0ADA"
PATIENCE = 30_000
SIZE: ViewportSize = {"width": 1280, "height": 860}

GUIDELINE = """# Referral programme

## What to call it

It is the “Bring a friend” programme. Say “your friend”, never “referee” or “lead”.

## What to promise

Both people get one month of Ledgerline free after the friend has sent a first invoice.
"""


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    async with running_chromium() as running:
        yield running


@pytest_asyncio.fixture
async def demo(tmp_path: Path) -> AsyncIterator[str]:
    """The address that `copydesk demo` prints, from a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0", "--home", str(tmp_path / "demo"),
        cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdout is not None
    said = ""
    try:
        async with asyncio.timeout(150):
            while not (found := re.search(r"http://127\.0\.0\.1:\d+/", said)):
                line = (await process.stdout.readline()).decode()
                assert line, f"the demo ended:\n{said}"
                said += line
        assert "WARNING" not in said
        yield found.group()
    finally:
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(90):
            await process.wait()
    assert process.returncode == 0
    assert "Traceback" not in (await process.stdout.read()).decode()


@pytest_asyncio.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport=SIZE)
    opened = await context.new_page()
    opened.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    yield opened
    await context.close()


async def test_a_guideline_a_request_and_an_approval_end_as_an_asset(page: Page, demo: str) -> None:
    await be(page, demo, ADA, "app:A0DESK/messages")
    await upload(page, "referral-programme.md", GUIDELINE)
    await picture(page, "guidelines-uploaded", height=680)
    await page.get_by_role("button", name="Activate").last.click()
    if await page.get_by_test_id("confirm-yes").count():
        await page.get_by_test_id("confirm-yes").click()
    await expect(page.get_by_text(re.compile("in force")).first).to_be_visible()

    await be(page, demo, MAYA, "C0MARKETING")
    await say(
        page,
        "@Copydesk LinkedIn post for freelancers about the new invoice reminders, friendly, "
        "link to https://ledgerline.example/reminders",
    )
    message = page.get_by_test_id("message").last
    await message.get_by_test_id("replies").click()
    thread = page.get_by_test_id("thread")
    await expect(thread.get_by_text("LinkedIn post · version 1").first).to_be_visible()
    await expect(thread.get_by_role("button", name="Send for approval")).to_be_visible()
    await picture(page, "draft", height=1180)
    await thread.get_by_role("button", name="Why this?").click()
    await expect(page.get_by_test_id("modal")).to_contain_text("v2")
    await picture(page, "why-this", of=page.get_by_test_id("modal"))
    await page.get_by_test_id("modal-close").click()
    await expect(page.get_by_test_id("modal")).to_have_count(0)

    await page.get_by_test_id("thread-composer").fill("shorter")
    await page.get_by_test_id("thread-send").click()
    await expect(thread.get_by_text("LinkedIn post · version 2").first).to_be_visible()
    copy = await quoted(thread.get_by_test_id("message").last)
    await thread.get_by_role("button", name="Send for approval").last.click()
    await expect(thread.get_by_test_id("message").last).to_contain_text("Sent for approval")

    await be(page, demo, OMAR, "C0APPROVALS")
    card = page.get_by_test_id("message").last
    await expect(card).to_contain_text("version 2")
    assert await quoted(card) == copy
    await picture(page, "approval-card")
    await card.get_by_role("button", name="Approve", exact=True).click()
    await confirmed(page)
    await expect(card).to_contain_text("Approved")
    await expect(card.get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    await picture(page, "approved")

    await be(page, demo, MAYA, "app:A0DESK/home")
    await expect(page.get_by_test_id("app-home")).to_contain_text("Approved")
    await picture(page, "app-home", height=720)
    await be(page, demo, MAYA, "C0MARKETING")
    await say(page, "/assets reminders")
    found = page.get_by_test_id("message").last
    await expect(found).to_contain_text("1 asset")
    await found.get_by_role("button", name="Open").click()
    modal = page.get_by_test_id("modal")
    await expect(modal).to_contain_text(copy.splitlines()[0][:60])
    await picture(page, "asset", of=modal)


async def test_one_brief_makes_a_draft_for_each_channel(page: Page, demo: str) -> None:
    await be(page, demo, MAYA, "C0MARKETING")
    await send(page, "/draft")
    modal = page.get_by_test_id("modal")
    await modal.get_by_label("Channels").click()
    await page.get_by_role("option", name="LinkedIn post").click()
    await page.get_by_role("option", name="Marketing email").click()
    await page.keyboard.press("Escape")
    await modal.get_by_label("What is it about?").fill("Smart Reminders")
    await picture(page, "form-several-channels", of=modal)
    await modal.get_by_role("button", name="Draft it").click()

    message = page.get_by_test_id("message").last
    await expect(message).to_contain_text("LinkedIn post and Marketing email about Smart Reminders")
    await message.get_by_test_id("replies").click()
    thread = page.get_by_test_id("thread")
    await expect(thread.get_by_text("LinkedIn post · version 1").first).to_be_visible()
    await expect(thread.get_by_text("Marketing email · version 1").first).to_be_visible()
    await page.get_by_test_id("thread-composer").fill("make the email shorter")
    await page.get_by_test_id("thread-send").click()
    await expect(thread.get_by_text("Marketing email · version 2").first).to_be_visible()
    await expect(thread.get_by_text("LinkedIn post · version 2")).to_have_count(0)
    await picture(page, "several-channels", height=1600)


async def be(page: Page, demo: str, person: str, place: str) -> None:
    """Look at a place as one of the three people."""
    await page.goto(f"{demo}#{person}/{place}")
    await page.reload()
    await page.locator("body[data-ready]").wait_for()


async def say(page: Page, text: str) -> None:
    """Write into the composer and send, taking the mention from the suggestions where there is one."""
    before = await page.get_by_test_id("message").count()
    await send(page, text)
    await expect(page.get_by_test_id("message")).not_to_have_count(before)


async def send(page: Page, text: str) -> None:
    """The same for what leaves no message behind, such as a command that opens a form."""
    await page.get_by_test_id("composer").fill(text)
    await page.get_by_test_id("send").click()


async def upload(page: Page, name: str, text: str) -> None:
    await page.get_by_test_id("composer-file").set_input_files(
        [{"name": name, "mimeType": "text/markdown", "buffer": text.encode()}]
    )
    await page.get_by_test_id("send").click()
    await expect(page.get_by_role("button", name="Activate").last).to_be_visible()


async def confirmed(page: Page) -> None:
    """Say yes where the button asks whether one is sure."""
    sure = page.get_by_test_id("confirm-yes")
    await asyncio.sleep(0)
    if await sure.count():
        await sure.click()


async def quoted(card: Locator) -> str:
    """The copy that a card shows, as people read it."""
    quotes = card.locator("blockquote")
    await quotes.first.wait_for()
    return "\n".join(await quotes.all_inner_texts())


async def picture(page: Page, name: str, *, height: int = 860, of: Locator | None = None) -> None:
    """Keep a picture for the README where a folder for it is named; as tall as what it shows needs, or of one part."""
    folder = os.environ.get("COPYDESK_SCREENSHOTS")
    if folder:
        await page.mouse.move(0, 0)
        await page.set_viewport_size({**SIZE, "height": height})
        await page.wait_for_load_state("networkidle")
        await (of or page).screenshot(path=Path(folder) / f"{name}.png")
        await page.set_viewport_size(SIZE)
