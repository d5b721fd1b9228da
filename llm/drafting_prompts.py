"""The prompts of one assignment: to write it, to change it, to mend a part of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from brandkit.channels import Channel, Field
from brandkit.drafts import Part, Variant
from brandkit.findings import Finding
from brandkit.passages import RankedPassage
from llm.assignments import Assignment
from llm.fences import as_data, as_lines
from llm.house.localising import locked_in, moves
from llm.material import (
    brand_material,
    brief_material,
    draft_lines,
    example_lines,
    finding_lines,
    format_material,
    passage_lines,
    variant_data,
)
from llm.prompts import Messages, prompt, text_of

_SYSTEM = ("desk", "brand", "format")
_BOILERPLATE = "boilerplate"


def writing_prompt(
    assignment: Assignment, passages: Sequence[RankedPassage], *, today: date | None
) -> Messages:
    """To write it, or to change the previous draft; `passages` are those that there is room for."""
    return prompt(_SYSTEM, "write", _values(assignment, passages, _task(assignment), today))


def rewriting_prompt(
    assignment: Assignment,
    variant: Variant,
    findings: Sequence[Finding],
    fields: Sequence[Field],
    *,
    over: Sequence[dict[str, object]] = (),
    today: date | None,
) -> Messages:
    """To write some fields of a variant again; `over` names what is too long, beside the findings."""
    task = text_of(
        "rewrite",
        {
            "previous": as_data(variant_data(variant, assignment.channel)),
            "findings": finding_lines(findings, *over),
            "fields": as_data([field.name for field in fields]),
        },
    )
    return prompt(_SYSTEM, "write", _values(assignment, assignment.passages, task, today))


def _values(
    assignment: Assignment, passages: Sequence[RankedPassage], task: str, today: date | None
) -> dict[str, str]:
    return {
        **brand_material(assignment.kit, today=today),
        **format_material(assignment.channel, assignment.kit, assignment.brief),
        "passages": passage_lines(passages),
        "examples": example_lines(assignment.examples, assignment.channel),
        "brief": as_data(brief_material(assignment.brief, reader=_reader(assignment))),
        "task": task,
    }


def _reader(assignment: Assignment) -> str:
    """What the kit says about the persona that the brief is for; empty where it is for none."""
    personas = assignment.kit.personas
    return next((each.description for each in personas if each.name == assignment.brief.audience), "")


def _task(assignment: Assignment) -> str:
    if assignment.previous is None:
        return text_of("write_new", {"channel": assignment.channel.label})
    asked = [assignment.change] if assignment.change else []
    values = {
        "previous": draft_lines(assignment.previous, assignment.channel),
        "change": as_lines(asked, empty="(another version of the same)"),
    }
    if moves(assignment.previous.brief, assignment.brief):
        previous, kit = assignment.previous.variants, assignment.kit
        kept = dict.fromkeys(text for each in previous for text in locked_in(each, kit))
        locked = as_lines(kept, empty=as_data("(nothing)"))
        return text_of("localise", {**values, "locked": locked})
    return text_of("refine", values)


def open_fields(assignment: Assignment) -> tuple[Field, ...]:
    """The fields that the model writes: in a new draft all but the fixed ones, in a change those it names.

    A change that names none may touch all of them. So may a change of several variants, because nobody
    can say which text to keep.
    """
    fixed = {part.field for part in fixed_parts(assignment)}
    free = tuple(field for field in assignment.channel if field.name not in fixed)
    previous = assignment.previous
    if previous is None or len(previous.variants) != 1 or moves(previous.brief, assignment.brief):
        return free
    named = tuple(field for field in assignment.channel if _is_named(field, assignment.change))
    return named or free


def fixed_parts(assignment: Assignment) -> tuple[Part, ...]:
    """Parts that the kit words for every piece of copy, so that no model words them anew."""
    boilerplate = assignment.kit.boilerplate.strip()
    if not boilerplate or all(field.name != _BOILERPLATE for field in assignment.channel):
        return ()
    return (Part(field=_BOILERPLATE, text=boilerplate),)


def base_of(assignment: Assignment) -> Variant:
    """What stands where the model does not write: the draft before it, or the kit's fixed parts."""
    if assignment.previous is not None and len(assignment.previous.variants) == 1:
        return assignment.previous.variants[0]
    return Variant(parts=fixed_parts(assignment))


def _is_named(field: Field, change: str) -> bool:
    words = f" {' '.join(_words(change))} "
    names = {field.name.replace("_", " "), field.label.lower()}
    singular = {name.removesuffix("s") for name in names}
    return any(f" {name} " in words or f" {name}s " in words for name in names | singular)


def _words(text: str) -> list[str]:
    return "".join(character if character.isalnum() else " " for character in text.lower()).split()


def is_whole(variant: Variant, channel: Channel) -> bool:
    """Whether every field has as many texts as its format wants at least."""
    return all(len(variant.texts(field.name)) >= field.at_least for field in channel)
