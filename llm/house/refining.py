"""Changing a draft as the thread asks, and nothing else; or saying plainly that it cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from brandkit.amounts import counted
from brandkit.drafts import Variant
from brandkit.errors import Refusal
from brandkit.findings import Severity
from llm.assignments import Assignment
from llm.house import orders
from llm.house.change_kinds import Afresh, Change, Combine, GoBack, Keep, More, Shorter, Swap
from llm.house.changes import read_wish
from llm.house.channel_names import find_channels
from llm.house.desk import Desk, Outcome
from llm.house.english import listed
from llm.house.hearing import plain
from llm.house.material import Material
from llm.house.part_changes import apply_to
from llm.house.part_names import combined
from llm.house.repairer import findings_of, mended, weight

MoreVariants = Callable[[int, Sequence[Variant]], Sequence[Variant]]
"""Given how many, and what there is already: further variants unlike those."""

_MOST_VARIANTS = 6
_CAN = (
    "Without a model I can make it shorter or longer, friendlier or more formal, mention or leave out "
    "something, change the link, the call to action or the audience, replace “these words” with “those”, "
    "add or drop emoji, hashtags and exclamation marks, keep or combine variants, and write further ones."
)


class CannotChange(Refusal):
    """A follow-up that the house writer cannot carry out; the message says what it can."""


@dataclass(frozen=True, kw_only=True)
class Refined:
    """The variants after a follow-up, and what was done in words."""

    variants: tuple[Variant, ...]
    note: str


def refine(assignment: Assignment, *, more: MoreVariants, material: Material, today: date | None) -> Refined:
    """Carry out `assignment.change` on the previous draft. `CannotChange` when nothing of it can be done."""
    assert assignment.previous is not None
    asked, said = orders.apart(plain(assignment.change)), assignment.change.strip()
    wish, left_out = read_wish(asked.rest), orders.note_on([plain(assignment.change)])
    if not wish.changes:
        raise CannotChange(
            left_out or _elsewhere(assignment) or f"I did not understand “{said}” as a change. {_CAN}"
        )
    variants, done, refused = assignment.previous.variants, list[str](), list[str]()
    scene = _Scene(assignment=assignment, material=material, only=wish.only, more=more, today=today)
    # What is asked to be said is not cut again by the “shorter” behind it.
    for change in sorted(wish.changes, key=lambda each: not isinstance(each, Shorter)):
        step = _step(scene, change, variants)
        variants = step.variants
        (done if step.changed else refused).append(step.said)
    if not done:
        raise CannotChange(" ".join(dict.fromkeys(refused)))
    if wish.unclear:
        refused.append(f"I did not understand: “{wish.unclear}”.")
    return Refined(
        variants=variants, note=" ".join(filter(None, [_sentence(done), *dict.fromkeys(refused), left_out]))
    )


def _elsewhere(assignment: Assignment) -> str:
    """How to ask for the piece in another channel, where a follow-up names one; else empty."""
    channels, brief = assignment.kit.channels, assignment.brief
    named = find_channels(assignment.change, channels)
    other = next((channels[each.name].label for each in named if each.name != brief.channel), "")
    if not other:
        return ""
    ask = f"“{other} about {brief.topic}”"
    return f"This piece stays what it is. For another channel, ask for it by name: {ask}."


@dataclass(frozen=True, kw_only=True)
class _Step:
    variants: tuple[Variant, ...]
    said: str
    changed: bool = True


@dataclass(frozen=True, kw_only=True)
class _Scene:
    """What every change of one follow-up works with."""

    assignment: Assignment
    material: Material
    only: tuple[int, ...]
    more: MoreVariants
    today: date | None


def _step(scene: _Scene, change: Change, variants: tuple[Variant, ...]) -> _Step:
    """One change, to the set of variants or to each of those it is meant for."""
    match change:
        case GoBack():
            # Whoever keeps the versions has looked it up: the previous draft is the one that was meant.
            return _Step(variants=variants, said=f"went on from version {_version_of(scene)}")
        case Keep(number=number):
            return _kept(variants, number)
        case Combine():
            return _combined(scene.assignment, change, variants)
        case Afresh():
            return _afresh(variants, scene.more)
        case More():
            return _extended(variants, change, scene.more)
        case _:
            return _each(scene, change, variants)


def _version_of(scene: _Scene) -> int:
    previous = scene.assignment.previous
    return previous.number if previous else 1


def _kept(variants: tuple[Variant, ...], number: int) -> _Step:
    chosen = _numbered(variants, number)
    if chosen is None:
        return _Step(variants=variants, changed=False, said=_no_such(number, variants))
    return _Step(variants=(chosen,), said=f"went on with variant {number or len(variants)}")


def _combined(assignment: Assignment, change: Combine, variants: tuple[Variant, ...]) -> _Step:
    base, donor = _numbered(variants, change.base), _numbered(variants, change.donor)
    if base is None or donor is None:
        return _Step(
            variants=variants,
            changed=False,
            said=_no_such(change.base if base is None else change.donor, variants),
        )
    joined = combined(base, donor, change.part, assignment.channel)
    if joined is None:
        fields = listed([field.label.lower() for field in assignment.channel])
        return _Step(
            variants=variants,
            changed=False,
            said=f"This format has no {change.part} to take over; it has {fields}.",
        )
    return _Step(
        variants=(joined,),
        said=f"took variant {change.base} with the {change.part} of variant {change.donor}",
    )


def _afresh(variants: tuple[Variant, ...], more: MoreVariants) -> _Step:
    other = tuple(more(len(variants), variants))
    if not other:
        said = (
            "The templates give nothing that differs from this. Tell me a fact to mention, or what to change."
        )
        return _Step(variants=variants, changed=False, said=said)
    return _Step(variants=other, said="wrote it anew")


def _extended(variants: tuple[Variant, ...], change: More, more: MoreVariants) -> _Step:
    count = change.count - len(variants) if change.in_all else change.count
    if count < 1:
        there = counted(len(variants), "variant")
        return _Step(
            variants=variants,
            changed=False,
            said=f"There {'is' if len(variants) == 1 else 'are'} {there} already; keep those you like.",
        )
    room = max(0, min(count, _MOST_VARIANTS - len(variants)))
    added = tuple(more(room, variants)) if room else ()
    if not added:
        said = (
            "The templates give no further variant that differs from these."
            if room
            else f"Six variants are the most I keep side by side; use one of these {len(variants)} first."
        )
        return _Step(variants=variants, changed=False, said=said)
    return _Step(variants=(*variants, *added), said=f"added {counted(len(added), 'variant')}")


def _each(scene: _Scene, change: Change, variants: tuple[Variant, ...]) -> _Step:
    """The change applied to each variant it is for; a result that breaks more rules is not taken."""
    wanted = {number or len(variants) for number in scene.only} if len(variants) > 1 else set()
    desk = Desk(
        assignment=scene.assignment,
        material=scene.material,
        fresh=lambda: scene.more(1, variants),
        today=scene.today,
    )
    after, outcomes = [], []
    for number, variant in enumerate(variants, start=1):
        if wanted and number not in wanted:
            after.append(variant)
            continue
        outcome = _without_harm(
            scene.assignment, variant, apply_to(variant, change, desk), mend=not isinstance(change, Swap)
        )
        outcomes.append(outcome)
        after.append(outcome.variant)
    changed = [outcome for outcome in outcomes if outcome.done]
    if not changed:
        return _Step(
            variants=variants,
            changed=False,
            said=outcomes[0].said if outcomes else _no_such(max(wanted), variants),
        )
    where = f" in variant {listed([str(number) for number in sorted(wanted)])}" if wanted else ""
    return _Step(variants=tuple(after), said=f"{changed[0].said}{where}")


def _without_harm(assignment: Assignment, before: Variant, outcome: Outcome, *, mend: bool) -> Outcome:
    """The outcome if it breaks no rule that held before, mended if need be; else the text as it was."""
    if not outcome.done:
        return replace(outcome, variant=before)
    if outcome.variant.parts == before.parts:
        return replace(outcome, done=False, said="The copy does that already, so I left it as it was.")
    errors_before = weight(findings_of(assignment, before))
    after = outcome.variant
    if mend and weight(findings_of(assignment, after)) > errors_before:
        after = mended(assignment, after)
    broken = [finding for finding in findings_of(assignment, after) if finding.severity is Severity.ERROR]
    if len(broken) > errors_before[0] or after.parts == before.parts:
        reason = broken[0].message.rstrip(".") if broken else "what I would add fits neither limits nor rules"
        return Outcome(variant=before, done=False, said=f"I left it as it was, because: {reason}.")
    return replace(outcome, variant=after)


def _numbered(variants: Sequence[Variant], number: int) -> Variant | None:
    if number == 0:
        return variants[-1]
    return variants[number - 1] if number <= len(variants) else None


def _no_such(number: int, variants: Sequence[Variant]) -> str:
    there = "is only one variant" if len(variants) == 1 else f"are {len(variants)} variants"
    return f"There is no variant {number}: there {there}."


def _sentence(done: Sequence[str]) -> str:
    said = listed(list(dict.fromkeys(done)))
    return f"{said[:1].upper()}{said[1:]}."
