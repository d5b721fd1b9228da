"""How right rules are: the measures, their intervals, the labelled texts, and what a bad record costs."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli.rule_report import rules
from bot.cli.rule_table import with_table
from brandkit.errors import KitError, Refusal
from brandkit.findings import Finding, Severity
from brandkit.kit import Policy
from brandkit.labelled import LabelledText, parse_labelled
from brandkit.rule_evidence import (
    Reports,
    RuleEvidence,
    Tally,
    compare,
    demoted,
    effective_severity,
    evidence_of,
    wilson,
)
from tests.unit.brandkit.builders import LEDGERLINE

COUNTS = st.integers(min_value=0, max_value=5000)


def test_precision_recall_and_f1_are_what_the_books_say() -> None:
    tally = Tally(hits=8, false_alarms=2, misses=4)

    assert (tally.precision, tally.recall) == (0.8, 8 / 12)
    assert tally.f1 == pytest.approx(2 * 0.8 * (8 / 12) / (0.8 + 8 / 12))


def test_where_nothing_was_found_and_nothing_expected_there_is_no_figure() -> None:
    assert (Tally().precision, Tally().recall, Tally().f1) == (None, None, None)


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [
        (10, 10, 0.7225, 1.0),
        (0, 10, 0.0, 0.2775),
        (8, 10, 0.4902, 0.9433),
        (81, 263, 0.2553, 0.3662),
        (0, 0, 0.0, 1.0),
    ],
)
def test_wilsons_interval_agrees_with_published_values(
    hits: int, trials: int, low: float, high: float
) -> None:
    """The case of 81 in 263 is the worked example of Newcombe (1998); the others follow from the formula."""
    interval = wilson(hits, trials)

    assert interval.low == pytest.approx(low, abs=1e-4)
    assert interval.high == pytest.approx(high, abs=1e-4)


@given(hits=COUNTS, false_alarms=COUNTS, misses=COUNTS)
def test_each_figure_lies_inside_its_interval(hits: int, false_alarms: int, misses: int) -> None:
    tally = Tally(hits=hits, false_alarms=false_alarms, misses=misses)

    for value, interval in (
        (tally.precision, tally.precision_interval),
        (tally.recall, tally.recall_interval),
        (tally.f1, tally.f1_interval),
    ):
        assert 0 <= interval.low <= interval.high <= 1
        assert value is None or interval.low - 1e-9 <= value <= interval.high + 1e-9


def a_finding(
    rule: str = "free", match: str = "free trial", text: str = "Start your free trial now."
) -> Finding:
    start = text.index(match)
    return Finding(
        rule=rule,
        severity=Severity.ERROR,
        message="Say the terms.",
        start=start,
        end=start + len(match),
        match=match,
    )


def a_line(**values: object) -> str:
    return json.dumps({"id": "a", "text": "Start your free trial now.", **values})


def labelled(**values: object) -> LabelledText:
    return parse_labelled(a_line(**values), "labelled.jsonl")[0]


def test_a_finding_that_touches_the_expected_words_is_a_hit() -> None:
    text = labelled(expected=[{"rule": "free", "match": "your free trial"}])

    assert compare(text, [a_finding()]).hits == ("free",)


def test_a_finding_that_shares_only_some_of_the_expected_words_is_a_hit() -> None:
    text = labelled(expected=[{"rule": "free", "match": "trial now"}])

    assert compare(text, [a_finding()]).hits == ("free",)


def test_a_finding_beside_the_expected_words_is_no_hit() -> None:
    text = labelled(expected=[{"rule": "free", "match": "now"}])

    assert compare(text, [a_finding()]).hits == ()


def test_another_rule_on_the_same_words_is_a_false_alarm_and_a_miss() -> None:
    compared = compare(labelled(expected=[{"rule": "terms", "match": "free trial"}]), [a_finding()])

    assert [(each.rule, each.context) for each in compared.false_alarms] == [
        ("free", "Start your [free trial] now.")
    ]
    assert [each.rule for each in compared.misses] == ["terms"]


def test_a_finding_that_may_be_there_too_counts_neither_way() -> None:
    text = labelled(also=[{"rule": "free", "match": "free trial"}])

    assert evidence_of([text], lambda _: [a_finding()]).rules == {}
    assert evidence_of([text], lambda _: []).rules == {}


def test_what_may_be_there_excuses_only_its_own_rule_on_its_own_words() -> None:
    elsewhere = labelled(also=[{"rule": "free", "match": "now"}, {"rule": "terms", "match": "free trial"}])

    assert evidence_of([elsewhere], lambda _: [a_finding()]).rules == {"free": Tally(false_alarms=1)}


def test_an_expected_finding_is_asked_for_even_where_it_may_be_there_too() -> None:
    free = {"rule": "free", "match": "free trial"}
    text = labelled(expected=[free], also=[free])

    assert compare(text, [a_finding()]).hits == ("free",)
    assert [each.rule for each in compare(text, []).misses] == ["free"]


def test_a_finding_that_may_be_there_is_about_words_of_the_text() -> None:
    with pytest.raises(KitError, match="is not in the text"):
        labelled(also=[{"rule": "free", "match": "free lunch"}])


def test_one_finding_answers_one_expectation() -> None:
    text = labelled(expected=[{"rule": "free", "match": "free"}, {"rule": "free", "match": "trial"}])
    compared = compare(text, [a_finding()])

    assert (len(compared.hits), len(compared.misses)) == (1, 1)


def test_a_part_of_a_text_says_nothing_about_what_is_missing() -> None:
    missing = dataclasses.replace(a_finding(rule="no-opt-out"), match="", start=0, end=0)

    assert evidence_of([labelled()], lambda _: [missing]).rules == {}
    assert evidence_of([labelled(whole=True)], lambda _: [missing]).rules["no-opt-out"] == Tally(
        false_alarms=1
    )


def test_a_text_labelled_for_some_rules_is_silent_about_the_others() -> None:
    evidence = evidence_of([labelled(rules=["terms"])], lambda _: [a_finding()])

    assert evidence.rules == {}


def test_the_whole_counts_every_decision_alike() -> None:
    texts = [labelled(expected=[{"rule": "free", "match": "free trial"}])]
    evidence = evidence_of(texts, lambda _: [a_finding(), a_finding(rule="now", match="now")])

    assert evidence.overall == Tally(hits=1, false_alarms=1)


@pytest.mark.parametrize(
    ("line", "place", "advice"),
    [
        ("", "labelled.jsonl", "Add one JSON object a line"),
        ("{", "labelled.jsonl, line 1", "not a JSON object"),
        ('{"id": "a"}', "labelled.jsonl, line 1", "“text” is missing"),
        (
            a_line(expected=[{"rule": "x", "match": "gone"}]),
            "labelled.jsonl, line 1",
            "Copy the words as they stand",
        ),
        (a_line(txt="x"), "labelled.jsonl, line 1", "Did you mean “text”"),
        (a_line() + "\n" + a_line(), "labelled.jsonl", "stands there twice"),
    ],
)
def test_a_wrong_line_is_named_with_the_change_to_make(line: str, place: str, advice: str) -> None:
    with pytest.raises(KitError) as caught:
        parse_labelled(line, "labelled.jsonl")

    assert str(caught.value).startswith(place)
    assert advice in str(caught.value)


@pytest.mark.parametrize(
    ("tally", "expected"),
    [
        (None, Severity.ERROR),
        (Tally(hits=0, false_alarms=9), Severity.ERROR),
        (Tally(hits=5, false_alarms=5), Severity.SUGGESTION),
        (Tally(hits=7, false_alarms=3), Severity.ERROR),
        (Tally(hits=70, false_alarms=30), Severity.SUGGESTION),
        (Tally(hits=0, misses=40), Severity.ERROR),
    ],
)
def test_a_rule_under_its_floor_is_a_suggestion_once_it_was_judged_often_enough(
    tally: Tally | None, expected: Severity
) -> None:
    assert effective_severity(Severity.ERROR, tally, policy=Policy(), rule="free") is expected


def test_an_admin_can_promote_a_rule_back() -> None:
    policy = Policy(promoted=("free",))

    assert (
        effective_severity(Severity.ERROR, Tally(false_alarms=20), policy=policy, rule="free")
        is Severity.ERROR
    )


@pytest.mark.parametrize(
    ("said", "silenced"),
    [
        (Reports(dismissals={"maya": 100}), False),
        (Reports(hits=5, dismissals={"maya": 100}), False),
        (Reports(dismissals={"maya": 9, "omar": 1}), False),
        (Reports(dismissals={"maya": 5, "omar": 5}), True),
        (Reports(dismissals={"maya": 100, "omar": 4, "ada": 1}), True),
        (Reports(hits=40, dismissals={"maya": 100, "omar": 5}), False),
    ],
)
def test_one_person_alone_silences_no_rule(said: Reports, *, silenced: bool) -> None:
    assert said.cost_the_voice(Policy()) is silenced
    assert said.tally.hits == said.counted(Policy()).hits


def test_how_much_one_person_counts_is_for_the_kit_to_say() -> None:
    said = Reports(dismissals={"maya": 9, "omar": 1})

    assert said.cost_the_voice(Policy(precision_per_person=9))
    assert not said.cost_the_voice(Policy(precision_per_person=0, precision_decisions=3))


def test_a_demoted_finding_says_why() -> None:
    quiet = demoted(a_finding(), "demoted: 4 of 9 reports were false alarms")

    assert quiet == replace(
        a_finding(), severity=Severity.SUGGESTION, note="demoted: 4 of 9 reports were false alarms"
    )


def test_dismissals_add_to_the_same_record() -> None:
    assert Tally(hits=8, false_alarms=2) + Tally(false_alarms=3) == Tally(hits=8, false_alarms=5)


def evaluated(*arguments: str, kit: Path = LEDGERLINE) -> str:
    app = typer.Typer()
    app.command()(rules)
    result = CliRunner().invoke(app, ["--kit", str(kit), *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_sample_kit_is_right_about_its_labelled_texts() -> None:
    report = json.loads(evaluated("--labelled", str(LEDGERLINE / "labelled.jsonl"), "--format", "json"))

    assert report["texts"] >= 60
    assert report["overall"]["precision"]["value"] >= 0.98
    assert report["overall"]["recall"]["value"] >= 0.95
    assert len(report["false_alarms"]) == report["overall"]["false_alarms"]
    assert len(report["misses"]) == report["overall"]["misses"]


def test_the_packs_by_themselves_are_right_about_their_labelled_texts() -> None:
    root = LEDGERLINE.parents[1]
    texts = root / "bench" / "data" / "pack-texts-seen.jsonl"

    report = json.loads(evaluated("--labelled", str(texts), "--format", "json", kit=root / "kits" / "packs"))

    assert report["texts"] == 1750
    assert report["overall"]["precision"]["value"] >= 0.99
    assert report["overall"]["recall"]["value"] >= 0.98


def test_the_published_table_is_what_comes_out(tmp_path: Path) -> None:
    published = (LEDGERLINE.parents[1] / "docs" / "rule-evidence.md").read_text("utf-8")
    page = tmp_path / "page.md"
    page.write_text(published, "utf-8")

    evaluated("--labelled", str(LEDGERLINE / "labelled.jsonl"), "--page", str(page))

    assert page.read_text("utf-8") == published


def test_a_page_without_a_place_for_the_table_is_refused() -> None:
    with pytest.raises(Refusal, match="no place for the table"):
        with_table("No marks here.", RuleEvidence(texts=0, rules={}), "page.md")


def test_a_noisy_rule_is_shown_as_demoted(tmp_path: Path) -> None:
    (tmp_path / "kit.yaml").write_text("name: Acme\n")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "noisy.yml").write_text("extends: existence\nlevel: error\ntokens: [bread]\n")
    lines = [json.dumps({"id": str(number), "text": "Fresh bread."}) for number in range(10)]
    (tmp_path / "labelled.jsonl").write_text("\n".join(lines))
    shown = evaluated("--labelled", str(tmp_path / "labelled.jsonl"), kit=tmp_path)

    assert "demoted to suggestion" in shown
    assert "False alarms: 10" in shown
    assert "Fresh [bread]." in shown
