"""Copy that repeats what the writer was shown is found, whatever stands around it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from brandkit.findings import Severity
from llm.copying import FEW, MANY, Shown, copied
from tests.unit.llm.material_builders import a_variant

PAST = "Invoices go out on Friday, reminders go out on Monday, and you get paid by Wednesday at the latest."
APPROVED = Shown(what="approved copy, “Friday”", text=PAST)
words = st.lists(st.sampled_from([f"word{number}" for number in range(400)]), min_size=1, max_size=30)


def test_a_sentence_of_approved_copy_is_found_with_where_it_comes_from() -> None:
    variant = a_variant(body=f"Hello there! {PAST} Try it.")

    (finding,) = copied(variant, [APPROVED])

    assert finding.match == PAST.rstrip(".")
    assert variant.parts[0].text[finding.start : finding.end] == finding.match
    assert "19 words in a row are those of approved copy, “Friday”" in finding.message
    assert finding.severity is Severity.WARNING


def test_case_and_punctuation_do_not_hide_a_copy() -> None:
    variant = a_variant(body="INVOICES GO OUT — on Friday — reminders go, out: on Monday!")

    (finding,) = copied(variant, [APPROVED])

    assert finding.severity is Severity.SUGGESTION


def test_a_turn_of_phrase_is_not_a_copy() -> None:
    assert copied(a_variant(body="Invoices go out on Friday, reminders not."), [APPROVED]) == ()


def test_what_was_cleared_may_be_repeated_word_for_word() -> None:
    assert copied(a_variant(body=PAST), [APPROVED], cleared=[f"By the way: {PAST.upper()}"]) == ()


def test_the_longest_source_of_a_run_is_named() -> None:
    short = Shown(what="a shorter text", text=" ".join(PAST.split()[:10]))

    (finding,) = copied(a_variant(body=PAST), [short, APPROVED])

    assert finding.evidence is not None
    assert finding.evidence.source == APPROVED.what


def test_two_copied_sentences_are_two_findings() -> None:
    other = Shown(what="the guidelines", text="Say what it costs and say it before anybody has to ask.")

    found = copied(a_variant(body=f"{PAST} Really. {other.text}"), [APPROVED, other])

    assert [each.evidence and each.evidence.source for each in found] == [APPROVED.what, other.what]


def test_nothing_shown_is_nothing_copied() -> None:
    assert copied(a_variant(body=PAST), []) == ()


@given(words, st.integers(FEW, 25), words, st.data())
def test_a_planted_run_is_found_whole_wherever_it_stands(
    before: list[str], length: int, after: list[str], data: st.DataObject
) -> None:
    planted = [f"unique{number}" for number in range(length)]
    source = data.draw(words)
    body = " ".join([*before, *planted, *after])

    found = copied(a_variant(body=body), [Shown(what="it", text=" ".join([*source, *planted, *source]))])

    assert any(" ".join(planted) in each.match for each in found)


@given(words, words)
def test_a_run_is_as_long_as_it_says_and_stands_in_the_source(text: list[str], source: list[str]) -> None:
    said, shown = " ".join(text), " ".join(source)

    for each in copied(a_variant(body=said), [Shown(what="it", text=shown)]):
        assert FEW <= len(each.match.split()) <= len(source)
        assert each.message.startswith(f"{len(each.match.split())} words")
        assert re.search(rf"\b{re.escape(said[each.start : each.end])}\b", shown)


def test_a_finding_says_when_it_is_more_than_a_phrase() -> None:
    run = [f"w{number}" for number in range(MANY)]
    shown = [Shown(what="it", text=" ".join(run))]

    severities = [
        copied(a_variant(body=" ".join(run[:size])), shown)[0].severity for size in (MANY - 1, MANY)
    ]

    assert severities == [Severity.SUGGESTION, Severity.WARNING]
