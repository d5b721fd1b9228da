"""AsciiDoc as the HTML that Asciidoctor makes of it, as far as prose is concerned: blocks, lists, tables, quotes.

Files that a text includes are not read, conditions hold as if no attribute were set but the text's own, and
diagrams, maths and references are left as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import regex

from brandkit.vale.asciidoc_inline import inline_html

_ATTRIBUTE = regex.compile(r":(!?[\w][\w\-]*!?):(?:[ \t]+(.*))?$")
_HEADING = regex.compile(r"(={1,6}|#{1,6})[ \t]+(\S.*?)(?:[ \t]+\1)?$")
_ITEM = regex.compile(
    r"[ \t]*(?P<mark>-|\*{1,5}|\.{1,5}|\d+\.|[a-zA-Z]\.|[ivx]+\)|<\d+>|<\.>)[ \t]+(?P<text>\S.*)$"
)
_TERM = regex.compile(r"[ \t]*(?P<term>\S.*?|\S)(?P<mark>:{2,4}|;;)(?:[ \t]+(?P<text>.*))?$")
_FENCE = regex.compile(r"(-{4,}|\.{4,}|={4,}|\*{4,}|_{4,}|\+{4,}|/{4,}|--|`{3}\w*|[|,:!]={3,})$")
_SETTING = regex.compile(r"\[(?:\[[^\]]*\]|[^\]]*)\]$")
_TITLE = regex.compile(r"\.(?![. \t])(\S.*)$")
_IMAGE = regex.compile(r"image::(\S+?)\[(.*)\]$")
_CONDITION = regex.compile(r"(ifdef|ifndef|ifeval|endif)::([^\[]*)\[(.*)\]$")
_INCLUDE = regex.compile(r"include::([^\[\s]+)\[.*\]$")
_ADMONITION = regex.compile(r"(NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ \t]+(.*)$", regex.DOTALL)
_RULE = regex.compile(r"'{3,}|<{3,}$|-{3}$|\*{3}$")
_CELL = regex.compile(
    r"(?<!\\)(?:(?<=^|\s)(?:\d+(?:\.\d+)?\*|\d*(?:\.\d+)?\+)?[<^>]?(?:\.[<^>])?[aehlmsd]?)?\|"
)
_COMPARISON = regex.compile(r"(.+?)\s*(==|!=|<=|>=|<|>)\s*(.+)$")
_NAMED = regex.compile(r"\{[\w\-]+\}")
_HEADER = 2
_VERBATIM = frozenset("-.`")
_MADE = {
    "amp": "&",
    "lt": "<",
    "gt": ">",
    "nbsp": "\u00a0",
    "zwsp": "\u200b",
    "sp": " ",
    "empty": "",
    "plus": "+",
    "vbar": "|",
}


def asciidoc_to_html(text: str) -> str:
    """The body of the HTML."""
    lines = _without_header(_without_remarks(text.split("\n")))
    return "\n".join(_Page().blocks(lines))


def _without_header(lines: list[str]) -> list[str]:
    """Without the author and the revision, which stand right under the title of a document."""
    title = _next(lines, 0)
    found = _HEADING.match(lines[title]) if title < len(lines) else None
    end = title + 1
    while found and len(found[1]) == 1 and end < len(lines) and lines[end].strip() and end - title <= _HEADER:
        if _ATTRIBUTE.match(lines[end]):
            break
        end += 1
    return lines[: title + 1] + lines[end:]


def _without_remarks(lines: list[str]) -> list[str]:
    """Without remarks and without what a condition leaves out."""
    kept, skipping, fence = [], 0, ""
    for line in lines:
        if fence:
            fence = "" if line.rstrip() == fence else fence
            kept.append("" if line.startswith("////") or fence.startswith("////") else line)
        elif found := _CONDITION.match(line):
            if found[1] == "ifndef" and found[3] and not skipping:
                kept.append(found[3])
            skipping = _nested(skipping, found)
        elif skipping or (line.startswith("//") and not line.startswith("///")):
            continue
        else:
            if _FENCE.match(line.rstrip()) and line[0] in "-./`" and line.strip() != "--":
                fence = line.rstrip() if line[0] != "`" else "```"
            kept.append("" if line.startswith("////") else line)
    return kept


def _nested(skipping: int, found: regex.Match[str]) -> int:
    """How deep in conditions that do not hold; `ifdef` of anything does not, `ifndef` does."""
    if found[1] == "endif":
        return max(0, skipping - 1)
    if found[1] != "ifeval" and found[3]:
        return skipping
    holds = found[1] == "ifndef" or (found[1] == "ifeval" and _is_true(found[3]))
    return skipping if holds and not skipping else skipping + 1


def _is_true(written: str) -> bool:
    """Whether a comparison holds between two texts or numbers; attributes but for the output are empty."""
    found = _COMPARISON.match(written.replace("{backend}", "html5"))
    if found is None:
        return False
    left, right = (_NAMED.sub("", found[side].strip().strip("\"'")) for side in (1, 3))
    if left.isdecimal() and right.isdecimal():
        left, right = left.zfill(len(right)), right.zfill(len(left))
    match found[2]:
        case "==":
            return left == right
        case "!=":
            return left != right
        case ">" | ">=":
            return left > right or (found[2] == ">=" and left == right)
    return left < right or (found[2] == "<=" and left == right)


class _Page:
    """A text under way; `attributes` are those it has set so far."""

    def __init__(self) -> None:
        self.attributes = dict(_MADE)
        self._tables = 0
        self._caption = ""

    def blocks(self, lines: list[str]) -> Iterator[str]:
        """The HTML of each block, in order."""
        at = 0
        while at < len(lines):
            line = lines[at].rstrip()
            at += 1
            if found := _ATTRIBUTE.match(line):
                self._set(found[1], found[2] or "")
            elif found := _HEADING.match(line):
                level = len(found[1])
                yield f"<h{level}>{self._inline(found[2])}</h{level}>"
            elif (found := _TITLE.match(line)) and not _ITEM.match(line):
                if _is_table(lines, at):
                    self._tables += 1
                    self._caption = f"<caption>Table {self._tables}. {self._inline(found[1])}</caption>"
                else:
                    yield f'<div class="title">{self._inline(found[1])}</div>'
            elif found := _IMAGE.match(line):
                alt = found[2].split(",")[0].strip('"') or _stem(found[1])
                yield f'<div class="imageblock"><img src="{escape(found[1])}" alt="{escape(alt)}"></div>'
            elif _FENCE.match(line):
                end = _closing(lines, at, line)
                yield from self._fenced(line, lines[at:end])
                at = end + 1
            elif not line or _SETTING.match(line) or _RULE.match(line) or line == "+":
                continue
            else:
                made, at = self._prose(lines, at - 1)
                yield made

    def _set(self, name: str, value: str) -> None:
        if name.startswith("!") or name.endswith("!"):
            self.attributes.pop(name.strip("!"), None)
        else:
            self.attributes[name] = self._inline(value)

    def _inline(self, text: str) -> str:
        return inline_html(text, self.attributes)

    def _fenced(self, fence: str, inside: list[str]) -> Iterator[str]:
        if fence[0] in _VERBATIM and fence != "--":
            yield f"<pre>{escape(chr(10).join(inside))}</pre>"
        elif fence.endswith("==") and fence[0] in "|,:!":
            yield from self._table(inside)
        elif fence[0] == "_":
            yield f"<blockquote>{chr(10).join(self.blocks(inside))}</blockquote>"
        elif fence[0] == "+":
            yield "\n".join(inside)
        elif fence[0] != "/":
            yield f"<div>{chr(10).join(self.blocks(inside))}</div>"

    def _table(self, lines: list[str]) -> Iterator[str]:
        """Rows as they stand on lines; the first is a heading when an empty line follows it."""
        rows = [row for row in lines if row.strip()]
        has_heading = len(lines) > 1 and bool(lines[0].strip()) and not lines[1].strip()
        yield f"<table>{self._caption}"
        self._caption = ""
        for number, row in enumerate(rows):
            tag = "th" if has_heading and number == 0 else "td"
            for cell in _CELL.split(row)[1:] or [row]:
                if cell.strip():
                    inside = self._inline(cell.strip())
                    yield f"<{tag}>{inside}</{tag}>" if tag == "th" else f"<td><p>{inside}</p></td>"
        yield "</table>"

    def _prose(self, lines: list[str], at: int) -> tuple[str, int]:
        """A list or a paragraph that starts on a line, and the line behind it."""
        line = lines[at].rstrip()
        if found := _INCLUDE.match(line):
            return f'<p><a href="{escape(found[1])}">{escape(found[1])}</a></p>', at + 1
        if _ITEM.match(line) or _TERM.match(line):
            return self._list(lines, at)
        words, at = _until(lines, at)
        if line[:1].isspace():
            return f"<pre>{escape(words)}</pre>", at
        if found := _ADMONITION.match(words):
            words = self._inline(found[2])
            return f"<table><td><div>{found[1].title()}</div></td><td>{words}</td></table>", at
        return f"<p>{self._inline(words)}</p>", at

    def _list(self, lines: list[str], at: int) -> tuple[str, int]:
        """Items with one kind of mark; another mark opens a list inside of the item."""
        mark = _mark(lines[at])
        made = []
        while at < len(lines) and _mark(lines[at]) == mark:
            words, at = _until(lines, at)
            inner: list[str] = []
            while (following := _attached(lines, at, mark)) is not None:
                part, at = self._part(lines, following)
                inner.append(part)
            made.append(self._item(words, "\n".join(inner)))
            following = _next(lines, at)
            at = following if following < len(lines) and _mark(lines[following]) == mark else at
        tag = "dl" if mark[0] in ":;" else "ol" if mark[0] in ".1" else "ul"
        return f"<{tag}>{chr(10).join(made)}</{tag}>", at

    def _part(self, lines: list[str], at: int) -> tuple[str, int]:
        """One block inside of an item."""
        start = at
        while at < len(lines) and (_SETTING.match(lines[at].rstrip()) or _TITLE.match(lines[at].rstrip())):
            at += 1
        if at < len(lines) and _FENCE.match(lines[at].rstrip()):
            end = _closing(lines, at + 1, lines[at].rstrip()) + 1
            return "\n".join(self.blocks(lines[start:end])), end
        return self._prose(lines, at) if at < len(lines) and lines[at].strip() else ("", at + 1)

    def _item(self, words: str, inner: str) -> str:
        first = words.split("\n", 1)[0]
        if found := _ITEM.match(first):
            return f"<li>\n<p>{self._inline(words[found.start('text') :])}</p>\n{inner}</li>"
        found = _TERM.match(first)
        assert found is not None, "an item begins with a mark"
        behind = words[found.end("mark") :].strip()
        body = f"<p>{self._inline(behind)}</p>\n" if behind else ""
        return f"<dt>{self._inline(found['term'])}</dt>\n<dd>\n{body}{inner}</dd>"


def _is_table(lines: list[str], at: int) -> bool:
    """Whether a table opens here, behind what is set for it."""
    while at < len(lines) and _SETTING.match(lines[at].rstrip()):
        at += 1
    return at < len(lines) and lines[at].startswith(("|===", ",===", ":===", "!==="))


def _mark(line: str) -> str:
    """The kind of an item's mark: numbers and letters are alike; empty when the line is none."""
    if found := _ITEM.match(line):
        mark = found["mark"]
        return mark if mark[0] in "-*." else "1"
    found = _TERM.match(line)
    return found["mark"] if found else ""


def _until(lines: list[str], at: int) -> tuple[str, int]:
    """The lines of a paragraph, and the line behind it."""
    end = at + 1
    while end < len(lines) and lines[end].strip() and not _breaks(lines[end].rstrip()):
        end += 1
    return "\n".join(each.rstrip() for each in lines[at:end]), end


def _breaks(line: str) -> bool:
    """Whether a line ends the paragraph before it."""
    found = _FENCE.match(line)
    return (
        line == "+"
        or bool(found)
        or bool(_mark(line) and not line[:1].isalpha())
        or bool(_SETTING.match(line))
    )


def _next(lines: list[str], at: int) -> int:
    """The next line with something on it."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _attached(lines: list[str], at: int, mark: str) -> int | None:
    """Where a block begins that belongs to the item before: behind a `+`, or a list with another mark."""
    if at < len(lines) and lines[at].strip() == "+":
        return at + 1
    following = _next(lines, at)
    other = _mark(lines[following]) if following < len(lines) else ""
    if not other or other == mark or (other[0] == mark[0] and len(other) < len(mark)):
        return None
    is_outer = mark[0] in "*." and other[0] in ":;" and following > at
    return None if is_outer else following


def _closing(lines: list[str], at: int, fence: str) -> int:
    """The line that closes a block, or the end."""
    wanted = "```" if fence.startswith("```") else fence
    return next((number for number in range(at, len(lines)) if lines[number].rstrip() == wanted), len(lines))


def _stem(path: str) -> str:
    return regex.sub(r"[-_]", " ", path.rsplit("/", 1)[-1].rsplit(".", 1)[0])
