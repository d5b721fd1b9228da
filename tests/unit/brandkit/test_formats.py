"""Formats that copy is only checked for: their limits hold at the edge, and say where they come from."""

from __future__ import annotations

import datetime as dt

import pytest

from brandkit.channel_files import known_channel, shipped_channels, shipped_formats
from brandkit.channels import Channel, Field, Limit, Unit
from brandkit.checking import check_text, check_variant
from brandkit.drafts import Part, Variant
from brandkit.findings import Severity
from tests.unit.brandkit.builders import a_kit

LONG_AGO = dt.timedelta(days=180)
LIMITS = [
    pytest.param(each, field, limit, id=f"{each.name}.{field.name}.{limit.value}")
    for each in shipped_formats().values()
    for field in each
    for limit in field.limits
]


def found(channel: Channel, field: Field, text: str) -> set[tuple[str, int]]:
    """Which rules speak, and from where on in the text."""
    variant = Variant(parts=(Part(field=field.name, text=text),))
    findings = check_variant(variant, channel=channel, kit=a_kit())
    return {(each.rule.rsplit(".", 1)[-1], each.start) for each in findings if each.field == field.name}


@pytest.mark.parametrize(("channel", "field", "limit"), LIMITS)
def test_a_text_at_the_limit_passes_and_one_more_is_marked(
    channel: Channel, field: Field, limit: Limit
) -> None:
    rule = "opening" if limit.opening else "length"

    assert (rule, limit.value) not in found(channel, field, "a" * limit.value)
    assert (rule, limit.value) in found(channel, field, "a" * (limit.value + 1))


def test_every_limit_names_a_source_and_none_was_looked_up_long_before_the_newest() -> None:
    limits: list[Limit] = [limit for _, _, limit in (param.values for param in LIMITS)]  # type: ignore[misc]
    newest = max(limit.checked_on for limit in limits)

    assert [limit for limit in limits if newest - limit.checked_on > LONG_AGO] == []
    assert all(limit.source for limit in limits)


def test_what_nobody_confirmed_is_not_refused() -> None:
    unsure = [
        limit
        for each in shipped_formats().values()
        for field in each
        for limit in field.limits
        if limit.source.startswith("general knowledge")
    ]

    assert unsure
    assert not any(limit.hard for limit in unsure)


@pytest.mark.parametrize(
    ("name", "unit", "text"),
    [
        ("bluesky", Unit.GRAPHEMES, "👨‍👩‍👧‍👦" * 300),
        ("linkedin-comment", Unit.UTF16, "🐱" * 625),
        ("x-premium", Unit.X_WEIGHTED, "広" * 12_500),
        ("google-callout", Unit.DOUBLE_WIDTH, "広" * 12 + "a"),
        ("youtube", Unit.BYTES, "é" * 2_500),
    ],
)
def test_a_format_counts_in_the_unit_of_its_platform(name: str, unit: Unit, text: str) -> None:
    channel = shipped_formats()[known(name).name]
    field = next(each for each in channel if any(limit.unit is unit for limit in each.limits))
    value = next(limit.value for limit in field.limits if limit.unit is unit)

    assert ("length", len(text)) not in found(channel, field, text)
    assert any(rule == "length" for rule, _ in found(channel, field, text + "a")), value


def known(name: str) -> Channel:
    channel = known_channel(shipped_channels(), name)
    assert channel is not None
    return channel


def test_a_file_for_a_channel_of_one_text_is_held_to_its_limit() -> None:
    (finding,) = check_text("a" * 281, kit=a_kit(), channel=known("x"))

    assert (finding.rule, finding.severity) == ("channel.x.body.length", Severity.ERROR)
    assert (finding.start, finding.end, finding.match, finding.field) == (280, 281, "a", "")
    assert check_text("a" * 280 + "\n", kit=a_kit(), channel=known("x")) == ()


def test_a_file_for_a_channel_of_several_fields_is_not_held_to_any_of_them() -> None:
    assert check_text("a" * 300, kit=a_kit(), channel=known("email")) == ()
    assert known_channel(shipped_channels(), "carrier-pigeon") is None
