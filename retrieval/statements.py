"""What a guideline says plainly enough to hold copy against: this word and not that, so many at most."""

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
AT_MOST = re.compile(
    r"(?:no (?:more|longer) than|at most|up to|maximum(?: of)?|max\.?|under|fewer than|less than"
    r"|limit(?:ed)? (?:of|to)|keep \w+ to)\s+(\d[\d,.]*)\s+(\w+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Preference:
    """Words to leave out, and what to write for them; `say` is empty where nothing is offered instead."""

    avoid: str
    say: str = ""


def preferences(text: str) -> tuple[Preference, ...]:
    """The words a passage asks to avoid, each once, as it spells them."""
    return tuple(dict.fromkeys(_preferences(text)))


def limits(text: str) -> dict[str, str]:
    """The limit for each unit that the text limits exactly once: {"words": "20"}."""
    named: dict[str, set[str]] = {}
    for number, unit in AT_MOST.findall(text):
        named.setdefault(unit.lower().rstrip("s") + "s", set()).add(number.rstrip(".,"))
    return {unit: numbers.pop() for unit, numbers in named.items() if len(numbers) == 1}


def _preferences(text: str) -> Iterator[Preference]:
    spans: list[tuple[int, int]] = []
    for pattern, say, avoid in ((RATHER, 1, 2), (REVERSED, 2, 1)):
        for found in pattern.finditer(text):
            spans.append(found.span(avoid))
            yield Preference(avoid=found[avoid].strip(" ,."), say=found[say].strip(" ,."))
    for found in NEVER.finditer(text):
        if found.span(1) not in spans:
            yield Preference(avoid=found[1].strip(" ,."))
