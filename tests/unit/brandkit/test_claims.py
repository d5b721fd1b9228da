"""Figures need proof that holds here and now."""

from __future__ import annotations

import datetime as dt

import pytest

from brandkit.checking import check_variant
from brandkit.findings import Finding, Severity
from brandkit.fixing import fix_all_safe
from brandkit.kit import Claim
from brandkit.layout import lay_out_file
from brandkit.rules.assertion import held_against
from tests.unit.brandkit.builders import a_kit, a_rule, a_variant, channel

CLAIMS = (
    Claim(text="Invoices are paid 8 days sooner.", evidence="study", territory=("uk",), expires=dt.date(2027, 6, 30), disclaimer="Median of 4,210 invoices."),
    Claim(text="More than 40,000 freelancers use Acme.", evidence="count"),
    Claim(text="12% of invoices are opened on a phone.", evidence="report"),
)  # fmt: skip
SOONER = "Invoices are paid 8 days sooner."
BASIS = "Median of 4,210 invoices."


def check(text: str, *, market: str = "uk", today: dt.date | None = None) -> tuple[Finding, ...]:
    kit = a_kit(claims=CLAIMS)
    return check_variant(a_variant(body=text), channel=channel("x"), kit=kit, market=market, today=today)


@pytest.mark.parametrize(
    "text",
    [
        f"{SOONER} {BASIS}",
        "Over 40,000 freelancers use Acme.",
        "Of all invoices, 12% are opened on a phone.",
        "It takes 5 minutes and costs £9 a month for 30 days.",
        "Paid on 14 May, 6 days after the due date.",
        "Three invoices are late. Send 2 reminders to 3 clients.",
        "This is better than a spreadsheet.",
        "Discount code SAVE20 for 120 people.",
    ],
)
def test_proven_figures_and_plain_numbers_pass(text: str) -> None:
    assert check(text) == ()


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Invoices are paid 9 days sooner.", "9 days sooner"),
        ("Save 12% on coffee.", "12%"),
        ("Get paid twice as fast.", "twice as fast"),
        ("It is 3x faster.", "3x faster"),
        ("Over 90,000 freelancers use Acme.", "90,000 freelancers"),
        ("Faster than any other app.", "Faster than any"),
    ],
)
def test_a_figure_without_proof_is_a_warning(text: str, figure: str) -> None:
    (finding,) = check(text)

    assert (finding.rule, finding.match, finding.severity) == ("claim", figure, Severity.WARNING)


def test_a_claim_counts_only_in_its_territory() -> None:
    (finding,) = check(f"{SOONER} {BASIS}", market="us")

    assert finding.severity is Severity.ERROR
    assert "only in uk" in finding.message


def test_a_claim_counts_until_the_day_it_expires() -> None:
    assert check(f"{SOONER} {BASIS}", today=dt.date(2027, 6, 30)) == ()
    (finding,) = check(f"{SOONER} {BASIS}", today=dt.date(2027, 7, 1))

    assert "until 2027-06-30" in finding.message


def test_a_claim_brings_its_disclaimer() -> None:
    (finding,) = check(SOONER)
    mended = fix_all_safe(a_variant(body=SOONER), [finding])

    assert finding.message == f"“8 days sooner” needs its basis beside it: “{BASIS}”"
    assert mended.texts("body") == (f"{SOONER} {BASIS}",)
    assert check(mended.texts("body")[0]) == ()


def test_only_figures_that_the_list_answers_for_are_left_to_it() -> None:
    rule = a_rule("extends: assertion\ntokens: ['#1 app', '40% faster']\nnonword: true")
    held = held_against(rule, CLAIMS, market="uk", today=None)

    assert [each.match for each in held.check(lay_out_file("The #1 app, and 40% faster.", "txt"))] == [
        "#1 app"
    ]


def test_a_brand_without_a_list_of_claims_is_not_asked_for_proof() -> None:
    assert check_variant(a_variant(body="Twice as fast"), channel=channel("x"), kit=a_kit()) == ()
