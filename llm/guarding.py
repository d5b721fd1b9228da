"""What no draft may carry, whoever asked for it: links nobody gave, and the desk's own instructions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from brandkit.drafts import Variant
from brandkit.web_addresses import address_spans
from llm.assignments import Assignment
from llm.prompts import text_of

_SHINGLE = 8
_ADDRESS = re.compile(r"""\b(?:[a-z][a-z0-9+.-]*://[^\s<>"']+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)""", re.IGNORECASE)


def foreign_links(variant: Variant, assignment: Assignment) -> tuple[str, ...]:
    """The links in the copy that neither the requester nor the kit gave.

    A guideline passage is no source of links: an upload could plant one in every draft.
    """
    allowed = frozenset(_hosts_given(assignment))
    links = (link for part in variant.parts for link in _links(part.text))
    return tuple(dict.fromkeys(link for link in links if host_of(link) not in allowed))


def _hosts_given(assignment: Assignment) -> Iterator[str]:
    brief, kit = assignment.brief, assignment.kit
    fixed = (kit.website, kit.boilerplate, *(each.text for each in kit.mandatories))
    said = (
        brief.link,
        brief.ask,
        brief.key_message,
        brief.call_to_action,
        *brief.must_mention,
        *brief.instructions,
    )
    before = _texts_before(assignment)
    for text in (*fixed, *said, assignment.change, *before):
        yield from map(host_of, _links(text))


def _texts_before(assignment: Assignment) -> Iterator[str]:
    """What an earlier version says was let through or written by a person."""
    if assignment.previous is not None:
        yield from (part.text for variant in assignment.previous.variants for part in variant.parts)


def _links(text: str) -> Iterator[str]:
    """Web addresses as platforms find them, and besides them whatever has a protocol or is an email."""
    yield from (text[start:end] for start, end in address_spans(text))
    yield from (found[0].rstrip(".,;:!?") for found in _ADDRESS.finditer(text))


def host_of(link: str) -> str:
    """The host of a link or an email address, in lower case and without `www.`; empty if it has none."""
    address = link.removeprefix("mailto:")
    try:
        host = urlsplit(address if "://" in address else f"//{address}").hostname
    except ValueError:
        return ""
    return (host or "").removeprefix("www.")


def repeats_instructions(variant: Variant, *, brand: str) -> bool:
    """Whether the copy recites the desk's rules: eight words of them in a row."""
    rules = set(_shingles(text_of("desk", {"brand": brand})))
    return any(shingle in rules for part in variant.parts for shingle in _shingles(part.text))


def _shingles(text: str) -> Iterator[tuple[str, ...]]:
    words = text.casefold().split()
    for start in range(len(words) - _SHINGLE + 1):
        yield tuple(words[start : start + _SHINGLE])
