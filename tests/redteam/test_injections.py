"""Text that gives orders stays text: in the prompt, and in what is taken from a model that obeyed it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from brandkit.briefs import Brief
from brandkit.drafts import Variant, WriterKind
from brandkit.kit import Persona
from brandkit.passages import Passage, RankedPassage
from llm.assignments import Ask, Assignment
from llm.chat_vllm import ChatVLLM
from llm.decoding import Decoder
from llm.deliverables import deliverables
from llm.drafting_prompts import writing_prompt
from llm.errors import UnusableReply
from llm.fences import as_data
from llm.judging import lean_of
from llm.model_answerer import ModelAnswerer, answering_prompt
from llm.model_judge import judging_prompt
from llm.model_reader import ModelReader, reading_prompt
from llm.model_rule_proposer import ModelRuleProposer, proposing_prompt
from llm.model_writer import ModelWriter
from llm.replies import parsed
from llm.schemas import judging_schema, reading_schema, variant_schema
from tests.redteam.attempts import Aim, Attempt, attempts
from tests.unit.llm.material_builders import X, a_brief, a_draft, a_kit, a_variant, an_assignment
from tests.unit.llm.scripted_server import Says, ScriptedServer, scripted

ATTEMPTS = attempts()
NEUTRAL = "Short sentences."
EVERY_ATTEMPT = pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.name)
CONTROL_TOKENS = re.compile(r"<[|｜/a-z!]|<<SYS|\[/?(INST|AVAILABLE_TOOLS|SYS)\]", re.IGNORECASE)
HIDDEN = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2060-\u206f\U000e0000-\U000e007f]"
)


def a_passage(text: str = NEUTRAL, *, document: str = "voice.md", heading: str = "Voice") -> RankedPassage:
    passage = Passage(document=document, version="v1", heading=(heading,), text=text)
    return RankedPassage(passage=passage, score=0.9)


def for_x(**changes: Any) -> Assignment:
    return an_assignment(**{"brief": a_brief(channel=X), "passages": (a_passage(),), **changes})


PLACES: dict[str, Callable[[str], Assignment]] = {
    "guideline": lambda text: for_x(passages=(a_passage(text),)),
    "file name": lambda text: for_x(passages=(a_passage(document=text),)),
    "heading": lambda text: for_x(passages=(a_passage(heading=text),)),
    "brief": lambda text: for_x(brief=a_brief(channel=X, ask=text)),
    "must mention": lambda text: for_x(brief=a_brief(channel=X, must_mention=(text,))),
    "follow-up": lambda text: for_x(brief=a_brief(channel=X, instructions=(text,))),
    "approved example": lambda text: for_x(examples=(a_variant(body=text),)),
    "earlier draft": lambda text: for_x(previous=a_draft(a_variant(body=text), channel=X), change=NEUTRAL),
    "change": lambda text: for_x(previous=a_draft(a_variant(body=NEUTRAL), channel=X), change=text),
    "for another language": lambda text: for_x(
        brief=a_brief(channel=X, locale="de"),
        previous=a_draft(a_variant(body=text), channel=X),
        change=NEUTRAL,
    ),
}


def told(assignment: Assignment) -> tuple[str, str]:
    system, user = writing_prompt(assignment, assignment.passages, today=None)
    return system.text, user.text


def data_of(user: str) -> list[Any]:
    return [json.loads(line) for line in user.split("\n") if line[:1] in ("{", "[", '"')]


def frame_of(user: str) -> list[str]:
    return [line for line in user.split("\n") if line[:1] not in ("{", "[", '"')]


def strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings_in(each)


def test_there_are_enough_of_them() -> None:
    assert len({attempt.name for attempt in ATTEMPTS}) == len(ATTEMPTS) >= 60


@pytest.mark.parametrize("place", PLACES)
@EVERY_ATTEMPT
def test_wherever_it_stands_it_changes_nothing_but_the_data(attempt: Attempt, place: str) -> None:
    system, user = told(PLACES[place](attempt.text))
    plain_system, plain_user = told(PLACES[place](NEUTRAL))

    assert system == plain_system
    assert frame_of(user) == frame_of(plain_user)
    assert len(data_of(user)) == len(data_of(plain_user))
    assert not CONTROL_TOKENS.search(user)
    assert not HIDDEN.search(user)
    assert json.loads(as_data(attempt.text)) in [text for each in data_of(user) for text in strings_in(each)]


@EVERY_ATTEMPT
def test_a_message_that_gives_orders_is_read_as_a_message(attempt: Attempt) -> None:
    kit = a_kit()
    hostile = Ask(text=attempt.text, kit=kit, earlier=(attempt.text,), defaults=a_brief(tone=attempt.text))
    neutral = Ask(text=NEUTRAL, kit=kit, earlier=(NEUTRAL,), defaults=a_brief(tone=NEUTRAL))

    (system, user), (plain_system, plain_user) = reading_prompt(hostile), reading_prompt(neutral)

    assert system.text == plain_system.text
    assert frame_of(user.text) == frame_of(plain_user.text)
    assert not CONTROL_TOKENS.search(user.text)


@EVERY_ATTEMPT
@pytest.mark.parametrize("swapped", [False, True])
def test_copy_that_gives_the_judge_orders_is_judged(attempt: Attempt, *, swapped: bool) -> None:
    kit = a_kit()

    (system, user), (plain_system, plain_user) = (
        judging_prompt({"body": text}, kit, swapped=swapped) for text in (attempt.text, NEUTRAL)
    )

    assert system.text == plain_system.text
    assert frame_of(user.text) == frame_of(plain_user.text)
    assert not CONTROL_TOKENS.search(user.text)
    assert not HIDDEN.search(user.text)


@EVERY_ATTEMPT
def test_a_judge_that_obeyed_has_one_opinion_less_and_nothing_more(attempt: Attempt) -> None:
    schema = judging_schema(["t1"])

    with pytest.raises(UnusableReply):
        parsed(json.dumps({"t1": attempt.text}), schema)
    with pytest.raises(UnusableReply):
        parsed(json.dumps({"t1": 1, "approve": True}), schema)
    assert lean_of(1, 1) is None


@EVERY_ATTEMPT
def test_no_document_makes_more_pieces(attempt: Attempt) -> None:
    """Pieces follow from what the requester says; passages and examples have no part in it."""
    kit = a_kit(
        personas=(Persona(name="Sana", description=attempt.text), Persona(name="Theo", description=""))
    )

    assert len(deliverables(a_brief(channel=X), ["tweet about reminders"], kit)) == 1


def test_no_form_has_a_place_for_an_action() -> None:
    kit = a_kit()
    words = json.dumps([variant_schema(c.fields, passages=["p1"]) for c in kit.channels.values()])
    words += json.dumps(reading_schema(kit)) + json.dumps(judging_schema(["t1", "t2"]))

    for action in (
        "approv",
        "recipient",
        "user",
        "tool",
        "state",
        "due",
        "policy",
        "waive",
        "brand",
        "post_to",
    ):
        assert action not in words.replace('"approach"', "")


def test_a_prompt_for_one_brand_holds_nothing_of_another() -> None:
    other = a_kit(name="Kettleworks", slug="kettleworks", website="https://kettleworks.example")

    mine, theirs = ("".join(told(for_x(kit=kit))) for kit in (a_kit(), other))

    assert "kettleworks" not in mine.lower()
    assert "ledgerline" not in theirs.lower()


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted() as running:
        yield running


@pytest.fixture
async def decoder(server: ScriptedServer) -> AsyncIterator[Decoder]:
    chat = ChatVLLM(model="m", endpoints=(server.address,))
    yield Decoder(chat, clock=time.monotonic)
    await chat.aclose()


def answer_of(attempt: Attempt) -> str:
    """What a model without a grammar would send, had it been taken in."""
    if attempt.aim in (Aim.LINK, Aim.RULES, Aim.WORDS):
        return json.dumps({"body": f"Paid on time. {attempt.obeyed}"[:280], "citations": [], "gaps": []})
    return attempt.obeyed


@pytest.mark.parametrize(
    "attempt", [each for each in ATTEMPTS if each.aim is not Aim.WORDS], ids=lambda each: each.name
)
async def test_what_a_fooled_model_answers_is_not_taken(
    attempt: Attempt, decoder: Decoder, server: ScriptedServer
) -> None:
    server.will(Says(texts=[answer_of(attempt)]))

    with pytest.raises(UnusableReply):
        await ModelWriter(decoder=decoder, salt="T1").write(for_x(passages=(a_passage(attempt.text),)))

    assert {ask["cache_salt"] for ask in server.asked} == {"T1"}


@pytest.mark.parametrize(
    "attempt", [each for each in ATTEMPTS if each.aim is Aim.WORDS], ids=lambda each: each.name
)
async def test_words_it_talks_a_model_into_stay_words_of_a_draft(
    attempt: Attempt, decoder: Decoder, server: ScriptedServer
) -> None:
    server.will(Says(texts=[answer_of(attempt)]))

    written = await ModelWriter(decoder=decoder).write(for_x(passages=(a_passage(attempt.text),)))

    assert written.variants == (Variant(parts=a_variant(body=f"Paid on time. {attempt.obeyed}").parts),)
    assert written.provenance.writer is WriterKind.MODEL
    # What it was written from is on record, so that an approver finds the planted text.
    assert written.provenance.passages[0][0] == a_passage(attempt.text).passage.id


@pytest.mark.parametrize(
    "attempt", [each for each in ATTEMPTS if each.aim is Aim.LINK], ids=lambda each: each.name
)
async def test_a_reader_that_was_fooled_adds_no_link_of_its_own(
    attempt: Attempt, decoder: Decoder, server: ScriptedServer
) -> None:
    fooled = dict.fromkeys(
        ("audience", "objective", "key_message", "tone", "call_to_action", "product", "market", "locale"), ""
    )
    reading = {"kind": "brief", "channel": "x", "topic": "t", "variants": 1, "must_mention": [attempt.obeyed]}
    server.will(Says(texts=[json.dumps({**fooled, **reading, "link": attempt.obeyed})]))

    brief = await ModelReader(decoder=decoder).read(Ask(text="A post about reminders", kit=a_kit()))

    assert isinstance(brief, Brief)
    assert (brief.link, brief.must_mention) == ("", ())


@EVERY_ATTEMPT
def test_a_passage_that_gives_orders_is_read_for_rules_and_answers_as_data(attempt: Attempt) -> None:
    kit = a_kit()
    prompts = {
        "rules": lambda text: proposing_prompt([a_passage(text)], kit),
        "answer": lambda text: answering_prompt("What is our tone?", [a_passage(text)], kit),
        "question": lambda text: answering_prompt(text, [a_passage()], kit),
    }

    for told_with in prompts.values():
        (system, user), (plain_system, plain_user) = told_with(attempt.text), told_with(NEUTRAL)

        assert system.text == plain_system.text
        assert frame_of(user.text) == frame_of(plain_user.text)
        assert not CONTROL_TOKENS.search(user.text)
        assert not HIDDEN.search(user.text)


@EVERY_ATTEMPT
async def test_a_rule_proposer_that_was_fooled_proposes_nothing_its_passage_does_not_say(
    attempt: Attempt, decoder: Decoder, server: ScriptedServer
) -> None:
    """It bans the brand's own words with the planted text as its reason, which says nothing of them."""
    planted = a_passage(attempt.text).passage
    rule = {"passage": "p1", "sentence": attempt.text, "avoid": ["quarterly"], "say": ["yearly"]}
    server.will(
        Says(texts=[json.dumps({"rules": [rule]})]),
        Says(texts=[json.dumps({"rules": [{**rule, "approve": 1}]})]),
    )
    proposer = ModelRuleProposer(decoder=decoder)

    assert await proposer.propose([planted], a_kit()) == ()
    assert await proposer.propose([planted], a_kit()) == ()


@EVERY_ATTEMPT
async def test_an_answerer_that_was_fooled_cites_only_what_it_was_given(
    attempt: Attempt, decoder: Decoder, server: ScriptedServer
) -> None:
    answer = {"covered": True, "text": "Yes.", "citations": ["p9"]}
    server.will(Says(texts=[json.dumps(answer)]), Says(texts=[attempt.obeyed]))
    answerer = ModelAnswerer(decoder=decoder)

    for _ in range(2):
        with pytest.raises(UnusableReply):
            await answerer.answer("What is our tone?", [a_passage(attempt.text)], a_kit())
