"""Footnotes in Markdown: `[^1]` in the text, `[^1]: …` anywhere, listed at the end."""

from __future__ import annotations

from collections.abc import Sequence

import regex
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

_DEFINITION = regex.compile(r"\[\^([^\]\s]+)\]:[ \t]*")
_REFERENCE = regex.compile(r"\[\^([^\]\s]+)\]")
_NOTES, _ORDER = "footnotes", "footnote_order"


def footnotes(parser: MarkdownIt) -> None:
    """Teach a parser footnotes."""
    parser.block.ruler.before(
        "reference", "footnote", _definition, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    parser.inline.ruler.before("link", "footnote", _reference)
    parser.core.ruler.push("footnotes", _list_notes)
    parser.add_render_rule("footnote_reference", _render_reference)


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  (the parser's own shape)
    low = state.bMarks[start] + state.tShift[start]
    found = _DEFINITION.match(state.src, low, state.eMarks[start])
    if found is None or state.is_code_block(start):
        return False
    if silent:
        return True
    line = start + 1
    while line < end and (state.isEmpty(line) or state.sCount[line] - state.blkIndent >= 4):  # noqa: PLR2004  (a tab)
        line += 1
    notes = state.env.setdefault(_NOTES, {})
    notes.setdefault(found[1], _content(state, start, line, found.end() - low))
    state.line = line
    return True


def _content(state: StateBlock, start: int, end: int, skipped: int) -> list[Token]:
    """The blocks of a note, read as if it stood by itself."""
    kept = (state.bMarks[start], state.tShift[start], state.blkIndent, state.parentType, state.tokens)
    state.tokens = []
    state.bMarks[start] += state.tShift[start] + skipped
    state.tShift[start] = 0
    state.parentType = "footnote"
    before = list(state.sCount)
    for line in range(start + 1, end):
        state.sCount[line] = max(0, state.sCount[line] - 4)
    state.sCount[start] = state.blkIndent
    state.md.block.tokenize(state, start, end)
    inside = state.tokens
    state.bMarks[start], state.tShift[start], state.blkIndent, state.parentType, state.tokens = kept
    state.sCount[:] = before
    return inside


def _reference(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  (the parser's own shape)
    found = _REFERENCE.match(state.src, state.pos)
    if found is None or found[1] not in state.env.get(_NOTES, {}):
        return False
    if not silent:
        order = state.env.setdefault(_ORDER, [])
        if found[1] not in order:
            order.append(found[1])
        token = state.push("footnote_reference", "", 0)
        token.content = str(order.index(found[1]) + 1)
    state.pos = found.end()
    return True


def _render_reference(
    _: RendererHTML, tokens: Sequence[Token], index: int, __: OptionsDict, ___: EnvType
) -> str:
    number = tokens[index].content
    return f'<sup id="fnref:{number}"><a href="#fn:{number}" class="footnote-ref">{number}</a></sup>'


def _list_notes(state: StateCore) -> None:
    order = state.env.get(_ORDER, [])
    if not order:
        return
    state.tokens.append(_raw('<div class="footnotes">\n<hr>\n<ol>\n'))
    for number, name in enumerate(order, start=1):
        state.tokens.append(_raw(f'<li id="fn:{number}">\n'))
        state.tokens += _with_way_back(_read(state, state.env[_NOTES][name]), number)
        state.tokens.append(_raw("</li>\n"))
    state.tokens.append(_raw("</ol>\n</div>\n"))


def _read(state: StateCore, tokens: list[Token]) -> list[Token]:
    """The inline part of a note, which the parser has not come to."""
    for token in tokens:
        if token.type == "inline":
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)
    return tokens


def _with_way_back(tokens: list[Token], number: int) -> list[Token]:
    """A note ends with a link to where it is referred to; its arrow is part of the text."""
    link = f'&#160;<a href="#fnref:{number}" class="footnote-backref">&#x21a9;&#xfe0e;</a>'
    children = next((token.children for token in reversed(tokens) if token.type == "inline"), None)
    if children is not None:
        children.append(Token(type="html_inline", tag="", nesting=0, content=link))
    return tokens


def _raw(content: str) -> Token:
    return Token(type="html_block", tag="", nesting=0, content=content)
