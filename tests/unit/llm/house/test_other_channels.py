"""Channels that get no piece are named, with how to set them up."""

from __future__ import annotations

import pytest

from llm.house.other_channels import note_on_others
from tests.unit.llm.house.house_builders import ledgerline


@pytest.mark.parametrize(
    ("ask", "named"),
    [
        ("LinkedIn and Instagram post about late invoices", "Instagram: it is not set up"),
        ("LinkedIn and TikTok about late invoices", "TikTok: it is not set up"),
        ("TikTok, LinkedIn and Instagram posts about it", "Instagram and TikTok: they are not set up"),
        ("an email and an Instagram caption about it", "Instagram caption: it is not set up"),
    ],
)
def test_channels_beside_one_that_is_set_up_are_named(ask: str, named: str) -> None:
    note = note_on_others(ask, ledgerline().channels)

    assert note.startswith(f"There is no piece for {named}")
    assert "docs/kits.md" in note


@pytest.mark.parametrize(
    "ask",
    [
        "Instagram? No, LinkedIn. Topic is late invoices",
        "LinkedIn post about our Instagram account",
        "LinkedIn post and email about late invoices",
    ],
)
def test_channels_that_nobody_wants_a_piece_for_are_not_named(ask: str) -> None:
    assert note_on_others(ask, ledgerline().channels) == ""
