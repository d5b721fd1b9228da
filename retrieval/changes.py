"""What changed between two versions, passage by passage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from brandkit.passages import Passage
from retrieval.versions import Change, ChangeKind

ALIKE = 0.5
"""From this share of common words on, a new text counts as the old one reworded."""


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


def _change(new: Passage, candidates: list[Passage]) -> Change:
    old = _predecessor(new, candidates)
    if old is None:
        return Change(kind=ChangeKind.ADDED, after=new)
    candidates.remove(old)
    return Change(kind=ChangeKind.REWORDED, before=old, after=new)


def _predecessor(new: Passage, candidates: Iterable[Passage]) -> Passage | None:
    scored = [(_likeness(old, new), -position, old) for position, old in enumerate(candidates)]
    best = max(scored, default=None, key=lambda one: one[:2])
    return best[2] if best is not None and best[0] >= ALIKE else None


def _likeness(old: Passage, new: Passage) -> float:
    words = SequenceMatcher(None, old.text.split(), new.text.split(), autojunk=False)
    same_place = old.heading == new.heading and old.page == new.page
    bonus = 0.3 if same_place else 0.0
    if words.real_quick_ratio() + bonus < ALIKE:
        return 0.0
    return words.ratio() + bonus
