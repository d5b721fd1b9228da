"""A Markdown text made ready: ignored stretches become code, and what is no prose is covered for searches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from textwrap import indent

import regex

from brandkit.rules.patterns import SECONDS_A_SEARCH, Pattern
from brandkit.vale.globs import covers
from brandkit.vale.settings import Section

_FRONT_MATTER = regex.compile(r"\A(?:---|\+\+\+)\n(.+?)\n(?:---|\+\+\+)", regex.DOTALL)
_INFO = regex.compile(r"(?<ticks>`{3,})(?<info>[^`\n]+)$", regex.MULTILINE)
_REFERENCE = regex.compile(r"\]\[([^]\n]+)\]")
_DEFINITION = regex.compile(r"\[([^]\n]+)\]:")
_NUMBER = regex.compile(r"^\d+\.", regex.MULTILINE)
_LANGUAGE = regex.compile(r"\[source,(.+)\]")
_REMARK = regex.compile(r"// (.+)")
_MDX_REMARK = regex.compile(r"\{/\*(.*?)\*/\}", regex.DOTALL)
_MDX_MODULE = regex.compile(r"^(?:import|export)\s.*(?:\n(?!\s*\n).*)*", regex.MULTILINE)
_REST_FRONT = "\n::\n\n%s\n"
"""What Vale reads for the front matter of a reStructuredText: a paragraph of its own."""
_MDX_VALUE = regex.compile(r"\{[^{}\n]*\}")


def without_ignored(text: str, endings: tuple[str, ...], sections: Iterable[Section]) -> str:
    """The text to be read: front matter and ignored blocks as code blocks, ignored words as code.

    `endings` are those that sections may know the file by; the first says what code looks like.
    """
    is_rest = endings[0] == ".rst"
    as_block, quote = _AS_BLOCK.get(endings[0], _fenced), "``" if is_rest else "`"
    text = _FRONT_MATTER.sub(lambda found: _REST_FRONT if is_rest else as_block(found[1]), text)
    for section in sections:
        if any(covers(section.glob, ending) for ending in endings):
            for source in section.block_ignores:
                text = _replaced(source, text, as_block, whole=is_rest)
            for source in section.token_ignores:
                text = _replaced(source, text, lambda words: f"{quote}{words}{quote}")
    return text


def _fenced(text: str) -> str:
    return f"\n```\n{text}\n```\n"


def _indented(text: str) -> str:
    return f"\n::\n\n{indent(text, '    ', lambda _: True)}\n"


def _listed(text: str) -> str:
    return f"\n----\n{text}\n----\n"


_AS_BLOCK: Mapping[str, Callable[[str], str]] = {".rst": _indented, ".adoc": _listed}


def _replaced(source: str, text: str, as_code: Callable[[str], str], *, whole: bool = False) -> str:
    """Each match becomes what its first group holds, as code. `PatternError` when the pattern is none."""
    pattern = Pattern(source=source, lines=False).compiled

    def coded(found: regex.Match[str]) -> str:
        return as_code(found[0] if whole else found[1] or "" if found.re.groups else "$1")

    return pattern.sub(coded, text, timeout=SECONDS_A_SEARCH * max(1, len(text) // 10_000))


def searchable(text: str) -> str:
    """The text with covered info strings, link labels and list numbers, so that no match is placed there."""
    text = _INFO.sub(lambda found: found["ticks"] + "*" * len(found["info"]), text)
    text = _REFERENCE.sub(lambda found: f"][{'*' * len(found[1])}]", text)
    text = _DEFINITION.sub(lambda found: f"[{'*' * len(found[1])}]:", text)
    return _NUMBER.sub(lambda found: "*" * len(found[0]), text)


def without_remarks(text: str) -> str:
    """An AsciiDoc text with covered remarks and languages of code, so that no match is placed there."""
    text = _LANGUAGE.sub(lambda found: f"[source, {'*' * len(found[1])}]", text)
    return _REMARK.sub(lambda found: f"// {'*' * len(found[1])}", text)


def mdx_as_markdown(text: str) -> str:
    """MDX without its programs: remarks are HTML comments, modules are left out, values are code."""
    text = _MDX_REMARK.sub(r"<!--\1-->", text)
    text = _MDX_MODULE.sub("", text)
    return _MDX_VALUE.sub(lambda found: f"`{found[0]}`", text)
