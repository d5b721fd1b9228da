"""What people call the parts of copy: “headline”, “the hook”, “the ending”, in whatever format it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from enum import Enum

from brandkit.channels import Channel, Field
from brandkit.drafts import Part, Variant
from llm.house.completing import main_field

_FIELD_NAMES: Mapping[str, tuple[str, ...]] = {
    "headline": ("headline", "headlines", "title", "subject"),
    "title": ("title", "headline", "headlines", "subject"),
    "subject": ("subject", "title", "headline"),
    "preheader": ("preheader",),
    "cta": ("cta",),
    "call to action": ("cta",),
    "button": ("cta",),
    "hashtag": ("hashtags",),
    "body": ("body",),
    "text": ("body",),
    "lead": ("lead",),
    "intro": ("lead",),
    "quote": ("quote",),
    "quotation": ("quote",),
    "meta description": ("meta_description",),
    "description": ("descriptions", "meta_description"),
    "dateline": ("dateline",),
    "contact": ("contact",),
}
_OPENINGS = re.compile(r"headlines?|title|opening|opener|hook|intro|introduction|first|start|lead|subject")
_ENDINGS = re.compile(r"ending|closing|close|last|cta|call to action|button")


class Region(Enum):
    """A stretch of the main text that goes by a name of its own."""

    OPENING = "opening"
    ENDING = "ending"


def field_called(name: str, channel: Channel) -> Field | None:
    """The field of the channel that people mean by a name, or None."""
    wanted = name.lower().replace("-", "").strip()
    wanted = re.sub(r" line$", "", wanted)
    for candidate in _FIELD_NAMES.get(wanted, _FIELD_NAMES.get(wanted.removesuffix("s"), (wanted,))):
        for field in channel:
            if field.name == candidate:
                return field
    return None


def region_called(name: str) -> Region | None:
    """The stretch of the main text that people mean by a name, or None."""
    if _OPENINGS.match(name.lower()):
        return Region.OPENING
    return Region.ENDING if _ENDINGS.match(name.lower()) else None


def combined(base: Variant, donor: Variant, name: str, channel: Channel) -> Variant | None:
    """The base with one part taken from the donor; None when the format has no such part."""
    field = field_called(name, channel)
    if field is not None:
        return _with_field_of(base, donor, field, channel)
    region = region_called(name)
    return _with_region_of(base, donor, region, main_field(channel)) if region else None


def _with_field_of(base: Variant, donor: Variant, field: Field, channel: Channel) -> Variant:
    order = [each.name for each in channel]
    parts = [part for part in base.parts if part.field != field.name]
    parts += [part for part in donor.parts if part.field == field.name]
    return replace(base, parts=tuple(sorted(parts, key=lambda part: (order.index(part.field), part.index))))


def _with_region_of(base: Variant, donor: Variant, region: Region, field: Field) -> Variant | None:
    if field.at_most > 1:
        return None
    mine, theirs = _blocks(base.texts(field.name)[0]), _blocks(donor.texts(field.name)[0])
    blocks = [theirs[0], *mine[1:]] if region is Region.OPENING else [*mine[:-1], theirs[-1]]
    joint = "\n\n" if "\n" in base.texts(field.name)[0] else " "
    text = joint.join(blocks)
    return replace(
        base,
        parts=tuple(
            Part(field=part.field, text=text) if part.field == field.name else part for part in base.parts
        ),
    )


def _blocks(text: str) -> list[str]:
    """Paragraphs; in a text of one paragraph, sentences."""
    paragraphs = [block for block in re.split(r"\n{2,}", text) if block.strip()]
    return paragraphs if len(paragraphs) > 1 else re.split(r"(?<=[.!?])\s+", text)
