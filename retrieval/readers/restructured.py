"""Reads reStructuredText, with the directives and roles that Sphinx adds."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import Directive, directives

from retrieval.readers.outline import Outline

ROLE = re.compile(r":[a-zA-Z][\w.:+-]*:`(?:~|!)?([^`<]+?)(?:\s*<[^`>]*>)?`")
SILENT = ("toctree", "index", "contents", "highlight", "currentmodule", "meta", "raw", "include")
WRAPPING = (
    "seealso", "versionadded", "versionchanged", "deprecated", "glossary", "rst-class", "centered", "hlist",
    "tab-set", "tab-item", "tabs", "tab", "grid", "grid-item", "grid-item-card", "card", "dropdown", "only",
    "code-block", "sourcecode", "todo", "details",
)  # fmt: skip
LEAVES = (nodes.paragraph, nodes.literal_block, nodes.line_block, nodes.doctest_block)
SETTINGS: dict[str, Any] = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 5,
    "halt_level": 6,
    "doctitle_xform": False,
    "docinfo_xform": False,
    "_disable_config": True,
    "warning_stream": False,
}


def read_restructured(text: str) -> Outline:
    """The outline of one reStructuredText file. Includes and raw blocks are never followed."""
    _know_sphinx()
    tree = publish_doctree(ROLE.sub(lambda role: role.group(1).strip(), text), settings_overrides=SETTINGS)
    outline = Outline()
    _walk(tree, outline, level=0)
    return outline


class _Wrapping(Directive):
    """A directive that is unknown here but wraps content worth reading."""

    has_content = True
    optional_arguments = 100
    final_argument_whitespace = True
    option_spec: ClassVar[Any] = None

    def run(self) -> list[nodes.Node]:
        box = nodes.container()
        if self.arguments:
            box += nodes.paragraph(text=" ".join(self.arguments))
        self.state.nested_parse(self.content, self.content_offset, box)
        return [box]


class _Silent(_Wrapping):
    """A directive that shows nothing of its own."""

    def run(self) -> list[nodes.Node]:
        return []


def _know_sphinx() -> None:
    for names, directive in ((SILENT, _Silent), (WRAPPING, _Wrapping)):
        for name in names:
            directives.register_directive(name, directive)


def _walk(node: nodes.Element, outline: Outline, *, level: int) -> None:
    for child in node.children:
        if isinstance(child, nodes.section):
            _walk(child, outline, level=level + 1)
        elif isinstance(child, nodes.title) and isinstance(node, nodes.section | nodes.document):
            outline.heading(level, child.astext())
        elif isinstance(child, nodes.tgroup):
            outline.table([[cell.astext() for cell in row.children] for row in child.findall(nodes.row)])
        elif isinstance(child, nodes.image):
            outline.say(str(child.get("alt") or ""))
        elif isinstance(child, nodes.system_message | nodes.comment | nodes.target | nodes.problematic):
            continue
        elif isinstance(child, nodes.list_item):
            outline.say("- " + " ".join(child.astext().split()))
        elif isinstance(child, (*LEAVES, nodes.term, nodes.title, nodes.caption)):
            outline.say(child.astext())
        elif isinstance(child, nodes.Element):
            _walk(child, outline, level=level)
