"""What a prompt says about a brand, a format and a brief: the desk's values as fenced data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain

from brandkit.briefs import Brief
from brandkit.channels import Channel, Field, Limit, Unit
from brandkit.drafts import Draft, Variant
from brandkit.findings import Finding
from brandkit.kit import BrandKit, Claim, Mandatory, TermStatus
from brandkit.passages import PassageId, RankedPassage
from llm.fences import as_data, as_lines

_NONE = "(none)"
_MOST_TERMS = 120
_UNITS = {
    Unit.X_WEIGHTED: "characters as X counts them (a link is 23, an emoji 2)",
    Unit.GSM_SEPTETS: "plain letters of the GSM alphabet, no emoji",
    Unit.SMS_SEGMENTS: "message parts of 153 plain letters",
    Unit.BYTES: "bytes",
    Unit.WORDS: "words",
}


def brand_material(kit: BrandKit, *, today: date | None) -> dict[str, str]:
    """The values of the files `desk` and `brand`: the same text for every request of a brand version.

    A claim that has expired by `today` is left out; without `today`, every claim that ever expires.
    """
    about = {
        "name": kit.name,
        "description": kit.description,
        "website": kit.website,
        "products": kit.products,
    }
    voice = (
        {"we are": v.we_are, "we are not": v.we_are_not, "like": v.good, "unlike": v.bad} for v in kit.voice
    )
    terms = (
        {"word": term.text, "status": term.status.value, "instead": term.replacement, "note": term.note}
        for term in sorted(kit.terms, key=lambda term: list(TermStatus).index(term.status), reverse=True)
    )
    claims = (
        {"claim": c.text, "territory": c.territory, "say with it": c.disclaimer}
        for c in kit.claims
        if _holds(c, today)
    )
    personas = ({"name": persona.name, "about": persona.description} for persona in kit.personas)
    return {
        "brand": as_data(kit.name),
        "about": as_data(_said(about)),
        "voice": as_lines(map(_said, voice), empty=_NONE),
        "terms": as_lines(list(map(_said, terms))[:_MOST_TERMS], empty=_NONE),
        "claims": as_lines(map(_said, claims), empty=_NONE),
        "personas": as_lines(map(_said, personas), empty=_NONE),
    }


def _holds(claim: Claim, today: date | None) -> bool:
    return claim.expires is None or (today is not None and today <= claim.expires)


def format_material(channel: Channel, kit: BrandKit, brief: Brief) -> dict[str, str]:
    """The values of the file `format`: the same for every request of one channel, market and product."""
    mandatories = (each for each in kit.mandatories if _applies(each, channel, kit, brief))
    return {
        "channel": channel.label,
        "guidance": as_data(channel.guidance),
        "fields": as_lines((_field(field) for field in channel), empty=_NONE),
        "mandatories": as_lines((_said(_mandatory(each)) for each in mandatories), empty=_NONE),
    }


def _applies(mandatory: Mandatory, channel: Channel, kit: BrandKit, brief: Brief) -> bool:
    return (
        (not mandatory.channels or channel.name in mandatory.channels)
        and (not mandatory.markets or (brief.market or kit.home_market) in mandatory.markets)
        and (not mandatory.products or brief.product in mandatory.products)
    )


def _mandatory(mandatory: Mandatory) -> dict[str, object]:
    only_if: dict[str, object] = {"only if the copy matches": mandatory.when} if mandatory.when else {}
    return {"text": mandatory.text, "field": mandatory.field, "place": mandatory.placement.value} | only_if


def _field(field: Field) -> dict[str, object]:
    how_many = f"{field.at_least} to {field.at_most}" if field.at_most > 1 else ""
    limits = [_limit(limit) for limit in field.limits]
    line = {
        "name": field.name,
        "label": field.label,
        "how many": how_many,
        "limits": limits,
        "how": field.guidance,
    }
    return _said(line)


def _limit(limit: Limit) -> str:
    what = _UNITS.get(limit.unit, "characters")
    first = "first sentence: " if limit.opening else ""
    return f"{first}at most {limit.value} {what}"


def brief_material(brief: Brief, *, reader: str = "") -> dict[str, object]:
    """A brief as data, without what was not said; `reader` describes the persona that it is for."""
    return _said(
        {
            "topic": brief.topic,
            "as asked": brief.ask,
            "audience": brief.audience,
            "about the audience": reader,
            "objective": brief.objective,
            "key message": brief.key_message,
            "tone": brief.tone,
            "call to action": brief.call_to_action,
            "link": brief.link,
            "must mention": brief.must_mention,
            "product": brief.product,
            "market": brief.market,
            "language": brief.locale,
            "asked since": brief.instructions,
        }
    )


def short_ids(passages: Sequence[RankedPassage]) -> Mapping[str, PassageId]:
    """p1, p2, …: names a model can write without a slip, mapped to the real ones."""
    return {f"p{number}": each.passage.id for number, each in enumerate(passages, 1)}


def passage_lines(passages: Sequence[RankedPassage]) -> str:
    """The passages with their short names, in rank order."""
    lines = (
        {
            "id": short,
            "document": p.passage.document,
            "heading": " › ".join(p.passage.heading),
            "text": p.passage.text,
        }
        for short, p in zip(short_ids(passages), passages, strict=True)
    )
    return as_lines(lines, empty="(no guideline covers this brief)")


def variant_data(variant: Variant, channel: Channel) -> dict[str, object]:
    """A variant in the shape that the model answers in, without its citations."""
    by_field = {field: list(variant.texts(field.name)) for field in channel}
    return {
        field.name: texts if field.at_most > 1 else "\n".join(texts)
        for field, texts in by_field.items()
        if texts
    }


def draft_lines(draft: Draft, channel: Channel) -> str:
    """All the variants of a draft, numbered."""
    lines = ({"variant": n} | variant_data(v, channel) for n, v in enumerate(draft.variants, 1))
    return as_lines(lines, empty=_NONE)


def example_lines(examples: Sequence[Variant], channel: Channel) -> str:
    """Approved copy, most similar first."""
    return as_lines((variant_data(each, channel) for each in examples), empty=_NONE)


def finding_lines(findings: Iterable[Finding], *extra: Mapping[str, object]) -> str:
    """What a check found, with the fix where there is one."""
    lines = (
        {"field": f.field, "item": f.index, "problem": f.message, "text": f.match, "instead": _fix(f)}
        for f in findings
    )
    return as_lines(map(_said, chain(lines, extra)), empty=_NONE)


def _fix(finding: Finding) -> str:
    return finding.fixes[0].replacement if finding.fixes else ""


def _said(line: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in line.items() if value or value == 0}
