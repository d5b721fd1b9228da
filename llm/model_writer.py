"""Writes copy with a model: variants within the format's limits, citing only what was given."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce

from brandkit.channels import Field
from brandkit.drafts import Provenance, Variant
from brandkit.passages import PassageId, RankedPassage
from llm.assignments import Assignment, Written
from llm.decoding import Decoded, Decoder, Sampling, Task, together
from llm.drafting_prompts import base_of, is_whole, open_fields, writing_prompt
from llm.errors import CutShort, UnusableReply
from llm.guarding import foreign_links, repeats_instructions
from llm.house.localising import lost, moves
from llm.material import short_ids
from llm.model_answerer import ModelAnswerer
from llm.model_reader import ModelReader
from llm.model_repairer import ModelRepairer
from llm.prompts import Messages
from llm.replies import merged, parsed, variant_from
from llm.rewriting import fields_over_limit, rewrite
from llm.schemas import Schema, most_tokens, variant_schema
from llm.unfolding import Unfolding

__all__ = ["ModelAnswerer", "ModelReader", "ModelRepairer", "ModelWriter"]

_ASKED_AT_MOST = 3
_SEEDS_APART = 1_000


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """All that one assignment puts before the model."""

    messages: Messages
    schema: Schema
    fields: tuple[Field, ...]
    passages: tuple[RankedPassage, ...]
    examples: tuple[Variant, ...]
    ids: dict[str, PassageId]
    room: int


@dataclass(frozen=True, kw_only=True)
class ModelWriter:
    """Writes with the model behind `decoder`.

    `salt` is the workspace's: prompts cached for one are never used for another. `today` tells which
    claims have expired; without it, claims that ever expire are not offered.
    """

    decoder: Decoder
    salt: str = ""
    today: Callable[[], date] | None = None
    sampling: Sampling = field(default_factory=Sampling)

    async def write(
        self, assignment: Assignment, *, on_text: Callable[[str], Awaitable[None]] | None = None
    ) -> Written:
        """The variants that the brief asks for, or the previous draft with the change made.

        `on_text` hears the first variant as it is written, in pieces that join to its text with each
        field on a line of its own, after its label where there are several. What cannot be used is
        asked for again, with another seed; raises UnusableReply when nothing usable came, and the errors
        of the model server.
        """
        sheet = await self._sheet(assignment)
        variants, provenance = await self._asked(assignment, sheet, on_text)
        return await self._fitted(
            assignment, variants, self._complete(provenance, assignment, sheet, variants)
        )

    async def _asked(
        self, assignment: Assignment, sheet: _Sheet, on_text: Callable[[str], Awaitable[None]] | None
    ) -> tuple[tuple[Variant, ...], Provenance]:
        """Variants that differ from each other, asked for until there are enough or asking is no use."""
        wanted = max(1, assignment.brief.variants)
        variants: tuple[Variant, ...] = ()
        used: list[Provenance] = []
        trouble = UnusableReply("The model gave nothing that can be used. Ask again.")
        for seed in range(assignment.seed, assignment.seed + _ASKED_AT_MOST * _SEEDS_APART, _SEEDS_APART):
            task = self._task(assignment, sheet, n=wanted - len(variants), seed=seed)
            piece = _readable(sheet, on_text) if seed == assignment.seed else None
            try:
                decoded = await self.decoder.decode(task, room=sheet.room, on_piece=piece)
                used.append(decoded.provenance)
                variants = tuple(dict.fromkeys((*variants, *_usable(decoded, sheet, assignment))))
            except UnusableReply as unusable:
                trouble = unusable
            if len(variants) >= wanted:
                break
        if not variants:
            raise trouble
        return variants, reduce(together, used)

    async def _sheet(self, assignment: Assignment) -> _Sheet:
        """What leaves room for the answer: examples go first, then passages, the least relevant first."""
        fields = open_fields(assignment)
        passages, examples = assignment.passages, assignment.examples
        while True:
            ids = dict(short_ids(passages))
            schema = variant_schema(fields, passages=list(ids), locale=assignment.brief.locale)
            shown = replace(assignment, examples=examples)
            messages = writing_prompt(shown, passages, today=self._today())
            room = await self.decoder.room_for(
                messages, enough=most_tokens(schema), route=assignment.kit.slug
            )
            if room >= _needed(schema) or not (passages or examples):
                return _Sheet(
                    messages=messages,
                    schema=schema,
                    fields=fields,
                    passages=passages,
                    examples=examples,
                    ids=ids,
                    room=room,
                )
            examples, passages = (examples[:-1], passages) if examples else ((), passages[:-1])

    def _today(self) -> date | None:
        return self.today() if self.today else None

    def _task(self, assignment: Assignment, sheet: _Sheet, *, n: int, seed: int) -> Task:
        return Task(
            messages=sheet.messages,
            schema=sheet.schema,
            sampling=self.sampling,
            seed=seed,
            n=n,
            route=assignment.kit.slug,
            salt=self.salt,
        )

    def _complete(
        self, provenance: Provenance, assignment: Assignment, sheet: _Sheet, variants: Sequence[Variant]
    ) -> Provenance:
        left_out = assignment.passages[len(sheet.passages) :]
        notes = (provenance.note, _left_out(left_out), _too_few(len(variants), assignment.brief.variants))
        versions = dict.fromkeys(each.passage.version for each in sheet.passages)
        return replace(
            provenance,
            seed=assignment.seed,
            kit_version=assignment.kit.version,
            guideline_version=", ".join(versions),
            passages=tuple((each.passage.id, each.passage.text_hash) for each in sheet.passages),
            examples=tuple(each.content_hash(assignment.channel.name) for each in sheet.examples),
            note=" ".join(filter(None, notes)),
        )

    async def _fitted(
        self, assignment: Assignment, variants: Sequence[Variant], provenance: Provenance
    ) -> Written:
        """What a grammar cannot count is counted here, and what is over is written once more, shorter."""
        fitted: list[Variant] = []
        for variant in variants:
            over = fields_over_limit(variant, assignment.channel)
            if over:
                variant, more = await self._shorter(assignment, variant, over)  # noqa: PLW2901 — its next form
                provenance = replace(together(provenance, more), repairs=provenance.repairs + 1)
            fitted.append(variant)
        return Written(variants=tuple(fitted), provenance=provenance)

    async def _shorter(
        self, assignment: Assignment, variant: Variant, over: Sequence[Field]
    ) -> tuple[Variant, Provenance]:
        return await rewrite(self.decoder, assignment, variant, over, salt=self.salt, today=self._today())


def _needed(schema: Schema) -> int:
    """Room for an answer of the usual kind: a fourth of the tokens that the longest could take."""
    return most_tokens(schema) // 4


def _left_out(passages: Sequence[RankedPassage]) -> str:
    if not passages:
        return ""
    places = "; ".join(f"{each.passage.document} ({each.passage.place})" for each in passages)
    return f"The model had no room for {len(passages)} of the passages, least relevant first: {places}."


def _too_few(made: int, wanted: int) -> str:
    return f"{wanted} variants were asked for; the model gave {made} that differ." if made < wanted else ""


def _readable(
    sheet: _Sheet, on_text: Callable[[str], Awaitable[None]] | None
) -> Callable[[str], Awaitable[None]] | None:
    if on_text is None:
        return None
    labelled = len(sheet.fields) > 1
    unfolding = Unfolding({field.name: field.label if labelled else "" for field in sheet.fields})

    async def hear(piece: str) -> None:
        text = unfolding.feed(piece)
        if text:
            await on_text(text)

    return hear


def _usable(decoded: Decoded, sheet: _Sheet, assignment: Assignment) -> tuple[Variant, ...]:
    """The answers that are what was asked for; raises UnusableReply when none is."""
    trouble: UnusableReply | None = None
    usable: list[Variant] = []
    for answer in decoded.answers:
        try:
            usable.append(_variant(answer, sheet, assignment))
        except UnusableReply as unusable:
            trouble = unusable
    if not usable:
        raise trouble or CutShort("The model's answer did not fit into the space it was given. Ask for less.")
    return tuple(usable)


def _variant(answer: str, sheet: _Sheet, assignment: Assignment) -> Variant:
    variant = variant_from(parsed(answer, sheet.schema), fields=sheet.fields, passages=sheet.ids)
    variant = merged(base_of(assignment), variant, channel=assignment.channel, fields=sheet.fields)
    if not is_whole(variant, assignment.channel):
        raise UnusableReply("The model left a part of the copy empty. Ask again.")
    gone = _lost(variant, assignment)
    if gone:
        raise UnusableReply(f"The model changed what has to stay as it is: “{gone[0]}”. Ask again.")
    strangers = foreign_links(variant, assignment)
    if strangers:
        raise UnusableReply(f"The model wrote a link nobody gave it: {strangers[0]}. Name one to use.")
    if repeats_instructions(variant, brand=assignment.kit.name):
        raise UnusableReply("The model wrote about its own instructions. Ask again.")
    return variant


def _lost(variant: Variant, assignment: Assignment) -> tuple[str, ...]:
    """What a version for another market or language has to keep word for word, and has not."""
    previous = assignment.previous
    if previous is None or len(previous.variants) != 1 or not moves(previous.brief, assignment.brief):
        return ()
    return lost(previous.variants[0], variant, assignment.kit)
