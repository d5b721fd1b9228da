"""The desk with a model server that does what the test tells it: a stand-in that speaks vLLM's protocol."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from approvals import drafts
from bot.replaying import Replaying
from bot.stopping import NothingToStop
from brandkit.drafts import Draft, DraftId, RequestId, WriterKind
from brandkit.errors import Refusal
from tests.scenarios.workplace import (
    MARKETING,
    Json,
    Workplace,
    a_copy_of,
    action_in,
    copy_on,
    is_ours,
    open_workplace,
    text_of,
)
from tests.unit.llm.scripted_server import Fails, Says, ScriptedServer, scripted

pytestmark = pytest.mark.asyncio(loop_scope="module")

TWEET = "Tweet about the new invoice reminders"
READ = json.dumps(
    {
        "kind": "brief", "channel": "x", "topic": "the new invoice reminders", "audience": "", "objective": "",
        "key_message": "", "tone": "", "call_to_action": "", "link": "", "must_mention": [], "product": "",
        "market": "", "locale": "", "variants": 1,
    }
)  # fmt: skip
POST = json.dumps(
    {"body": "Smart Reminders write to your client before the due date.", "citations": [], "gaps": []}
)
OTHER = json.dumps({"body": "Your client hears from us in good time.", "citations": [], "gaps": []})


@dataclass(kw_only=True)
class Office:
    """A workplace and the model server it is connected to."""

    work: Workplace
    model: ScriptedServer

    async def draft_on(self, card: Json) -> Draft:
        """The draft that a card shows, from the record."""
        value = next(
            each["value"]
            for block in card["blocks"]
            if block["type"] == "actions"
            for each in block["elements"]
            if str(each.get("value", "")).startswith("draft:")
        )
        async with self.work.desk.database.reading() as connection:
            found = await drafts.get(connection, DraftId(value.split(":")[1]))
        assert found is not None
        return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(loaded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    home = a_copy_of(loaded_home, tmp_path_factory.mktemp("office") / "home")
    async with (
        scripted(Says(texts=[READ]), Says(texts=[POST])) as model,
        open_workplace(home, model_url=model.address, model_name="m", model_retry=0.5) as work,
    ):
        yield Office(work=work, model=model)
        assert work.sandbox.counts()["limit_violations"] == []


async def test_a_model_writes_and_the_record_says_all_about_it(office: Office) -> None:
    office.model.will(Says(texts=[READ]), Says(texts=[POST]))

    _, card = await office.work.drafted(TWEET)
    told = (await office.draft_on(card)).provenance

    assert "Written by the model m (brand/m-8b)" in text_of(card)
    assert (told.writer, told.engine) == (WriterKind.MODEL, "vllm-0.32.0-abc")
    assert (told.kit_version, told.guideline_version) == (office.work.desk.kit.version, "v1")
    assert told.passages
    assert told.seed is not None
    assert dict(told.sampling)["temperature"] == "0.7"
    assert (told.prompt_tokens, told.completion_tokens) == (100, 20)
    assert told.duration_ms > 0
    assert len(told.prompt_hash) == len(told.schema_hash) == 64


async def test_approved_copy_is_an_example_the_next_time_and_copying_it_is_found(office: Office) -> None:
    office.model.will(Says(texts=[READ]), Says(texts=[POST]))
    _, _, review = await office.work.sent(TWEET)
    await office.work.omar.click(review, "approval.approve")
    await office.work.shows(review, "Approved", who=office.work.omar)
    asked = len(office.model.asked)
    office.model.will(Says(texts=[READ]), Says(texts=[POST]))

    _, card = await office.work.drafted(TWEET)

    draft = await office.draft_on(card)
    assert draft.provenance.examples == (draft.content_hash(0),)
    prompt = office.model.asked[asked + 1]["messages"][1]["content"]
    assert "Smart Reminders write to your client before the due date." in prompt
    assert "10 words in a row are those of approved copy" in text_of(card)


async def test_a_draft_of_the_model_comes_out_equal_when_it_is_run_again(office: Office) -> None:
    office.model.will(Says(texts=[READ]), Says(texts=[POST]))
    _, card = await office.work.drafted(TWEET)
    draft = await office.draft_on(card)
    replaying = replaying_in(office.work)

    equal = await replaying.run(draft.id)
    office.model.will(Says(texts=[OTHER]))
    different = await replaying.run(draft.id)

    assert (equal.replayed.equal, equal.replayed.causes) == (True, ())
    assert (different.replayed.equal, different.replayed.changed_fields) == (False, ("body",))
    first, second = office.model.asked[-2:]
    assert first == second


async def test_every_version_of_a_thread_can_be_run_again_but_not_what_a_person_wrote(office: Office) -> None:
    office.model.will(Says(texts=[READ]), Says(texts=[POST]), Says(texts=[OTHER]))
    root, card = await office.work.drafted(TWEET)
    await office.work.maya.click(card, action_in(card, "draft.shorter"))
    second = await office.work.card(root, 2)
    replaying = replaying_in(office.work)

    again = await replaying.run((await office.draft_on(second)).id)

    assert again.replayed.equal, again.replayed.causes
    assert again.replayed.causes == ()
    with pytest.raises(Refusal, match="There is no draft"):
        await replaying.run(DraftId("nothing"))


# ---- while it is being written ----------------------------------------------------------------


LONG = json.dumps(
    {
        "body": "Smart Reminders write to your client before an invoice is late, in your words and at your pace. "
        "You read each note first. Most clients pay within the week.",
        "citations": [],
        "gaps": [],
    }
)


async def test_the_text_grows_in_the_thread_while_the_model_writes(office: Office) -> None:
    office.model.will(Says(texts=[READ]), Says(texts=[LONG], pause=0.12))

    root = await office.work.ask(TWEET)
    work = await office.work.answer(root, "drafting an X post")
    first = text_of(await office.work.shows(work, "Smart Reminders", "Stop"))
    await office.work.wait(
        lambda: (
            now
            if "Stop" in text_of(now := office.work.again(work)) and len(text_of(now)) > len(first)
            else None
        ),
        "more text",
    )

    card = await office.work.card(root)
    assert card["ts"] == work["ts"]
    assert action_in(card, "draft.submit")


async def test_stop_lets_go_of_the_model_and_says_so(office: Office) -> None:
    office.model.will(Says(texts=[READ]), Says(texts=[LONG], pause=0.5))
    office.model.left.clear()

    root = await office.work.ask(TWEET)
    work = await office.work.answer(root, "drafting an X post")
    await office.work.shows(work, "Stop")
    assert (await office.work.maya.click(work, "request.cancel"))["ok"]

    stopped = await office.work.shows(work, "Stopped. Nothing of it was kept.", "Try again")
    async with asyncio.timeout(5):
        await office.model.left.wait()
    await office.work.quiet()
    assert text_of(office.work.again(work)) == text_of(stopped)
    assert len([each for each in office.work.maya.messages(MARKETING, root) if is_ours(each)]) == 1


async def test_what_was_stopped_can_be_tried_again(office: Office) -> None:
    office.model.will(Says(texts=[READ]), Says(texts=[LONG], pause=0.5))
    root = await office.work.ask(TWEET)
    work = await office.work.answer(root, "drafting an X post")
    await office.work.maya.click(work, "request.cancel")
    stopped = await office.work.shows(work, "Try again")
    office.model.will(Says(texts=[READ]), Says(texts=[POST]))

    await office.work.maya.click(stopped, "request.retry")

    assert "Smart Reminders write" in copy_on(await office.work.card(root))


async def test_stopping_what_is_finished_says_that_it_is(office: Office) -> None:
    office.model.will(Says(texts=[READ]), Says(texts=[LONG], pause=0.12))
    root = await office.work.ask(TWEET)
    work = await office.work.shows(await office.work.answer(root, "drafting an X post"), "Stop")
    request = RequestId(request_in(work))
    await office.work.card(root)

    with pytest.raises(NothingToStop):
        await office.work.desk.stopping.stop(request, cause="click")


async def test_the_stop_of_the_assistant_pane_stops_the_thread(office: Office) -> None:
    office.model.will(Says(texts=[READ]), Says(texts=[LONG], pause=0.5))
    root = await office.work.ask(TWEET)
    work = await office.work.shows(await office.work.answer(root, "drafting an X post"), "Stop")

    office.model.left.clear()
    await office.work.maya.stop(work)

    await office.work.shows(work, "Stopped.")
    async with asyncio.timeout(5):
        await office.model.left.wait()


# ---- when the model is away -------------------------------------------------------------------


async def test_without_the_model_the_house_writes_at_once_and_the_model_when_it_is_back(
    office: Office,
) -> None:
    office.model.will(Fails(status=500, message="down"))
    root, card = await office.work.drafted(TWEET)
    assert "Written by the house writer: the model could not be used just now." in text_of(card)

    await office.work.maya.click(card, "draft.with_model")
    waiting = await office.work.answer(root, "Waiting for the model")
    office.model.will(Says(texts=[POST]))

    second = await office.work.card(root, 2)
    assert second["ts"] == waiting["ts"]
    assert "Written by the model" in text_of(second)
    assert "Smart Reminders write" in copy_on(second)


async def test_who_waits_for_the_model_may_stop_waiting(office: Office) -> None:
    office.model.will(Fails(status=500, message="down"))
    root, card = await office.work.drafted(TWEET)
    await office.work.maya.click(card, "draft.with_model")
    waiting = await office.work.answer(root, "Waiting for the model")

    await office.work.maya.click(waiting, "request.cancel")
    await office.work.shows(waiting, "Stopped.")
    office.model.will(Says(texts=[POST]))
    await asyncio.sleep(1.5)  # longer than a look takes to come
    await office.work.quiet()

    assert "Stopped." in text_of(office.work.again(waiting))


async def test_a_draft_written_after_waiting_can_be_run_again(office: Office) -> None:
    office.model.will(Fails(status=500, message="down"))
    root, card = await office.work.drafted(TWEET)
    await office.work.maya.click(card, "draft.with_model")
    office.model.will(Says(texts=[POST]))
    second = await office.work.card(root, 2)

    again = await replaying_in(office.work).run((await office.draft_on(second)).id)

    assert (again.replayed.equal, again.replayed.causes) == (True, ())


def request_in(work: Json) -> str:
    """The request that the Stop button names."""
    values = [
        each["value"]
        for block in work["blocks"]
        if block["type"] == "actions"
        for each in block["elements"]
        if each["action_id"] == "request.cancel"
    ]
    return str(values[0]).split(":")[1]


def replaying_in(work: Workplace) -> Replaying:
    drafting = work.desk.drafting
    assert drafting.past is not None
    return Replaying(database=work.desk.database, drafting=drafting, past=drafting.past)
