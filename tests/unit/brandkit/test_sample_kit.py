"""The sample kit keeps to its own rules, and every rule does what its examples say."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from brandkit.checking import check_text, run
from brandkit.drafts import Part, Variant
from brandkit.findings import Finding
from brandkit.kit import BrandKit
from brandkit.kit_folder import guideline_files, read_kit
from brandkit.layout import lay_out_variant
from brandkit.references import Reference
from brandkit.rules import Example, Rule
from tests.unit.brandkit.builders import LEDGERLINE, channel

RULES = sorted(path.stem for path in (LEDGERLINE / "rules").glob("*.yml"))


@cache
def kit() -> BrandKit:
    return read_kit(LEDGERLINE)


def rule(name: str) -> Rule:
    return next(each for each in kit().rules if each.header.name == name)


def found(each: Rule, example: Example) -> list[Finding]:
    """What the rule finds in an example, in the setting that the example names."""
    name = example.channel or "linkedin"
    market = example.market or kit().home_market
    if example.channel and not each.header.applies(
        channel=name, market=market, products=frozenset(kit().products)
    ):
        return []
    if example.market and market not in (each.header.markets or (market,)):
        return []
    field = example.field or "body"
    variant = Variant(parts=(Part(field=field, text=example.text),))
    return run([each], lay_out_variant(variant, channel(name), cleared=kit().approved_texts))


@pytest.mark.parametrize("name", RULES)
def test_a_rule_leaves_its_good_examples_alone(name: str) -> None:
    examples = rule(name).header.good

    assert len(examples) >= 2
    assert {each.text: [finding.match for finding in found(rule(name), each)] for each in examples} == {
        each.text: [] for each in examples
    }


@pytest.mark.parametrize("name", RULES)
def test_a_rule_finds_each_of_its_bad_examples(name: str) -> None:
    examples = rule(name).header.bad

    assert len(examples) >= 2
    assert [each.text for each in examples if not found(rule(name), each)] == []


@pytest.mark.parametrize("name", RULES)
def test_a_rule_says_who_owns_it_and_what_it_rests_on(name: str) -> None:
    header = rule(name).header

    assert header.owner
    assert header.review_by
    assert header.evidence or header.source


def headings_of(path: Path) -> set[str]:
    return {heading.strip() for heading in re.findall(r"(?m)^#+ (.*)$", path.read_text("utf-8"))}


def references() -> list[Reference]:
    named = [
        *(each.header.evidence for each in kit().rules),
        *(each.evidence for each in kit().mandatories),
        *(each.evidence for each in kit().terms),
    ]
    return [each for each in named if each is not None]


def test_every_reference_leads_to_a_heading_that_exists() -> None:
    headings = {path.name: headings_of(path) for path in guideline_files(LEDGERLINE)}

    assert [each for each in references() if each.heading not in headings.get(each.document, set())] == []


def own_copy() -> list[tuple[str, str]]:
    """The copy that the kit itself offers as good: quotations in guidelines, voice, claims, boilerplate."""
    quoted = [
        (path.name, re.sub(r"(?m)^> ?", "", block).strip())
        for path in guideline_files(LEDGERLINE)
        for block in re.findall(r"(?m)(?:^>.*\n)+", path.read_text("utf-8"))
    ]
    assert len(quoted) > 20
    voice = [("voice", each.good) for each in kit().voice]
    claims = [("claims.yaml", f"{each.text} {each.disclaimer}") for each in kit().claims]
    return [*quoted, *voice, *claims, ("kit.yaml", kit().boilerplate), ("kit.yaml", kit().description)]


def findings_in_own_copy(market: str) -> dict[str, list[str]]:
    findings = {text: check_text(text, kit=kit(), market=market, filetype="txt") for _, text in own_copy()}
    return {
        text: [f"{each.rule}: {each.match}" for each in found] for text, found in findings.items() if found
    }


def test_the_brand_keeps_to_its_own_rules() -> None:
    assert findings_in_own_copy("uk") == {}


def test_in_the_eu_only_the_figure_that_was_not_proven_there_is_found() -> None:
    assert list(findings_in_own_copy("eu").values()) == [["claim: 8 days sooner"]] * len(
        findings_in_own_copy("eu")
    )


def test_each_shipped_channel_has_a_playbook() -> None:
    headings = set().union(*(headings_of(path) for path in guideline_files(LEDGERLINE)))

    assert {
        "LinkedIn",
        "X",
        "Marketing email",
        "Search ads",
        "Text messages",
        "Blog posts",
        "Press releases",
    } <= headings


def test_the_kit_reads_as_one_brand() -> None:
    assert (kit().name, kit().slug, kit().markets) == ("Ledgerline", "ledgerline", ("uk", "us", "eu"))
    assert re.fullmatch(r"[0-9a-f]{12}", kit().version)
    assert len(guideline_files(LEDGERLINE)) >= 8
    assert len(kit().voice) == 5
    assert len(kit().personas) == 3
