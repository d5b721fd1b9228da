"""Taking a pattern apart, and passing over rules that cannot find anything, changes no finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from brandkit.checking import check_text, run
from brandkit.kit_folder import read_kit
from brandkit.layout import lay_out_file
from brandkit.pack_files import pack_names, read_pack
from brandkit.packs import PackChoice
from brandkit.rules import Rule
from brandkit.rules.alternatives import Alternative, taken_apart
from brandkit.rules.patterns import Pattern
from brandkit.rules.sieve import Sieve
from tests.unit.brandkit.builders import LEDGERLINE, a_kit, a_rule, choice_of


@cache
def rules() -> tuple[Rule, ...]:
    shipped = (rule for name in pack_names() for rule in read_pack(PackChoice(pack=name)).rules)
    return (*shipped, *read_kit(LEDGERLINE).rules)


@cache
def sieve() -> Sieve:
    return Sieve(rules())


@cache
def fragments() -> tuple[str, ...]:
    return tuple(each.text for rule in rules() for each in (*rule.header.good, *rule.header.bad))


copy = st.lists(st.deferred(lambda: st.sampled_from(fragments())), min_size=1, max_size=6).flatmap(
    lambda picked: st.sampled_from(
        [
            " ".join(picked),
            "\n\n".join(picked),
            " ".join(picked).upper(),
            " ".join(picked).replace("'", "’"),
            "Straße, ﬁt, İ: " + " ".join(picked),
        ]
    )
)


def patterns(rule: Rule) -> Iterator[Pattern]:
    values = (getattr(rule, field.name) for field in fields(rule))  # type: ignore[arg-type] # rules are dataclasses
    return (value for value in values if isinstance(value, Pattern))


def shown(matches: Iterator[regex.Match[str]]) -> list[tuple[tuple[int, int], str | None]]:
    return [(found.span(), found.lastgroup) for found in matches]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("cat", ("cat",)),
        ("cat|dog", ("cat", "dog")),
        (r"\b(?:cat|dogs?)\b", (r"\b(?:cat)\b", r"\b(?:dogs?)\b")),
        (r"(?<![\w|])(?:a|b)(?!x|y)", (r"(?<![\w|])(?:a)(?!x|y)", r"(?<![\w|])(?:b)(?!x|y)")),
        (r"\b(?:a|b)|[|]c", (r"\b(?:a)", r"\b(?:b)", "[|]c")),
        ("(?:a|b){2}", ("(?:a|b){2}",)),  # each turn may take another of them
        ("x?(?:a|b)", ("x?(?:a|b)",)),  # what varies before the group decides before the group does
        (r"(a)\1|b", (r"(a)\1|b",)),  # the number would mean another group
        ("(?:(?i)a|b)", ("(?:(?i)a|b)",)),  # the flag reaches into the second
    ],
)
def test_a_pattern_is_taken_apart_where_that_changes_nothing(source: str, expected: tuple[str, ...]) -> None:
    assert taken_apart(source) == expected


@given(copy)
@settings(max_examples=60, deadline=None)
def test_the_parts_find_what_the_whole_pattern_finds(text: str) -> None:
    for rule in rules():
        for pattern in patterns(rule):
            whole = shown(pattern.searched(text))
            assert shown(pattern.matches(text)) == whole, pattern.source
            assert pattern.occurs_in(text) is (pattern.compiled.search(text) is not None), pattern.source
            assert shown(pattern.matches(text, choice_of(pattern).seen_in(text))) == whole, pattern.source


@given(copy)
@settings(max_examples=60, deadline=None)
def test_a_rule_that_is_held_back_would_have_found_nothing(text: str) -> None:
    laid_out = lay_out_file(text, "md")

    chosen = [
        finding for rule, parts in sieve().among(laid_out) for part in parts for finding in run([rule], part)
    ]

    assert chosen == run(rules(), laid_out)


@pytest.mark.parametrize(
    ("counted", "text", "findings"),
    [
        ("max: 1", "Ready!\n\nSet!\n\nGo!", 2),
        ("min: 1", "Ready!\n\nSet.", 0),
        ("min: 1", "Ready.\n\nSet.", 1),
    ],
)
def test_what_is_counted_over_the_whole_copy_is_counted_across_paragraphs(
    counted: str, text: str, findings: int
) -> None:
    rule = a_rule(f"{{extends: occurrence, token: '!', per: copy, {counted}}}")

    assert len(check_text(text, kit=a_kit(rules=(rule,)))) == findings


def test_a_rule_whose_search_takes_too_long_says_so() -> None:
    rule = a_rule("{extends: existence, tokens: ['(?:a|aa)+$'], nonword: true}")
    never = "a" * 60 + "b"

    findings = check_text(f"{never}\n\n{never}", kit=a_kit(rules=(rule,)))

    assert [finding.rule for finding in findings] == ["rule-error.test"]


def test_the_words_of_a_link_are_looked_at_by_themselves() -> None:
    rule = a_rule("{extends: existence, tokens: ['^here$'], nonword: true, scope: link}")

    assert len(check_text("Read it w[here](https://ledgerline.example).", kit=a_kit(rules=(rule,)))) == 1


def test_a_rule_that_is_not_about_a_field_is_not_searched_for() -> None:
    rule = a_rule("{extends: existence, tokens: [great], scope: heading}")

    assert Sieve([rule]).among(lay_out_file("A great day.", "md")) == []
    assert len(Sieve([rule]).among(lay_out_file("# A great day", "md"))) == 1


def test_a_rule_that_is_not_meant_for_a_text_is_not_searched_for() -> None:
    rule = a_rule("{extends: existence, tokens: ['(?:a|aa)+$'], nonword: true}")
    never = lay_out_file("a" * 60 + "b", "md")

    assert Sieve([rule]).among(never, lambda _: False) == []
    assert len(Sieve([rule]).among(never)) == 1  # its search takes too long, which the check is to say


def test_the_same_words_in_two_paragraphs_are_found_in_both() -> None:
    rule = a_rule("{extends: existence, tokens: [great, best, fine]}")

    found = check_text("A great and fine day.\n\nA great and fine day.", kit=a_kit(rules=(rule,)))

    assert [each.match for each in found] == ["great", "fine"] * 2


def test_plain_copy_is_worth_few_rules() -> None:
    laid_out = lay_out_file(
        "You finished the job on Friday. The invoice is ready before the kettle boils.", "md"
    )

    assert len(sieve().among(laid_out)) < len(rules()) / 2


def test_a_pattern_that_may_match_nothing_comes_to_an_end() -> None:
    pattern = Pattern(source="we|o*")

    assert [each.span() for each in pattern.matches("we go")] == [(0, 2), (4, 5)]


def test_the_share_of_time_that_a_place_has_is_never_tiny() -> None:
    given: list[float] = []
    pattern: Any = SimpleNamespace(match=lambda _text, _start, timeout: given.append(timeout))
    seen: Any = SimpleNamespace(text="free " * 500, places=lambda *_: range(0, 2500, 5), firsts={})
    alternative = Alternative(source="free beer", compile=lambda _: pattern, ignore_case=False)

    assert alternative.next(seen.text, 0, 1.0, seen) is None

    assert given == [0.01] * 500
