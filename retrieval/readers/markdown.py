"""Reads Markdown and MDX: front matter titles, headings, lists, tables, and what templates wrap."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from retrieval.front_matter import care_of
from retrieval.readers.emphasis import BEGIN, END, quoted
from retrieval.readers.outline import Outline
from retrieval.readers.templates import without_liquid
from retrieval.readers.webpage import read_fragment

FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
TITLE = re.compile(r"^title:[ \t]*(.+)$", re.MULTILINE)
TOP_HEADING = re.compile(r"^#\s+(?!\{frontmatter)\S", re.MULTILINE)
ATTRIBUTES = re.compile(r"\s*\{[:#.][^}]*\}\s*$")
ALT = re.compile(r"""\balt\s*=\s*(["'])(.*?)\1""", re.DOTALL)
COMPONENT = re.compile(r"</?[A-Z][\w.]*[a-z][\w.]*(?:\s[^>]*)?>")
PROP = re.compile(
    r"""\b(title|heading|caption|alt|label|description|summary|text|do|dont|example)=\{?(["'`])(.*?)\2""",
    re.DOTALL | re.IGNORECASE,
)
"""What components such as <Callout title="…"> are given to show."""
LABELS = {"do": "Do: ", "dont": "Don't: "}
SPACES = re.compile(r"[ \t\u00a0]+")
COMMENT = re.compile(r"<!--.*?-->|\{/\*.*?\*/\}", re.DOTALL)
MODULE_LINE = re.compile(
    r"^(?:import\s.+\sfrom\s+['\"].+['\"];?|export\s+(?:const|default)\s.*)$", re.MULTILINE
)


def read_markdown(text: str) -> Outline:
    """The outline of one Markdown file. Front matter gives the title where no heading 1 does."""
    front, body = _split(text.replace("\r\n", "\n"))
    titled = None if TOP_HEADING.search(body) else TITLE.search(front)
    outline = Outline(titled.group(1).strip().strip("'\"") if titled else "")
    outline.care = _care(front)
    source = COMMENT.sub("", without_liquid(MODULE_LINE.sub("", body)))
    _walk(_parsed(source), outline)
    return outline


def _parsed(source: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(source)


def _split(text: str) -> tuple[str, str]:
    match = FRONT_MATTER.match(text)
    return (match.group(1), text[match.end() :]) if match else ("", text)


def _care(front: str) -> dict[str, Any]:
    """Who looks after the document by its front matter, as plain data; nothing when that is broken."""
    try:
        said = yaml.safe_load(front)
    except yaml.YAMLError:
        return {}
    return care_of(said).as_json() if isinstance(said, dict) else {}


def _walk(tokens: Sequence[Token], outline: Outline) -> None:
    rows: list[list[str]] = []
    item = False
    for before, token in zip((None, *tokens), tokens, strict=False):
        match token.type:
            case "list_item_open":
                item = True
            case "tr_open":
                rows.append([])
            case "table_close":
                outline.table(rows)
                rows = []
            case "fence" | "code_block" | "html_block":
                _block(outline, token)
            case "inline" if rows:
                rows[-1].append(_inline(token))
            case "inline" if before is not None and before.type == "heading_open":
                _heading(outline, int(before.tag[1]), _inline(token))
            case "inline":
                outline.say(("- " if item else "") + _inline(token))
                item = False


def _block(outline: Outline, token: Token) -> None:
    if token.type != "html_block":
        outline.say(token.content)
    elif COMPONENT.search(token.content):
        _walk(_parsed(_without_components(token.content)), outline)
    else:
        read_fragment(token.content, outline)


def _heading(outline: Outline, level: int, text: str) -> None:
    if "frontmatter" not in text:
        outline.heading(level, ATTRIBUTES.sub("", text))


def _inline(token: Token) -> str:
    parts = []
    for child in token.children or ():
        match child.type:
            case "softbreak" | "hardbreak":
                parts.append("\n")
            case "html_inline":
                parts.append(_shown(child.content))
            case "em_open" | "strong_open":
                parts.append(BEGIN)
            case "em_close" | "strong_close":
                parts.append(END)
            case "code_inline":
                parts.append(f"{BEGIN}{child.content}{END}")
            case _:
                parts.append(child.content)
    return SPACES.sub(" ", quoted(SPACES.sub(" ", "".join(parts)))).strip()


def _shown(tag: str) -> str:
    """What a tag in a line shows by itself: a picture's alternative text, a break."""
    if tag.startswith("<br"):
        return "\n"
    alt = ALT.search(tag) if tag.startswith("<img") else None
    return html.unescape(alt.group(2)) if alt else ""


def _without_components(markup: str) -> str:
    """The Markdown that components (tags with a capital) wrap, and the prose they are given."""
    bare = COMPONENT.sub(lambda tag: f"\n\n{_props(tag.group())}\n\n", markup)
    return "\n".join(line.strip() for line in bare.splitlines())


def _props(tag: str) -> str:
    return "\n\n".join(f"{LABELS.get(name.lower(), '')}{said}" for name, _, said in PROP.findall(tag))
