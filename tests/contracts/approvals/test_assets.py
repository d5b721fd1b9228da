"""The library keeps exactly what was approved and finds it by its words."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from approvals import assets
from approvals.approval import Decision
from approvals.asset_export import export_json, export_markdown
from approvals.assets import Asset, AssetId, ContentDiffers, asset_of
from approvals.audit import AuditLog
from approvals.database import Database
from approvals.events import DecisionMade
from approvals.reviewing import Reviewing
from brandkit.briefs import ChannelName
from brandkit.drafts import Part
from tests.contracts.approvals.builders import (
    FINDING,
    HOUR,
    LINKEDIN,
    NOON,
    NOOR,
    PASSAGE,
    UNUSED,
    Clock,
    a_brief,
    a_draft,
    a_policy,
    a_sent_draft,
    numbered,
)

EMAIL = ChannelName("email")


async def an_asset(
    database: Database,
    text: str,
    *,
    request: str = "R1",
    channel: ChannelName = LINKEDIN,
    topic: str = "reminders",
) -> Asset:
    """Copy that went the whole way: asked, drafted, sent, approved."""
    draft = a_draft(1, text, request=request, brief=a_brief(topic, channel))
    reviewing = Reviewing(audit=AuditLog(), now=Clock(NOON + HOUR), new_id=numbered(request))
    _, sent = await a_sent_draft(database, draft=draft, reviewing=reviewing)
    event = DecisionMade(
        by=NOOR,
        decision=Decision.APPROVE,
        content_hash=sent.approval.content_hash,
        draft_number=1,
        reason="Lovely *work*",
    )
    async with database.transaction() as conn:
        done = await reviewing.handle(conn, sent.approval.id, event, policy=a_policy())
    assert done.asset is not None
    return done.asset


async def test_an_asset_comes_back_as_it_was_stored(database: Database) -> None:
    it = await an_asset(database, "Zahl pünktlich 😀\nund in Ruhe.")

    async with database.reading() as conn:
        assert await assets.get(conn, it.id) == it
        assert await assets.get(conn, AssetId("none")) is None


async def test_copy_that_differs_by_one_letter_is_not_stored(database: Database) -> None:
    it = await an_asset(database, "Get paid on time.")
    other = replace(it, id=AssetId("other"), parts=(Part(field="body", text="Get paid on time!"),))

    with pytest.raises(ContentDiffers, match="not put into the library"):
        async with database.transaction() as conn:
            await assets.add(conn, other)


async def test_a_hash_that_was_changed_with_the_copy_is_not_enough(database: Database) -> None:
    it = await an_asset(database, "Get paid on time.")
    forged = a_draft(1, "Get paid on time!")
    other = replace(
        it, id=AssetId("other"), parts=forged.variants[0].parts, content_hash=forged.content_hash(0)
    )

    with pytest.raises(ContentDiffers):
        async with database.transaction() as conn:
            await assets.add(conn, other)


async def test_what_is_still_in_review_is_no_asset(database: Database) -> None:
    draft, sent = await a_sent_draft(database)

    with pytest.raises(ContentDiffers):
        asset_of(sent.approval, draft, asset_id=AssetId("early"), brand="", provenance={})


async def test_words_are_found_in_any_case_and_order(database: Database) -> None:
    it = await an_asset(database, "Straße frei: Get PAID on time.", topic="Überweisung")
    await an_asset(database, "Nothing to see.", request="R2")

    async with database.reading() as conn:
        for question in ("paid get", "STRASSE", "überWEISUNG", "time. paid"):
            assert await assets.search(conn, question) == (it,)
        assert await assets.search(conn, "paid later") == ()


@pytest.mark.parametrize("question", ["100%", "a_b", "back\\slash"])
async def test_signs_with_a_meaning_in_sql_are_only_signs(database: Database, question: str) -> None:
    it = await an_asset(database, "100% a_b back\\slash")
    await an_asset(database, "1000 axb backslash", request="R2")

    async with database.reading() as conn:
        assert await assets.search(conn, question) == (it,)


async def test_a_search_is_paged_newest_first_and_kept_to_a_channel(database: Database) -> None:
    first = await an_asset(database, "Same words")
    second = await an_asset(database, "Same words", request="R2", channel=EMAIL)
    third = await an_asset(database, "Same words", request="R3")

    async with database.reading() as conn:
        everything = await assets.search(conn)
        pages = [await assets.search(conn, "same", limit=2, offset=offset) for offset in (0, 2)]
        assert await assets.search(conn, "same", channel=EMAIL) == (second,)
        assert await assets.search(conn, brand="another") == ()
        assert await assets.count(conn, "same", channel=LINKEDIN) == 2
    assert {one.id for one in everything} == {first.id, second.id, third.id}
    assert pages[0] + pages[1] == everything


async def test_a_title_is_the_first_line_cut_at_a_word(database: Database) -> None:
    it = await an_asset(database, "Get paid on time, every time, " * 5 + "\nSecond line")

    assert it.title == "Get paid on time, every time, Get paid on time, every time, Get paid on time…"


async def test_json_tells_the_whole_story(database: Database) -> None:
    it = await an_asset(database, "Get paid 😀 on time.")

    plain = json.loads(export_json(it))

    assert plain["parts"] == [{"field": "body", "text": "Get paid 😀 on time.", "index": 0}]
    assert plain["content_hash"] == it.content_hash
    assert plain["brief"]["ask"] == "A post about reminders"
    assert plain["approved_at"] == "2026-11-23T13:00:00.123456+00:00"
    assert plain["provenance"]["audit"]["seq"] == 2
    assert plain["provenance"]["writer"]["seed"] == 7
    assert [one["text_hash"] for one in plain["provenance"]["passages"]] == [
        PASSAGE.text_hash,
        UNUSED.text_hash,
    ]
    assert plain["provenance"]["findings"][0]["message"] == FINDING.message
    assert plain["provenance"]["versions"][0]["number"] == 1


async def test_markdown_keeps_the_copy_letter_for_letter_even_with_fences_in_it(database: Database) -> None:
    copy = "# Not a heading\n```\ncode\n```\n* and <b>more</b>"
    it = await an_asset(database, copy)

    text = export_markdown(it, name=lambda person: f"name of {person}")

    assert "approved by name of U-noor on 23 November 2026 at 13:00 UTC" in text
    assert f"````text\n{copy}\n````" in text
    for fact in (
        NOOR,
        it.content_hash,
        PASSAGE.text_hash,
        "entry 2",
        "Lovely \\*work\\*",
        FINDING.message,
        "free trial",
    ):
        assert fact in text


async def test_approving_twice_never_makes_a_second_asset(database: Database) -> None:
    it = await an_asset(database, "Get paid on time.")

    async with database.reading() as conn:
        assert await assets.search(conn) == (it,)
        assert await assets.count(conn) == 1


async def test_an_asset_that_names_another_hash_than_its_copy_has_is_not_stored(database: Database) -> None:
    it = await an_asset(database, "Get paid on time.")

    with pytest.raises(ContentDiffers):
        async with database.transaction() as conn:
            await assets.add(conn, replace(it, id=AssetId("other"), content_hash="0" * 64))


async def test_approved_copy_is_found_by_its_content_in_the_order_asked_for(database: Database) -> None:
    first = await an_asset(database, "Copy 1.", request="R1")
    second = await an_asset(database, "Copy 2.", request="R2")

    async with database.reading() as conn:
        found = await assets.of_contents(conn, [second.content_hash, "nothing", first.content_hash])

    assert [each.id for each in found] == [second.id, first.id]
