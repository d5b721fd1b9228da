"""The house writer: fills the brand's own templates, and is honest about what it could not do."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from brandkit.briefs import Brief
from brandkit.drafts import Draft, Provenance, Variant, WriterKind
from brandkit.errors import Refusal
from brandkit.findings import Finding, Severity
from brandkit.templates import Take
from llm.assignments import Assignment, Written
from llm.house import english, orders
from llm.house.beyond_copy import note_on_more
from llm.house.citing import with_citations
from llm.house.completing import completed, kept_texts, main_field, says
from llm.house.composing import Recipe, compose
from llm.house.guideline_facts import Stated
from llm.house.kit_words import lacks_facts
from llm.house.leads import OPENING_SLOTS
from llm.house.localising import Localised, is_english, localised, moves
from llm.house.material import Material, gather
from llm.house.mentions import MERELY_NAMED
from llm.house.on_record import NOT_ON_RECORD, is_own_detail
from llm.house.outlines import OPEN_POINT
from llm.house.refining import Refined, refine
from llm.house.repairer import findings_of, mended, weight
from llm.house.shipped import templates_for
from llm.house.standing_wishes import with_standing_wishes
from llm.house.tones import in_tone
from llm.house.unwanted import unwanted_in
from llm.house.word_roots import covers, roots

ENGINE = "house writer"
_NEEDS_A_LOOK = {"quote": re.compile(r"\S"), "dateline": re.compile(r"\d")}
_PROPOSALS = {
    "quote": "The quotation is a proposal: the person it names has to agree to it.",
    "dateline": "The dateline carries the day of writing: set it to the day of release.",
}


class NothingToWrite(Refusal):
    """No template fits the channel; the message says what to add."""


class NeedsModel(Refusal):
    """Another language is asked for, and only a model can write it."""

    def __init__(self, locale: str) -> None:
        super().__init__(
            f"Writing in “{locale}” needs a model, and none is connected. "
            "Ask for US or UK English, which I can do by rule, or have a model connected."
        )


class AgainstTheRules(Refusal):
    """What the brief is about may not be said in this channel or market; the message names the rule."""


@dataclass(frozen=True, kw_only=True)
class HouseWriter:
    """Writes by template. Without `today`, claims that expire are not used at all."""

    today: Callable[[], date] | None = None

    async def write(
        self, assignment: Assignment, *, on_text: Callable[[str], Awaitable[None]] | None = None
    ) -> Written:
        """The variants the brief asks for, or the change made to the previous draft.

        Raises `Refusal` when a change cannot be made, saying what can. The same assignment always gives
        the same copy.
        """
        written = self._written(assignment)
        if on_text is not None:
            await on_text("\n\n".join(part.text for part in written.variants[0].parts))
        return written

    def _written(self, assignment: Assignment) -> Written:
        previous = assignment.previous
        if previous is None or not assignment.change:
            return self._fresh(assignment)
        if moves(previous.brief, assignment.brief):
            return _moved(assignment, previous)
        return self._refined(assignment)

    def _fresh(self, assignment: Assignment) -> Written:
        asked = assignment.brief
        assignment = replace(assignment, brief=orders.obeying(asked))
        _refuse_a_claim_of_elsewhere(assignment)
        wanted = max(1, assignment.brief.variants)
        made = self._variants(assignment, wanted, unlike=())
        notes = (
            orders.note_on((asked.ask, asked.key_message, *asked.must_mention)),
            note_on_more(asked, assignment.channel),
            _shortfall(wanted, len(made)),
            self._thin_note(assignment, made),
        )
        return _written(assignment, made, note=" ".join(filter(None, notes)))

    def _thin_note(self, assignment: Assignment, made: Sequence[_Draft]) -> str:
        """What to tell the marketer when the brief is all there was to go on."""
        brief, material = assignment.brief, self._material(assignment, 0)
        if any(OPEN_POINT in part.text for draft in made for part in draft.variant.parts):
            return (
                f"This is an outline: the brief names its subject, “{brief.topic}”, and no facts. "
                f"What begins with “{OPEN_POINT}” is yours to write. Tell me facts in the brief, and I write "
                "from them."
            )
        copy = " ".join(part.text for draft in made for part in draft.variant.parts)
        taken = [each for each in material.stated if covers(copy, each.sentence)]
        if taken and lacks_facts(brief):
            return _taken_from(taken)
        says_something = brief.key_message or brief.must_mention or "statement" in material.values
        if material.message or says_something or "proof" in material.values:
            return ""
        return (
            f"The brief names its subject, “{brief.topic}”, and no facts, so the copy stays general. "
            "Tell me a fact to mention, and I add it."
        )

    def _refined(self, assignment: Assignment) -> Written:
        assert assignment.previous is not None
        before = replace(assignment.brief, instructions=assignment.previous.brief.instructions)
        assignment = replace(assignment, brief=with_standing_wishes(before))
        refined: Refined = refine(
            assignment,
            more=lambda number, kept: tuple(
                draft.variant for draft in self._variants(assignment, number, unlike=kept)
            ),
            material=self._material(assignment, 0),
            today=self.today() if self.today else None,
        )
        provenance = _provenance(assignment, templates=("refinement",), note=refined.note)
        cited = tuple(_recited(variant, assignment) for variant in refined.variants)
        return Written(variants=cited, provenance=provenance)

    def _variants(
        self, assignment: Assignment, wanted: int, *, unlike: Sequence[Variant]
    ) -> tuple[_Draft, ...]:
        """As many variants as wanted, none like another, each from another take where there are enough."""
        made: list[_Draft] = []
        seen = {_text_of(variant) for variant in unlike}
        offset = len(unlike) + _place_of_reader(assignment)
        for turn in range(offset, offset + wanted):
            drafts = self._drafts(assignment, turn, used=[draft.recipe.take.angle for draft in made])
            best = _first_clean(draft for draft in drafts if _text_of(draft.variant) not in seen)
            if best is not None:
                made.append(best)
                seen.add(_text_of(best.variant))
        clean = [draft for draft in made if not _errors(draft)]
        if clean:
            return tuple(clean)
        _refuse_the_forbidden(assignment, made)
        if not made and not unlike:
            raise NothingToWrite(
                f"There is no template for {assignment.channel.label}. "
                "Add one to the kit's templates folder, or connect a model."
            )
        return tuple(made)

    def _drafts(self, assignment: Assignment, turn: int, used: Sequence[str]) -> Iterator[_Draft]:
        material = self._material(assignment, turn)
        for recipe in recipes(assignment, turn, used, specific=bool(material.message)):
            variant = compose(recipe, assignment.channel, material.values)
            if variant is not None and (material.message or _names_topic(variant, assignment.brief)):
                yield _finished(assignment, recipe, variant, material)

    def _material(self, assignment: Assignment, turn: int) -> Material:
        return gather(
            assignment.brief,
            assignment.kit,
            templates=templates_for(assignment.kit),
            today=self.today() if self.today else None,
            turn=turn,
            passages=assignment.passages,
        )


def _taken_from(stated: Sequence[Stated]) -> str:
    """Where the facts come from that the brief did not name."""
    places = dict.fromkeys(f"{each.passage.document} ({each.passage.place})" for each in stated)
    return (
        f"The brief names no facts, so I took what the guidelines state: {english.listed(list(places))}. "
        "Look whether it still holds."
    )


def _place_of_reader(assignment: Assignment) -> int:
    """Which of the kit's personas it is for, so that each gets another way in; 0 where it is for none."""
    names = [persona.name for persona in assignment.kit.personas]
    return names.index(assignment.brief.audience) if assignment.brief.audience in names else 0


def _moved(assignment: Assignment, previous: Draft) -> Written:
    """The draft in another kind of English, or for another market; refused for another language."""
    brief = assignment.brief
    if not is_english(brief.locale):
        raise NeedsModel(brief.locale)
    moved = [
        localised(each, assignment.kit, locale=brief.locale, market=brief.market)
        for each in previous.variants
    ]
    changed = dict.fromkeys(change for each in moved for change in each.changed)
    notes = dict.fromkeys(note for each in moved for note in each.notes)
    said = f"Localised for {brief.locale}: {', '.join(changed) or 'nothing had to change'}."
    clean = (mended(assignment, each.variant) for each in moved)
    return Written(
        variants=tuple(_recited(each, assignment) for each in clean),
        provenance=_provenance(assignment, templates=("localised",), note=" ".join((said, *notes))),
    )


def _at_home(variant: Variant, assignment: Assignment) -> Localised:
    """The variant in the kind of English that the brief asks for, where the templates have another."""
    brief, kit = assignment.brief, assignment.kit
    home = kit.locales[0] if kit.locales else "en"
    if brief.locale in {"", "en", home} or not (is_english(brief.locale) and is_english(home)):
        return Localised(variant=variant)
    return localised(variant, kit, locale=brief.locale, market=brief.market)


def _refuse_a_claim_of_elsewhere(assignment: Assignment) -> None:
    """`AgainstTheRules` when the topic is a claim that may not be made in the market of the brief."""
    brief = assignment.brief
    subject = f"{brief.topic} {brief.key_message}".lower()
    market = brief.market or assignment.kit.home_market
    for claim in assignment.kit.claims:
        why_not = claim.objection(market=market, today=None)
        if why_not and claim.text.rstrip(" .").lower() in subject:
            raise AgainstTheRules(
                f"“{claim.text.rstrip(' .')}” {why_not}. Ask for another market or topic, or ask the brand "
                "team for new proof."
            )


def _refuse_the_forbidden(assignment: Assignment, made: Sequence[_Draft]) -> None:
    """`AgainstTheRules` when every variant breaks a rule by its very topic: no wording can mend that."""
    brief = assignment.brief
    subject = f"{brief.topic} {brief.product} {brief.key_message}".lower()
    for draft in made:
        for finding in _errors(draft):
            if finding.match and finding.match.lower() in subject:
                raise AgainstTheRules(
                    f"“{finding.match}” cannot be in {assignment.channel.label} copy"
                    f"{f' for the market {brief.market}' if brief.market else ''}. "
                    f"The brand’s rule says: {finding.message} "
                    "Ask for another channel, market or topic."
                )


@dataclass(frozen=True, kw_only=True)
class _Draft:
    recipe: Recipe
    variant: Variant
    findings: tuple[Finding, ...]
    on_topic: bool
    """Whether it still speaks of its topic after all that had to fit."""
    left_out: tuple[str, ...] = ()
    """What the brief wants mentioned and the copy does not say."""
    remarks: tuple[str, ...] = ()
    """What a person has to look at."""


def _errors(draft: _Draft) -> tuple[Finding, ...]:
    return tuple(finding for finding in draft.findings if finding.severity is Severity.ERROR)


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


def _finished(assignment: Assignment, recipe: Recipe, variant: Variant, material: Material) -> _Draft:
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
        *(_still_in(each) for each in unwanted_in(brief.ask) if covers(_text_of(cited), each)),
    )
    findings = findings_of(assignment, cited)
    given = {"quote"} if material.values.get("quote_given") else set()
    proposals = tuple(
        said
        for name, said in _PROPOSALS.items()
        if name not in given and _NEEDS_A_LOOK[name].search(" ".join(cited.texts(name)))
    )
    return _Draft(
        recipe=recipe,
        variant=cited,
        findings=findings,
        on_topic=bool(material.message) or _names_topic(cited, brief),
        left_out=left_out,
        remarks=(*proposals, *_mere_names(cited, brief, material), *moved.notes),
    )


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


def _names_topic(variant: Variant, brief: Brief) -> bool:
    """Whether copy that starts from no message of the brand at least speaks of the topic."""
    topic = roots(brief.topic)
    return 2 * len(topic & roots(" ".join(part.text for part in variant.parts))) >= len(topic)


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


def _first_clean(drafts: Iterator[_Draft]) -> _Draft | None:
    """The first draft on its topic without an error or a warning, else the one with the fewest."""
    best: _Draft | None = None
    for draft in drafts:
        serious = [finding for finding in draft.findings if finding.severity is not Severity.SUGGESTION]
        if not serious and not draft.left_out and draft.on_topic:
            return draft
        if best is None or _flaws(draft) < _flaws(best):
            best = draft
    return best


def _flaws(draft: _Draft) -> tuple[bool, tuple[int, ...]]:
    return not draft.on_topic, weight(draft.findings)


def _written(assignment: Assignment, made: Sequence[_Draft], *, note: str) -> Written:
    remarks = dict.fromkeys(each for draft in made for each in (*draft.left_out, *draft.remarks))
    notes = [note, *remarks, _language_note(assignment)]
    names = tuple(draft.recipe.name for draft in made)
    return Written(
        variants=tuple(draft.variant for draft in made),
        provenance=_provenance(assignment, templates=names, note=" ".join(filter(None, notes))),
    )


def _provenance(assignment: Assignment, *, templates: Sequence[str], note: str) -> Provenance:
    version = assignment.passages[0].passage.version if assignment.passages else ""
    return Provenance(
        writer=WriterKind.HOUSE,
        engine=ENGINE,
        seed=assignment.seed,
        sampling=tuple((f"template {number}", name) for number, name in enumerate(templates, start=1)),
        kit_version=assignment.kit.version,
        guideline_version=version,
        passages=tuple((ranked.passage.id, ranked.passage.text_hash) for ranked in assignment.passages),
        note=note,
    )


def _recited(variant: Variant, assignment: Assignment) -> Variant:
    """Citations found anew: words that changed may rest on other passages."""
    bare = replace(variant, citations=())
    return with_citations(bare, assignment.passages, assignment.channel, assignment.kit.mandatories)


def _shortfall(wanted: int, made: int) -> str:
    return (
        "" if made >= wanted else f"{wanted} variants were asked for; the templates give {made} that differ."
    )


def _language_note(assignment: Assignment) -> str:
    locale = assignment.brief.locale
    if not locale or locale.lower().startswith("en"):
        return ""
    return f"Written in English: the house writer has no templates for {locale}."


def _text_of(variant: Variant) -> str:
    return "\x1f".join(part.text for part in variant.parts)
