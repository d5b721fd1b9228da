"""What changed between two versions, passage by passage."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from brandkit.passages import Passage
from retrieval.versions import Change, ChangeKind

ALIKE, SAME_PLACE = 0.5, 0.3
"""From this share of common words on, a new text counts as the old one reworded; under the same heading
so much less is enough."""


def changes_between(before: Sequence[Passage], after: Sequence[Passage]) -> tuple[Change, ...]:
    """Added, removed and reworded passages, in the order of the new version, removed ones last.

    A passage counts as reworded when another of the same document, under the same heading or alike
    in its words, takes its place.
    """
    old_ids, new_ids = {one.id for one in before}, {one.id for one in after}
    gone = [one for one in before if one.id not in new_ids]
    by_document: defaultdict[str, list[Passage]] = defaultdict(list)
    for one in gone:
        by_document[one.document].append(one)
    changes = [_change(one, by_document[one.document]) for one in after if one.id not in old_ids]
    taken = {change.before.id for change in changes if change.before}
    removed = (Change(kind=ChangeKind.REMOVED, before=one) for one in gone if one.id not in taken)
    return (*changes, *removed)


def closest(passage: Passage, candidates: Iterable[Passage]) -> Passage | None:
    """The candidate that is the same passage in other words; None when none is alike enough.

    One under the same heading is preferred, and saves looking at all the others.
    """
    there: list[Passage] = []
    elsewhere: list[Passage] = []
    for one in candidates:
        (there if _same_place(one, passage) else elsewhere).append(one)
    return _most_like(passage, there, ALIKE - SAME_PLACE) or _most_like(passage, elsewhere, ALIKE)


def _most_like(passage: Passage, candidates: Sequence[Passage], least: float) -> Passage | None:
    words = _words(passage.text)
    best, found = least, None
    for one in candidates:
        likeness = _likeness(_words(one.text), words, best)
        if likeness > best or (found is None and likeness >= best):
            best, found = likeness, one
    return found


def _likeness(old: _Words, new: _Words, least: float) -> float:
    """The share of words that stand in the same order in both; 0 where it cannot reach `least`."""
    size = len(old.listed) + len(new.listed)
    if not size:
        return 1.0
    in_common = sum((old.counted & new.counted).values())
    if 2 * in_common / size < least:
        return 0.0
    return SequenceMatcher(None, old.listed, new.listed, autojunk=False).ratio()


@dataclass(frozen=True, kw_only=True)
class _Words:
    listed: tuple[str, ...]
    counted: Counter[str]


@lru_cache(maxsize=4096)
def _words(text: str) -> _Words:
    listed = tuple(text.split())
    return _Words(listed=listed, counted=Counter(listed))


def _same_place(one: Passage, other: Passage) -> bool:
    return one.heading == other.heading and one.page == other.page


def _change(new: Passage, candidates: list[Passage]) -> Change:
    old = closest(new, candidates)
    if old is None:
        return Change(kind=ChangeKind.ADDED, after=new)
    candidates.remove(old)
    return Change(kind=ChangeKind.REWORDED, before=old, after=new)
