"""Where a Vale rule's sentences end: the Punkt method that Vale uses, with the tables it needs for English."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import regex

from brandkit.newspaper_words import is_small_inside, is_written_small

_WORD = regex.compile(r"[^\s。；！？]+[。；！？]?|[。；！？]")
_ENDING = frozenset(".!?。！？")
_PUNCTUATION = frozenset(";:,.!?；：，。！？")
_ABBREVIATIONS = frozenset(
    """
    adm ala ariz aug ave bros c calif chg cie co col colo conn corp cos ct d dec dr e f feb fla fri ft g ga gen
    gov h ill inc jan jr k kan ky l lt ltd m maj messrs mg mich minn mr mrs ms mt n nev no nov oct ok okla ore p
    pa ph.d prof r rep reps s sen sep sept sgt sr st sw t tenn tues v va vs vt w w.va wash wed wis yr
    a.m p.m u.k u.n u.s u.s.a u.s.s.r d.c n.y n.j n.c n.d n.h n.m s.c r.i l.a m.b.a s.p.a s.a n.v b.v a.d c.v
    """.split()  # noqa: SIM905  (a list would be a line a word)
)
_STARTERS = frozenset(
    """
    according although among both but despite even he however i if in indeed instead it many meanwhile moreover
    most nevertheless nonetheless nor sales separately similarly since so some the there these they this though
    thus under when while yet
    """.split()  # noqa: SIM905
)
_DOTTED = regex.compile(r"(?:\w\.)+\w*\.", regex.ASCII)
_DOTS = regex.compile(r"(?:\.\s?){2,}\.")
_NUMBER = regex.compile(r"-?[.,]?\d[\d,.\-]*\.?$")
_INITIAL = regex.compile(r"[A-Za-z]\.")
_CLOSED = ('."', ".)", ".’", ".”", "?", '?"', "?'", "?)", "?’", "?”", "!", '!"', "!'", "!)", "!’", "!”")
_OPENED = (".[", ".(", '."', "?[", "?(", "![", "!(")
_QUOTED = (")", "’", "”", '"', "'")
_ANY_NUMBER = "#"


@dataclass
class _Word:
    text: str
    end: int
    ends: bool = False
    is_short: bool = False
    """Whether it is an abbreviation."""

    @property
    def kind(self) -> str:
        """In small letters, any number alike, and without the full stop that ends a sentence."""
        lowered = _NUMBER.sub(_ANY_NUMBER, self.text.lower()).replace(",", "") or self.text
        return lowered[:-1] if self.ends and len(lowered) > 1 and lowered[-1] == "." else lowered

    @property
    def has_stop(self) -> bool:
        return self.text.endswith((".", "。"))

    @property
    def is_initial(self) -> bool:
        return _INITIAL.fullmatch(self.text) is not None

    @property
    def is_number(self) -> bool:
        return self.has_stop and _NUMBER.fullmatch(self.text.removesuffix(".")) is not None

    @property
    def is_capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def is_starter(self) -> bool:
        """Whether it often stands first."""
        return self.kind in _STARTERS

    @property
    def is_ordinary(self) -> bool:
        """Whether it is a word that is written small inside of a sentence."""
        return is_written_small(self.kind)

    @property
    def seems_first(self) -> bool:
        """A capital on a word that has none anywhere but at the start, or that often stands there."""
        return self.is_capital and (self.is_starter or is_small_inside(self.kind))

    @property
    def must_go_on(self) -> bool:
        return self.text in _PUNCTUATION or self.text[:1].islower()


@lru_cache(maxsize=256)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The `(start, end)` of each sentence, without the white space around it."""
    words = [_Word(text=found[0], end=found.end()) for found in _WORD.finditer(text)]
    for word in words:
        _judge_alone(word)
    pairs = [pair for pair in pairwise(words) if not _ENDING.isdisjoint(pair[0].text)]
    for word, following in pairs:
        if word.has_stop:
            _judge_with_next(word, following)
    for word, following in pairs:
        _judge_marks(word, following)
    return tuple(_spans(text, words))


def _spans(text: str, words: list[_Word]) -> list[tuple[int, int]]:
    spans = []
    start = 0
    for word in words:
        if word.ends or word is words[-1]:
            while text[start].isspace():
                start += 1
            spans.append((start, word.end))
            start = word.end
    return spans


def _judge_alone(word: _Word) -> None:
    """By its own looks."""
    if word.text.endswith(_CLOSED) or any(opened in word.text for opened in _OPENED):
        word.ends = "Yahoo!" not in word.text
    elif word.has_stop and not word.text.endswith(".."):
        bare = word.text[:-1].lower()
        word.is_short = bare in _ABBREVIATIONS or bare.rsplit("-", 1)[-1] in _ABBREVIATIONS
        word.ends = not word.is_short


def _judge_with_next(word: _Word, following: _Word) -> None:
    """Abbreviations, initials and numbers: whether the next word goes on with their sentence."""
    may_end = (word.is_short or word.text.endswith("..")) and not word.is_initial
    if may_end and following.seems_first:
        word.ends = True
        return
    if word.text == following.text == ".":
        word.ends = following.ends = False
    elif word.is_initial or word.is_number:
        is_name = word.is_initial and following.is_capital and not following.is_ordinary
        if following.must_go_on or is_name:
            word.ends, word.is_short = False, True


def _judge_marks(word: _Word, following: _Word) -> None:
    """Dots in a row, quotations and dotted abbreviations, seen with the next word."""
    if word.text.endswith(".") and following.text == ".":
        word.ends = following.ends = False
        return
    if _DOTS.search(word.text) and (following.is_capital or following.is_starter):
        word.ends = True
        return
    if (
        word.ends
        and word.text.endswith(_QUOTED)
        and following.text[:1].islower()
        and not following.is_starter
    ):
        word.ends = False
        return
    if word.text.endswith(".") and not word.ends and following.is_capital and following.is_ordinary:
        word.ends = True
    if _DOTTED.search(word.text) and not word.is_initial:
        word.ends = following.seems_first
