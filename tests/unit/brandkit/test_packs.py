"""The shipped packs do what their examples say, name their grounds, and are chosen by kit, market and channel."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from graphlib import TopologicalSorter
from itertools import chain
from pathlib import Path

import pytest

from brandkit.channel_files import shipped_channels
from brandkit.checking import check_text, run
from brandkit.drafts import Part, Variant
from brandkit.errors import KitError
from brandkit.findings import Finding, Severity
from brandkit.kit_folder import read_kit
from brandkit.layout import lay_out_file, lay_out_variant
from brandkit.pack_files import pack_names, read_pack
from brandkit.packs import Pack, PackChoice, overdue_rules, stale_rules
from brandkit.rules import Example, Rule, parse
from brandkit.rules.patterns import Pattern
from tests.unit.brandkit.builders import channel as shipped

LEGAL = {
    "us.ftc", "us.canspam", "us.sms-tcpa", "us.health", "us.finance", "us.green", "us.origin",
    "eu.ecgt", "eu.omnibus-price", "eu.ucpd", "uk.cap", "uk.dmcc",
}  # fmt: skip


@cache
def pack(name: str) -> Pack:
    return read_pack(PackChoice(pack=name))


def rules() -> list[Rule]:
    return [rule for name in pack_names() for rule in pack(name).rules]


def found(rule: Rule, example: Example) -> list[Finding]:
    """What a rule finds in an example, in the setting that the example or the rule names."""
    header = rule.header
    name = example.channel or (header.channels[0] if header.channels else "")
    market = example.market or (header.markets[0] if header.markets else "")
    if not header.applies(channel=name, market=market, products=frozenset()):
        return []
    if not name:
        return run([rule], lay_out_file(example.text, "md"))
    variant = Variant(parts=(Part(field=example.field or "body", text=example.text),))
    return run([rule], lay_out_variant(variant, shipped(name)))


def each_rule(*, named: str = "rule") -> pytest.MarkDecorator:
    return pytest.mark.parametrize(named, rules(), ids=lambda rule: rule.header.name)


def patterns_of(value: object) -> Iterator[Pattern]:
    """Every pattern in a rule, wherever it stands."""
    if isinstance(value, Pattern):
        yield value
    elif isinstance(value, tuple):
        yield from chain.from_iterable(map(patterns_of, value))
    elif is_dataclass(value):
        yield from chain.from_iterable(patterns_of(getattr(value, each.name)) for each in fields(value))


@each_rule()
def test_each_pattern_of_a_shipped_rule_compiles(rule: Rule) -> None:  # as nobody tries it when a kit is read
    assert all(pattern.compiled for pattern in patterns_of(rule))


def test_only_the_patterns_of_shipped_rules_are_taken_on_trust() -> None:
    broken = {"extends": "existence", "tokens": ["(never closed"]}

    with pytest.raises(KitError, match="cannot be used"):
        parse(broken, "own.yml")
    assert [pattern.source for pattern in patterns_of(parse(broken, "own.yml", proven=True))]


@each_rule()
def test_a_rule_leaves_its_good_examples_alone(rule: Rule) -> None:
    examples = rule.header.good

    assert len(examples) >= 5
    assert {each.text: [finding.match for finding in found(rule, each)] for each in examples} == {
        each.text: [] for each in examples
    }


@each_rule()
def test_a_rule_finds_each_of_its_bad_examples(rule: Rule) -> None:
    examples = rule.header.bad

    assert len(examples) >= 5
    assert [each.text for each in examples if not found(rule, each)] == []


@each_rule()
def test_a_rule_names_its_owner_its_source_and_the_day_it_was_read(rule: Rule) -> None:
    header = rule.header

    assert header.owner
    assert header.source
    assert header.checked_on
    assert header.review_by
    assert header.review_by > header.checked_on


@each_rule()
def test_what_was_not_read_in_the_original_is_no_error_and_says_so(rule: Rule) -> None:
    grounds = rule.header.grounds()

    assert grounds is not None
    if rule.header.confirmed:
        assert "Not confirmed" not in grounds.quote
    else:
        assert rule.header.severity is not Severity.ERROR
        assert "Not confirmed from the primary text." in grounds.quote


def test_no_rule_shouts_at_the_good_examples_of_another_pack_of_style() -> None:
    """Legal packs are left out: what one market allows another forbids."""
    quiet = [rule for rule in rules() if not rule.header.channels and not rule.header.markets]
    others = [(rule, each) for rule in quiet for each in rule.header.good if not each.market]
    alarms = {
        f"{finding.rule}: {each.text}"
        for rule, each in others
        for finding in run(quiet, lay_out_file(each.text, "md"))
        if finding.rule.split(".")[0] not in {rule.header.name.split(".")[0], "links"}
    }

    assert len(others) > 300
    assert len(alarms) <= 3, sorted(alarms)


def test_all_packs_of_the_brief_are_there() -> None:
    wanted = {
        "plain-style",
        "inclusive",
        "accessibility",
        "ai-isms",
        "comparative",
        "urgency",
        "leaks",
        *LEGAL,
    }

    assert wanted <= set(pack_names())
    assert len({rule.header.name for rule in rules()}) == len(rules()) >= 100


def test_shipped_rules_give_way_to_rules_that_exist_and_never_in_a_circle() -> None:
    ways = {rule.header.name: rule.header.gives_way_to for rule in rules()}

    assert any(ways.values())
    assert {other for each in ways.values() for other in each} <= set(ways)
    # No topological order exists where there is a circle: `CycleError`.
    tuple(TopologicalSorter(ways).static_order())


def test_legal_packs_are_bound_to_their_market() -> None:
    for name in LEGAL:
        home = {"us": {"us"}, "uk": {"uk"}, "eu": {"eu", "de", "fr", "ie"}}
        expected = home[name.partition(".")[0]]
        assert all(expected <= set(rule.header.markets) for rule in pack(name).rules), name


def a_kit_folder(root: Path, packs: str) -> Path:
    (root / "kit.yaml").write_text(f"name: Acme\nmarkets: [us, eu]\n{packs}", "utf-8")
    return root


def names_found(folder: Path, text: str, *, channel: str = "", market: str = "") -> set[str]:
    kit = read_kit(folder)
    target = next((each for each in kit.channels.values() if each.name == channel), None)
    return {each.rule for each in check_text(text, kit=kit, channel=target, filetype="txt", market=market)}


def test_a_kit_uses_only_the_packs_it_names(tmp_path: Path) -> None:
    text = "In order to save the planet, choose our eco-friendly mugs. Hey guys, hurry!"

    assert names_found(a_kit_folder(tmp_path, ""), text) == set()
    assert names_found(a_kit_folder(tmp_path, "packs: [inclusive, urgency]\n"), text) == {
        "inclusive.guys",
        "urgency.pressing",
    }


def test_the_market_chooses_among_the_rules(tmp_path: Path) -> None:
    folder = a_kit_folder(tmp_path, "packs: [us.green, eu.ecgt]\n")
    text = "Choose our eco-friendly mugs."

    assert names_found(folder, text, market="us") == {"us.green.general-benefit"}
    assert names_found(folder, text, market="eu") == {"eu.ecgt.generic-claims"}
    assert names_found(folder, text, market="de") == {"eu.ecgt.generic-claims"}
    assert names_found(folder, text, market="jp") == set()


def test_the_channel_chooses_among_the_rules(tmp_path: Path) -> None:
    folder = a_kit_folder(tmp_path, "packs: [us.canspam]\n")

    assert names_found(folder, "Bread is out.", channel="x") == set()
    assert names_found(folder, "Bread is out.", channel="email") == {
        "us.canspam.no-opt-out",
        "us.canspam.no-postal-address",
    }


def test_all_stands_for_every_pack(tmp_path: Path) -> None:
    kit = read_kit(a_kit_folder(tmp_path, "packs: all\n"))

    assert kit.packs == pack_names()
    assert len(kit.rules) == len(rules())


def test_a_kit_may_leave_rules_out_and_play_them_down(tmp_path: Path) -> None:
    text = "packs:\n  - {pack: urgency, without: [scarcity], levels: {pressing: suggestion}}\n"
    kit = read_kit(a_kit_folder(tmp_path, text))
    severities = {rule.header.name: rule.header.severity for rule in kit.rules}

    assert "urgency.scarcity" not in severities
    assert severities["urgency.pressing"] is Severity.SUGGESTION
    assert severities["urgency.live-crowd"] is Severity.WARNING


def test_the_kits_version_changes_with_its_packs(tmp_path: Path) -> None:
    same = read_kit(a_kit_folder(tmp_path, "packs: [urgency]\n")).version

    assert read_kit(a_kit_folder(tmp_path, "packs: [urgency]\n")).version == same
    assert read_kit(a_kit_folder(tmp_path, "packs: [urgency, leaks]\n")).version != same


@pytest.mark.parametrize(
    ("packs", "advice"),
    [
        ("packs: [urgancy]\n", "Use “all”, or some of: accessibility"),
        ("packs: [urgency, urgency]\n", "stands there twice"),
        ("packs:\n  - {pack: urgency, without: [hurry]}\n", "has no rule “hurry”. It has: closing-down"),
        ("packs:\n  - {pack: urgency, levels: {pressing: loud}}\n", "must be one of: error, warning"),
        ("packs:\n  - {name: urgency}\n", "Add a line “pack: …”"),
    ],
)
def test_a_wrong_choice_says_what_to_write(tmp_path: Path, packs: str, advice: str) -> None:
    with pytest.raises(KitError, match=r"kit\.yaml") as caught:
        read_kit(a_kit_folder(tmp_path, packs))

    assert advice in str(caught.value)


def test_what_the_brand_can_prove_is_left_alone_until_the_proof_expires(tmp_path: Path) -> None:
    folder = a_kit_folder(tmp_path, "packs: [us.origin]\n")
    (folder / "claims.yaml").write_text(
        "claims:\n  - {claim: Our mugs are made in the USA., evidence: mill record, territory: [us], expires: 2027-01-31}\n"
    )
    kit = read_kit(folder)

    def claimed(today: dt.date) -> list[str]:
        findings = check_text("Made in the USA.", kit=kit, market="us", today=today)
        return [each.rule for each in findings]

    assert claimed(dt.date(2027, 1, 31)) == []
    assert claimed(dt.date(2027, 2, 1)) == ["us.origin.made-in-usa"]


def test_a_brands_own_words_are_left_alone_by_style_packs(tmp_path: Path) -> None:
    folder = a_kit_folder(tmp_path, "packs: [inclusive]\n")
    (folder / "terms.csv").write_text("term,status,case\nWhitelist,preferred,exact\n")

    kit = read_kit(folder)
    findings = run(kit.rules, lay_out_file("Whitelist is our newsletter. Put us on your whitelist.", "txt"))

    assert [each.match for each in findings] == ["whitelist"]


def test_sources_count_as_read_for_180_days() -> None:
    everything = rules()
    oldest = min(rule.header.checked_on for rule in everything if rule.header.checked_on)

    assert stale_rules(everything, today=oldest + dt.timedelta(days=180)) == ()
    assert stale_rules(everything, today=oldest + dt.timedelta(days=181)) != ()
    assert overdue_rules(everything, today=dt.date(2026, 11, 23)) == ()


STRICT = "COPYDESK_STRICT_DATES"


def test_sources_and_limits_older_than_180_days_are_reported() -> None:
    """Warns by name; with COPYDESK_STRICT_DATES=1, as in the release job, it fails."""
    today = dt.datetime.now(dt.UTC).date()  # noqa: TID251 - this test is about the calendar
    old = [rule.header.name for rule in stale_rules(rules(), today=today)]
    old += [
        f"{name}.{field.name}: {limit.source}"
        for name, each in shipped_channels().items()
        for field in each
        for limit in field.limits
        if today - limit.checked_on > dt.timedelta(days=180)
    ]
    if old and os.environ.get(STRICT) != "1":
        pytest.skip(f"{len(old)} sources want to be read again: {', '.join(old)}")

    assert old == []
