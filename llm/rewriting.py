"""Writes single fields of a variant again and leaves the others word for word as they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from brandkit.channels import Channel, Field
from brandkit.counting import length
from brandkit.drafts import Provenance, Variant
from brandkit.findings import Finding
from llm.assignments import Assignment
from llm.bounds import Fit
from llm.decoding import Decoder, Sampling, Task
from llm.drafting_prompts import rewriting_prompt
from llm.material import short_ids
from llm.replies import merged, parsed, variant_from
from llm.schemas import variant_schema

# An edit wants the likeliest words, not new ones.
_STEADY = Sampling(temperature=0.2, top_p=0.9)


def fields_over_limit(variant: Variant, channel: Channel) -> tuple[Field, ...]:
    """The fields with a text longer than the platform takes, counted in the platform's own unit."""
    return tuple(field for field in channel if _is_over(field, variant.texts(field.name)))


def _is_over(field: Field, texts: Sequence[str]) -> bool:
    hard = [limit for limit in field.limits if limit.hard and not limit.opening]
    return any(length(text, limit.unit) > limit.value for text in texts for limit in hard)


async def rewrite(
    decoder: Decoder,
    assignment: Assignment,
    variant: Variant,
    fields: Sequence[Field],
    *,
    findings: Sequence[Finding] = (),
    salt: str,
    today: date | None,
) -> tuple[Variant, Provenance]:
    """The variant with these fields written again, surely within their limits; and what that took."""
    over: list[dict[str, object]] = [
        {"field": field.name, "problem": "too long for the platform"}
        for field in fields_over_limit(variant, assignment.channel)
    ]
    ids = short_ids(assignment.passages)
    schema = variant_schema(fields, passages=list(ids), locale=assignment.brief.locale, fit=Fit.CERTAIN)
    task = Task(
        messages=rewriting_prompt(assignment, variant, findings, fields, over=over, today=today),
        schema=schema,
        seed=assignment.seed,
        sampling=_STEADY,
        route=assignment.kit.slug,
        salt=salt,
    )
    decoded = await decoder.decode(task)
    rewritten = variant_from(parsed(decoded.answers[0], schema), fields=fields, passages=ids)
    return merged(variant, rewritten, channel=assignment.channel, fields=fields), decoded.provenance
