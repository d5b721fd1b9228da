from __future__ import annotations

import pytest

from retrieval.coverage import BY_ANOTHER_NAME, Subject
from retrieval.field_terms import field_terms
from retrieval.lexical import LexicalIndex

GUIDE = ["Logo: leave room around the logo", "Dates: write 3 May 2027", "Buttons: say what happens next"]


def subject(question: str) -> Subject:
    return Subject(question, vocabulary=LexicalIndex(GUIDE), terms=field_terms())


def test_words_of_asking_are_no_part_of_the_subject() -> None:
    assert subject("how should we write dates?").spoken(GUIDE) == (0.0, 1.0, 0.0)


def test_a_word_is_present_under_another_name_too() -> None:
    assert subject("wordmark").spoken(GUIDE)[0] == pytest.approx(BY_ANOTHER_NAME)
    assert subject("logo").spoken(GUIDE)[0] == 1.0


def test_what_no_passage_has_a_word_for_is_unheard() -> None:
    assert subject("logo").unheard == 0.0
    assert subject("hashtags").unheard == 1.0
    assert 0.4 < subject("logo hashtags").unheard < 0.6


def test_a_question_of_nothing_but_words_of_asking_keeps_them() -> None:
    assert subject("what may we say?").spoken(GUIDE)[2] > 0.0
