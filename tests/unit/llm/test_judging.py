"""A judge has opinions, and only where asking the other way round changes nothing."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.judged_voice import Judged, report_of
from brandkit.findings import Severity
from brandkit.kit import VoiceAttribute
from brandkit.scoring import score
from brandkit.voice_lines import VoiceLine, parse_voice_lines
from llm.chat_vllm import ChatVLLM
from llm.decoding import Decoder
from llm.judging import Judgement, Opinion, as_findings, lean_of, settled
from llm.model_judge import ModelJudge, judging_prompt
from tests.unit.llm.house.house_builders import ledgerline
from tests.unit.llm.material_builders import LINKEDIN, a_kit, a_variant
from tests.unit.llm.scripted_server import Says, scripted

CALM = VoiceAttribute(we_are="Calm", we_are_not="Sleepy", good="Three are late.", bad="Danger!")
SAMPLE = Path(__file__).parents[3] / "kits" / "ledgerline" / "voice.jsonl"
answers = st.integers(1, 5)


@given(answers)
def test_who_always_likes_the_side_named_first_has_no_opinion(answer: int) -> None:
    assert lean_of(answer, answer) is None


@given(answers, answers)
def test_an_opinion_turns_round_when_both_answers_do(first: int, swapped: int) -> None:
    there, back = lean_of(first, swapped), lean_of(6 - first, 6 - swapped)

    assert (there is None) == (back is None)
    assert there is None or back == -there


@pytest.mark.parametrize(
    ("first", "swapped", "lean"),
    [(1, 5, 2.0), (2, 4, 1.0), (5, 1, -2.0), (5, 2, -1.5), (3, 5, None), (1, 2, None)],
)
def test_both_orders_have_to_lean_the_same_way(first: int, swapped: int, lean: float | None) -> None:
    assert settled([CALM], {"t1": first}, {"t1": swapped}) == (Opinion(attribute=CALM, lean=lean),)


def test_an_opinion_is_a_suggestion_that_costs_nothing_and_says_that_it_is_one() -> None:
    opinions = tuple(Opinion(attribute=CALM, lean=lean) for lean in (-2.0, -1.0, None, 2.0))

    [finding] = as_findings(Judgement(opinions=opinions, judge="m"))

    assert finding.severity is Severity.SUGGESTION
    assert finding.message.startswith("An opinion of the model, not a rule")
    assert not finding.fixes
    assert score([finding]).points == 100


@pytest.fixture
async def judge() -> AsyncIterator[ModelJudge]:
    kit = a_kit(voice=(CALM,))
    assert kit.voice
    async with scripted(Says(texts=(json.dumps({"t1": 5}),)), Says(texts=(json.dumps({"t1": 1}),))) as server:
        chat = ChatVLLM(model="m", endpoints=(server.address,))
        yield ModelJudge(decoder=Decoder(chat, clock=time.monotonic))
        await chat.aclose()


async def test_the_judge_is_asked_twice_and_is_pinned(judge: ModelJudge) -> None:
    kit = a_kit(voice=(CALM,))

    judgement = await judge.judge(a_variant(body="Danger!"), kit.channels[LINKEDIN], kit)

    assert [opinion.lean for opinion in judgement.opinions] == [-2.0]
    assert "judge " in judgement.judge


def test_the_second_asking_names_the_other_side_first() -> None:
    kit = a_kit(voice=(CALM,))
    there, back = (str(judging_prompt("x", kit, swapped=swapped)[1].content) for swapped in (False, True))

    assert there.index("Calm") < there.index("Sleepy")
    assert back.index("Sleepy") < back.index("Calm")


def test_a_report_counts_opinions_by_their_strength() -> None:
    line = VoiceLine(id="a", attribute="Calm", text="x", fits=True)
    judged = [Judged(line=line, lean=lean) for lean in (2.0, 2.0, -2.0, 1.0, None)]

    report = report_of(judged, judge="m")

    assert (report.lines, report.silent) == (5, 1)
    assert (report.opinions.right, report.opinions.opinions) == (3, 4)
    assert [(each.strength, each.right, each.opinions) for each in report.curve] == [(1.0, 1, 1), (2.0, 2, 3)]
    assert (report.shown.right, report.shown.opinions) == (0, 1)


def test_the_sample_kit_has_labelled_lines_for_every_trait_on_both_sides() -> None:
    kit = ledgerline()
    lines = parse_voice_lines(SAMPLE.read_text("utf-8"), SAMPLE.name)

    labels = {(line.attribute, line.fits) for line in lines}
    assert labels == {(each.we_are, fits) for each in kit.voice for fits in (True, False)}
