"""Lengths agree with the data that X, the Unicode Consortium and the mobile networks publish.

`published/` holds that data; each file says at its head where it comes from and under which licence.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from brandkit.channels import Unit
from brandkit.counting import length, prefix_within
from brandkit.sms import is_gsm7, segments_of

PUBLISHED = Path(__file__).parent / "published"
ESCAPE = 0x1B
"""Leads to the extension table; by itself no network sends it."""
# The table has the small c-cedilla at 0x09 and the capital as a remark. 3GPP TS 23.038, which networks go
# by, has the capital.
CEDILLAS = {"ç": "Ç"}
# Since Unicode 18.0 a virama joins the consonant behind it wherever it stands, and no longer only behind
# another consonant; the engine here goes by 18.0.
SINCE_18 = {
    "÷ 094D ÷ 0915 ÷",
    "÷ 094D × 0308 ÷ 0915 ÷",
    "÷ 0061 × 094D ÷ 0924 ÷",
    "÷ 003F × 094D ÷ 0924 ÷",
}


def rows(name: str) -> Iterator[str]:
    lines = (PUBLISHED / name).read_text("utf-8").splitlines()
    return (line for line in lines if line and not line.startswith("#"))


def graphemes(row: str) -> list[str]:
    parts = row.strip("÷ ").split(" ÷ ")
    return ["".join(chr(int(code, 16)) for code in part.split(" × ")) for part in parts]


def x_weights() -> list[dict[str, object]]:
    cases = yaml.safe_load((PUBLISHED / "x_weights.yml").read_text("utf-8"))
    assert isinstance(cases, list)
    return cases


@pytest.mark.parametrize("row", [row for row in rows("grapheme_breaks.txt") if row not in SINCE_18])
def test_graphemes_end_where_unicode_ends_them(row: str) -> None:
    expected = graphemes(row)
    text = "".join(expected)
    ends = {len("".join(expected[:number])) for number in range(len(expected) + 1)}

    assert length(text, Unit.GRAPHEMES) == len(expected)
    assert {prefix_within(text, number, Unit.GRAPHEMES) for number in range(len(expected) + 1)} == ends


@pytest.mark.parametrize("row", sorted(SINCE_18))
def test_a_virama_joins_the_consonant_behind_it(row: str) -> None:
    assert length("".join(graphemes(row)), Unit.GRAPHEMES) == len(graphemes(row)) - 1


def test_the_gsm_alphabet_is_the_published_one() -> None:
    septets: dict[str, int] = {}
    for row in rows("gsm_03_38.txt"):
        code, sign = (int(part, 16) for part in row.split()[:2])
        if code != ESCAPE:
            septets[CEDILLAS.get(chr(sign), chr(sign))] = 2 if code > ESCAPE << 8 else 1

    assert set(filter(is_gsm7, map(chr, range(0x10000)))) == set(septets)
    assert {sign: segments_of(sign).units for sign in septets} == septets


@pytest.mark.parametrize("case", x_weights(), ids=lambda case: str(case["what"]))
def test_x_weighs_a_text_as_its_own_test_says(case: dict[str, object]) -> None:
    assert length(str(case["text"]), Unit.X_WEIGHTED) == case["weight"]
