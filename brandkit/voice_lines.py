"""Labelled lines for a judge of the voice: each sounds like what the brand is, or like what it is not."""

from __future__ import annotations

import json
from dataclasses import dataclass

from brandkit.entries import Entry
from brandkit.errors import KitError


@dataclass(frozen=True, kw_only=True)
class VoiceLine:
    """One line of copy, the trait it was labelled for (its `we_are`), and whether it fits the brand."""

    id: str
    attribute: str
    text: str
    fits: bool


def parse_voice_lines(text: str, file: str) -> tuple[VoiceLine, ...]:
    """The lines of a file, one JSON object each. `KitError` names the line and the change to make."""
    lines = tuple(
        _parse(line, number, file) for number, line in enumerate(text.splitlines(), start=1) if line.strip()
    )
    if not lines:
        raise KitError("there is no labelled line in this file. Add one JSON object a line.", file=file)
    return lines


def _parse(line: str, number: int, file: str) -> VoiceLine:
    try:
        value = json.loads(line)
    except ValueError as error:
        problem = "this line is not a JSON object. Write one line of copy a line, with double quotes."
        raise KitError(problem, file=file, line=number) from error
    entry = Entry(value, file=file, line=number, name="a labelled line")
    labelled = VoiceLine(
        id=entry.text("id"),
        attribute=entry.text("attribute"),
        text=entry.text("text"),
        fits=entry.flag("fits"),
    )
    entry.finish()
    return labelled
