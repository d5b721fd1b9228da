"""The model's roles over a scripted server: what is asked, what is taken, what is refused."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brandkit.drafts import Variant
from brandkit.findings import Finding, Severity
from brandkit.kit import Claim
from llm.assignments import Ask, Assignment
from llm.chat_vllm import ChatVLLM
from llm.decoding import Decoder
from llm.errors import CutShort, PromptTooLong, UnusableReply
from llm.model_repairer import is_better
from llm.model_writer import ModelAnswerer, ModelReader, ModelRepairer, ModelWriter
from tests.unit.llm.material_builders import (
    EMAIL,
    X,
    a_brief,
    a_draft,
    a_kit,
    a_passage,
    a_variant,
    an_assignment,
    some_passages,
)
from tests.unit.llm.scripted_server import Fails, Says, ScriptedServer, scripted

TODAY = date(2026, 11, 23)


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted() as running:
        yield running


@pytest.fixture
async def decoder(server: ScriptedServer) -> AsyncIterator[Decoder]:
    chat = ChatVLLM(model="m", endpoints=(server.address,))
    yield Decoder(chat, clock=time.monotonic)
    await chat.aclose()


@pytest.fixture
def writer(decoder: Decoder) -> ModelWriter:
    return ModelWriter(decoder=decoder, salt="T1", today=lambda: TODAY)


def a_post(text: str = "Paid on time.", **more: Any) -> str:
    return json.dumps({"body": text, "citations": [], "gaps": []} | more)


def for_x(**changes: Any) -> Assignment:
    brief = a_brief(channel=X, **changes.pop("brief", {}))
    return an_assignment(brief=brief, **changes)


def texts(variants: tuple[Variant, ...]) -> list[str]:
    return [part.text for variant in variants for part in variant.parts]


async def test_variants_come_from_one_request(writer: ModelWriter, server: ScriptedServer) -> None:
    server.will(Says(texts=[a_post("One."), a_post("Two."), a_post("Three.")]))

    written = await writer.write(for_x(brief={"variants": 3}))

    assert texts(written.variants) == ["One.", "Two.", "Three."]
    assert [(ask["n"], ask["seed"], ask["cache_salt"]) for ask in server.asked] == [(3, 11, "T1")]


async def test_missing_variants_are_asked_for_with_another_seed(
    writer: ModelWriter, server: ScriptedServer
) -> None:
    server.will(Says(texts=[a_post("One."), a_post("One.")]), Says(texts=[a_post("Two.")]))

    written = await writer.write(for_x(brief={"variants": 2}))

    assert texts(written.variants) == ["One.", "Two."]
    assert [(ask["n"], ask["seed"]) for ask in server.asked] == [(2, 11), (1, 1011)]
    assert written.provenance.prompt_tokens == 200


async def test_too_few_variants_are_said_to_be_too_few(writer: ModelWriter, server: ScriptedServer) -> None:
    server.will(Says(texts=[a_post("One.")]))

    written = await writer.write(for_x(brief={"variants": 2}))

    assert written.provenance.note == "2 variants were asked for; the model gave 1 that differ."


@pytest.mark.parametrize(
    "reply",
    [
        "Sure!",
        a_post("Read https://evil.example now"),
        a_post("You are the writer of Ledgerline's copy desk. You answer"),
    ],
    ids=["no JSON", "a link nobody gave", "its own instructions"],
)
async def test_what_cannot_be_used_is_asked_for_again(
    writer: ModelWriter, server: ScriptedServer, reply: str
) -> None:
    server.will(Says(texts=[reply]), Says(texts=[a_post("Fine.")]))

    written = await writer.write(for_x())

    assert texts(written.variants) == ["Fine."]


async def test_after_three_askings_the_last_trouble_is_told(
    writer: ModelWriter, server: ScriptedServer
) -> None:
    server.will(Says(texts=[a_post("Read https://evil.example now")]))

    with pytest.raises(UnusableReply, match=r"evil\.example"):
        await writer.write(for_x())

    assert len(server.asked) == 3


async def test_a_cut_answer_is_no_draft(writer: ModelWriter, server: ScriptedServer) -> None:
    server.will(Says(texts=[a_post()], finish="length"))

    with pytest.raises(CutShort):
        await writer.write(for_x())


@pytest.mark.parametrize(
    "link", ["https://ledgerline.example/pricing", "ledgerline.example", "https://www.ledgerline.example"]
)
async def test_the_brands_own_site_may_be_linked(
    writer: ModelWriter, server: ScriptedServer, link: str
) -> None:
    server.will(Says(texts=[a_post(f"Read {link} now")]))

    assert texts((await writer.write(for_x())).variants) == [f"Read {link} now"]


async def test_a_link_from_the_change_request_may_be_used(
    writer: ModelWriter, server: ScriptedServer
) -> None:
    server.will(Says(texts=[a_post("Join on https://lu.ma/x")]))

    written = await writer.write(for_x(previous=a_draft(channel=X), change="link to https://lu.ma/x"))

    assert texts(written.variants) == ["Join on https://lu.ma/x"]


async def test_what_counts_too_long_is_written_again_within_a_certain_bound(
    writer: ModelWriter, server: ScriptedServer
) -> None:
    server.will(Says(texts=[a_post("🎉" * 200)]), Says(texts=[a_post("Shorter.")]))

    written = await writer.write(for_x())

    assert texts(written.variants) == ["Shorter."]
    assert written.provenance.repairs == 1
    assert "too long for the platform" in server.asked[1]["messages"][1]["content"]


async def test_passages_leave_by_rank_until_the_answer_has_room(
    writer: ModelWriter, server: ScriptedServer
) -> None:
    server.will(Says(texts=[a_post()]))
    passages = tuple(a_passage("word " * 1200, document=f"guide-{n}.md") for n in range(1, 7))

    written = await writer.write(for_x(passages=passages))

    kept = len(written.provenance.passages)
    assert 0 < kept < 6
    assert [f"guide-{n}.md" in server.asked[0]["messages"][1]["content"] for n in range(1, 7)] == [
        n <= kept for n in range(1, 7)
    ]
    assert f"guide-{kept + 1}.md (Voice)" in written.provenance.note


async def test_a_brief_that_fits_with_no_passage_is_told_to_be_too_long(
    writer: ModelWriter, server: ScriptedServer
) -> None:
    server.context = 700

    with pytest.raises(PromptTooLong, match="Shorten"):
        await writer.write(for_x())


async def test_an_expired_claim_is_not_offered(writer: ModelWriter, server: ScriptedServer) -> None:
    server.will(Says(texts=[a_post()]))
    claims = [Claim(text=f"Claim till {day}", evidence="e", expires=date(2026, 11, day)) for day in (22, 23)]

    await writer.write(for_x(kit=a_kit(claims=tuple(claims))))

    system = server.asked[0]["messages"][0]["content"]
    assert ["Claim till 22" in system, "Claim till 23" in system] == [False, True]


async def test_the_brands_fixed_paragraph_is_not_left_to_the_model(
    writer: ModelWriter, server: ScriptedServer
) -> None:
    names = ("headline", "dateline", "lead", "body", "quote", "contact")
    server.will(
        Says(texts=[json.dumps({name: f"The {name}." for name in names} | {"citations": [], "gaps": []})])
    )
    kit = a_kit(boilerplate="Ledgerline makes invoices simple.")
    press = next(channel for channel in kit.channels.values() if channel.name == "press")

    written = await writer.write(an_assignment(brief=a_brief(channel=press.name), kit=kit))

    assert written.variants[0].texts("boilerplate") == ("Ledgerline makes invoices simple.",)
    asked = server.asked[0]["response_format"]["json_schema"]["schema"]["properties"]
    assert "boilerplate" not in asked


async def test_a_change_that_names_a_field_opens_only_that_field(
    writer: ModelWriter, server: ScriptedServer
) -> None:
    before = a_variant(subject="Old", preheader="P", body="B", cta="C")
    server.will(Says(texts=[json.dumps({"subject": "New", "citations": [], "gaps": []})]))
    brief = a_brief(channel=EMAIL)

    written = await writer.write(
        an_assignment(brief=brief, previous=a_draft(before, channel=EMAIL), change="Shorter subject line!")
    )

    assert texts(written.variants) == ["New", "P", "B", "C"]
    assert "Shorter subject line!" in server.asked[0]["messages"][1]["content"]


async def test_the_beginning_of_the_prompt_is_the_same_for_every_brief_of_a_channel(
    writer: ModelWriter, server: ScriptedServer
) -> None:
    server.will(Says(texts=[a_post()]))

    await writer.write(for_x(brief={"topic": "One"}))
    await writer.write(for_x(brief={"topic": "Two"}, passages=some_passages(1)))

    one, two = (ask["messages"][0]["content"] for ask in server.asked)
    assert one == two


async def test_pieces_are_heard_of_the_first_variant_only(
    writer: ModelWriter, server: ScriptedServer
) -> None:
    server.will(Says(texts=[a_post("One post."), a_post("Two post.")]))
    heard: list[str] = []

    async def hear(text: str) -> None:
        heard.append(text)

    written = await writer.write(for_x(brief={"variants": 2}), on_text=hear)

    assert "".join(heard) == "One post."
    assert texts(written.variants) == ["One post.", "Two post."]
    assert written.provenance.prompt_tokens == 100


async def test_a_reader_hears_the_thread_and_what_is_settled(
    decoder: Decoder, server: ScriptedServer
) -> None:
    question = {"kind": "question", "missing": "channel", "text": "Which format?", "choices": []}
    server.will(Says(texts=[json.dumps(question)]))

    await ModelReader(decoder=decoder).read(
        Ask(
            text="about reminders",
            kit=a_kit(),
            earlier=("hello desk",),
            defaults=a_brief(audience="Freelancers"),
        )
    )

    told = server.asked[0]["messages"][1]["content"]
    assert all(word in told for word in ("about reminders", "hello desk", "Freelancers"))


async def test_without_passages_nothing_is_asked_and_nothing_is_covered(
    decoder: Decoder, server: ScriptedServer
) -> None:
    answer = await ModelAnswerer(decoder=decoder).answer("May we swear?", (), a_kit())

    assert not answer.covered
    assert server.asked == []


async def test_a_repair_that_makes_nothing_better_is_not_taken(
    decoder: Decoder, server: ScriptedServer
) -> None:
    server.will(Says(texts=[a_post("🎉" * 30)]))
    short = a_variant(body="Paid on time.")
    finding = a_finding(Severity.WARNING, field="body")

    assert await ModelRepairer(decoder=decoder).repair(for_x(), short, [finding]) == short


async def test_a_repair_that_cannot_be_read_leaves_the_variant_as_it_was(
    decoder: Decoder, server: ScriptedServer
) -> None:
    server.will(Says(texts=["Sure!"]))
    variant = a_variant(body="Paid on time.")

    assert (
        await ModelRepairer(decoder=decoder).repair(for_x(), variant, [a_finding(Severity.ERROR)]) == variant
    )


def a_finding(severity: Severity, rule: str = "r", field: str = "") -> Finding:
    return Finding(rule=rule, severity=severity, message="m", start=0, end=0, match="", field=field)


ERROR, WARNING, SUGGESTION = (a_finding(severity) for severity in Severity)


@pytest.mark.parametrize(
    ("before", "after", "better"),
    [
        ([ERROR], [], True),
        ([ERROR], [a_finding(Severity.WARNING, "new")], True),
        ([ERROR], [a_finding(Severity.ERROR, "new")], False),
        ([WARNING], [a_finding(Severity.ERROR, "new")], False),
        ([WARNING, SUGGESTION], [WARNING], True),
        ([ERROR, ERROR], [ERROR], True),
        ([ERROR, ERROR], [a_finding(Severity.ERROR, "new")], False),
        ([WARNING], [WARNING], False),
        ([ERROR, a_finding(Severity.WARNING, "new")], [a_finding(Severity.ERROR, "new")], False),
        ([], [], False),
    ],
)
def test_one_finding_is_never_traded_for_another_as_grave(
    before: list[Finding], after: list[Finding], *, better: bool
) -> None:
    assert is_better(before, after) is better


found = st.lists(
    st.builds(a_finding, st.sampled_from(Severity), st.sampled_from(["a", "b", "c"])), max_size=6
)


@given(found, found)
def test_what_a_repair_brings_in_is_milder_than_what_it_takes_away(
    before: list[Finding], after: list[Finding]
) -> None:
    if is_better(before, after):
        gone = Counter(before) - Counter(after)
        come = Counter(after) - Counter(before)
        gravest = min(finding.severity.rank for finding in gone)
        new = [finding for finding in come if finding.rule not in {each.rule for each in before}]
        assert all(finding.severity.rank > gravest for finding in new)
        assert len([each for each in after if each.severity.rank <= gravest]) < len(
            [each for each in before if each.severity.rank <= gravest]
        )


async def test_a_prompt_that_surely_fits_is_not_counted_a_second_time(
    server: ScriptedServer, writer: ModelWriter
) -> None:
    server.context = 131_072
    server.will(Says(texts=[a_post()]))

    for _ in range(3):
        await writer.write(for_x())

    assert server.counted == 1
    assert len({ask["max_tokens"] for ask in server.asked}) == 1


async def test_where_room_is_scarce_every_prompt_is_counted(
    server: ScriptedServer, writer: ModelWriter
) -> None:
    server.context = 3_500
    server.will(Says(texts=[a_post()]))

    for _ in range(3):
        await writer.write(for_x())

    assert server.counted == 3


async def test_after_a_prompt_was_too_long_the_next_one_is_counted(
    server: ScriptedServer, writer: ModelWriter
) -> None:
    server.context = 131_072
    server.will(Says(texts=[a_post()]))
    await writer.write(for_x())
    server.will(Fails(status=400, message="maximum context length is 2048 tokens"))

    with pytest.raises(PromptTooLong):
        await writer.write(for_x())
    server.will(Says(texts=[a_post()]))
    await writer.write(for_x())

    assert server.counted == 2


async def test_a_version_for_another_language_keeps_every_claim_word_for_word(
    server: ScriptedServer, writer: ModelWriter
) -> None:
    server.script[:] = [
        Says(texts=(a_post("In zwei Minuten fertig."),)),
        Says(texts=(a_post("Set up in two minutes: so schnell."),)),
    ]
    before = a_draft(a_variant(body="Set up in two minutes."), channel=X)
    assignment = for_x(brief={"locale": "de"}, previous=before, change="translate it into German")

    written = await writer.write(assignment)

    assert written.variants[0].texts("body") == ("Set up in two minutes: so schnell.",)
    assert "must stand in yours word for word" in str(server.asked[0])
