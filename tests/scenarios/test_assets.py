"""What was approved is found again, looked at, and taken along, exactly as it was approved."""

import json

import pytest

from approvals import assets
from approvals.assets import Asset
from brandkit.drafts import Variant
from sandbox.driver import Acting
from tests.scenarios.workplace import (
    KIT,
    MARKETING,
    Json,
    Workplace,
    action_in,
    copy_on,
    is_ours,
    text_of,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

TAX = "SMS to customers about the Tax Pot"


async def test_the_library_is_searched_by_command(work: Workplace) -> None:
    await work.approved(TAX)
    before = work.latest(MARKETING)
    await work.maya.command(MARKETING, "/assets", "tax pot")

    found = await work.told_privately(work.maya, MARKETING, "asset", "Text message", after=before)
    assert action_in(found, "asset.open")
    await work.maya.command(MARKETING, "/assets", "zebra")
    await work.told_privately(work.maya, MARKETING, "No asset for “zebra”", after=before)


async def test_the_library_is_searched_in_app_home(work: Workplace) -> None:
    await work.approved(TAX)
    home = await work.home(work.maya, "Asset library")
    found = await work.turned(work.maya, home, "home.search", value="tax pot")
    assert "for “tax pot”" in text_of(found)
    assert "asset.open" in str(found["blocks"])
    none = await work.turned(work.maya, found, "home.search", value="zebra")

    assert "No asset for “zebra”" in text_of(none)


async def test_an_asset_shows_its_copy_and_how_it_came_to_be(work: Workplace) -> None:
    _, _, review = await work.approved(TAX)
    window = await open_asset(work, "tax pot")

    shown = text_of(window)
    assert copy_on(review).splitlines()[0] in shown
    for said in ("approved by <@U0OMAR>", "asked by <@U0MAYA>", "Asked", TAX, "Content hash", "Guidelines"):
        assert said in shown
    await work.maya.close(window)


async def test_what_is_kept_is_what_was_approved(work: Workplace) -> None:
    _, _, review = await work.approved("X post for freelancers about Smart Reminders")
    asset = await newest(work)

    assert Variant(parts=asset.parts).content_hash(asset.channel) == asset.content_hash
    assert "\n".join(part.text for part in asset.parts if part.field == "body") == copy_on(review)


@pytest.mark.parametrize(("button", "ending"), [("markdown", "md"), ("json", "json")])
async def test_an_asset_is_taken_along_as_a_file(work: Workplace, button: str, ending: str) -> None:
    await work.approved(TAX)
    asset = await newest(work)
    window = await open_asset(work, "tax pot")
    before = work.latest(await work.maya.dm())
    await work.maya.click_in(window, f"asset.export_{button}")

    file = await received(work, work.maya, before)
    assert file["name"].endswith(f".{ending}")
    content = data_of(work, file)
    for part in asset.parts:
        assert (json.dumps(part.text, ensure_ascii=False)[1:-1] if ending == "json" else part.text) in content
    assert asset.content_hash in content
    if ending == "json":
        assert json.loads(content)["content_hash"] == asset.content_hash
    await work.maya.close(window)


async def test_every_press_of_export_brings_a_file(work: Workplace) -> None:
    await work.approved(TAX)
    window = await open_asset(work, "tax pot")
    for _ in range(2):
        before = work.latest(await work.maya.dm())
        await work.maya.click_in(window, "asset.export_markdown")
        await received(work, work.maya, before)
        await work.quiet()
    await work.maya.close(window)


async def test_the_news_of_an_approval_opens_the_asset(work: Workplace) -> None:
    before = work.latest(await work.maya.dm())
    await work.approved(TAX)
    news = await work.told_directly(work.maya, "Approved", after=before)
    await work.maya.click(news, "asset.open")

    await work.maya.close(await work.window(work.maya, "Asset", "Content hash"))


async def test_every_decision_is_in_an_unbroken_log(work: Workplace) -> None:
    await work.approved(TAX)
    await work.quiet()
    audit = work.desk.reviewing._record._audit
    async with work.desk.database.reading() as connection:
        verdict = await audit.verify(connection)

    assert verdict.intact
    assert verdict.entries > 1


async def open_asset(work: Workplace, words: str) -> Json:
    before = work.latest(MARKETING)
    await work.maya.command(MARKETING, "/assets", words)
    found = await work.told_privately(work.maya, MARKETING, "asset", after=before)
    await work.maya.click(found, action_in(found, "asset.open"))
    return await work.window(work.maya, "Asset", "Content hash")


async def received(work: Workplace, person: Acting, before: str) -> Json:
    dm = await person.dm()

    def look() -> Json | None:
        sent = (each for each in person.messages(dm) if each["ts"] > before and is_ours(each))
        return next((each["files"][0] for each in sent if each.get("files")), None)

    return await work.wait(look, "a file in the direct messages")


def data_of(work: Workplace, file: Json) -> str:
    return work.sandbox.service.workspace.files[file["id"]].data.decode()


async def newest(work: Workplace) -> Asset:
    await work.quiet()
    async with work.desk.database.reading() as connection:
        found = await assets.search(connection, "", brand=KIT.name, limit=100)
    return max(found, key=lambda asset: asset.approved_at)
