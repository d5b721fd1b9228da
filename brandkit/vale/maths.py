"""Display maths in Markdown: what stands between lines of `$$` is no prose."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock


def display_maths(parser: MarkdownIt) -> None:
    """Teach a parser to set display maths aside, as it does code."""
    parser.block.ruler.before(
        "fence", "maths", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  (the parser's own shape)
    low = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("$$", low) or state.is_code_block(start):
        return False
    if silent:
        return True
    line = start + 1
    while line < end and not _closes(state, line):
        line += 1
    last = min(line, end - 1)
    token = state.push("code_block", "code", 0)
    token.content = state.getLines(start + 1, max(line, start + 1), state.sCount[start], keepLastLF=True)
    token.map = [start, last + 1]
    state.line = last + 1
    return True


def _closes(state: StateBlock, line: int) -> bool:
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()
    return len(text) >= len("$$") and not text.strip("$")
