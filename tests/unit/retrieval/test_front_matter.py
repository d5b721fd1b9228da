from __future__ import annotations

from datetime import date

import pytest

from retrieval.front_matter import ANYTHING, Care, Scope, care_of
from retrieval.readers.markdown import read_markdown

FRONT = """---
title: Email
owner: Ada
review-by: 2027-06-30
channels: [email, sms]
market: de
locale: en_GB, en-US
---
# Email
Be brief.
"""


def test_front_matter_says_who_looks_after_a_document() -> None:
    document = read_markdown(FRONT).document(name="email.md", kind="md")

    assert care_of(document.care) == Care(
        owner="Ada",
        review_by=date(2027, 6, 30),
        channels=("email", "sms"),
        markets=("de",),
        locales=("en_GB", "en-US"),
    )


@pytest.mark.parametrize("front", ["owner: [", "- a\n- b", "review_by: soon", "owner: {a: 1}", ""])
def test_front_matter_that_makes_no_sense_says_nothing(front: str) -> None:
    document = read_markdown(f"---\n{front}\n---\n# A\nB.").document(name="a.md", kind="md")

    assert care_of(document.care) == Care()


def test_what_an_admin_said_is_completed_by_the_document() -> None:
    said, own = Care(owner="Omar", channels=("x",)), Care(owner="Ada", review_by=date(2027, 1, 1))

    assert said.over(own) == Care(owner="Omar", channels=("x",), review_by=date(2027, 1, 1))


@pytest.mark.parametrize(
    ("scope", "care", "admitted"),
    [
        (ANYTHING, Care(channels=("email",)), True),
        (Scope(channel="Email"), Care(channels=("email",)), True),
        (Scope(current_on=date(2027, 3, 1)), Care(review_by=date(2027, 3, 1)), True),
        (Scope(current_on=date(2027, 3, 2)), Care(review_by=date(2027, 3, 1)), False),
        (Scope(current_on=date(2027, 3, 2)), Care(), True),
        (Scope(), Care(review_by=date(2027, 3, 1)), True),
        (Scope(channel="x"), Care(channels=("email",)), False),
        (Scope(channel="x"), Care(), True),
        (Scope(market="de", channel="x"), Care(markets=("at",)), False),
        (Scope(locale="en-GB"), Care(locales=("en",)), True),
        (Scope(locale="en"), Care(locales=("en_GB",)), True),
        (Scope(locale="en-US"), Care(locales=("en-GB", "de")), False),
    ],
)
def test_a_document_for_something_else_has_no_say(scope: Scope, care: Care, admitted: bool) -> None:  # noqa: FBT001
    assert scope.admits(care) is admitted
