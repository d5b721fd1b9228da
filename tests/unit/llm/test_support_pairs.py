"""The mark for weak support, held against labelled pairs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brandkit.errors import KitError
from brandkit.passages import Passage
from llm.support import NEAR, SHARED, is_carried
from llm.support_pairs import Carried, MeasuredPair, SupportPair, calibrated, measured, parse_pairs
from retrieval.embedding import SentenceEmbedder

ROOT = Path(__file__).parents[3]
KIT = ROOT / "kits" / "ledgerline"
FILES = (KIT / "support.jsonl", ROOT / "bench" / "data" / "support-guides.jsonl")
shares = st.floats(0, 1)


def a_pair(number: int, carried: Carried, *, shared: float, nearness: float) -> MeasuredPair:
    passage = Passage(document="a.md", version="", heading=(str(number),), text=f"Passage {number}.")
    pair = SupportPair(id=str(number), sentence="Says it.", passage=passage, carried=carried)
    return MeasuredPair(pair=pair, shared=shared, nearness=nearness)


def written(**changes: object) -> str:
    line = {"id": "1", "sentence": "S.", "heading": "H", "passage": "P.", "support": "partly"}
    return json.dumps(line | changes)


@given(shares, shares, shares, shares)
def test_more_support_never_makes_a_citation_weak(
    shared: float, nearness: float, more: float, nearer: float
) -> None:
    if is_carried(shared, nearness):
        assert is_carried(max(shared, more), max(nearness, nearer))


def test_thresholds_are_found_where_a_line_can_be_drawn() -> None:
    pairs = [a_pair(n, Carried.SUPPORTED, shared=0.0, nearness=0.68) for n in range(5)]
    pairs += [a_pair(5 + n, Carried.UNSUPPORTED, shared=0.0, nearness=0.58) for n in range(5)]

    report = calibrated(pairs, near=0.35, enough=SHARED)

    assert report.near in {0.6, 0.65}
    assert (report.left_out.right, report.left_out.pairs) == (10, 10)
    assert report.in_force_by_label[Carried.UNSUPPORTED].right == 0


def test_what_is_left_out_has_no_part_in_the_choice() -> None:
    """The only pair that asks for a low threshold is judged by what the others ask for."""
    odd = a_pair(0, Carried.SUPPORTED, shared=0.0, nearness=0.4)
    others = [a_pair(1 + n, Carried.SUPPORTED, shared=0.0, nearness=0.9) for n in range(9)]
    others += [a_pair(10 + n, Carried.UNSUPPORTED, shared=0.0, nearness=0.5) for n in range(9)]

    report = calibrated([odd, *others], near=NEAR, enough=SHARED)

    assert report.left_out.right == 18


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no labelled pair"),
        ("{", "not a JSON object"),
        (written(support="maybe"), "must be one of: supported, partly, unsupported"),
        (written(passage=""), "“passage” is missing"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_change(text: str, problem: str) -> None:
    with pytest.raises(KitError, match=problem):
        parse_pairs(text, "pairs.jsonl")


def test_the_pairs_of_the_sample_quote_its_guidelines() -> None:
    for pair in parse_pairs(FILES[0].read_text(encoding="utf-8"), "support.jsonl"):
        guideline = (KIT / "guidelines" / pair.passage.document).read_text(encoding="utf-8")
        assert pair.passage.text in guideline
        assert f"## {pair.passage.heading[0]}\n" in guideline


def test_the_thresholds_in_force_are_those_the_pairs_choose() -> None:
    """And they agree as docs/rule-evidence.md says, give or take what another processor rounds."""
    pairs = [each for path in FILES for each in parse_pairs(path.read_text(encoding="utf-8"), path.name)]

    report = calibrated(measured(pairs, SentenceEmbedder().embed), near=NEAR, enough=SHARED)

    assert (report.near, report.enough) == (NEAR, SHARED)
    assert report.in_force.right >= 184
    assert report.left_out.right >= 180
