from __future__ import annotations

from retrieval.field_terms import FieldTerms, field_terms

TERMS = FieldTerms(groups=(("logo", "wordmark", "mark"), ("quotation marks", "speech marks")))


def test_a_thing_is_also_looked_for_by_its_other_names() -> None:
    assert TERMS.others("How small may the Wordmark be?") == ("logo", "mark")
    assert TERMS.reworded("how small may the wordmark be") == "how small may the wordmark or logo or mark be"


def test_a_name_is_not_said_again_in_the_singular_or_in_small_letters() -> None:
    assert TERMS.reworded("Logos on slides") == "Logos or wordmark or mark on slides"


def test_the_longer_of_two_terms_is_meant() -> None:
    assert TERMS.named("single speech marks") == ("speech marks",)


def test_plurals_are_known_and_parts_of_words_are_not() -> None:
    assert TERMS.named("our logos") == ("logo",)
    assert TERMS.named("marketing catalogo") == ()


def test_a_question_without_such_terms_stays_as_it_is() -> None:
    assert TERMS.reworded("who signs off?") == "who signs off?"
    assert TERMS.others("who signs off?") == ()


def test_the_terms_that_come_along_name_each_thing_at_least_twice() -> None:
    assert all(len(set(group)) == len(group) > 1 for group in field_terms().groups)
    assert "period" in field_terms().others("where does the full stop go")
