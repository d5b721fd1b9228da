"""The desk with real vLLM servers on CPU, from the first draft through their failures to a replay."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from approvals import drafts
from bot.clock import now
from bot.drafting import Change, Drafting
from bot.replaying import Replaying
from bot.settings import Settings
from bot.shop import open_shop
from brandkit.briefs import Brief
from brandkit.drafts import Draft, DraftId, RequestId
from llm.assignments import Ask
from llm.house.reader import HouseReader
from llm.replay import Replayed
from tests.contracts.vllm.conftest import ADAPTER, Server, serving
from tests.scenarios.workplace import Json, Workplace, a_copy_of, open_workplace, settings_for, text_of

pytestmark = [pytest.mark.vllm, pytest.mark.timeout(900)]
BY_MODEL, BY_HOUSE = "Written by the model tiny", "Written by the house writer"


def stopped(server: Server) -> None:
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(30)


def served(server: Server) -> float:
    return server.figure("vllm:request_success_total")


def draft_id(card: Json) -> DraftId:
    values = [
        str(each.get("value", ""))
        for block in card["blocks"]
        for each in block.get("elements", [])
        if block["type"] == "actions"
    ]
    return DraftId(next(value for value in values if value.startswith("draft:")).split(":")[1])


async def draft_on(work: Workplace, card: Json) -> Draft:
    async with work.desk.database.reading() as connection:
        found = await drafts.get(connection, draft_id(card))
    assert found is not None
    return found


async def replayed(settings: Settings, draft: Draft) -> Replayed:
    """As `copydesk replay` does it."""
    async with open_shop(settings) as shop:
        rerun = await Replaying(database=shop.database, drafting=shop.drafting, past=shop.past).run(draft.id)
    return rerun.replayed


@pytest.fixture
async def servers(tmp_path: Path) -> AsyncIterator[tuple[ExitStack, Server, Server]]:
    with ExitStack() as stack:
        one, other = (
            stack.enter_context(serving(tmp_path / name, "--max-model-len", "16384"))
            for name in ("one", "other")
        )
        yield stack, one, other


async def test_drafts_outlive_their_servers(
    loaded_home: Path, tmp_path: Path, servers: tuple[ExitStack, Server, Server]
) -> None:
    stack, *both = servers
    home = a_copy_of(loaded_home, tmp_path / "home")
    async with open_workplace(
        home,
        model_url=",".join(server.address for server in both),
        model_name="tiny",
        model_deadline=300.0,
        model_retry=0.5,
    ) as work:
        # All drafts of a brand go to one server, where its prompt is remembered.
        before = [served(server) for server in both]
        _, first = await work.drafted("X post about invoice reminders for freelancers")
        _, second = await work.drafted("X post about the free plan for small studios")
        assert BY_MODEL in text_of(first)
        assert BY_MODEL in text_of(second)
        used = [served(server) - was for server, was in zip(both, before, strict=True)]
        assert min(used) <= 1 < max(used)  # warming may have gone elsewhere
        liked, spare = both if used[0] > used[1] else both[::-1]
        draft = await draft_on(work, first)
        assert len(draft.provenance.revision) == 12

        # It goes down; the other one writes.
        stopped(liked)
        _, third = await work.drafted("X post about late payments for translators")
        assert BY_MODEL in text_of(third)

        # Both are down: the house writes at once, and the model as soon as one is back.
        stopped(spare)
        root, fourth = await work.drafted("X post about our new prices for plumbers")
        assert BY_HOUSE in text_of(fourth)
        await work.maya.click(fourth, "draft.with_model")
        waiting = await work.answer(root, "Waiting for the model")
        port = urlsplit(spare.address).port
        assert port
        same = tmp_path / (
            "one" if liked is both[0] else "other"
        )  # the engine's name covers the model's folder
        stack.enter_context(serving(same, "--max-model-len", "16384", port=port))
        by_model = await work.card(root, 2)
        assert by_model["ts"] == waiting["ts"]
        assert BY_MODEL in text_of(by_model)

        # The same draft comes out once more, and with an adapter another one does.
        equal = await replayed(work.settings, draft)
        adapted = await replayed(work.settings.model_copy(update={"model_adapter": ADAPTER}), draft)
        assert (equal.equal, equal.causes) == (True, ())
        assert not adapted.equal
        assert any(cause.startswith(f"adapter: was none, is {ADAPTER}@") for cause in adapted.causes)


DAY = (
    "LinkedIn post for freelancers about the new invoice reminders, friendly",
    "Tweet about the free plan for small studios",
    "Email to bookkeepers about tax season",
    "Search ad for late payments",
    "Text message about our new prices for plumbers",
    "Tweet about time tracking for designers",
    "LinkedIn post about late payments for translators",
    "Press release about the free plan",
    "Email to photographers about the new invoice reminders",
    "Tweet about tax season for freelancers",
)
QUESTIONS = ("How do we write dates?", "May we use exclamation marks?", "How do we speak about prices?")


async def test_on_a_days_work_for_one_brand_most_of_the_prompts_come_from_the_cache(
    loaded_home: Path, tmp_path: Path
) -> None:
    home = a_copy_of(loaded_home, tmp_path / "home")
    with serving(tmp_path / "server", "--max-model-len", "16384") as server:
        settings = settings_for(
            home, model_url=server.address, model_name="tiny", model_deadline=300.0, repair_rounds=1
        )
        async with open_shop(settings) as shop:
            assert shop.warm_model is not None
            await shop.warm_model()
            names = [f"vllm:prefix_cache_{name}_total" for name in ("queries", "hits")]
            before = [server.figure(name) for name in names]

            for number, text in enumerate(DAY):
                await a_request(shop.drafting, text, changed=number % 3 == 0)
            for question in QUESTIONS:
                await shop.drafting.answer(question)

            asked, found = (server.figure(name) - was for name, was in zip(names, before, strict=True))

    assert found / asked >= 0.8, f"{found:.0f} of {asked:.0f} prompt tokens came from the cache"


async def a_request(drafting: Drafting, text: str, *, changed: bool) -> None:
    """Read it, write it, and change it if somebody wants that."""
    ask = Ask(text=text, kit=drafting.kit)
    await drafting.understand(ask)
    brief = await HouseReader().read(ask)  # the tiny model reads nonsense, and every channel is wanted here
    assert isinstance(brief, Brief)
    finished = await drafting.write(brief, only_model=True)
    if changed:
        previous = Draft(
            id=DraftId("d"),
            request=RequestId("r"),
            number=1,
            brief=brief,
            variants=finished.variants,
            provenance=finished.provenance,
            created_at=now(),
        )
        wish = Change(previous=previous, wish="a little shorter, please")
        await drafting.write(brief.with_instruction(wish.wish), change=wish, only_model=True)
