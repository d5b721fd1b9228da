"""JSON schemas that the server decodes under: one for each channel, and one for each other role.

Built only from what vLLM's guidance backend enforces. Every text has a longest length, so an answer
always ends; citations are an enumeration of the passages given, so an invented one cannot be written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from brandkit.channels import Field
from brandkit.kit import BrandKit
from llm.bounds import PRINTABLE_LINE, Bound, Fit, bound_of, longest_in, text_pattern

Schema = dict[str, Any]

_MOST_CITATIONS = 8
_MOST_GAPS = 3
_LONGEST_GAP = 160
_MOST_VARIANTS = 5
_LONGEST_TERM = 40
_LONGEST_SENTENCE = 300
_MOST_TERMS = 6
_MOST_RULES = 8


def variant_schema(
    fields: Sequence[Field], *, passages: Sequence[str], locale: str = "en", fit: Fit = Fit.ROOMY
) -> Schema:
    """One variant of copy with these fields, citing none but these passages, naming what none covers."""
    properties = {
        field.name: _field_schema(field, bound_of(field, locale=locale, fit=fit)) for field in fields
    }
    if passages:
        properties["citations"] = _citations(fields, passages)
    properties["gaps"] = _list(_line(_LONGEST_GAP), most=_MOST_GAPS)
    return _object(properties)


def _field_schema(field: Field, bound: Bound) -> Schema:
    text = {"type": "string", "pattern": bound.pattern}
    return _list(text, least=field.at_least, most=field.at_most) if field.at_most > 1 else text


def _citations(fields: Sequence[Field], passages: Sequence[str]) -> Schema:
    place = {
        "passage": _one_of(passages),
        "field": _one_of([field.name for field in fields]),
        "index": {"type": "integer", "minimum": 0, "maximum": max(field.at_most for field in fields) - 1},
    }
    return _list(_object(place), most=_MOST_CITATIONS)


def proposal_schema(passages: Sequence[str]) -> Schema:
    """Rules that these passages state: the sentence, the words to avoid, the words to write instead."""
    words = _list(_line(_LONGEST_TERM), most=_MOST_TERMS)
    rule = {
        "passage": _one_of(passages),
        "sentence": _line(_LONGEST_SENTENCE),
        "avoid": _list(_line(_LONGEST_TERM), least=1, most=_MOST_TERMS),
        "say": words,
    }
    return _object({"rules": _list(_object(rule), most=_MOST_RULES)})


def reading_schema(kit: BrandKit) -> Schema:
    """A brief as this brand can have it, or the one question to ask first."""
    return {"anyOf": [_brief(kit), _question()]}


def _brief(kit: BrandKit) -> Schema:
    return _object(
        {
            "kind": _one_of(["brief"]),
            "channel": _one_of(list(kit.channels)),
            "topic": _line(200),
            "audience": _maybe_line(120),
            "objective": _maybe_line(160),
            "key_message": _maybe_line(300),
            "tone": _maybe_line(120),
            "call_to_action": _maybe_line(80),
            "link": _maybe_line(500),
            "must_mention": _list(_line(120), most=6),
            "product": _one_of(["", *kit.products]),
            "market": _one_of(["", *kit.markets]),
            "locale": _one_of(["", *kit.locales]),
            "variants": {"type": "integer", "minimum": 1, "maximum": _MOST_VARIANTS},
        }
    )


def _question() -> Schema:
    return _object(
        {
            "kind": _one_of(["question"]),
            "missing": _one_of(["channel", "topic", "audience", "call_to_action", "product", "market"]),
            "text": _line(240),
            "choices": _list(_line(60), most=5),
        }
    )


def answer_schema(passages: Sequence[str]) -> Schema:
    """An answer from these passages, or the word that they do not cover the question."""
    return _object(
        {
            "covered": {"type": "boolean"},
            "text": _maybe_line(1_200),
            "citations": _list(_one_of(passages), most=min(len(passages), _MOST_CITATIONS)),
        }
    )


def judging_schema(traits: Sequence[str]) -> Schema:
    """One number from 1 to 5 for each trait."""
    return _object({each: {"type": "integer", "minimum": 1, "maximum": 5} for each in traits})


def hash_of(schema: Schema) -> str:
    """SHA-256 over the schema, however its keys are ordered."""
    return hashlib.sha256(json.dumps(schema, sort_keys=True).encode()).hexdigest()


def most_tokens(schema: Schema) -> int:
    """How many tokens the longest answer under the schema may take: a token for each code point.

    English needs a quarter of that; it is a ceiling that must not cut a Thai or a Greek text.
    """
    if "anyOf" in schema:
        return max(map(most_tokens, schema["anyOf"]))
    if "enum" in schema:
        return max(len(json.dumps(each)) for each in schema["enum"])
    match schema["type"]:
        case "object":
            return 2 + sum(len(name) + 6 + most_tokens(each) for name, each in schema["properties"].items())
        case "array":
            return 2 + int(schema["maxItems"]) * (1 + most_tokens(schema["items"]))
        case "string":
            return 2 + longest_in(schema["pattern"])
    return 6


def _object(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Schema, *, most: int, least: int = 0) -> Schema:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}


def _one_of(values: Sequence[str]) -> Schema:
    return {"type": "string", "enum": list(values)}


def _line(longest: int) -> Schema:
    return {"type": "string", "pattern": text_pattern(PRINTABLE_LINE, shortest=1, longest=longest)}


def _maybe_line(longest: int) -> Schema:
    return {"type": "string", "pattern": text_pattern(PRINTABLE_LINE, shortest=0, longest=longest)}
