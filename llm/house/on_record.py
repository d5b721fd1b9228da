"""What the brand has on record of itself, such as its address: asked for by name, said in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from brandkit.kit import Mandatory
from brandkit.templates import Template
from llm.house import english
from llm.house.word_roots import roots

_OWN = re.compile(
    r"(?:(?:our|the)\s+)?(?:(?:company|brand|firm|full|own)(?:[’']s)?\s+)?"
    r"(?P<what>(?:(?:postal|street|office|mailing|email|e-mail|web)\s+)?address|(?:tele)?phone(?:\s+number)?|"
    r"opening\s+hours|(?:contact|company|registration|vat)\s+(?:details|number)|website|web\s?site|site|"
    r"(?:press|media)\s+contact|social\s+(?:handles?|links?))",
    re.IGNORECASE,
)
_PART_OF_NAME = frozenset({"address", "disclaimer"})
"""Nouns that name a fixed text though its full name has a word more: “our address”, the postal one."""
_MERE_LINE = re.compile(r"\s+(?:link|line|text|wording|notice)$", re.IGNORECASE)
NOT_ON_RECORD = (
    "The brand kit has no {detail} on record. Tell me the words, such as “mention” and then the text."
)
_SITE = re.compile(r"web|site", re.IGNORECASE)


def is_own_detail(wish: str) -> str:
    """What detail of the brand's own a wish asks for, as “phone number”; empty for any other wish."""
    asked = _OWN.fullmatch(wish.strip().rstrip("."))
    return asked["what"].lower() if asked else ""


def on_record(
    wish: str, mandatories: Iterable[Mandatory], messages: Sequence[Template], basics: Mapping[str, str]
) -> str:
    """The words for a detail or a fixed text that a wish names; empty where none is on record."""
    named = english.without_article(_MERE_LINE.sub("", wish.strip().rstrip(".")))
    for mandatory in mandatories:
        if _names(named, mandatory.name):
            return mandatory.text if "://" in mandatory.text else english.with_stop(mandatory.text)
    detail = is_own_detail(wish)
    if "contact" in detail.split():
        return english.with_stop(_phrase("press_contact", messages, basics))
    site = basics.get("website", "")
    return f"More about {basics['brand'] or 'us'}: {site}" if site and _SITE.search(detail) else ""


def _names(wish: str, name: str) -> bool:
    wanted, called = roots(wish), roots(name)
    head = english.head_noun(wish).lower()
    in_part = head in _PART_OF_NAME and head == english.head_noun(name).lower() and wanted <= called
    return bool(wanted) and (wanted == called or in_part)


def _phrase(slot: str, messages: Iterable[Template], basics: Mapping[str, str]) -> str:
    texts = (text for each in messages for said in each.phrases if said.slot == slot for text in said.texts)
    return next((filled for text in texts if (filled := text.fill(basics, lambda _count: 0))), "")
