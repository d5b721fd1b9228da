"""A kit's words, mandatories and rules, checked on whole variants."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brandkit.briefs import ChannelName
from brandkit.checking import check_text, check_variant
from brandkit.drafts import Variant
from brandkit.findings import Evidence, Finding, Fix, Severity
from brandkit.fixing import StaleFinding, apply_fix, fix_all_safe
from brandkit.kit import BrandKit, Mandatory, Placement, Term, TermStatus
from brandkit.passages import Passage
from brandkit.references import Reference
from brandkit.rules import Rule
from brandkit.scoring import score
from tests.unit.brandkit.builders import a_kit, a_rule, a_variant, channel

BANNED, DEPRECATED, PREFERRED, ADMITTED = (
    TermStatus.BANNED,
    TermStatus.DEPRECATED,
    TermStatus.PREFERRED,
    TermStatus.ADMITTED,
)


def check(
    variant: Variant, kit: BrandKit, name: str = "x", *, market: str = "", product: str = ""
) -> tuple[Finding, ...]:
    return check_variant(variant, channel=channel(name), kit=kit, market=market, product=product)


def test_a_banned_word_is_an_error_with_its_replacement_and_its_source() -> None:
    kit = a_kit(terms=(Term(text="leverage", status=BANNED, replacement="use", note="Too grand."),))

    assert check(a_variant(body="Leverage it."), kit) == (
        Finding(
            rule="term.leverage",
            severity=Severity.ERROR,
            message="We never write “leverage”. Use “use”. Too grand.",
            start=0,
            end=8,
            match="Leverage",
            field="body",
            fixes=(Fix(replacement="Use", safe=True),),
            evidence=Evidence(source="terms.csv", document="terms.csv", quote="Too grand."),
        ),
    )


def named(name: str, token: str, *, market: str = "", gives_way_to: str = "") -> Rule:
    lines = ["extends: existence", "ignorecase: true", f"tokens: ['{token}']"]
    lines += [f"markets: [{market}]"] if market else []
    lines += [f"gives_way_to: [{gives_way_to}]"] if gives_way_to else []
    return a_rule("\n".join(lines), name)


def test_a_rule_gives_way_to_a_more_exact_one_on_the_same_words() -> None:
    general = named("green", "climate[- ]neutral|good for nature", gives_way_to="climate")
    kit = a_kit(rules=(general, named("climate", "climate[- ]neutral by 2030")))
    found = check(a_variant(body="Climate-neutral by 2030 and good for nature. Climate neutral, too."), kit)

    assert [(each.rule, each.match) for each in found] == [
        ("climate", "Climate-neutral by 2030"),
        ("green", "good for nature"),
        ("green", "Climate neutral"),
    ]


def test_a_rule_speaks_where_the_more_exact_one_does_not_hold() -> None:
    general = named("green", "climate[- ]neutral", gives_way_to="climate")
    kit = a_kit(rules=(general, named("climate", "climate[- ]neutral", market="us")))
    text = a_variant(body="Climate-neutral mugs.")

    assert [each.rule for each in check(text, kit, market="us")] == ["climate"]
    assert [each.rule for each in check(text, kit, market="uk")] == ["green"]


def test_a_rule_gives_way_in_the_same_field_only() -> None:
    kit = a_kit(rules=(named("a", "free", gives_way_to="b"), named("b", "free gift")))
    found = check(a_variant(subject="A free gift", body="Be free here."), kit, "email")

    assert [(each.rule, each.field) for each in found if each.rule in {"a", "b"}] == [
        ("b", "subject"),
        ("a", "body"),
    ]


def test_rules_that_give_way_to_each_other_both_stand() -> None:
    kit = a_kit(rules=(named("a", "free", gives_way_to="b"), named("b", "free", gives_way_to="a")))

    assert {each.rule for each in check(a_variant(body="It is free."), kit)} == {"a", "b"}


@given(
    st.lists(st.sampled_from(["free gift", "free", "gift free gift", "Not free gifts.", "and"]), max_size=12)
)
def test_words_in_another_place_give_nothing_way(parts: list[str]) -> None:
    text = " ".join(parts)
    kit = a_kit(rules=(named("a", "free|gift free", gives_way_to="b"), named("b", "free gift")))

    exact = [found.span() for found in re.finditer(r"\bfree gift\b", text)]
    general = [
        found.span()
        for found in re.finditer(r"\b(?:free|gift free)\b", text)
        if not any(found.start() < end and start < found.end() for start, end in exact)
    ]
    assert [(each.start, each.end) for each in check_text(text, kit=kit)] == sorted(exact + general)


@pytest.mark.parametrize(
    ("term", "text", "fixes"),
    [
        (
            Term(text="Ledgerline", status=PREFERRED, case_sensitive=True),
            "LEDGERLINE and ledgerline",
            ["Ledgerline"] * 2,
        ),
        (Term(text="Ledgerline", status=PREFERRED, case_sensitive=True), "Ledgerline, Ledgerliner", []),
        (Term(text="Tax Pot", status=PREFERRED, case_sensitive=True), "tax\npot, Tax  Pot", ["Tax Pot"]),
        (Term(text="sign in", status=PREFERRED), "Sign In", []),
        (Term(text="pro forma", status=ADMITTED), "pro forma", []),
        (
            Term(text="users", status=DEPRECATED, replacement="people|freelancers"),
            "USERS",
            ["PEOPLE", "FREELANCERS"],
        ),
        (Term(text="C++", status=BANNED, replacement="Rust"), "C++ and C+++, ac++", ["Rust", "Rust"]),
        (Term(text="IT", status=BANNED, case_sensitive=True), "IT is not it", []),
    ],
)
def test_terms_are_found_and_mended_as_their_status_says(term: Term, text: str, fixes: list[str]) -> None:
    findings = check(a_variant(body=text), a_kit(terms=(term,)))

    assert [fix.replacement for finding in findings for fix in finding.fixes] == fixes
    assert all(text[each.start : each.end] == each.match for each in findings)


def test_where_two_terms_overlap_the_longer_one_counts() -> None:
    kit = a_kit(terms=(Term(text="trial", status=BANNED), Term(text="free trial", status=PREFERRED)))

    assert [each.match for each in check(a_variant(body="A free trial, a trial"), kit)] == ["trial"]


def test_terms_in_links_and_cleared_texts_are_left_alone() -> None:
    kit = a_kit(
        terms=(Term(text="free", status=BANNED),),
        mandatories=(Mandatory(name="line", text="Free to use.", channels=(ChannelName("x"),)),),
    )

    assert check(a_variant(body="See https://acme.com/free and acme.example/free. Free to use."), kit) == ()


STOP = Mandatory(name="Opt out", text="Reply STOP", channels=(ChannelName("sms"),), placement=Placement.END)


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("Hello. Reply STOP", True),
        ("Hello. Reply STOP.", True),
        ("Hello. reply  stop ", True),
        ("Reply STOP to end. Hello.", False),
        ("Hello.", False),
    ],
)
def test_a_mandatory_text_has_to_stand_in_its_place(*, text: str, met: bool) -> None:
    findings = check(a_variant(body=text), a_kit(mandatories=(STOP,)), "sms")

    assert (findings == ()) is met


def test_a_missing_text_is_added_where_it_belongs() -> None:
    start = Mandatory(name="Sender", text="Acme:", placement=Placement.START)
    rates = Mandatory(name="Zinger", text="Rates apply.")
    kit = a_kit(mandatories=(STOP, start, rates))
    variant = a_variant(body="Hello.")

    mended = fix_all_safe(variant, check(variant, kit, "sms"))

    assert mended.texts("body") == ("Acme: Hello. Rates apply. Reply STOP",)
    assert check(mended, kit, "sms") == ()


@pytest.mark.parametrize(
    ("setting", "text", "names"),
    [
        ({"market": "us"}, "Hello", ["mandatory.in-the-us"]),
        ({"market": "uk"}, "Hello", []),
        ({}, "Hello", []),
        ({"product": "Pay"}, "Hello", ["mandatory.with-pay"]),
        ({}, "About pay", ["mandatory.with-pay"]),
        ({}, "Claim your APR", ["mandatory.when-apr"]),
        ({}, "Claim your APR. Rates vary.", []),
        ({}, "Claim your APR. Rates may vary.", []),
    ],
)
def test_mandatories_hold_where_market_product_and_trigger_say(
    setting: dict[str, str], text: str, names: list[str]
) -> None:
    kit = a_kit(
        products=("Pay",),
        mandatories=(
            Mandatory(name="In the US", text="US only.", markets=("us",)),
            Mandatory(name="With Pay", text="Pay terms.", products=("Pay",)),
            Mandatory(name="When APR", text="Rates vary.", accepted=("Rates may vary",), when=r"\bAPR\b"),
        ),
    )

    assert [each.rule for each in check(a_variant(body=text), kit, **setting)] == names


def test_a_rule_runs_only_in_its_channels_markets_and_fields() -> None:
    rule = a_rule("extends: existence\ntokens: [foo]\nchannels: [email]\nmarkets: [US]\nfields: [subject]")
    email = a_variant(subject="foo", preheader="foo", body="foo", cta="foo")
    kit = a_kit(rules=(rule,))

    assert [each.field for each in check(email, kit, "email", market="us")] == ["subject"]
    assert check(email, kit, "email", market="uk") == ()
    assert check(a_variant(body="foo"), kit, "x", market="us") == ()


PASSAGE = Passage(
    document="voice.md", version="v3", heading=("Voice", "Calm", "Signs"), text="One is enough.", page=2
)


@pytest.mark.parametrize(
    ("reference", "is_resolved"),
    [
        (Reference(document="voice.md", heading="calm"), True),
        (Reference(document="guidelines/voice.md"), True),
        (Reference(document="voice.md", heading="Loud"), False),
        (Reference(document="words.md", heading="Calm"), False),
    ],
)
def test_a_finding_carries_the_passage_that_its_rule_comes_from(
    *, reference: Reference, is_resolved: bool
) -> None:
    kit = a_kit(terms=(Term(text="wow", status=BANNED, evidence=reference),))

    (finding,) = check_variant(a_variant(body="wow"), channel=channel("x"), kit=kit, passages=(PASSAGE,))

    expected = Evidence.of_passage(PASSAGE) if is_resolved else reference.as_evidence()
    assert finding.evidence == expected


def test_findings_come_by_severity_then_field_then_place() -> None:
    kit = a_kit(terms=(Term(text="bad", status=BANNED), Term(text="poor", status=DEPRECATED)))
    findings = check(
        a_variant(subject="poor bad", preheader="fine", body="bad poor bad", cta="Go"), kit, "email"
    )

    assert [(each.match, each.field, each.start) for each in findings] == [
        ("bad", "subject", 5),
        ("bad", "body", 0),
        ("bad", "body", 9),
        ("poor", "subject", 0),
        ("poor", "body", 4),
    ]


def test_a_blog_body_is_read_as_markdown() -> None:
    kit = a_kit(rules=(a_rule("extends: existence\ntokens: [foo]\nscope: heading"),))
    post = a_variant(
        title="T",
        meta_description="An answer, in a sentence of the right length for this.",
        body="# A foo\n\nfoo `foo`",
    )

    assert [each.start for each in check(post, kit, "blog")] == [4]


def test_a_file_is_checked_without_fields() -> None:
    kit = a_kit(terms=(Term(text="bad", status=BANNED),), mandatories=(STOP,))

    assert [each.rule for each in check_text("# bad\n\n`bad`", kit=kit)] == ["term.bad"]
    assert [each.rule for each in check_text("Hi", kit=kit, channel=channel("sms"))] == ["mandatory.opt-out"]


def test_a_score_is_the_sum_of_its_named_deductions() -> None:
    kit = a_kit(terms=(Term(text="bad", status=BANNED), Term(text="poor", status=DEPRECATED)))
    card = score(check(a_variant(body="bad poor poor bad poor"), kit))

    assert [(each.rule, each.findings, each.points) for each in card.deductions] == [
        ("term.bad", 2, 20),
        ("term.poor", 3, 9),
    ]
    assert card.points == 100 - 29


def test_a_score_never_falls_below_nothing() -> None:
    kit = a_kit(terms=(Term(text="bad", status=BANNED),))

    assert score(check(a_variant(body="bad " * 20), kit)).points == 0


def test_a_fix_for_text_that_has_changed_is_refused() -> None:
    kit = a_kit(terms=(Term(text="bad", status=BANNED, replacement="good"),))
    (finding,) = check(a_variant(body="so bad"), kit)

    assert apply_fix("so bad", finding, finding.fixes[0]) == "so good"
    with pytest.raises(StaleFinding, match="Check the text again"):
        apply_fix("bad", finding, finding.fixes[0])


def test_fixes_that_nobody_cleared_are_not_applied() -> None:
    kit = a_kit(
        terms=(
            Term(text="bad", status=BANNED, replacement="good|fine"),
            Term(text="poor", status=BANNED, replacement="low"),
        )
    )
    variant = a_variant(body="bad, poor")

    assert fix_all_safe(variant, check(variant, kit)).texts("body") == ("bad, low",)
