"""Words that guidelines themselves write in two ways: with and without a hyphen, British and American."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from brandkit.passages import Passage
from retrieval.statements import preferences

WORD = re.compile(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*")
NO_WORDS = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+|[#@/\\]\S+|\S*[\w-]+\.(?:[a-z]{2,4})\b\S*|`[^`]*`|\S*[_/\\]\S*"
)
"""Addresses, file names, hashtags and code: how they are spelled is not for the guidelines to choose."""
OVER_SEAS = re.compile(r"is(e|ed|es|er|ers|ing|ation|ations)$")
COLOURS = re.compile(r"\b(behavi|col|fav|flav|harb|hon|hum|lab|neighb|rum|endeav)our")
TOO_SHORT = 5


@dataclass(frozen=True, kw_only=True)
class TwoWays:
    """A word in its more usual spelling and in another, with the passages that have each."""

    usual: str
    other: str
    usually: tuple[Passage, ...]
    otherwise: tuple[Passage, ...]


def two_ways(passages: Sequence[Passage]) -> Iterator[TwoWays]:
    """Each word that stands in two spellings, apart from passages that speak of them."""
    for forms in _by_letters(passages).values():
        apart = {form: [one for one in found if not _speaks_of(one, forms)] for form, found in forms.items()}
        used = sorted((form for form in apart if apart[form]), key=lambda form: (-len(apart[form]), form))
        if len(used) > 1:
            yield TwoWays(
                usual=used[0], other=used[1], usually=tuple(apart[used[0]]), otherwise=tuple(apart[used[1]])
            )


def words_of(text: str) -> list[str]:
    """The words in lower case, without addresses, names of files and the like."""
    return [word.lower() for word in WORD.findall(NO_WORDS.sub(" ", text))]


def _by_letters(passages: Sequence[Passage]) -> dict[str, dict[str, list[Passage]]]:
    """Words that are the same but for their spelling: the word, then each spelling and where it stands."""
    forms: defaultdict[str, dict[str, list[Passage]]] = defaultdict(dict)
    for passage in passages:
        for word in dict.fromkeys(words_of(passage.text)):
            forms[_shared(word)].setdefault(word, []).append(passage)
    return {letters: found for letters, found in forms.items() if len(found) > 1}


def _shared(word: str) -> str:
    letters = word.replace("-", "").replace("‑", "")
    if len(letters) < TOO_SHORT:
        return letters
    return COLOURS.sub(r"\1or", OVER_SEAS.sub(r"iz\1", letters))


def _speaks_of(passage: Passage, forms: Mapping[str, object]) -> bool:
    """A passage that has both spellings, or has one as an example, is about them."""
    words = words_of(passage.text)
    both = sum(form in words for form in forms) > 1
    return both or any(
        form in (each.say.lower(), each.avoid.lower()) for each in preferences(passage.text) for form in forms
    )
