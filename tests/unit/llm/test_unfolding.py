from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm.unfolding import Unfolding

EMAIL = {
    "subject": "Paid",
    "body": 'Say "hi"\n🎉 \\ \u2028',
    "list": ["a", "b"],
    "citations": [{"field": "body"}],
    "gaps": ["x"],
}
LABELS = {"subject": "Subject", "body": "", "list": "Headlines"}
READABLE = 'Subject: Paid\nSay "hi"\n🎉 \\ \u2028\nHeadlines: a\nb'


def unfolded(text: str, cuts: list[int]) -> str:
    unfolding = Unfolding(LABELS)
    ends = sorted({cut % (len(text) + 1) for cut in cuts})
    pieces = [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    return "".join(map(unfolding.feed, pieces))


@given(cuts=st.lists(st.integers(0, 400), max_size=30), ascii_only=st.booleans())
def test_however_the_json_is_cut_the_text_is_the_same(cuts: list[int], *, ascii_only: bool) -> None:
    assert unfolded(json.dumps(EMAIL, ensure_ascii=ascii_only), cuts) == READABLE


@pytest.mark.parametrize(
    "written",
    ['{"gaps":["subject"],"subject":"Yes"}', '{"gaps":[],"citations":[{"field":"subject"}],"subject":"Yes"}'],
)
def test_other_fields_are_passed_over(written: str) -> None:
    assert unfolded(written, []) == "Subject: Yes"
