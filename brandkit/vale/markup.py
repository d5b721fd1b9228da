"""How a file is marked up, and what is read and searched of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from pathlib import PurePosixPath

from brandkit.errors import Refusal
from brandkit.rules.patterns import PatternError
from brandkit.vale.asciidoc import asciidoc_to_html
from brandkit.vale.markdown import markdown_to_html
from brandkit.vale.preparing import mdx_as_markdown, searchable, without_ignored, without_remarks
from brandkit.vale.rest import rest_to_html
from brandkit.vale.settings import Section, Settings


class Markup(Enum):
    """The kinds of files that are read; the value is the ending that Vale gives them all."""

    MARKDOWN = ".md"
    MDX = ".mdx"
    HTML = ".html"
    REST = ".rst"
    ASCIIDOC = ".adoc"
    PROSE = ".txt"
    LINES = ""
    """Anything else: one block of text without sentences."""


_ENDINGS: Mapping[Markup, tuple[str, ...]] = {
    Markup.MARKDOWN: ("md", "mdown", "markdown", "markdn"),
    Markup.MDX: ("mdx",),
    Markup.HTML: ("html", "htm", "shtml", "xhtml"),
    Markup.REST: ("rst", "rest"),
    Markup.ASCIIDOC: ("adoc", "asciidoc", "asc"),
    Markup.PROSE: ("txt",),
}
_BY_ENDING = {ending: markup for markup, endings in _ENDINGS.items() for ending in endings}
_NOT_READ = frozenset(["org", "xml", "xsd", "dita"])
_PROGRAMS = frozenset(
    [
        *(
            "py",
            "pyw",
            "rpy",
            "clj",
            "cljs",
            "cljc",
            "cpp",
            "cc",
            "c",
            "cp",
            "cxx",
            "h",
            "hpp",
            "css",
            "cs",
            "go",
        ),
        *(
            "hs",
            "java",
            "bsh",
            "jl",
            "js",
            "jsx",
            "lua",
            "php",
            "pl",
            "pm",
            "pod",
            "proto",
            "ps1",
            "psm1",
            "psd1",
        ),
        *("rb", "gemspec", "rs", "r", "sass", "less", "scala", "sbt", "swift", "ts", "tsx"),
    ]
)


def markup_of(path: str, settings: Settings) -> Markup:
    """How a file is marked up, by its ending. `Refusal` for what is not read here."""
    ending = PurePosixPath(path).suffix.removeprefix(".").lower()
    ending = settings.formats.get(ending, ending)
    if ending in _NOT_READ:
        known = "Markdown, MDX, HTML, reStructuredText, AsciiDoc or plain text"
        raise Refusal(f"{path}: .{ending} files are not read here. Give {known}.")
    if ending in _PROGRAMS:
        raise Refusal(f"{path} is a program, and the words in programs are not read. Leave it out.")
    return _BY_ENDING.get(ending, Markup.LINES)


def as_html(text: str, markup: Markup, ending: str, sections: tuple[Section, ...]) -> str:
    """The text as HTML, without what a set-up ignores. `Refusal` when one of its patterns is wrong."""
    if markup is Markup.HTML:
        return text
    prose = mdx_as_markdown(text) if markup is Markup.MDX else text
    try:
        prose = without_ignored(prose, (markup.value, ending), sections)
    except (PatternError, TimeoutError) as error:
        problem = "takes too long" if isinstance(error, TimeoutError) else f"is wrong: {error}"
        raise Refusal(f"A BlockIgnores or TokenIgnores pattern of the set-up {problem}.") from error
    if markup is Markup.REST:
        return rest_to_html(prose)
    return asciidoc_to_html(prose) if markup is Markup.ASCIIDOC else markdown_to_html(prose)


def searched(text: str, markup: Markup) -> str:
    """The text in which matches are looked for: what is no prose is covered."""
    if markup is Markup.ASCIIDOC:
        return without_remarks(text)
    return searchable(text) if markup in {Markup.MARKDOWN, Markup.MDX} else text
