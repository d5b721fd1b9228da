from __future__ import annotations

import pytest

from retrieval.metrics import Place, interval, measure

A, B, C = (Place(file="a.md", heading=name) for name in ("A", "B", "C"))


def test_a_perfect_ranking_scores_one_everywhere() -> None:
    assert set(measure([A, B], [A, B]).values()) - {0.5} == {1.0}


def test_a_part_of_a_gold_section_counts_as_the_section_once() -> None:
    part = Place(file="a.md", heading="A > Deep")

    assert measure([part, A, B], [A, B])["recall@5"] == 1.0
    assert measure([part, A, B], [A, B])["ndcg@10"] == 1.0


def test_a_section_that_only_begins_alike_does_not_count() -> None:
    assert measure([Place(file="a.md", heading="Ab")], [A])["recall@10"] == 0.0


def test_helping_sections_earn_half() -> None:
    assert measure([C, A], [A], also=[C])["mrr@10"] == 0.5
    assert measure([C, A], [A], also=[C])["ndcg@10"] == pytest.approx(
        (0.5 + 0.6309) / (1 + 0.5 * 0.6309), abs=1e-3
    )


def test_nothing_found_scores_nothing() -> None:
    assert set(measure([], [A]).values()) == {0.0}


def test_the_interval_holds_the_mean_and_is_the_same_every_time() -> None:
    first = interval([0.0, 1.0] * 20)

    assert first == interval([0.0, 1.0] * 20)
    assert first.low < first.mean == 0.5 < first.high
