"""The house writer: fills the brand's own templates, and is honest about what it could not do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from brandkit.drafts import OPEN_POINT, Draft, Provenance, Variant, WriterKind
from brandkit.errors import Refusal
from llm.assignments import Assignment, Written
from llm.house import english, orders
from llm.house.beyond_copy import note_on_more
from llm.house.candidates import Candidate, errors, finished, first_clean, names_topic, recipes, text_of
from llm.house.citing import with_citations
from llm.house.composing import compose
from llm.house.guideline_facts import Stated
from llm.house.kit_words import lacks_facts
from llm.house.localising import is_english, localised, moves
from llm.house.material import Material, gather
from llm.house.refining import Refined, refine
from llm.house.repairer import mended
from llm.house.shipped import templates_for
from llm.house.standing_wishes import with_standing_wishes
from llm.house.word_roots import covers

ENGINE = "house writer"


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

    def _thin_note(self, assignment: Assignment, made: Sequence[Candidate]) -> str:
        """What to tell the marketer when the brief is all there was to go on."""
        brief, material = assignment.brief, self._material(assignment, 0)
        if any(draft.variant.open_points for draft in made):
            return (
                f"This is an outline: the brief names its subject, “{brief.topic}”, and no facts. "
                f"What begins with “{OPEN_POINT}” is yours to write. Tell me facts in the brief, and I write "
                "from them."
            )
        copy = " ".join(part.text for draft in made for part in draft.variant.parts)
        taken = [each for each in material.stated if covers(copy, each.sentence)]
        if taken:
            return _taken_from(taken, bare=lacks_facts(brief))
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
    ) -> tuple[Candidate, ...]:
        """As many variants as wanted, none like another, each from another take where there are enough."""
        made: list[Candidate] = []
        seen = {text_of(variant) for variant in unlike}
        offset = len(unlike) + _place_of_reader(assignment)
        for turn in range(offset, offset + wanted):
            drafts = self._drafts(assignment, turn, used=[draft.recipe.take.angle for draft in made])
            best = first_clean(draft for draft in drafts if text_of(draft.variant) not in seen)
            if best is not None:
                made.append(best)
                seen.add(text_of(best.variant))
        clean = [draft for draft in made if not errors(draft)]
        if clean:
            return tuple(clean)
        _refuse_the_forbidden(assignment, made)
        if not made and not unlike:
            raise NothingToWrite(
                f"There is no template for {assignment.channel.label}. "
                "Add one to the kit's templates folder, or connect a model."
            )
        return tuple(made)

    def _drafts(self, assignment: Assignment, turn: int, used: Sequence[str]) -> Iterator[Candidate]:
        material = self._material(assignment, turn)
        for recipe in recipes(assignment, turn, used, specific=bool(material.message)):
            variant = compose(recipe, assignment.channel, material.values)
            if variant is not None and (material.message or names_topic(variant, assignment.brief)):
                yield finished(assignment, recipe, variant, material)

    def _material(self, assignment: Assignment, turn: int) -> Material:
        return gather(
            assignment.brief,
            assignment.kit,
            templates=templates_for(assignment.kit),
            today=self.today() if self.today else None,
            turn=turn,
            passages=assignment.passages,
        )


def _taken_from(stated: Sequence[Stated], *, bare: bool) -> str:
    """Where the facts come from that the brief did not name; `bare`, it named none at all."""
    places = dict.fromkeys(f"{each.passage.document} ({each.passage.place})" for each in stated)
    return (
        f"{'The brief names no facts, so I took' if bare else 'I added'} what the guidelines state: "
        f"{english.listed(list(places))}. "
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


def _refuse_the_forbidden(assignment: Assignment, made: Sequence[Candidate]) -> None:
    """`AgainstTheRules` when every variant breaks a rule by its very topic: no wording can mend that."""
    brief = assignment.brief
    subject = f"{brief.topic} {brief.product} {brief.key_message}".lower()
    for draft in made:
        for finding in errors(draft):
            if finding.match and finding.match.lower() in subject:
                raise AgainstTheRules(
                    f"“{finding.match}” cannot be in {assignment.channel.label} copy"
                    f"{f' for the market {brief.market}' if brief.market else ''}. "
                    f"The brand’s rule says: {finding.message} "
                    "Ask for another channel, market or topic."
                )


def _written(assignment: Assignment, made: Sequence[Candidate], *, note: str) -> Written:
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
