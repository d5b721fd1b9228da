"""Filling one take of a template: every field of the channel, in its order, nothing left open."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from brandkit.channels import Channel, Field
from brandkit.drafts import Part, Variant
from brandkit.template_text import Pick, capitalised
from brandkit.templates import Take, Template, TemplateField
from llm.house.fitting import fit, fits, tidy
from llm.house.word_roots import roots


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """One way to write the piece: a take of a template, and which of its choices to prefer."""

    template: Template
    take: Take
    seed: int

    @property
    def name(self) -> str:
        """For provenance: template and angle."""
        return f"{self.template.name} › {self.take.angle}"


def compose(recipe: Recipe, channel: Channel, values: Mapping[str, str]) -> Variant | None:
    """The recipe's copy with these values; None when a field that copy needs cannot be filled."""
    pick = picker(recipe.seed)
    parts: list[Part] = []
    for field in channel:
        source = recipe.take.field(field.name)
        found = tuple(_parts(field, source, values, pick)) if source else ()
        if len(found) < field.at_least:
            return None
        parts += found
    return Variant(parts=tuple(parts))


def picker(seed: int) -> Pick:
    """A chooser that always makes the same choices for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - variety, not secrecy
    return chance.randrange


def _parts(field: Field, source: TemplateField, values: Mapping[str, str], pick: Pick) -> Iterator[Part]:
    filled = [finished for text in source.texts if (finished := finish(text.fill(values, pick)))]
    if field.at_most == 1:
        if filled:
            yield Part(field=field.name, text=_best(filled, field))
        return
    unlike = _unlike([text for text in filled if fits(text, field)])
    for index, text in enumerate(unlike[: field.at_most]):
        yield Part(field=field.name, text=text, index=index)


def _unlike(texts: Sequence[str]) -> list[str]:
    """The texts without those that say what one before them said."""
    kept: list[str] = []
    for text in texts:
        words = roots(text) or {text.lower()}
        if not any(
            words <= said or said <= words for said in (roots(each) or {each.lower()} for each in kept)
        ):
            kept.append(text)
    return kept


def _best(texts: list[str], field: Field) -> str:
    """The first text that keeps every limit, else the first that keeps the hard ones, else one cut to fit."""
    for hard_only in (False, True):
        for text in texts:
            if fits(text, field, hard_only=hard_only):
                return text
    return fit(texts[0], field)


def finish(text: str | None) -> str:
    """A filled text as it is printed, the seams of left-out parts smoothed; empty when nothing is left."""
    whole = tidy(text) if text else ""
    return capitalised(whole) if " " in whole else whole
