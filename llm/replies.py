"""Reads what a model answered under a schema, and believes none of it before it was checked.

The server's decoder holds the schema. That a server was started without it, or is not the one we
think, must not put an invented citation on a card: so every answer is checked once more here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from jsonschema import Draft202012Validator

from brandkit.briefs import Brief, ChannelName, Question
from brandkit.channels import Channel, Field
from brandkit.drafts import Citation, Part, Variant
from brandkit.passages import PassageId
from llm.assignments import Answer
from llm.errors import UnusableReply
from llm.schemas import Schema


def parsed(reply: str, schema: Schema) -> Any:
    """The reply's data; raises UnusableReply if it is not JSON or does not fit the schema."""
    try:
        data = json.loads(reply)
    except ValueError as error:
        raise UnusableReply("The model's answer was not in the form it was asked for. Ask again.") from error
    misfit = next(Draft202012Validator(schema).iter_errors(data), None)
    if misfit is not None:
        unusable = UnusableReply("The model's answer broke the format it was given. Ask again.")
        unusable.add_note(f"at {misfit.json_path}: {misfit.message[:200]}")
        raise unusable
    return data


def variant_from(
    data: Mapping[str, Any], *, fields: Sequence[Field], passages: Mapping[str, PassageId]
) -> Variant:
    """The variant that data under a variant schema stands for; `passages` maps the prompt's ids back."""
    parts = tuple(part for field in fields for part in _parts(field, data[field.name]))
    return Variant(
        parts=parts,
        citations=_citations(data.get("citations", ()), parts, passages),
        gaps=tuple(dict.fromkeys(data["gaps"])),
    )


def _parts(field: Field, value: str | list[str]) -> list[Part]:
    texts = [value] if isinstance(value, str) else value
    kept = [text.strip() for text in texts if text.strip()]
    return [Part(field=field.name, text=text, index=index) for index, text in enumerate(kept)]


def _citations(
    cited: Sequence[Mapping[str, Any]], parts: Sequence[Part], passages: Mapping[str, PassageId]
) -> tuple[Citation, ...]:
    """A citation of a part that the variant does not have says nothing, and is left out."""
    places = {(part.field, part.index) for part in parts}
    citations = (
        Citation(passage=passages[each["passage"]], field=each["field"], index=each["index"])
        for each in cited
        if (each["field"], each["index"]) in places
    )
    return tuple(dict.fromkeys(citations))


def merged(previous: Variant, rewritten: Variant, *, channel: Channel, fields: Sequence[Field]) -> Variant:
    """`previous` with the given fields taken from `rewritten`, in the channel's order."""
    open_names = {field.name for field in fields}
    parts = tuple(
        part
        for field in channel
        for part in (rewritten if field.name in open_names else previous).parts
        if part.field == field.name
    )
    places = {(part.field, part.index) for part in parts}
    citations = [each for each in previous.citations if each.field not in open_names] + list(
        rewritten.citations
    )
    kept = tuple(dict.fromkeys(each for each in citations if (each.field, each.index) in places))
    older = previous.gaps if len(fields) < len(channel.fields) else ()
    return Variant(parts=parts, citations=kept, gaps=tuple(dict.fromkeys((*rewritten.gaps, *older))))


def brief_or_question(
    data: Mapping[str, Any], *, ask: str, said: str, defaults: Brief | None
) -> Brief | Question:
    """What data under the reading schema stands for.

    A link or a must-mention counts only if it was `said`; what was not understood anew stays as in
    `defaults`.
    """
    if data["kind"] == "question":
        return Question(
            text=data["text"], missing=data["missing"], choices=tuple(dict.fromkeys(data["choices"]))
        )
    heard = said.casefold()
    return Brief(
        channel=ChannelName(data["channel"]),
        ask=defaults.ask if defaults and defaults.ask else ask,
        topic=data["topic"],
        audience=data["audience"] or _default(defaults, "audience"),
        objective=data["objective"] or _default(defaults, "objective"),
        key_message=data["key_message"] or _default(defaults, "key_message"),
        tone=data["tone"] or _default(defaults, "tone"),
        call_to_action=data["call_to_action"] or _default(defaults, "call_to_action"),
        link=_link_if_said(data["link"], heard) or _default(defaults, "link"),
        must_mention=_mentions(data["must_mention"], heard, defaults),
        product=data["product"] or _default(defaults, "product"),
        market=data["market"] or _default(defaults, "market"),
        locale=data["locale"] or _default(defaults, "locale") or "en",
        variants=data["variants"],
        instructions=defaults.instructions if defaults else (),
    )


def _default(defaults: Brief | None, name: str) -> str:
    return str(getattr(defaults, name)) if defaults else ""


def _if_said(text: str, heard: str) -> str:
    return text if text and text.casefold() in heard else ""


def _link_if_said(link: str, heard: str) -> str:
    scheme, colon, _ = link.partition(":")
    return _if_said(link, heard) if not colon or "." in scheme or scheme.lower() in ("http", "https") else ""


def _mentions(read: Sequence[str], heard: str, defaults: Brief | None) -> tuple[str, ...]:
    said = (text for text in read if _if_said(text, heard))
    return tuple(dict.fromkeys((*(defaults.must_mention if defaults else ()), *said)))


def answer_from(data: Mapping[str, Any], *, passages: Mapping[str, PassageId]) -> Answer:
    """An answer counts as covered only with a text and at least one passage to show for it."""
    cited = tuple(dict.fromkeys(passages[each] for each in data["citations"]))
    covered = bool(data["covered"] and data["text"].strip() and cited)
    return Answer(
        text=data["text"].strip() if covered else "", citations=cited if covered else (), covered=covered
    )
