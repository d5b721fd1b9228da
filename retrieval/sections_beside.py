"""What stands beside the section that says what a thing is called: there it says what may be told of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from brandkit.passages import Passage, PassageId, RankedPassage

_MOST = 2
_A_NAME = 2
"""A single word is said in too many places to name one thing."""
_ARTICLE = re.compile(r"^(?:the|an?|our|your|my|this) ")


def with_sections_beside(
    found: Sequence[RankedPassage], topic: str, held: Mapping[PassageId, Passage]
) -> tuple[RankedPassage, ...]:
    """The passages found, and up to two more right behind the first that names the topic of a brief.

    They stand next to it, under the same title of the same document, and were not found by themselves, as
    they speak of the thing without its name. `held` has every passage of the version.
    """
    name = _plain(topic)
    at = next((place for place, each in enumerate(found) if _names(each.passage, name)), None)
    if at is None:
        return tuple(found)
    there = {each.passage.id for each in found}
    beside = [each for each in _beside(found[at].passage, held) if each.id not in there][:_MOST]
    more = tuple(RankedPassage(passage=each, score=found[at].score) for each in beside)
    return (*found[: at + 1], *more, *found[at + 1 :])


def _names(passage: Passage, name: str) -> bool:
    if len(name.split()) < _A_NAME:
        return False
    return any(f" {name} " in f" {_plain(text)} " for text in (passage.text, *passage.heading))


def _plain(text: str) -> str:
    """The words of a text in small letters, without quotes, other signs, and an article before them."""
    return _ARTICLE.sub("", " ".join(re.findall(r"[\w’'-]+", text.casefold())))


def _beside(passage: Passage, held: Mapping[PassageId, Passage]) -> list[Passage]:
    """The next passages and the one before, as far as they stand under the same title."""
    after = held.get(passage.following) if passage.following else None
    then = held.get(after.following) if after and after.following else None
    before = held.get(passage.previous) if passage.previous else None
    place = (passage.document, passage.heading[:1])
    return [each for each in (after, before, then) if each and (each.document, each.heading[:1]) == place]
