"""A rule in the making, whatever says it: words to swap, words to leave out, a count, a case."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brandkit.passages import Passage
from brandkit.stated_words import avoid_body, grounds, swap_body

HEADINGS = ("heading", "headline", "headlines", "title", "subject")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a statement asks for; `key` is the same for the same thing said twice."""

    name: str
    body: Mapping[str, object]
    key: str
    sentence: str
    passage: Passage


def swaps(
    pairs: Mapping[str, Sequence[str]], *, sentence: str, passage: Passage, level: str = "warning"
) -> Wanted | None:
    """Write this instead of that; the words to avoid map to what may be written."""
    made_of = swap_body(pairs, passage=passage, level=level)
    return _from(made_of, key=f"swap:{sorted(pairs)}", sentence=sentence, passage=passage)


def avoided(
    words: Sequence[str],
    *,
    sentence: str,
    passage: Passage,
    level: str = "warning",
    scope: Sequence[str] = (),
) -> Wanted | None:
    """Leave these words out."""
    made_of = avoid_body(words, passage=passage, level=level, scope=scope)
    return _from(made_of, key=f"avoid:{sorted(words)}:{scope}", sentence=sentence, passage=passage)


def matched(
    pattern: str,
    *,
    name: str,
    message: str,
    good: Sequence[str],
    bad: Sequence[str],
    sentence: str,
    passage: Passage,
    level: str = "warning",
    scope: Sequence[str] = (),
    ignorecase: bool = False,
    exceptions: Sequence[str] = (),
) -> Wanted:
    """Leave out what a pattern finds: marks, mostly."""
    body: dict[str, object] = {
        "extends": "existence",
        "message": message,
        "level": level,
        "nonword": True,
        **({"ignorecase": True} if ignorecase else {}),
        **({"scope": list(scope)} if scope else {}),
        "tokens": [pattern],
        **({"exceptions": [re.escape(each) for each in exceptions]} if exceptions else {}),
        **grounds(passage, good=good, bad=bad),
    }
    return Wanted(name=name, body=body, key=f"{name}:{scope}", sentence=sentence, passage=passage)


def made(
    name: str,
    body: Mapping[str, object],
    *,
    good: Sequence[object],
    bad: Sequence[object],
    sentence: str,
    passage: Passage,
) -> Wanted:
    """Any other kind of rule."""
    whole = {**body, **grounds(passage, good=good, bad=bad)}
    return Wanted(name=name, body=whole, key=name, sentence=sentence, passage=passage)


def _from(
    made_of: tuple[str, dict[str, object]] | None, *, key: str, sentence: str, passage: Passage
) -> Wanted | None:
    if made_of is None:
        return None
    name, body = made_of
    return Wanted(name=name, body=body, key=key, sentence=sentence, passage=passage)
