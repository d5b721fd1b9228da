"""Markdown as HTML in the dialect that Vale reads: GitHub's tables, strikethrough, tasks and bare links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from html import escape

import regex
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from brandkit.vale.footnotes import footnotes
from brandkit.vale.maths import display_maths

_HOST = r"[-A-Za-z0-9@:%._+~#=]{1,256}\.[a-z]+"
_PATH = r"(?:[/#?][-A-Za-z0-9@:%_+.~#!?&/=();,'\">^{}\[\]`$]*)?"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?"
_BARE = regex.compile(
    r"(?<![^\s*_~(])(?:"
    rf"(?P<address>(?:https?|ftp)://{_HOST}(?::\d+)?{_PATH}|www\.{_HOST}{_PATH})"
    rf"|(?P<mail>[A-Za-z0-9][A-Za-z0-9!#$%&'*+\-./=?^_`{{|}}~]*+@{_LABEL}(?:\.{_LABEL})+(?![\-_])))"
)
_ENTITY = regex.compile(r"&[A-Za-z0-9]+;\Z")
_TASK = regex.compile(r"\[[ xX]\]\s+")
_CLOSING = "?!.,:*_~"


def markdown_to_html(text: str) -> str:
    """The HTML of a Markdown text; raw HTML in it stays as it is."""
    rendered: str = _parser().render(text)
    return rendered


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"xhtmlOut": False, "html": True})
    parser.enable(["table", "strikethrough"])
    parser.use(footnotes).use(display_maths)
    parser.core.ruler.after("inline", "bare_links", _link_bare_addresses)
    parser.core.ruler.after("inline", "tasks", _mark_tasks)
    parser.core.ruler.after("inline", "alternatives", _clear_alternatives)
    parser.add_render_rule("s_open", _tag("<del>"))
    parser.add_render_rule("s_close", _tag("</del>"))
    return parser


def _tag(written: str) -> Callable[..., str]:
    def render(*_: object) -> str:
        return written

    return render


def _link_bare_addresses(state: StateCore) -> None:
    for token in state.tokens:
        if token.children:
            token.children = list(_linked(token.children))


def _linked(tokens: Sequence[Token]) -> list[Token]:
    out: list[Token] = []
    depth = opened = 0
    for token in tokens:
        depth += (token.type == "link_open") - (token.type == "link_close")
        if token.type != "text":
            out.append(token)
        elif depth or "." not in token.content:
            out.append(token)
            opened = _opened(token.content, opened)
        else:
            parts, opened = _split(token.content, opened)
            out += parts
    return out


def _split(text: str, opened: int) -> tuple[list[Token], int]:
    """A text with the addresses in it as links, and how many of its brackets are open at its end.

    Behind a bracket that has not been closed an address is no link: it may be in the words of one.
    """
    out: list[Token] = []
    at = 0
    for found in _BARE.finditer(text):
        opened = _opened(text[at : found.start()], opened)
        if opened:
            out.append(_text(text[at : found.start()]))
            at = found.start()
            continue
        end = _end(found)
        written = text[found.start() : end]
        target = f"mailto:{written}" if found["mail"] else written
        target = f"http://{written}" if written.startswith("www.") else target
        link = f'<a href="{escape(normalizeLink(target))}">'
        out += [
            _text(text[at : found.start()]),
            Token(type="html_inline", tag="", nesting=0, content=link),
            _text(written),
            Token(type="html_inline", tag="", nesting=0, content="</a>"),
        ]
        at = end
    return [*out, _text(text[at:])], _opened(text[at:], opened)


def _opened(text: str, opened: int) -> int:
    """How many square brackets are open behind a text, when so many were before it."""
    for sign in text:
        if sign == "[":
            opened += 1
        elif sign == "]" and opened:
            opened -= 1
    return opened


def _end(found: regex.Match[str]) -> int:
    """An address ends before the punctuation of the sentence it stands in, and with its own brackets."""
    written = found[0]
    if written.endswith(")"):
        written = written[: len(written) - max(0, written.count(")") - written.count("("))]
    elif found["address"] and (entity := _ENTITY.search(written)):
        written = written[: entity.start()]
    return found.start() + len(written.rstrip(_CLOSING))


def _text(content: str) -> Token:
    return Token(type="text", tag="", nesting=0, content=content)


def _mark_tasks(state: StateCore) -> None:
    """The box before an item of a to-do list is a control and no words."""
    for before, paragraph, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if (
            before.type == "list_item_open"
            and paragraph.type == "paragraph_open"
            and inline.children
            and (found := _TASK.match(inline.children[0].content))
        ):
            inline.children[0].content = inline.children[0].content[found.end() :]
            box = Token(type="html_inline", tag="", nesting=0, content='<input disabled="" type="checkbox"> ')
            inline.children.insert(0, box)


def _clear_alternatives(state: StateCore) -> None:
    """HTML in the alternative text of a picture is no part of it."""
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "image":
                child.children = [each for each in child.children or () if each.type != "html_inline"]
