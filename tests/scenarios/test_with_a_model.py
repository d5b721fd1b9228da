"""The desk with a model server that does what the test tells it: a stand-in that speaks vLLM's protocol."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from approvals import drafts
from bot.replaying import Replaying
from brandkit.drafts import Draft, DraftId, WriterKind
from brandkit.errors import Refusal
from tests.scenarios.workplace import Json, Workplace, a_copy_of, action_in, open_workplace, text_of
from tests.unit.llm.scripted_server import Says, ScriptedServer, scripted

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
        open_workplace(home, model_url=model.address, model_name="m") as work,
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


def replaying_in(work: Workplace) -> Replaying:
    drafting = work.desk.drafting
    assert drafting.past is not None
    return Replaying(database=work.desk.database, drafting=drafting, past=drafting.past)
