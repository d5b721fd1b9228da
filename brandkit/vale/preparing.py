"""A Markdown text made ready: ignored stretches become code, and what is no prose is covered for searches."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from brandkit.rules.patterns import SECONDS_A_SEARCH, Pattern
from brandkit.vale.globs import covers
from brandkit.vale.settings import Section

_FRONT_MATTER = regex.compile(r"\A(?:---|\+\+\+)\n(.+?)\n(?:---|\+\+\+)", regex.DOTALL)
_INFO = regex.compile(r"(?<ticks>`{3,})(?<info>[^`\n]+)$", regex.MULTILINE)
_REFERENCE = regex.compile(r"\]\[([^]\n]+)\]")
_DEFINITION = regex.compile(r"\[([^]\n]+)\]:")
_NUMBER = regex.compile(r"^\d+\.", regex.MULTILINE)
_MDX_REMARK = regex.compile(r"\{/\*(.*?)\*/\}", regex.DOTALL)
_MDX_MODULE = regex.compile(r"^(?:import|export)\s.*(?:\n(?!\s*\n).*)*", regex.MULTILINE)
_MDX_VALUE = regex.compile(r"\{[^{}\n]*\}")


def without_ignored(text: str, extension: str, sections: Iterable[Section]) -> str:
    """The text to be read: front matter and ignored blocks as code blocks, ignored words as code."""
    text = _FRONT_MATTER.sub(lambda found: _as_code_block(found[1]), text)
    for section in sections:
        if covers(section.glob, extension):
            for source in section.block_ignores:
                text = _replaced(source, text, "\n```\n", "\n```\n")
            for source in section.token_ignores:
                text = _replaced(source, text, "`", "`")
    return text


def _as_code_block(text: str) -> str:
    return f"\n```\n{text}\n```\n"


def _replaced(source: str, text: str, before: str, after: str) -> str:
    """Each match becomes what its first group holds, as code. `PatternError` when the pattern is none."""
    pattern = Pattern(source=source, lines=False).compiled

    def as_code(found: regex.Match[str]) -> str:
        return f"{before}{found[1] or '' if found.re.groups else '$1'}{after}"

    return pattern.sub(as_code, text, timeout=SECONDS_A_SEARCH * max(1, len(text) // 10_000))


def searchable(text: str) -> str:
    """The text with covered info strings, link labels and list numbers, so that no match is placed there."""
    text = _INFO.sub(lambda found: found["ticks"] + "*" * len(found["info"]), text)
    text = _REFERENCE.sub(lambda found: f"][{'*' * len(found[1])}]", text)
    text = _DEFINITION.sub(lambda found: f"[{'*' * len(found[1])}]:", text)
    return _NUMBER.sub(lambda found: "*" * len(found[0]), text)


def mdx_as_markdown(text: str) -> str:
    """MDX without its programs: remarks are HTML comments, modules are left out, values are code."""
    text = _MDX_REMARK.sub(r"<!--\1-->", text)
    text = _MDX_MODULE.sub("", text)
    return _MDX_VALUE.sub(lambda found: f"`{found[0]}`", text)
