"""Reads HTML and template HTML: headings, lists, tables, alternative texts."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag

from retrieval.readers.emphasis import BEGIN, END, quoted
from retrieval.readers.outline import Outline
from retrieval.readers.templates import page_title, without_nunjucks

SKIPPED = ("script", "style", "template", "noscript", "svg", "nav", "head", "iframe", "object")
PARTS = ("article", "aside", "blockquote", "figure", "main", "section", "td")
"""Within these, a header or a footer belongs to the part."""
UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0)", re.IGNORECASE)
"""A style that hides text from people; what they cannot see is no guideline."""
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
EMPHASIS = frozenset({"em", "i", "strong", "b", "code"})
SPACES = re.compile(r"[\s\u00a0]+")


def read_webpage(markup: str) -> Outline:
    """The outline of one page. A template's page title is the outermost heading."""
    title = page_title(markup)
    soup = BeautifulSoup(without_nunjucks(markup), "lxml")
    named = soup.title.get_text(" ", strip=True) if soup.title else ""
    outline = Outline(title)
    _read(soup, outline, heads=True)
    outline.title = outline.title or named
    return outline


def read_fragment(markup: str, outline: Outline) -> None:
    """Put the words of a piece of HTML into the open section; its headings are lines like others."""
    _read(BeautifulSoup(markup, "lxml"), outline, heads=False)


def _read(soup: BeautifulSoup, outline: Outline, *, heads: bool) -> None:
    for tag in soup(SKIPPED):
        tag.decompose()
    for tag in _frames(soup):
        tag.decompose()
    for tag in soup.find_all(style=UNSEEN) + soup.find_all(hidden=True):
        tag.decompose()
    _Page(outline, heads=heads).read(soup)


def _frames(soup: BeautifulSoup) -> list[Tag]:
    """Headers and footers of the site, not of a part of the text. A header with a heading stays."""
    return [
        tag
        for tag in soup(["header", "footer"])
        if not tag.find_parent(PARTS) and not (tag.name == "header" and tag.find(HEADING))
    ]


class _Page:
    """Gathers the words between block borders into lines."""

    def __init__(self, outline: Outline, *, heads: bool) -> None:
        self._outline, self._heads = outline, heads
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
            self._heading(int(tag.name[1]), tag.get_text())
        elif tag.name == "img":
            self._words.append(f" {tag.get('alt') or ''} ")
        elif tag.name == "table":
            self._table(tag)
        elif tag.name in EMPHASIS:
            self._words.append(BEGIN)
            self._children(tag)
            self._words.append(END)
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

    def _heading(self, level: int, text: str) -> None:
        if self._heads:
            self._outline.heading(level, text)
        else:
            self._outline.say(" ".join(text.split()))

    def _table(self, table: Tag) -> None:
        """A table as such, unless it only lays out a page: with headings or tables in its cells."""
        self._break()
        if table.find(HEADING) or table.find("table"):
            self._children(table)
            self._break()
            return
        caption = table.find("caption")
        self._outline.say(" ".join(caption.get_text(" ").split()) if caption else "")
        self._outline.table(
            [[_cell(cell) for cell in row.find_all(["td", "th"])] for row in table.find_all("tr")]
        )

    def _break(self) -> None:
        text = SPACES.sub(" ", quoted(SPACES.sub(" ", "".join(self._words)))).strip()
        self._words.clear()
        if text != "-":
            self._outline.say(text)


def _cell(cell: Tag) -> str:
    """The words of a cell, a line a block; pictures by their alternative texts."""
    for picture in cell.find_all("img"):
        picture.replace_with(f" {picture.get('alt') or ''} ")
    for line in cell.find_all(["br", "p", "li", "div"]):
        line.insert_before("\n")
    return cell.get_text(" ")
