"""Every sentence of a draft is accounted for: cited, measured, broken, kept, answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from brandkit.checking import check_variant
from brandkit.drafts import Citation, Variant
from brandkit.passages import Passage
from llm.explaining import Explanation, explain
from llm.house.word_roots import roots
from llm.support import shared_words
from tests.unit.llm.material_builders import X, a_brief, a_channel, a_kit, a_passage, a_variant

COSTS = a_passage("Say what reminders cost. Name the price in euros.", document="price.md").passage
TONE = a_passage("We never shout, and we leave exclamation marks out.", document="tone.md").passage


def in_words(texts: Sequence[str]) -> NDArray[np.float32]:
    """An embedder by roots of words: near means many in common."""
    rows = np.zeros((len(texts), 512), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for each in roots(text) or {"~"}:
            row[crc32(each.encode()) % 512] += 1
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def explained(variant: Variant, *passages: Passage, **brief: object) -> Explanation:
    kit, channel = a_kit(), a_channel(X)
    told = a_brief(channel=X, **brief)
    return explain(
        variant,
        brief=told,
        channel=channel,
        kit=kit,
        findings=check_variant(variant, channel=channel, kit=kit),
        passages=passages,
        embed=in_words,
    )


def citing(variant: Variant, *passages: Passage) -> Variant:
    return replace(variant, citations=tuple(Citation(passage=each.id, field="body") for each in passages))


def test_each_sentence_is_told_apart_and_stands_where_it_says() -> None:
    body = "Get paid on time. Reminders cost 3 euros.\nTry them"

    account = explained(a_variant(body=body))

    assert [each.text for each in account.sentences] == [
        "Get paid on time.",
        "Reminders cost 3 euros.",
        "Try them",
    ]
    assert all(body[each.start : each.end] == each.text for each in account.sentences)


def test_a_sentence_that_says_what_its_passage_says_has_strong_support() -> None:
    account = explained(citing(a_variant(body="The price of reminders in euros: 3."), COSTS), COSTS)

    (support,) = account.sentences[0].support
    assert support.passage == COSTS.id
    assert support.shared > 0.5
    assert not support.is_weak
    assert account.weak == ()


def test_a_citation_that_has_nothing_to_do_with_the_copy_is_marked_weak() -> None:
    account = explained(citing(a_variant(body="Get paid on time."), TONE), TONE, COSTS)

    assert account.sentences[0].support[0].is_weak
    assert account.weak == ((TONE.id, "body", 0),)


def test_one_strong_sentence_is_enough_for_a_citation() -> None:
    body = "Get paid on time. Reminders cost less: the price is 3 euros."

    account = explained(citing(a_variant(body=body), COSTS), COSTS)

    assert [each.support[0].is_weak for each in account.sentences] == [True, False]
    assert account.weak == ()


def test_the_strongest_support_comes_first() -> None:
    account = explained(citing(a_variant(body="Name the price in euros."), TONE, COSTS), TONE, COSTS)

    assert [each.passage for each in account.sentences[0].support] == [COSTS.id, TONE.id]


def test_without_an_embedder_shared_words_tell() -> None:
    variant = citing(a_variant(body="Name the price in euros."), COSTS)

    account = explain(variant, brief=a_brief(channel=X), channel=a_channel(X), kit=a_kit(), passages=(COSTS,))

    (support,) = account.sentences[0].support
    assert (support.nearness, support.shared, support.is_weak) == (None, 1.0, False)


def test_a_broken_rule_belongs_to_the_sentence_that_breaks_it() -> None:
    account = explained(a_variant(body="Get paid on time. Utilise reminders."))

    assert [[each.match.lower() for each in one.broke] for one in account.sentences] == [[], ["utilise"]]


def test_what_is_missing_belongs_to_no_sentence() -> None:
    body = "Late again. " * 30
    account = explained(a_variant(body=body))

    everywhere = [finding for each in account.sentences for finding in each.broke]
    assert len({id(each) for each in (*everywhere, *account.about_all)}) >= len(account.about_all)
    assert all(finding.start == finding.end for finding in account.about_all)


def test_a_proven_claim_is_named_with_its_proof() -> None:
    account = explained(a_variant(body="It is set up in two minutes."))

    assert "Usability test, May 2026" in account.sentences[0].kept[0]


@pytest.mark.parametrize(
    ("body", "answers"),
    [
        ("Automatic reminders are here.", ("topic",)),
        ("Read on at https://x.example/r.", ("link",)),
        ("Leave at https://x.example/unsubscribe.", ()),
        ("They are automatic.", ()),
        ("The trial is free.", ("must mention: the free trial",)),
        ("Good morning.", ()),
    ],
)
def test_a_sentence_says_which_line_of_the_brief_it_answers(body: str, answers: tuple[str, ...]) -> None:
    account = explained(
        a_variant(body=body),
        link="https://x.example/r",
        must_mention=("the free trial",),
        audience="freelancers",
    )

    assert account.sentences[0].answers == answers


def test_a_greeting_and_a_proven_claim_need_no_support() -> None:
    account = explained(
        citing(a_variant(body="Hello there,\nIt is set up in two minutes.\nTry it."), TONE), TONE
    )

    assert [len(each.support) for each in account.sentences] == [0, 0, 1]


def test_lines_that_nothing_answers_are_named_but_not_the_audience() -> None:
    account = explained(a_variant(body="Good morning."), audience="freelancers", call_to_action="book a demo")

    assert account.unanswered == ("topic", "call to action")


@given(st.text(max_size=200), st.text(max_size=200))
def test_shared_words_are_a_share(text: str, source: str) -> None:
    assert 0.0 <= shared_words(text, source) <= 1.0


@given(st.text(max_size=300))
def test_whatever_is_written_every_sentence_is_found_again(body: str) -> None:
    account = explained(citing(a_variant(body=body), COSTS), COSTS)

    assert all(body[each.start : each.end] == each.text.strip() == each.text for each in account.sentences)
    assert all(0 <= one.shared <= 1 for each in account.sentences for one in each.support)
