"""Where words stand on a page, and the order in which people read them: columns, lines, tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

GUTTER = 1.2
"""White space between columns is wider than that many times the letters' height; between words narrower."""
FEWEST_ROWS, FEWEST_RULES = 3, 3
CELL_WORDS, RULED_CELL_WORDS = 3.5, 40
JUMPS = 2.5
"""So many times as often as there are blocks of text, and the order of the file is none to read in."""
MOST_PIECES = 5_000
"""A page of more is taken as it was written."""
NEAR = 4.0
"""Points within which edges count as aligned."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Words that stand together on one line. Points from the lower left; `size` is the letters' height."""

    text: str
    size: int
    left: float
    right: float
    bottom: float
    top: float

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A thin horizontal line that was drawn."""

    left: float
    right: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Line:
    """What is read in one go: a line of text, or a table with `rows` of cells."""

    text: str
    size: int
    y: float
    rows: tuple[tuple[str, ...], ...] = ()


def in_reading_order(pieces: Sequence[Piece], rules: Sequence[Rule] = ()) -> tuple[Line, ...]:
    """The lines of a page, with tables as tables.

    `pieces` come as they were written into the file, which most often is the order to read them in. Only
    where that order runs to and fro between columns is one column read after the other.
    """
    rest = list(pieces)
    lines: dict[int, Line] = {}
    if len(pieces) <= MOST_PIECES:
        for grid in (*_ruled(pieces, rules), *_written_in_rows(pieces)):
            cells = [piece for row in grid for piece in row]
            if all(piece in rest for piece in cells):
                frame, table = _as_table(grid)
                rest = [frame if piece is cells[0] else piece for piece in rest]
                rest = [piece for piece in rest if piece is frame or piece not in cells]
                lines[id(frame)] = table
    rows = _as_written(rest) if len(rest) > MOST_PIECES else _as_read(rest)
    return tuple(lines.get(id(row[0])) or _line(row) for row in rows)


def _as_read(pieces: list[Piece]) -> list[list[Piece]]:
    blocks = list(_blocks(pieces))
    home = {id(piece): at for at, block in enumerate(blocks) for row in block for piece in row}
    written = [home[id(piece)] for piece in pieces]
    jumps = sum(one != other for one, other in pairwise(written))
    if jumps <= JUMPS * len(blocks):
        return _as_written(pieces)
    return [row for block in blocks for row in block]


def _line(row: Sequence[Piece]) -> Line:
    text = " ".join(piece.text for piece in row)
    return Line(text=text, size=row[len(row) // 2].size, y=row[0].middle)


def _blocks(pieces: list[Piece]) -> Iterator[list[list[Piece]]]:
    """Rows of text that stand below each other, column after column, band after band."""
    parts = [pieces]
    if _side_by_side(pieces):
        parts = _parted(pieces, across=True, least=GUTTER * median(piece.size for piece in pieces))
        parts = parts if len(parts) > 1 else _bands(pieces)
    if len(parts) == 1:
        yield _rows(pieces)
        return
    for part in parts:
        yield from _blocks(part)


def _side_by_side(pieces: Sequence[Piece]) -> bool:
    """Whether there are two of one height with the white of a gutter between them."""
    beside: list[Piece] = []
    for piece in sorted(pieces, key=lambda one: -one.top):
        beside = [one for one in beside if one.bottom < piece.top]
        gutter = GUTTER * piece.size
        if any(one.right + gutter <= piece.left or piece.right + gutter <= one.left for one in beside):
            return True
        beside.append(piece)
    return False


def _rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces of one height together, from left to right; the rows from above."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: -one.middle):
        last = rows[-1][0] if rows else None
        if last and _may_join(last, piece) and last.middle - piece.middle < min(last.size, piece.size) / 2:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def _parted(pieces: list[Piece], *, across: bool, least: float) -> list[list[Piece]]:
    """The pieces between white stripes that are at least so wide: upright ones, or level ones."""
    spans = sorted(
        ((one.left, one.right, one) if across else (-one.top, -one.bottom, one) for one in pieces),
        key=lambda span: span[:2],
    )
    parts: list[list[Piece]] = []
    reach = 0.0
    for begin, end, piece in spans:
        if parts and begin - reach < least:
            parts[-1].append(piece)
            reach = max(reach, end)
        else:
            parts.append([piece])
            reach = end
    return parts


def _bands(pieces: list[Piece]) -> list[list[Piece]]:
    """Above and below the widest level stripe."""
    edges = sorted(((piece.top, piece.bottom) for piece in pieces), reverse=True)
    widest, at = 0.0, 0.0
    reach = edges[0][1]
    for top, bottom in edges[1:]:
        if reach - top > widest:
            widest, at = reach - top, (reach + top) / 2
        reach = min(reach, bottom)
    if not widest:
        return [pieces]
    return [[one for one in pieces if one.middle > at], [one for one in pieces if one.middle <= at]]


def _ruled(pieces: Sequence[Piece], rules: Sequence[Rule]) -> Iterator[list[list[Piece]]]:
    """Rows of pieces between lines that were drawn one below the other and equally long."""
    for lines in _ladders(rules):
        left, right = lines[0].left - NEAR, lines[0].right + NEAR
        rows = [
            [
                one
                for one in pieces
                if lower.y < one.middle < upper.y and left <= one.left and one.right <= right
            ]
            for upper, lower in pairwise(lines)
        ]
        rows = [row for row in rows if row]
        rows = [*rows[:-1], *_unruled(rows[-1])] if len(lines) == FEWEST_RULES and len(rows) > 1 else rows
        head = _head(pieces, rows, lines)
        rows = [head, *rows] if head else rows
        columns = [len(_parted(row, across=True, least=NEAR)) for row in rows]
        words = sum(len(one.text.split()) for row in rows for one in row)
        if sum(count > 1 for count in columns) > 1 and words <= RULED_CELL_WORDS * sum(columns):
            yield rows


def _unruled(row: list[Piece]) -> list[list[Piece]]:
    """The rows below a ruled head that no lines part: each begins with a cell in the first column.

    A cell of several lines goes on in small letters, or leaves the first column empty.
    """
    lines = _rows(row)
    first = min(one.left for one in row)
    begins = [line for line in lines if line[0].left - first < NEAR]
    starts = {line[0].text[:1].islower() for line in begins}
    columns = len(_parted(row, across=True, least=NEAR))
    full = all(len(_parted(line, across=True, least=NEAR)) == columns for line in begins)
    if len(begins) < FEWEST_ROWS - 1 or lines[0] is not begins[0] or len(starts) > 1 or not full:
        return [row]
    parted: list[list[Piece]] = []
    for line in lines:
        if any(line is begin for begin in begins):
            parted.append(list(line))
        else:
            parted[-1] += line
    return parted


def _head(pieces: Sequence[Piece], rows: Sequence[Sequence[Piece]], rules: Sequence[Rule]) -> list[Piece]:
    """The row above the uppermost line, where that is drawn below it: a cell over each cell of the next."""
    if not rows:
        return []
    high = rules[0].y + (rules[0].y - rules[1].y)
    above = sorted((one for one in pieces if rules[0].y < one.middle < high), key=lambda one: one.left)
    below = [min(one.left for one in cell) for cell in _parted(list(rows[0]), across=True, least=NEAR)]
    over = len(above) == len(below) > 1 and all(
        abs(one.left - left) < NEAR for one, left in zip(above, below, strict=True)
    )
    return above if over else []


def _ladders(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Three lines and more of one width, from above; pieces of a line that touch are one."""
    left = sorted(_whole(rules), key=lambda one: (-one.y, one.left))
    while left:
        first = left[0]
        same = [
            one for one in left if abs(one.left - first.left) < NEAR and abs(one.right - first.right) < NEAR
        ]
        left = [one for one in left if one not in same]
        if len(same) >= FEWEST_RULES:
            yield same


def _whole(rules: Sequence[Rule]) -> list[Rule]:
    whole: list[Rule] = []
    for rule in sorted(rules, key=lambda one: (-round(one.y / 2), one.left)):
        last = whole[-1] if whole else None
        if last and abs(last.y - rule.y) < NEAR / 2 and rule.left <= last.right + NEAR:
            whole[-1] = Rule(left=last.left, right=max(last.right, rule.right), y=last.y)
        else:
            whole.append(rule)
    return whole


def _written_in_rows(pieces: Sequence[Piece]) -> Iterator[list[list[Piece]]]:
    """Rows of short cells that were written one row after the other, with their edges aligned."""
    run: list[list[Piece]] = []
    for row in (*_as_written(pieces), []):
        if run and _continues(run[-1], row):
            run.append(row)
            continue
        cells = [piece for each in run for piece in each]
        words = sum(len(piece.text.split()) for piece in cells)
        if len(run) >= FEWEST_ROWS and words <= CELL_WORDS * len(cells):
            yield run
        run = [row] if len(row) > 1 else []


def _as_written(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Neighbours in the file that stand on one line, from left to right."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        last = rows[-1][-1] if rows else None
        level = last is not None and abs(last.middle - piece.middle) < NEAR / 2
        if last and level and _may_join(last, piece) and piece.left > last.right:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _may_join(one: Piece, other: Piece) -> bool:
    """A table's frame, which has no words of its own, stays by itself."""
    return bool(one.text and other.text)


def _continues(above: Sequence[Piece], row: Sequence[Piece]) -> bool:
    """Whether a row is the next one of the table: as many cells, each left or right under the other."""
    return (
        len(row) == len(above) > 1
        and row[0].middle < above[0].middle
        and all(
            abs(one.left - other.left) < NEAR or abs(one.right - other.right) < NEAR
            for one, other in zip(row, above, strict=True)
        )
    )


def _as_table(rows: Sequence[Sequence[Piece]]) -> tuple[Piece, Line]:
    """A table as one piece, to be put in its place on the page, and as what is read there."""
    pieces = [piece for row in rows for piece in row]
    edges = _column_edges(rows)
    cells = tuple(_cells(row, edges) for row in rows)
    frame = Piece(
        text="",
        size=round(median(piece.size for piece in pieces)),
        left=min(piece.left for piece in pieces),
        right=max(piece.right for piece in pieces),
        bottom=min(piece.bottom for piece in pieces),
        top=max(piece.top for piece in pieces),
    )
    text = " ".join(" ".join(row) for row in cells)
    return frame, Line(text=text, size=frame.size, y=frame.middle, rows=cells)


def _column_edges(rows: Sequence[Sequence[Piece]]) -> list[float]:
    """Where columns begin: white stripes through all rows, but for cells that span several columns."""
    most = max(len(_parted(list(row), across=True, least=NEAR)) for row in rows)
    full = [row for row in rows if len(_parted(list(row), across=True, least=NEAR)) == most]
    parts = _parted([piece for row in full for piece in row], across=True, least=NEAR / 2)
    return [min(piece.left for piece in part) for part in parts]


def _cells(row: Sequence[Piece], edges: Sequence[float]) -> tuple[str, ...]:
    """The words of each column, line after line."""
    cells: list[list[Piece]] = [[] for _ in edges]
    for piece in row:
        cells[max((at for at, edge in enumerate(edges) if edge <= piece.left + NEAR), default=0)].append(
            piece
        )
    return tuple(" ".join(piece.text for line in _rows(cell) for piece in line) for cell in cells)
