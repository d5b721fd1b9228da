"""Reads PDF: lines with their font size, so that headings show; running headers and footers removed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

import pypdfium2
import pypdfium2.raw as pdfium

from retrieval.documents import UnreadableDocument
from retrieval.readers.outline import Outline
from retrieval.readers.page_layout import GUTTER, Line, Piece, Rule, in_reading_order
from retrieval.readers.page_turn import Box, Turn, turn_of
from retrieval.readers.pdf_tags import alternative_texts

EDGE_LINES = 2
MOST_HEADING_WORDS = 12
HEADING_FACTOR = 1.18
NAME = re.compile(r"[“\"'(]?[^\W_a-z][^\n]+[^.,;]")
"""What a heading looks like: begins with a capital or a digit, and is not a sentence."""
DECK_WORDS = 120
FEWEST_PAGES_TO_REPEAT = 3
THIN, LONG = 3.0, 40.0
"""A drawn shape this flat and this long, in points, is a line."""
MOST_SHAPES = 5_000
"""Of a page's shapes so many are looked at."""
BROKEN = "\x02"
"""What the library gives for a hyphen at the end of a line."""


def read_pdf(content: bytes, page_done: Callable[[int, int], None]) -> tuple[Outline, int, tuple[str, ...]]:
    """The outline of one PDF, the number of its pages, and notes on what could not be read."""
    pdf = pypdfium2.PdfDocument(content)
    total = len(pdf)
    pages: list[tuple[Line, ...]] = []
    shown: list[tuple[str, ...]] = []
    mixed: list[int] = []
    for number in range(total):
        page = pdf[number]
        text = page.get_textpage()
        turn = turn_of(page, text)
        pages.append(in_reading_order(_pieces(text, turn), tuple(_rules(page, turn))))
        text.close()
        mixed += [number + 1] if turn.mixed else []
        shown.append(alternative_texts(page))
        page.close()
        page_done(number + 1, total)
    blank = [number for number, lines in enumerate(pages, 1) if not lines and not shown[number - 1]]
    if not any(pages):
        raise UnreadableDocument(
            "has no text in it: its pages are pictures (a scan, most likely). Run text recognition (OCR) on "
            "it and upload the result"
        )
    outline = _outline(_mended(_without_running_lines(pages)), _without_logos(shown))
    outline.title = str(pdf.get_metadata_dict().get("Title") or "").strip()
    return outline, total, (*_blank_notes(blank), *_mixed_notes(mixed))


def _blank_notes(blank: Sequence[int]) -> tuple[str, ...]:
    if not blank:
        return ()
    return (f"No text on page {', '.join(map(str, blank))}: a picture or a scan. It is not searched.",)


def _mixed_notes(mixed: Sequence[int]) -> tuple[str, ...]:
    if not mixed:
        return ()
    pages = ", ".join(map(str, mixed))
    return (f"Words stand in different directions on page {pages}. Look whether they are read in order.",)


def _pieces(text: pypdfium2.PdfTextPage, turn: Turn) -> tuple[Piece, ...]:
    """The words of a page in the order of the file, those that stand together as one."""
    pieces: list[Piece] = []
    for begin, word in _words(text):
        new = _placed(text, begin, word, turn)
        last = pieces[-1] if pieces else None
        if last and _goes_on(last, new):
            pieces[-1] = replace(
                last,
                text=f"{last.text} {new.text}",
                right=new.right,
                bottom=min(last.bottom, new.bottom),
                top=max(last.top, new.top),
            )
        else:
            pieces.append(new)
    return tuple(pieces)


def _words(text: pypdfium2.PdfTextPage) -> Iterator[tuple[int, str]]:
    """Where each word begins, and the word. One that is broken over two lines comes as two."""
    letters: list[str] = []
    for index in range(pdfium.FPDFText_CountChars(text)):
        letter = chr(pdfium.FPDFText_GetUnicode(text, index) or 32)
        if letter.isspace():
            if letters:
                yield index - len(letters), "".join(letters)
            letters = []
        else:
            letters.append(letter)
            if letter in {BROKEN, "\ufffe"}:
                yield index + 1 - len(letters), "".join(letters)
                letters = []
    if letters:
        yield index + 1 - len(letters), "".join(letters)


def _placed(page: pypdfium2.PdfTextPage, begin: int, word: str, turn: Turn) -> Piece:
    """A word with its place. The size that a font names may be scaled on the page: boxes are measured."""
    first, middle, last = (_box(page, begin + at, turn) for at in (0, len(word) // 2, len(word) - 1))
    _, bottom, _, top = middle
    return Piece(
        text=word.replace("\ufffe", BROKEN),
        size=round(top - bottom),
        left=min(first[0], last[0]),
        right=max(last[2], first[2]),
        bottom=bottom,
        top=top,
    )


def _box(page: pypdfium2.PdfTextPage, index: int, turn: Turn) -> Box:
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(page, index, box)
    return turn.turned((box.left, box.bottom, box.right, box.top))


def _goes_on(last: Piece, new: Piece) -> bool:
    """Whether a word stands beside the one before, no further off than words do."""
    size = max(last.size, new.size, 1)
    level = abs(last.middle - new.middle) < size / 2
    return level and -size < new.left - last.right < GUTTER * size and not last.text.endswith(BROKEN)


def _rules(page: pypdfium2.PdfPage, turn: Turn) -> Iterator[Rule]:
    """Lines that were drawn from left to right; a box counts with its upper and lower edge."""
    for shape in islice(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=2), MOST_SHAPES):
        left, bottom, right, top = turn.turned(shape.get_bounds())
        if right - left >= LONG:
            yield Rule(left=left, right=right, y=top)
            if top - bottom > THIN:
                yield Rule(left=left, right=right, y=bottom)


def _without_running_lines(pages: Sequence[tuple[Line, ...]]) -> list[tuple[Line, ...]]:
    """Lines at the edge of most pages that differ in digits only are headers, footers, page numbers.

    Large ones have to be the same: “Rule 1” and “Rule 2” are headings.
    """
    edges = [_edge(lines) for lines in pages]
    large = HEADING_FACTOR * _body_size(pages)
    keys = Counter(key for lines in edges for key in {_key(line, large) for line in lines})
    often = _often(len(pages))
    running = {key for key, times in keys.items() if times >= often or not key.strip("#./ -|")}
    return [
        tuple(line for line in lines if not (line in edge and _key(line, large) in running))
        for lines, edge in zip(pages, edges, strict=True)
    ]


def _often(pages: int) -> int:
    return max(FEWEST_PAGES_TO_REPEAT, pages // 2)


def _without_logos(shown: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Alternative texts, but for those of pictures that most pages show."""
    times = Counter(picture for pictures in shown for picture in pictures)
    return [
        tuple(picture for picture in pictures if times[picture] < _often(len(shown))) for pictures in shown
    ]


def _edge(lines: tuple[Line, ...]) -> list[Line]:
    """The lines at the two lowest and the two highest places, however many stand side by side there."""
    heights = sorted({round(line.y) for line in lines})
    if len(heights) <= 2 * EDGE_LINES:
        return list(lines)
    outer = {*heights[:EDGE_LINES], *heights[-EDGE_LINES:]}
    return [line for line in lines if round(line.y) in outer]


def _key(line: Line, large: float) -> str:
    """What two lines have in common that run through the pages."""
    text = line.text.casefold()
    named = line.size >= large and any(map(str.isalpha, text))
    return text if named else re.sub(r"\d+", "#", text)


def _mended(pages: Sequence[tuple[Line, ...]]) -> list[tuple[Line, ...]]:
    """Words that were broken at the end of a line are whole again, and stand on that line."""
    known = Counter(
        word.casefold() for lines in pages for line in lines for word in re.findall(r"\w+", line.text)
    )
    return [tuple(_unbroken(lines, known)) for lines in pages]


def _unbroken(lines: Sequence[Line], known: Counter[str]) -> Iterator[Line]:
    carried = ""
    for at, line in enumerate(lines):
        text = line.text[len(carried) :].lstrip() if carried else line.text
        carried = ""
        if text.endswith(BROKEN):
            following = lines[at + 1].text.split() if at + 1 < len(lines) and not lines[at + 1].rows else []
            carried = following[0] if following and not following[0].endswith(BROKEN) else ""
            text = _joint(text.rstrip(BROKEN), carried, known)
        if text:
            yield replace(line, text=text.replace(BROKEN, "-"))


def _joint(first: str, second: str, known: Counter[str]) -> str:
    """“infor” and “mation” are one word; “well” and “known”, which are words themselves, keep the hyphen."""
    ours, theirs = (re.findall(r"\w+", part.casefold()) for part in (first, second))
    if not (ours and theirs):
        return f"{first}-{second}"
    words = min(known[ours[-1]], known[theirs[0]]) > 1  # here, and somewhere else on its own
    return f"{first}-{second}" if words and not known[ours[-1] + theirs[0]] else first + second


def _outline(pages: Sequence[tuple[Line, ...]], shown: Sequence[tuple[str, ...]]) -> Outline:
    body = _body_size(pages)
    outline = Outline()
    deck = sum(len(line.text.split()) for lines in pages for line in lines) < DECK_WORDS * len(pages)
    levels = _heading_levels(pages, body)
    for number, (lines, pictures) in enumerate(zip(pages, shown, strict=True), 1):
        outline.page(number)
        if deck:
            _read_slide(_joined(lines, body), body, outline)
        else:
            _read_text(_joined(lines, body), body, levels, outline)
        for picture in pictures:
            outline.say(picture)
    return outline


def _read_slide(lines: Sequence[Line], body: int, outline: Outline) -> None:
    """Few words a page: designed pages, where each is one thought under its largest line."""
    heads = [line for line in lines if _may_head(line, body)]
    if heads:
        outline.heading(1, max(heads, key=lambda line: line.size).text)
    for line in lines:
        _say(line, outline)


def _read_text(lines: Sequence[Line], body: int, levels: dict[int, int], outline: Outline) -> None:
    for line in lines:
        if _may_head(line, body):
            outline.heading(levels[line.size], line.text)
        _say(line, outline)  # a heading is also text: it often is the rule itself


def _say(line: Line, outline: Outline) -> None:
    if line.rows:
        outline.table(line.rows)
    else:
        outline.say(line.text)


def _body_size(pages: Sequence[tuple[Line, ...]]) -> int:
    letters: Counter[int] = Counter()
    for lines in pages:
        for line in lines:
            letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0


def _heading_levels(pages: Sequence[tuple[Line, ...]], body: int) -> dict[int, int]:
    sizes = {line.size for lines in pages for line in _joined(lines, body) if _may_head(line, body)}
    return {size: level for level, size in enumerate(sorted(sizes, reverse=True), 1)}


def _may_head(line: Line, body: int) -> bool:
    large = line.size >= body * HEADING_FACTOR and not line.rows
    return large and len(line.text.split()) <= MOST_HEADING_WORDS and bool(NAME.fullmatch(line.text))


def _joined(lines: Sequence[Line], body: int) -> list[Line]:
    """A heading that was broken over two lines is one heading again."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last and last.size == line.size and _may_head(line, body) and _may_head(last, body):
            joined[-1] = Line(text=f"{last.text} {line.text}", size=line.size, y=line.y)
        else:
            joined.append(line)
    return joined
