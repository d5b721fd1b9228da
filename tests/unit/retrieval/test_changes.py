from __future__ import annotations

from retrieval.changes import changes_between
from retrieval.versions import Change, ChangeKind
from tests.unit.retrieval.making import a_passage


def test_nothing_changed_is_nothing() -> None:
    assert changes_between([a_passage()], [a_passage()]) == ()


def test_a_new_sentence_at_the_same_place_is_reworded() -> None:
    before, after = a_passage("Say sign in, not log in."), a_passage("Say sign in, never log on.")

    assert changes_between([before], [after]) == (
        Change(kind=ChangeKind.REWORDED, before=before, after=after),
    )


def test_other_words_elsewhere_are_added_and_removed() -> None:
    before = a_passage("Dates have no slashes.", heading=("Dates",))
    after = a_passage("Pictures need alternative texts.", heading=("Pictures",))

    assert changes_between([before], [after]) == (
        Change(kind=ChangeKind.ADDED, after=after),
        Change(kind=ChangeKind.REMOVED, before=before),
    )


def test_one_old_passage_is_the_origin_of_one_new_one_only() -> None:
    old = a_passage("Write dates as 3 May 2027 in running text.")
    near = a_passage("Write dates as 3 May 2027 in running texts.")
    nearer = a_passage("Write dates as 3 May 2027 in all running text.")

    kinds = [change.kind for change in changes_between([old], [near, nearer])]

    assert kinds == [ChangeKind.REWORDED, ChangeKind.ADDED]


def test_a_passage_of_another_document_is_never_the_origin() -> None:
    moved = a_passage(document="other.md")

    assert [one.kind for one in changes_between([a_passage()], [moved])] == [
        ChangeKind.ADDED,
        ChangeKind.REMOVED,
    ]
