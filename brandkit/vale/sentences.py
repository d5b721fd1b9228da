"""Where a Vale rule's sentences end: the Punkt method that Vale uses, with small tables for its trained ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import regex

_WORD = regex.compile(r"[^\s。；！？]+[。；！？]?|[。；！？]")
_ENDING = frozenset(".!?。！？")
_PUNCTUATION = frozenset(";:,.!?；：，。！？")
_ABBREVIATIONS = frozenset(
    [
        "adm",
        "ala",
        "ariz",
        "aug",
        "ave",
        "bros",
        "c",
        "calif",
        "chg",
        "cie",
        "co",
        "col",
        "colo",
        "conn",
        "corp",
        "cos",
        "ct",
        "d",
        "dec",
        "dr",
        "e",
        "f",
        "feb",
        "fla",
        "fri",
        "ft",
        "g",
        "ga",
        "gen",
        "gov",
        "h",
        "ill",
        "inc",
        "jan",
        "jr",
        "k",
        "kan",
        "ky",
        "l",
        "lt",
        "ltd",
        "m",
        "maj",
        "messrs",
        "mg",
        "mich",
        "minn",
        "mr",
        "mrs",
        "ms",
        "mt",
        "n",
        "nev",
        "no",
        "nov",
        "oct",
        "ok",
        "okla",
        "ore",
        "p",
        "pa",
        "ph.d",
        "prof",
        "r",
        "rep",
        "reps",
        "s",
        "sen",
        "sep",
        "sept",
        "sgt",
        "sr",
        "st",
        "sw",
        "t",
        "tenn",
        "tues",
        "v",
        "va",
        "vs",
        "vt",
        "w",
        "w.va",
        "wash",
        "wed",
        "wis",
        "yr",
        "a.m",
        "p.m",
        "u.k",
        "u.n",
        "u.s",
        "u.s.a",
        "d.c",
        "n.y",
        "n.j",
        "l.a",
        "m.b.a",
        "s.p.a",
    ]
)
_STARTERS = frozenset(
    [
        "according",
        "although",
        "among",
        "both",
        "but",
        "despite",
        "even",
        "he",
        "however",
        "i",
        "if",
        "in",
        "indeed",
        "instead",
        "it",
        "many",
        "meanwhile",
        "moreover",
        "most",
        "nevertheless",
        "nonetheless",
        "nor",
        "separately",
        "similarly",
        "since",
        "so",
        "some",
        "the",
        "there",
        "these",
        "they",
        "this",
        "though",
        "thus",
        "under",
        "when",
        "while",
        "yet",
    ]
)
_COMMON = frozenset(
    [
        "a",
        "after",
        "all",
        "also",
        "and",
        "another",
        "any",
        "are",
        "as",
        "at",
        "because",
        "before",
        "by",
        "can",
        "did",
        "do",
        "does",
        "each",
        "every",
        "few",
        "finally",
        "first",
        "for",
        "from",
        "had",
        "has",
        "have",
        "her",
        "here",
        "his",
        "how",
        "into",
        "is",
        "its",
        "just",
        "last",
        "later",
        "like",
        "may",
        "more",
        "much",
        "must",
        "my",
        "neither",
        "never",
        "new",
        "not",
        "now",
        "of",
        "on",
        "once",
        "one",
        "only",
        "or",
        "other",
        "our",
        "out",
        "over",
        "perhaps",
        "please",
        "rather",
        "see",
        "several",
        "she",
        "should",
        "still",
        "such",
        "than",
        "that",
        "their",
        "then",
        "therefore",
        "those",
        "through",
        "to",
        "today",
        "together",
        "too",
        "two",
        "unless",
        "until",
        "up",
        "use",
        "using",
        "was",
        "we",
        "were",
        "what",
        "where",
        "whether",
        "which",
        "who",
        "why",
        "will",
        "with",
        "without",
        "would",
        "you",
        "your",
    ]
)
_DOTTED = regex.compile(r"(?:\w\.)+\w*\.")
_DOTS = regex.compile(r"(?:\.\s?){2,}\.")
_NUMBER = regex.compile(r"-?[.,]?\d[\d,.\-]*\.?")
_INITIAL = regex.compile(r"[A-Za-z]\.")
_CLOSED = ('."', ".)", ".’", ".”", "?", '?"', "?'", "?)", "?’", "?”", "!", '!"', "!'", "!)", "!’", "!”")
_OPENED = (".[", ".(", '."', "?[", "?(", "![", "!(")
_QUOTED = (")", "’", "”", '"', "'")


@dataclass
class _Word:
    text: str
    end: int
    ends: bool = False

    @property
    def plain(self) -> str:
        """In lower case, without the full stop that ends a sentence."""
        lowered = self.text.lower().replace(",", "")
        return lowered.removesuffix(".") if self.ends and len(lowered) > 1 else lowered

    @property
    def is_initial(self) -> bool:
        return _INITIAL.fullmatch(self.text) is not None

    @property
    def starts_a_sentence(self) -> bool:
        """A capital on a word that has none in the middle of a sentence."""
        return self.text[:1].isupper() and (self.plain in _STARTERS or self.plain in _COMMON)


@lru_cache(maxsize=256)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The `(start, end)` of each sentence, without the white space around it."""
    words = [_Word(text=found[0], end=found.end()) for found in _WORD.finditer(text)]
    for word in words:
        word.ends = _seems_to_end(word.text)
    for word, following in pairwise(words):
        if not _ENDING.isdisjoint(word.text):
            _reconsider(word, following)
            _reconsider_marks(word, following)
    spans = []
    start = 0
    for word in words:
        if word.ends or word is words[-1]:
            while text[start].isspace():
                start += 1
            spans.append((start, word.end))
            start = word.end
    return tuple(spans)


def _seems_to_end(word: str) -> bool:
    """By its own looks."""
    if word.endswith(_CLOSED) or any(opened in word for opened in _OPENED):
        return "Yahoo!" not in word
    if not word.endswith((".", "。")) or word.endswith(".."):
        return False
    bare = word[:-1].lower()
    return bare not in _ABBREVIATIONS and bare.rsplit("-", 1)[-1] not in _ABBREVIATIONS


def _reconsider(word: _Word, following: _Word) -> None:
    """Abbreviations, initials and numbers, seen with the next word."""
    if not word.text.endswith((".", "。")):
        return
    is_mark = following.text in _PUNCTUATION
    abbreviated = not word.ends
    if abbreviated and not word.is_initial and not is_mark and following.starts_a_sentence:
        word.ends = True
    elif word.is_initial or _NUMBER.fullmatch(word.text):
        goes_on = is_mark or following.text[:1].islower()
        is_name = word.is_initial and word.text.isupper() and following.text[:1].isupper()
        if goes_on or (is_name and not following.starts_a_sentence):
            word.ends = False
        elif word.is_initial and word.text.islower() and following.text[:1].isupper():
            word.ends = True


def _reconsider_marks(word: _Word, following: _Word) -> None:
    """Dots in a row, quotations and dotted abbreviations, seen with the next word."""
    if word.text.endswith(".") and following.text == ".":
        word.ends = following.ends = False
        return
    starter = following.plain in _STARTERS
    if _DOTS.search(word.text) and (following.text[:1].isupper() or starter):
        word.ends = True
        return
    if word.ends and word.text.endswith(_QUOTED) and following.text[:1].islower() and not starter:
        word.ends = False
        return
    if word.text.endswith(".") and not word.ends and following.starts_a_sentence:
        word.ends = True
    if _DOTTED.search(word.text) and not word.is_initial:
        word.ends = following.text[:1].isupper() and starter
