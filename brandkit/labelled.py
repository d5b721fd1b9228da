"""Labelled texts: copy with the findings that a careful reader expects, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from brandkit.drafts import Part, Variant
from brandkit.entries import Entry
from brandkit.errors import KitError
from brandkit.findings import Finding

_WHOLE_ONLY = ("channel.", "mandatory.")
_OPENING = 60


@dataclass(frozen=True, kw_only=True)
class Expected:
    """A finding by its rule and the words it points at (none: the text as a whole)."""

    rule: str
    match: str = ""
    field: str = ""


@dataclass(frozen=True, kw_only=True)
class LabelledText:
    """One text in its setting, with every finding that it should bring, and no other.

    `also` are findings that a reader would neither ask for nor call wrong. `rules` holds the names of the
    rules it was labelled for; empty means all of them. Only a text that is `whole` says anything about what
    is missing: fields, mandatories, a way to opt out.
    """

    id: str
    parts: tuple[Part, ...]
    channel: str = ""
    market: str = ""
    product: str = ""
    filetype: str = "txt"
    whole: bool = False
    rules: tuple[str, ...] = ()
    expected: tuple[Expected, ...] = ()
    also: tuple[Expected, ...] = ()
    note: str = ""

    @property
    def variant(self) -> Variant:
        """Its parts as copy."""
        return Variant(parts=self.parts)

    @property
    def opening(self) -> str:
        """How it begins, to recognise it by."""
        text = " ".join(self.parts[0].text.split())
        return text if len(text) <= _OPENING else f"{text[: _OPENING - 1]}…"

    def part(self, field: str, index: int) -> str:
        """The text of one part; empty when it has none of that name."""
        return next((each.text for each in self.parts if (each.field, each.index) == (field, index)), "")

    def judges(self, finding: Finding) -> bool:
        """Whether a finding can be right or wrong here: a part of a text cannot tell what the whole lacks."""
        if self.rules:
            return finding.rule in self.rules
        if self.whole or finding.rule in {each.rule for each in self.expected}:
            return True
        return bool(finding.match) and not finding.rule.startswith(_WHOLE_ONLY)


def parse_labelled(text: str, file: str) -> tuple[LabelledText, ...]:
    """The labelled texts of a file. `KitError` names the line and the change to make."""
    texts = tuple(_parse_line(line, number, file) for number, line in _lines(text))
    if not texts:
        raise KitError("there is no labelled text in this file. Add one JSON object a line.", file=file)
    seen: set[str] = set()
    for each in texts:
        if each.id in seen:
            raise KitError(f"the id “{each.id}” stands there twice. Give each text its own.", file=file)
        seen.add(each.id)
    return texts


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("//"):
            yield number, line


def _parse_line(line: str, number: int, file: str) -> LabelledText:
    try:
        value = json.loads(line)
    except ValueError as error:
        problem = "this line is not a JSON object. Write one text a line, with double quotes."
        raise KitError(problem, file=file, line=number) from error
    entry = Entry(value, file=file, line=number, name="a labelled text")
    labelled = LabelledText(
        id=entry.text("id"),
        parts=_parts(entry),
        channel=entry.text("channel", ""),
        market=entry.text("market", ""),
        product=entry.text("product", ""),
        filetype=entry.text("filetype", "txt"),
        whole=entry.flag("whole"),
        rules=entry.texts("rules"),
        expected=tuple(_expected(each) for each in entry.entries("expected")),
        also=tuple(_expected(each) for each in entry.entries("also")),
        note=entry.text("note", ""),
    )
    entry.finish()
    _check_matches(labelled, entry)
    return labelled


def _parts(entry: Entry) -> tuple[Part, ...]:
    """`text` with its `field`, or `parts`; without a channel the text is a file and has no field."""
    listed = entry.entries("parts")
    if not listed:
        default = "body" if entry.has("channel") else ""
        return (Part(field=entry.text("field", default), text=_kept(entry, "text")),)
    counts: dict[str, int] = {}
    parts = []
    for each in listed:
        field = each.text("field")
        parts.append(Part(field=field, text=_kept(each, "text"), index=counts.get(field, 0)))
        counts[field] = counts.get(field, 0) + 1
        each.finish()
    return tuple(parts)


def _kept(entry: Entry, key: str) -> str:
    """A text with the white space it was written with."""
    entry.text(key)
    return str(entry.mapping[key])


def _expected(entry: Entry) -> Expected:
    expected = Expected(rule=entry.text("rule"), match=entry.text("match", ""), field=entry.text("field", ""))
    entry.finish()
    return expected


def _check_matches(labelled: LabelledText, entry: Entry) -> None:
    """A label about words that are not in the text could never be met."""
    for key, listed in (("expected", labelled.expected), ("also", labelled.also)):
        for each in listed:
            if not any(each.match.casefold() in part.text.casefold() for part in labelled.parts):
                problem = (
                    f"“{each.match}” is not in the text of “{labelled.id}”. Copy the words as they stand."
                )
                raise entry.error(problem, key)
