"""Reads HTML and template HTML: headings, lists, tables, alternative texts."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag

from retrieval.readers.outline import Outline
from retrieval.readers.templates import page_title, without_nunjucks

SKIPPED = ("script", "style", "template", "noscript", "svg", "nav", "head", "iframe", "object")
BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "fieldset",
        ),
        *("figcaption", "figure", "footer", "form", "header", "html", "hr", "li", "main", "ol", "p", "pre"),
        *("section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
HEADING = re.compile(r"h[1-6]$")


def read_webpage(markup: str) -> Outline:
    """The outline of one page. A template's page title is the outermost heading."""
    title = page_title(markup)
    soup = BeautifulSoup(without_nunjucks(markup), "lxml")
    named = soup.title.get_text(" ", strip=True) if soup.title else ""
    for tag in soup(SKIPPED):
        tag.decompose()
    outline = Outline(title)
    _Page(outline).read(soup)
    outline.title = outline.title or named
    return outline


class _Page:
    """Gathers the words between block borders into lines."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._words: list[str] = []

    def read(self, node: Tag) -> None:
        self._visit(node)
        self._break()

    def _visit(self, node: PageElement) -> None:
        if type(node) is NavigableString:  # comments and doctypes are subclasses
            self._words.append(str(node))
        elif isinstance(node, Tag):
            self._tag(node)

    def _tag(self, tag: Tag) -> None:
        if HEADING.match(tag.name):
            self._break()
            self._outline.heading(int(tag.name[1]), tag.get_text())
        elif tag.name == "img":
            self._words.append(f" {tag.get('alt') or ''} ")
        elif tag.name == "tr":
            self._row(tag)
        elif tag.name in BLOCKS:
            self._break()
            self._words.extend(["- "] if tag.name == "li" else [])
            self._children(tag)
            self._break()
        else:
            self._words.extend(["\n"] if tag.name == "br" else [])
            self._children(tag)

    def _children(self, tag: Tag) -> None:
        for child in tag.children:
            self._visit(child)

    def _row(self, tag: Tag) -> None:
        self._break()
        cells = tag.find_all(["td", "th"], recursive=False)
        if any(cell.find(HEADING) for cell in cells):
            self._children(tag)
        else:
            self._outline.say(" | ".join(" ".join(cell.get_text(" ").split()) for cell in cells))

    def _break(self) -> None:
        text = re.sub(r"[\s\u00a0]+", " ", "".join(self._words)).strip()
        self._words.clear()
        if text != "-":
            self._outline.say(text)
