from __future__ import annotations

import json
from typing import Any

import pytest

from brandkit.briefs import Brief, Question
from brandkit.drafts import Citation, Variant
from brandkit.passages import PassageId
from llm.errors import UnusableReply
from llm.replies import answer_from, brief_or_question, merged, parsed, variant_from
from llm.schemas import answer_schema, variant_schema
from tests.unit.llm.material_builders import AD, EMAIL, LINKEDIN, a_brief, a_channel, a_variant

IDS = {"p1": PassageId("aaa"), "p2": PassageId("bbb")}


def an_ad(**changes: Any) -> dict[str, Any]:
    ad = {
        "headlines": ["Paid on time", " Get paid ", "  "],
        "descriptions": ["One.", "Two."],
        "path": [],
        "citations": [{"passage": "p2", "field": "headlines", "index": 1}],
        "gaps": ["no rule on prices", "no rule on prices"],
    }
    return ad | changes


def test_data_becomes_a_variant_in_the_channels_order() -> None:
    variant = variant_from(an_ad(), fields=a_channel(AD).fields, passages=IDS)

    assert variant == Variant(
        parts=a_variant(headlines=["Paid on time", "Get paid"], descriptions=["One.", "Two."]).parts,
        citations=(Citation(passage=PassageId("bbb"), field="headlines", index=1),),
        gaps=("no rule on prices",),
    )


def test_a_citation_of_a_part_that_is_not_there_is_left_out() -> None:
    nowhere = [{"passage": "p1", "field": "headlines", "index": 9}]

    assert variant_from(an_ad(citations=nowhere), fields=a_channel(AD).fields, passages=IDS).citations == ()


@pytest.mark.parametrize(
    "reply",
    [
        "Sure! Here is your ad:",
        '{"headlines": ["Paid"',
        json.dumps(an_ad(citations=[{"passage": "p9", "field": "headlines", "index": 0}])),
        json.dumps(an_ad(headlines=["x" * 31, "b", "c"])),
        json.dumps(an_ad(headlines=["only one"])),
        json.dumps(an_ad(recipient="everyone")),
    ],
    ids=["prose", "cut", "invented citation", "too long", "too few", "a field of its own"],
)
def test_a_server_that_does_not_hold_the_schema_is_not_believed(reply: str) -> None:
    with pytest.raises(UnusableReply):
        parsed(reply, variant_schema(a_channel(AD).fields, passages=["p1", "p2"]))


def test_rewritten_fields_take_the_place_of_the_old_and_the_rest_stays() -> None:
    channel = a_channel(EMAIL)
    cited = Citation(passage=PassageId("aaa"), field="body")
    old = Variant(
        parts=a_variant(subject="S", preheader="P", body="B", cta="C").parts, citations=(cited,), gaps=("g",)
    )

    new = merged(old, a_variant(subject="New"), channel=channel, fields=[channel.field("subject")])

    assert [part.text for part in new.parts] == ["New", "P", "B", "C"]
    assert (new.citations, new.gaps) == ((cited,), ("g",))


def a_reading(**changes: Any) -> dict[str, Any]:
    empty = dict.fromkeys(
        (
            "audience",
            "objective",
            "key_message",
            "tone",
            "call_to_action",
            "link",
            "product",
            "market",
            "locale",
        ),
        "",
    )
    reading = {
        "kind": "brief",
        "channel": "linkedin",
        "topic": "reminders",
        "must_mention": [],
        "variants": 1,
    }
    return {**empty, **reading, **changes}


def read(data: dict[str, Any], said: str = "A post", defaults: Brief | None = None) -> Brief | Question:
    return brief_or_question(data, ask="A post", said=said, defaults=defaults)


def test_a_link_counts_only_if_it_was_said() -> None:
    link = "https://ledgerline.example/Free"

    told = read(a_reading(link=link), said=f"A post, link {link}")
    invented = read(a_reading(link="https://evil.example"), said=f"A post, link {link}")

    assert [brief.link for brief in (told, invented) if isinstance(brief, Brief)] == [link, ""]


def test_a_script_is_no_link() -> None:
    brief = read(a_reading(link="javascript:alert(1)"), said="javascript:alert(1)")

    assert isinstance(brief, Brief)
    assert brief.link == ""


def test_what_a_form_settled_stays_unless_it_was_said_anew() -> None:
    settled = a_brief(
        channel=LINKEDIN, ask="First words", audience="Freelancers", tone="Warm", must_mention=("trial",)
    )

    brief = read(
        a_reading(tone="Dry", must_mention=["no card", "secret"]), said="dry, no card", defaults=settled
    )

    assert isinstance(brief, Brief)
    assert (brief.ask, brief.audience, brief.tone) == ("First words", "Freelancers", "Dry")
    assert brief.must_mention == ("trial", "no card")


def test_a_question_keeps_its_choices_once() -> None:
    asked = {
        "kind": "question",
        "text": "Which format?",
        "missing": "channel",
        "choices": ["Email", "Email", "X"],
    }

    assert read(asked) == Question(text="Which format?", missing="channel", choices=("Email", "X"))


@pytest.mark.parametrize(
    "data",
    [
        {"covered": False, "text": "Probably.", "citations": ["p1"]},
        {"covered": True, "text": "Certainly.", "citations": []},
        {"covered": True, "text": " ", "citations": ["p1"]},
    ],
    ids=["says so itself", "cites nothing", "says nothing"],
)
def test_an_answer_without_a_passage_to_show_is_not_covered(data: dict[str, Any]) -> None:
    answer = answer_from(data, passages=IDS)

    assert (answer.covered, answer.text, answer.citations) == (False, "", ())


def test_an_answer_names_its_passages_once() -> None:
    reply = json.dumps({"covered": True, "text": "Short ones.", "citations": ["p2", "p2"]})

    answer = answer_from(parsed(reply, answer_schema(["p1", "p2"])), passages=IDS)

    assert (answer.covered, answer.citations) == (True, (PassageId("bbb"),))
