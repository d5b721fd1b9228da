from __future__ import annotations

from approvals import drafts, requests
from approvals.database import Database
from approvals.held_copy import assets_in_use, open_drafts
from approvals.states import RequestState
from tests.contracts.approvals.builders import (
    NOON,
    PASSAGE,
    UNUSED,
    a_draft,
    a_request,
    a_sent_draft,
)
from tests.contracts.approvals.test_assets import an_asset


async def drafted(database: Database, *versions: tuple[str, ...], request: str = "R1") -> None:
    async with database.transaction() as conn:
        await requests.add(conn, a_request(request))
        for number, texts in enumerate(versions, 1):
            await drafts.add(conn, a_draft(number, *texts, request=request), (), (PASSAGE, UNUSED))
        await requests.save_state(conn, a_request(request).id, RequestState.DRAFTED, at=NOON)


async def test_only_the_newest_version_of_a_request_is_open(database: Database) -> None:
    await drafted(database, ("one",), ("two", "three"))

    async with database.reading() as conn:
        held = await open_drafts(conn, brand="ledgerline")

    assert [(one.id, one.number, one.variant, one.copy.texts("body")) for one in held] == [
        ("R1-D2", 2, 0, ("two",)),
        ("R1-D2", 2, 1, ("three",)),
    ]


async def test_held_copy_brings_the_passages_it_cites_and_no_others(database: Database) -> None:
    await drafted(database, ("one",))

    async with database.reading() as conn:
        (held,) = await open_drafts(conn, brand="ledgerline")

    assert held.cited == (PASSAGE,)


async def test_another_brands_drafts_are_not_its_business(database: Database) -> None:
    await drafted(database, ("one",))

    async with database.reading() as conn:
        assert await open_drafts(conn, brand="globex") == ()


async def test_the_limit_counts_drafts(database: Database) -> None:
    await drafted(database, ("one", "two"))
    await drafted(database, ("three",), request="R2")

    async with database.reading() as conn:
        held = await open_drafts(conn, brand="ledgerline", limit=1)

    assert len({one.id for one in held}) == 1


async def test_of_a_draft_in_review_it_is_the_variant_under_review(database: Database) -> None:
    await a_sent_draft(database, draft=a_draft(1, "one", "two"))
    async with database.transaction() as conn:
        await requests.save_state(conn, a_request().id, RequestState.DRAFTED, at=NOON)

    async with database.reading() as conn:
        held = await open_drafts(conn, brand="ledgerline")

    assert [(one.variant, one.in_review) for one in held] == [(0, True)]


async def test_what_was_approved_is_an_asset_and_no_open_draft(database: Database) -> None:
    asset = await an_asset(database, "Get paid on time.")
    async with database.transaction() as conn:
        await requests.save_state(conn, a_request().id, RequestState.DRAFTED, at=NOON)

    async with database.reading() as conn:
        open_ones = await open_drafts(conn, brand="ledgerline")
        held = await assets_in_use(conn, brand="ledgerline")

    assert open_ones == ()
    assert [(one.kind, one.id, one.copy.texts("body"), one.cited) for one in held] == [
        ("asset", asset.id, ("Get paid on time.",), (PASSAGE,))
    ]
