"""Reads a typo as the word of the guidelines that was meant."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

import Stemmer

WORD = re.compile(r"[^\W\d_]+")
SHORTEST = 6
ALIKE = 0.85
LENGTHS = 2


class Spelling:
    """The words that some texts use, to tell a typo from a word that they do not have."""

    def __init__(self, texts: Iterable[str]) -> None:
        counted = Counter(word for text in texts for word in WORD.findall(text.lower()))
        stem = Stemmer.Stemmer("english").stemWord
        self._stem = stem
        self._stems = {stem(word) for word in counted}
        self._by_letter: defaultdict[str, list[str]] = defaultdict(list)
        for word, _ in counted.most_common():
            if len(word) >= SHORTEST - 1:
                self._by_letter[word[0]].append(word)

    def mended(self, question: str) -> str:
        """The question with its typos as the words that were meant; the same text when there are none."""
        return WORD.sub(lambda found: self._meant(found.group()), question)

    def _meant(self, word: str) -> str:
        low = word.lower()
        if len(low) < SHORTEST or self._stem(low) in self._stems:
            return word
        return _closest(low, self._by_letter[low[0]]) or word


def _closest(word: str, known: Sequence[str]) -> str:
    """The word most like it; of equals the one used most. Nothing when none is alike enough."""
    best, found = ALIKE, ""
    matcher = SequenceMatcher(b=word, autojunk=False)
    for one in known:
        if abs(len(one) - len(word)) > LENGTHS:
            continue
        matcher.set_seq1(one)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
            best, found = matcher.ratio(), one
    return found
