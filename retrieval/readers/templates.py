"""Takes template languages (Liquid, Nunjucks, Jinja) out of documents and keeps the words they carry."""

from __future__ import annotations

import re

PROSE_KEYS = (
    "text|html|item|heading|title|summary|summaryText|content|label|description|legend|hint|caption|alt|value"
)
_STRING = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`"
PROSE = re.compile(rf"\b(?:{PROSE_KEYS})[\"']?\s*[:=]\s*({_STRING})", re.DOTALL)
LIQUID_BLOCK = re.compile(r"\{%-?\s*include\s+\S+(.*?)-?%\}", re.DOTALL)
ANY_TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
ANY_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
COMMENT = re.compile(r"\{#(?!\w+\}).*?#\}|\{%-?\s*comment.*?endcomment\s*-?%\}", re.DOTALL)
CALL = re.compile(r"\{%-?\s*call\s+\w+\((.*?)\)\s*-?%\}", re.DOTALL)
MACRO = re.compile(r"\{\{-?\s*\w+\((.*?)\)\s*-?\}\}", re.DOTALL)
PAGE_TITLE = re.compile(r"\{%-?\s*set\s+(?:pageTitle|page_title|title)\s*=\s*\"(.*?)\"")


def without_liquid(text: str) -> str:
    """Markdown without Liquid tags; what an include shows stays where it stands."""
    shown = LIQUID_BLOCK.sub(lambda found: _paragraphs(found.group(1)), COMMENT.sub("", text))
    return ANY_VALUE.sub(" ", ANY_TAG.sub(" ", shown))


def without_nunjucks(markup: str) -> str:
    """HTML without template code; the prose that macros are called with becomes paragraphs."""
    plain = COMMENT.sub(" ", markup)
    for call in (CALL, MACRO):
        plain = call.sub(lambda found: _blocks(found.group(1)), plain)
    return ANY_VALUE.sub(" ", ANY_TAG.sub(" ", plain))


def page_title(markup: str) -> str:
    """The title that a template sets for its page; empty when it sets none."""
    found = PAGE_TITLE.search(markup)
    return found.group(1) if found else ""


def _prose(arguments: str) -> list[str]:
    return [found.group(1)[1:-1].strip() for found in PROSE.finditer(arguments)]


def _paragraphs(arguments: str) -> str:
    return "\n\n" + "\n\n".join(_prose(arguments)) + "\n\n"


def _blocks(arguments: str) -> str:
    return "".join(f"<div>{prose}</div>" for prose in _prose(arguments))
