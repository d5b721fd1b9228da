"""What a guideline says plainly enough to hold copy against: this word and not that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPEN, _SHUT = "[“\"‘'`*_]{1,2}", "[”\"’'`*_]{1,2}"
_WORD = r"([^”\"’`*_\n“]{2,40}?)"
_QUOTED = rf"{_OPEN}{_WORD}{_SHUT}"
RATHER = re.compile(
    rf"{_QUOTED},?\s+(?:and\s+)?(?:not|never|instead of|rather than)\s+{_QUOTED}", re.IGNORECASE
)
REVERSED = re.compile(
    rf"(?:instead of|rather than)\s+{_QUOTED},?\s+(?:say|use|write|prefer)\s+{_QUOTED}", re.IGNORECASE
)
NEVER = re.compile(
    rf"(?:never|do not|don[’']t|avoid)\s+(?:say(?:ing)?\s+|us(?:e|ing)\s+|writ(?:e|ing)\s+)?{_QUOTED}",
    re.IGNORECASE,
)
ROW = re.compile(
    r"^(?:do|say|use|write|yes|good|better|right|correct|prefer(?:red)?)[^|:\n]{0,20}: ([^|\n]{2,60}) \| "
    r"(?:don[’']t|do not|not|avoid|never|no|bad|wrong|incorrect|instead of)[^|:\n]{0,20}: ([^|\n]{2,60})$",
    re.IGNORECASE | re.MULTILINE,
)
ROW_REVERSED = re.compile(
    r"^(?:don[’']t|do not|not|avoid|never|no|bad|wrong|incorrect|instead of)[^|:\n]{0,20}: ([^|\n]{2,60}) \| "
    r"(?:do|say|use|write|yes|good|better|right|correct|prefer(?:red)?)[^|:\n]{0,20}: ([^|\n]{2,60})$",
    re.IGNORECASE | re.MULTILINE,
)
"""A row of a list of pairs, as the readers write it."""


@dataclass(frozen=True, kw_only=True)
class Preference:
    """Words to leave out, and what to write for them; `say` is empty where nothing is offered instead."""

    avoid: str
    say: str = ""


def preferences(text: str) -> tuple[Preference, ...]:
    """The words a passage asks to avoid, each once, as it spells them."""
    return tuple(dict.fromkeys(_preferences(text)))


def _preferences(text: str) -> Iterator[Preference]:
    spans: list[tuple[int, int]] = []
    for pattern, say, avoid in ((RATHER, 1, 2), (REVERSED, 2, 1), (ROW, 1, 2), (ROW_REVERSED, 2, 1)):
        for found in pattern.finditer(text):
            spans.append(found.span(avoid))
            yield Preference(avoid=found[avoid].strip(" ,."), say=found[say].strip(" ,."))
    for found in NEVER.finditer(text):
        if found.span(1) not in spans:
            yield Preference(avoid=found[1].strip(" ,."))
