"""One way to write a piece, finished: with what it must carry, its citations, and what the checks find."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brandkit.briefs import Brief
from brandkit.drafts import Variant
from brandkit.findings import Finding, Severity
from brandkit.templates import Take
from llm.assignments import Assignment
from llm.house import english
from llm.house.citing import with_citations
from llm.house.completing import completed, kept_texts, main_field, says
from llm.house.composing import Recipe
from llm.house.leads import OPENING_SLOTS
from llm.house.localising import Localised, is_english, localised
from llm.house.material import Material
from llm.house.mentions import MERELY_NAMED
from llm.house.on_record import NOT_ON_RECORD, is_own_detail
from llm.house.repairer import findings_of, mended, weight
from llm.house.shipped import templates_for
from llm.house.tones import in_tone
from llm.house.unwanted import unwanted_in
from llm.house.word_roots import covers, roots

_NEEDS_A_LOOK = {"quote": re.compile(r"\S"), "dateline": re.compile(r"\d")}
_PROPOSALS = {
    "quote": "The quotation is a proposal: the person it names has to agree to it.",
    "dateline": "The dateline carries the day of writing: set it to the day of release.",
}


def recipes(assignment: Assignment, turn: int, used: Sequence[str], *, specific: bool) -> Iterator[Recipe]:
    """The ways to write this piece: the kit's own before shipped ones, unused angles before used."""
    fitting = [
        template for template in templates_for(assignment.kit) if template.channel == assignment.channel.name
    ]
    for template in fitting:
        takes = template.takes
        first = turn % len(takes) if specific else 0
        rotated = (*takes[first:], *takes[:first]) if turn else takes
        able = [take for take in rotated if specific or _begins_with_subject(take)]
        for take in sorted(able, key=lambda take: take.angle in used):
            yield Recipe(template=template, take=take, seed=assignment.seed + turn)


def _begins_with_subject(take: Take) -> bool:
    """Whether a take can speak of a subject that the kit has no message about."""
    return any(text.slots & OPENING_SLOTS for field in take.fields for text in field.texts)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Finished copy, and what there is to say of it."""

    recipe: Recipe
    variant: Variant
    findings: tuple[Finding, ...]
    on_topic: bool
    """Whether it still speaks of its topic after all that had to fit."""
    left_out: tuple[str, ...] = ()
    """What the brief wants mentioned and the copy does not say."""
    remarks: tuple[str, ...] = ()
    """What a person has to look at."""


def finished(assignment: Assignment, recipe: Recipe, variant: Variant, material: Material) -> Candidate:
    """Composed copy in the tone that was asked for, completed, mended, cited and checked."""
    brief, channel, kit = assignment.brief, assignment.channel, assignment.kit
    voiced = in_tone(
        variant,
        brief.tone,
        cleared=kit.approved_texts,
        main=main_field(channel),
        keep=kept_texts(kit, brief, material.mentions),
    )
    whole = completed(voiced, channel=channel, kit=kit, brief=brief, mentions=material.mentions)
    moved = _at_home(whole, assignment)
    clean = mended(assignment, moved.variant)
    cited = with_citations(clean, assignment.passages, channel, kit.mandatories)
    left_out = (
        *(_left_out(wish, said) for wish, said in _missed(clean, assignment, material)),
        *(_still_in(each) for each in unwanted_in(brief.ask) if covers(text_of(cited), each)),
    )
    findings = findings_of(assignment, cited)
    given = {"quote"} if material.values.get("quote_given") else set()
    proposals = tuple(
        said
        for name, said in _PROPOSALS.items()
        if name not in given and _NEEDS_A_LOOK[name].search(" ".join(cited.texts(name)))
    )
    return Candidate(
        recipe=recipe,
        variant=cited,
        findings=findings,
        on_topic=bool(material.message) or names_topic(cited, brief),
        left_out=left_out,
        remarks=(*proposals, *_mere_names(cited, brief, material), *moved.notes),
    )


def errors(draft: Candidate) -> tuple[Finding, ...]:
    """The findings that copy may not have."""
    return tuple(finding for finding in draft.findings if finding.severity is Severity.ERROR)


def first_clean(drafts: Iterator[Candidate]) -> Candidate | None:
    """The first draft on its topic without an error or a warning, else the one with the fewest."""
    best: Candidate | None = None
    for draft in drafts:
        serious = [finding for finding in draft.findings if finding.severity is not Severity.SUGGESTION]
        if not serious and not draft.left_out and draft.on_topic:
            return draft
        if best is None or _flaws(draft) < _flaws(best):
            best = draft
    return best


def _flaws(draft: Candidate) -> tuple[bool, tuple[int, ...]]:
    return not draft.on_topic, weight(draft.findings)


def names_topic(variant: Variant, brief: Brief) -> bool:
    """Whether copy that starts from no message of the brand at least speaks of the topic."""
    topic = roots(brief.topic)
    return 2 * len(topic & roots(" ".join(part.text for part in variant.parts))) >= len(topic)


def text_of(variant: Variant) -> str:
    """All of its words, part by part: equal only for equal copy."""
    return "\x1f".join(part.text for part in variant.parts)


def _at_home(variant: Variant, assignment: Assignment) -> Localised:
    """The variant in the kind of English that the brief asks for, where the templates have another."""
    brief, kit = assignment.brief, assignment.kit
    home = kit.locales[0] if kit.locales else "en"
    if brief.locale in {"", "en", home} or not (is_english(brief.locale) and is_english(home)):
        return Localised(variant=variant)
    return localised(variant, kit, locale=brief.locale, market=brief.market)


def _mere_names(variant: Variant, brief: Brief, material: Material) -> Iterator[str]:
    """What to say of things that the copy can only name, as nothing is known about them."""
    copy = " ".join(part.text for part in variant.parts)
    named = [
        f"“{wish}”"
        for wish, sentence in zip(brief.must_mention, material.mentions, strict=True)
        if sentence.startswith(MERELY_NAMED) and sentence in copy
    ]
    if named:
        yield (
            f"Of {english.listed(named)} I know the name alone. "
            "Tell me what to say about it, and I write that."
        )


def _missed(variant: Variant, assignment: Assignment, material: Material) -> Iterator[tuple[str, str]]:
    """What the brief wants mentioned and the copy does not say, each with the sentence found for it."""
    copy = " ".join(part.text for part in variant.parts)
    for wish, sentence in zip(assignment.brief.must_mention, material.mentions, strict=True):
        if not says(copy, wish, sentence):
            yield wish, sentence


def _left_out(wish: str, sentence: str) -> str:
    if not sentence and is_own_detail(wish):
        return NOT_ON_RECORD.format(detail=is_own_detail(wish))
    return f"Left out, because it does not fit the rules or the room: {english.with_stop(wish)}"


def _still_in(what: str) -> str:
    return f"“{what}” is in it, though you did not want it: tell me what to say instead."
