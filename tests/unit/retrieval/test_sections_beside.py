"""A section that says what a thing is called brings those beside it, which speak of it without its name."""

from __future__ import annotations

from dataclasses import replace

from brandkit.passages import Passage, RankedPassage
from retrieval.sections_beside import with_sections_beside


def a_document(*sections: tuple[str, str], name: str = "referral.md") -> list[Passage]:
    bare = [
        Passage(document=name, version="v1", heading=("Referral programme", heading), text=text)
        for heading, text in sections
    ]
    ids = [each.id for each in bare]
    before, after = [None, *ids[:-1]], [*ids[1:], None]
    return [
        replace(each, previous=previous, following=following)
        for each, previous, following in zip(bare, before, after, strict=True)
    ]


_DOCUMENT = a_document(
    ("Why", "It brings people to us."),
    ("What to call it", "It is the “Bring a friend” programme."),
    ("What to promise", "Both people get one month free."),
    ("Where", "On the page for plans."),
)
_HELD = {each.id: each for each in _DOCUMENT}
_VOICE = RankedPassage(
    passage=Passage(document="voice.md", version="v1", heading=("Voice",), text="Be plain."), score=0.9
)
_NAMED = RankedPassage(passage=_DOCUMENT[1], score=0.6)


def test_the_sections_beside_the_name_stand_right_behind_it() -> None:
    found = with_sections_beside((_VOICE, _NAMED, _VOICE), "our Bring a friend programme", _HELD)

    assert [each.passage.heading[-1] for each in found] == [
        "Voice", "What to call it", "What to promise", "Why", "Voice",
    ]  # fmt: skip
    assert {each.score for each in found[1:4]} == {0.6}


def test_what_was_found_by_itself_is_not_brought_twice() -> None:
    promise = RankedPassage(passage=_DOCUMENT[2], score=0.5)

    found = with_sections_beside((_NAMED, promise), "Bring a friend", _HELD)

    assert [each.passage.heading[-1] for each in found] == [
        "What to call it",
        "Why",
        "Where",
        "What to promise",
    ]


def test_a_word_that_is_said_everywhere_names_nothing() -> None:
    assert with_sections_beside((_VOICE, _NAMED), "programme", _HELD) == (_VOICE, _NAMED)


def test_another_title_is_about_something_else() -> None:
    other = Passage(document="referral.md", version="v1", heading=("Prices",), text="Nothing.")
    named = replace(_DOCUMENT[1], previous=None, following=other.id)

    found = with_sections_beside(
        (RankedPassage(passage=named, score=0.6),), "Bring a friend", {other.id: other}
    )

    assert [each.passage for each in found] == [named]
