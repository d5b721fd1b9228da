"""What lies at hand when one variant is changed, what comes of it, and the ways to put a text back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from brandkit.channels import Field
from brandkit.drafts import Part, Variant
from llm.assignments import Assignment
from llm.house.completing import main_field
from llm.house.material import Material


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What lies at hand for a change: the assignment, the material on its topic, and fresh copy."""

    assignment: Assignment
    material: Material
    fresh: Callable[[], Sequence[Variant]]
    today: date | None = None

    @property
    def main(self) -> Field:
        """The field that carries the message."""
        return main_field(self.assignment.channel)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The variant after one change. `said` tells what was done, or, when nothing was, why not."""

    variant: Variant
    said: str
    done: bool = True


def main_text(variant: Variant, desk: Desk) -> str:
    """The text of the field that carries the message, list items in one."""
    return " ".join(variant.texts(desk.main.name))


def with_main(variant: Variant, desk: Desk, text: str) -> Variant:
    """The variant with another main text."""
    return replace(
        variant,
        parts=tuple(
            replace(part, text=text) if part.field == desk.main.name and part.index == 0 else part
            for part in variant.parts
        ),
    )


def with_main_changed(variant: Variant, desk: Desk, change: Callable[[str], str]) -> Variant:
    """The variant with its main text changed."""
    return with_main(variant, desk, change(variant.texts(desk.main.name)[0]))


def each_text(variant: Variant, change: Callable[[str], str]) -> Variant:
    """The variant with every text changed."""
    return replace(variant, parts=tuple(replace(part, text=change(part.text)) for part in variant.parts))


def inserted(variant: Variant, new: Part) -> Variant:
    """The variant with one more item, behind the others of its field."""
    at = max(
        (number for number, part in enumerate(variant.parts, start=1) if part.field == new.field),
        default=len(variant.parts),
    )
    return replace(variant, parts=(*variant.parts[:at], new, *variant.parts[at:]))
