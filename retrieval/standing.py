"""Whether passages that copy rests on still stand in a version of the guidelines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brandkit.passages import Passage, PassageId
from retrieval.changes import closest


@dataclass(frozen=True, kw_only=True)
class Stale:
    """A passage that a version does not hold as it was; `after` is what took its place, if anything."""

    before: Passage
    after: Passage | None = None


def stale_among(cited: Sequence[Passage], held: Mapping[PassageId, Passage]) -> tuple[Stale, ...]:
    """Which of the cited passages were reworded or taken out. One that only moved, word for word, stands."""
    missing = [passage for passage in cited if passage.id not in held]
    if not missing:
        return ()
    texts = {passage.text for passage in held.values()}
    known = {passage.id for passage in cited}
    return tuple(
        Stale(before=passage, after=_successor(passage, held, known))
        for passage in missing
        if passage.text not in texts
    )


def _successor(old: Passage, held: Mapping[PassageId, Passage], known: set[PassageId]) -> Passage | None:
    """The passage of the same document that is most like it, and is not itself a cited one."""
    candidates = [each for name, each in held.items() if each.document == old.document and name not in known]
    return closest(old, candidates)
