"""Whatever the text: no crash, true spans, and fixes that mend."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brandkit.checking import check_text, check_variant
from brandkit.drafts import Part, Variant
from brandkit.findings import Finding
from brandkit.fixing import apply_fix, fix_all_safe
from brandkit.kit import BrandKit
from brandkit.kit_folder import read_kit
from brandkit.scoring import score
from tests.unit.brandkit.builders import LEDGERLINE, channel


@cache
def kit() -> BrandKit:
    return read_kit(LEDGERLINE)


@cache
def fragments() -> tuple[str, ...]:
    """Pieces of copy that the kit has something to say about."""
    examples = [each.text for rule in kit().rules for each in (*rule.header.bad, *rule.header.good)]
    terms = [text for term in kit().terms for text in (term.text, term.text.upper(), term.text.lower())]
    signs = [
        "!",
        "!!",
        "...",
        "🎉",
        "👩‍💻",
        "https://acme.com/leverage",
        "@users",
        "`hustle`",
        "#freelancelife",
        "e\u0301",
        "\u202eabc",
    ]
    return (*examples, *terms, *signs)


def copy_texts() -> st.SearchStrategy[str]:
    pieces = st.one_of(st.deferred(lambda: st.sampled_from(fragments())), st.text(max_size=12))
    gaps = st.sampled_from([" ", ". ", "\n", "\n\n", "", ", "])
    return st.lists(st.tuples(pieces, gaps), max_size=8).map(lambda pairs: "".join(a + b for a, b in pairs))


def assert_true_spans(text: str, findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        assert 0 <= finding.start <= finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.match


@given(
    text=copy_texts(),
    name=st.sampled_from(["x", "sms", "linkedin"]),
    market=st.sampled_from(["uk", "us", "eu", ""]),
)
@settings(max_examples=60, deadline=None)
def test_every_finding_in_a_post_stands_where_it_says(text: str, name: str, market: str) -> None:
    variant = Variant(parts=(Part(field="body", text=text),))
    findings = check_variant(variant, channel=channel(name), kit=kit(), market=market)

    assert_true_spans(text, findings)
    assert score(findings).points >= 0


@given(text=copy_texts(), filetype=st.sampled_from(["md", "html", "txt"]))
@settings(max_examples=60, deadline=None)
def test_every_finding_in_a_file_stands_where_it_says(text: str, filetype: str) -> None:
    assert_true_spans(text, check_text(text, kit=kit(), filetype=filetype))


@given(text=copy_texts())
@settings(max_examples=60, deadline=None)
def test_a_fix_removes_its_finding_and_adds_none_of_the_same_rule(text: str) -> None:
    variant = Variant(parts=(Part(field="body", text=text),))
    findings = check_variant(variant, channel=channel("sms"), kit=kit())
    before = Counter(finding.rule for finding in findings)

    for finding in findings:
        for fix in finding.fixes:
            mended = Variant(parts=(Part(field="body", text=apply_fix(text, finding, fix)),))
            after = check_variant(mended, channel=channel("sms"), kit=kit())
            assert Counter(each.rule for each in after)[finding.rule] < before[finding.rule], (finding, fix)


@given(texts=st.lists(copy_texts(), min_size=3, max_size=5))
@settings(max_examples=40, deadline=None)
def test_safe_fixes_applied_together_leave_no_more_to_fix_than_before(texts: list[str]) -> None:
    parts = [Part(field="headlines", text=text, index=number) for number, text in enumerate(texts)]
    variant = Variant(parts=tuple(parts))
    before = check_variant(variant, channel=channel("ad"), kit=kit())
    after = check_variant(fix_all_safe(variant, before), channel=channel("ad"), kit=kit())

    def safe(findings: tuple[Finding, ...]) -> int:
        return sum(any(fix.safe for fix in finding.fixes) for finding in findings)

    assert safe(after) < safe(before) or not safe(before)


@pytest.mark.parametrize(
    "text",
    [
        "\ud800",
        "\x00",
        "\ufeff",
        "\u202e" * 50,
        "a" * 20_000,
        "a." * 10_000,
        "a-" * 10_000,
        "x@" * 10_000,
        "🇬" * 999,
        "\r\n\r\n\t",
    ],
)
def test_odd_text_is_checked_like_any_other(text: str) -> None:
    for name in ("x", "sms", "linkedin"):
        variant = Variant(parts=(Part(field="body", text=text),))
        assert_true_spans(text, check_variant(variant, channel=channel(name), kit=kit()))
