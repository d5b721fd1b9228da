from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from retrieval.chunking import Cut, linked, passages_of
from retrieval.documents import Document
from retrieval.readers.outline import Outline


def a_document(*sections: tuple[str, str]) -> Document:
    outline = Outline()
    for heading, text in sections:
        outline.heading(1, heading)
        outline.say(text)
    return outline.document(name="guide.md", kind="md")


def test_a_short_section_is_one_passage() -> None:
    passages = passages_of(a_document(("Tone", "Be kind. Be clear.")), version="v2")

    assert [(one.heading, one.text, one.version) for one in passages] == [
        (("Tone",), "Be kind. Be clear.", "v2")
    ]


def test_a_passage_never_spans_two_headings() -> None:
    passages = passages_of(a_document(("Tone", "Be kind."), ("Words", "Say use.")), version="v1")

    assert [one.text for one in passages] == ["Be kind.", "Say use."]


def test_a_long_section_is_cut_at_sentences_and_overlaps() -> None:
    text = " ".join(f"Sentence number {n} has exactly seven words." for n in range(60))

    passages = passages_of(a_document(("Long", text)), version="v1", cut=Cut(words=70, overlap=14))

    assert all(len(one.text.split()) <= 70 for one in passages)
    assert all(one.text.startswith("Sentence") and one.text.endswith("words.") for one in passages)
    assert passages[1].start < passages[0].end


def test_what_is_said_twice_at_one_place_is_one_passage() -> None:
    outline = Outline()
    for _ in range(2):
        outline.page(1)
        outline.say("Label")

    assert len(passages_of(outline.document(name="a.pdf", kind="pdf"), version="v1")) == 1


def test_every_passage_knows_its_neighbours_in_its_document() -> None:
    tone, words = (
        passages_of(a_document((heading, "One rule."), (f"More {heading}", "Another.")), version="v1")
        for heading in ("Tone", "Words")
    )
    other = tuple(replace(one, document="words.md") for one in words)

    first, second, third, fourth = linked((*tone, *other))

    assert (first.previous, first.following) == (None, second.id)
    assert (second.previous, second.following) == (first.id, None)
    assert (third.previous, third.following) == (None, fourth.id)


@given(st.lists(st.text(alphabet="ab .\n😀", max_size=400), min_size=1, max_size=4))
def test_offsets_always_point_at_the_passage(texts: list[str]) -> None:
    document = a_document(*((f"H{n}", text) for n, text in enumerate(texts)))

    for passage in passages_of(document, version="v1", cut=Cut(words=9, overlap=3)):
        assert document.text[passage.start : passage.end] == passage.text
        assert len(passage.text.split()) <= 9


@given(st.lists(st.integers(0, 10_000), unique=True, min_size=1, max_size=80), st.integers(1, 12))
def test_no_word_is_lost(numbers: list[int], words: int) -> None:
    text = " ".join(f"w{number}{'.' if number % 5 == 0 else ''}" for number in numbers)

    passages = passages_of(a_document(("H", text)), version="v1", cut=Cut(words=words, overlap=words // 3))

    assert {word for one in passages for word in one.text.split()} == set(text.split())
