"""Each channel's limits hold exactly at their edge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from brandkit.channel_files import parse_channel, shipped_channels
from brandkit.channels import Limit
from brandkit.checking import check_variant
from brandkit.drafts import Variant
from brandkit.errors import KitError
from brandkit.findings import Finding, Severity
from tests.unit.brandkit.builders import a_kit, a_variant, an_ad, channel

LONG_AGO = dt.timedelta(days=180)


def findings(name: str, variant: Variant) -> tuple[Finding, ...]:
    return check_variant(variant, channel=channel(name), kit=a_kit())


def rules(name: str, variant: Variant) -> list[str]:
    return [finding.rule for finding in findings(name, variant)]


def an_email(**fields: str) -> Variant:
    texts: dict[str, str | list[str]] = {
        "subject": "News",
        "preheader": "More",
        "body": "Hello.",
        "cta": "Open it",
    }
    return a_variant(**{**texts, **fields})


def a_post(**fields: str) -> Variant:
    texts: dict[str, str | list[str]] = {
        "title": "A title",
        "meta_description": "An answer in a sentence. " * 3,
        "body": "Text.",
    }
    return a_variant(**{**texts, **fields})


def a_release(**fields: str) -> Variant:
    texts: dict[str, str | list[str]] = {
        "headline": "News",
        "dateline": "Leeds, 1 May 2026",
        "lead": "Acme did it.",
        "body": "It is done.",
        "quote": "“It is done,” said Ada.",
        "boilerplate": "Acme makes things.",
        "contact": "Ada, 0113 496 0000",
    }
    return a_variant(**{**texts, **fields})


def words(number: int) -> str:
    return " ".join(["word"] * number)


AT_THE_LIMIT = [
    ("linkedin", lambda n: a_variant(body="Hook.\n" + "a" * (n - 6)), 3000, "channel.linkedin.body.length"),
    ("linkedin", lambda n: a_variant(body="a" * (n - 1) + ". And so on."), 210, "channel.linkedin.body.opening"),
    ("x", lambda n: a_variant(body="a" * n), 280, "channel.x.body.length"),
    ("x", lambda n: a_variant(body="a" * (n - 24) + " https://test.com/" + "b" * 90), 280, "channel.x.body.length"),
    ("email", lambda n: an_email(subject="a" * n), 60, "channel.email.subject.length"),
    ("email", lambda n: an_email(preheader="a" * n), 90, "channel.email.preheader.length"),
    ("email", lambda n: an_email(cta="a" * n), 30, "channel.email.cta.length"),
    ("ad", lambda n: an_ad(headlines=["a" * n, "b", "c"]), 30, "channel.ad.headlines.length"),
    ("ad", lambda n: an_ad(headlines=["広" * (n // 2) + "a" * (n % 2), "b", "c"]), 30, "channel.ad.headlines.length"),
    ("ad", lambda n: an_ad(descriptions=["a" * n, "b"]), 90, "channel.ad.descriptions.length"),
    ("ad", lambda n: an_ad(path=["a" * n]), 15, "channel.ad.path.length"),
    ("sms", lambda n: a_variant(body="a" * n), 160, "channel.sms.body.length"),
    ("blog", lambda n: a_post(title="a" * n), 60, "channel.blog.title.length"),
    ("blog", lambda n: a_post(meta_description="a" * n), 155, "channel.blog.meta_description.length"),
    ("blog", lambda n: a_post(body=words(n)), 3000, "channel.blog.body.length"),
    ("press", lambda n: a_release(headline="a" * n), 100, "channel.press.headline.length"),
    ("press", lambda n: a_release(lead=words(n)), 60, "channel.press.lead.length"),
    ("press", lambda n: a_release(body=words(n)), 600, "channel.press.body.length"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "of_length", "limit", "rule"), AT_THE_LIMIT)
def test_a_text_at_the_limit_passes_and_one_more_does_not(
    name: str, of_length: Callable[[int], Variant], limit: int, rule: str
) -> None:
    assert rule not in rules(name, of_length(limit))
    assert rule in rules(name, of_length(limit + 1))


def test_a_finding_about_length_marks_exactly_what_is_over() -> None:
    (finding,) = findings("x", a_variant(body="a" * 280 + "🐱b"))

    assert (finding.match, finding.severity) == ("🐱b", Severity.ERROR)
    assert finding.evidence is not None
    assert "twitter-text" in finding.evidence.source


def test_a_soft_limit_warns_and_a_hard_one_is_an_error() -> None:
    long_subject = findings("email", an_email(subject="a" * 61))
    long_headline = findings("ad", an_ad(headlines=["a" * 31, "b", "c"]))

    assert [finding.severity for finding in long_subject] == [Severity.WARNING]
    assert [finding.severity for finding in long_headline] == [Severity.ERROR]


def test_a_message_of_more_than_ten_parts_is_refused() -> None:
    assert [each.severity for each in findings("sms", a_variant(body="a" * 1531))] == [
        Severity.ERROR,
        Severity.WARNING,
    ]


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        (an_ad(), []),
        (an_ad(headlines=["One", "Two"]), ["channel.ad.headlines.missing"]),
        (an_ad(headlines=["One", "Two", " "]), ["channel.ad.headlines.missing"]),
        (an_ad(headlines=[str(number) for number in range(15)]), []),
        (an_ad(headlines=[str(number) for number in range(16)]), ["channel.ad.headlines.surplus"]),
        (an_ad(descriptions=["One"]), ["channel.ad.descriptions.missing"]),
        (an_ad(descriptions=["1", "2", "3", "4", "5"]), ["channel.ad.descriptions.surplus"]),
        (an_ad(path=["a", "b"]), []),
        (an_ad(path=["a", "b", "c"]), ["channel.ad.path.surplus"]),
        (an_ad(headlines=["One", "Two", "one "]), ["channel.ad.headlines.double"]),
        (an_ad(headlines=["One\nline", "Two", "Three"]), ["channel.ad.headlines.line-break"]),
        (an_ad(subject="Hello"), ["channel.ad.subject.unknown"]),
    ],
)
def test_an_ad_has_as_many_parts_as_google_takes(variant: Variant, expected: list[str]) -> None:
    assert rules("ad", variant) == expected


@pytest.mark.parametrize("name", list(shipped_channels()))
def test_nothing_written_is_told_field_by_field(name: str) -> None:
    required = [f"channel.{name}.{field.name}.missing" for field in channel(name) if field.required]

    assert rules(name, Variant(parts=())) == required


def test_no_limit_was_looked_up_more_than_180_days_before_the_newest() -> None:
    """The newest entry stands for today, so that the result does not depend on when the test runs."""
    limits: list[Limit] = [
        limit for each in shipped_channels().values() for field in each for limit in field.limits
    ]
    newest = max(limit.checked_on for limit in limits)

    assert [limit for limit in limits if newest - limit.checked_on > LONG_AGO] == []
    assert all(limit.source for limit in limits)


def test_a_channel_that_allows_fewer_than_it_needs_is_refused() -> None:
    field = {"name": "body", "label": "Body", "at_least": 3, "at_most": 2}

    with pytest.raises(KitError, match="Raise at_most"):
        parse_channel({"name": "toot", "label": "Toot", "fields": [field]}, "channels/toot.yml")
