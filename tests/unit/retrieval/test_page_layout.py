from __future__ import annotations

from retrieval.readers.page_layout import Piece, Rule, in_reading_order


def a_piece(text: str, left: float, y: float, *, width: float = 0, size: int = 10) -> Piece:
    return Piece(
        text=text, size=size, left=left, right=left + (width or 5 * len(text)), bottom=y - 5, top=y + 5
    )


def read(pieces: list[Piece], rules: list[Rule] | None = None) -> list[str]:
    return [line.text for line in in_reading_order(pieces, rules or [])]


def test_columns_that_were_written_line_by_line_are_read_one_after_the_other() -> None:
    title = a_piece("Voice and tone across every channel of ours, and in both columns", 50, 700, width=480)
    left = [
        a_piece(f"left column line number {n} of the text", 50, 660 - 14 * n, width=200) for n in range(6)
    ]
    right = [
        a_piece(f"right column line number {n} of the text", 320, 660 - 14 * n, width=200) for n in range(6)
    ]

    lines = read([title, *(piece for pair in zip(left, right, strict=True) for piece in pair)])

    assert lines == [title.text, *(piece.text for piece in left), *(piece.text for piece in right)]


def test_columns_whose_lines_are_not_level_are_told_apart() -> None:
    left = [
        a_piece(f"left column line number {n} of the text", 50, 660 - 14 * n, width=200) for n in range(8)
    ]
    right = [
        a_piece(f"right column line number {n} of the text", 320, 655 - 14 * n, width=200) for n in range(8)
    ]

    lines = read([piece for pair in zip(left, right, strict=True) for piece in pair])

    assert lines == [piece.text for piece in (*left, *right)]


def test_an_order_that_makes_sense_is_left_as_it_was_written() -> None:
    aside = [a_piece(f"a note beside it {n}", 320, 660 - 14 * n) for n in range(4)]
    body = [a_piece(f"what the page is about {n}", 50, 660 - 14 * n) for n in range(4)]

    assert read([*aside, *body]) == [piece.text for piece in (*aside, *body)]


def test_short_cells_that_were_written_row_by_row_are_a_table() -> None:
    words = [("Say", "Not"), ("use", "utilise"), ("help", "facilitate"), ("sign in", "log in")]
    pieces = [
        a_piece(cell, left, 600 - 20 * n)
        for n, row in enumerate(words)
        for left, cell in zip((50, 200), row, strict=True)
    ]

    table, after = in_reading_order([*pieces, a_piece("And so on, in every text that we write.", 50, 400)])

    assert table.rows == tuple(words)
    assert after.text == "And so on, in every text that we write."


def test_rules_make_rows_of_cells_with_several_lines() -> None:
    rules = [Rule(left=50, right=450, y=y) for y in (610, 580, 540)]
    pieces = [
        a_piece("Colour", 55, 595),
        a_piece("Use", 255, 595),
        a_piece("Teal", 55, 570),
        a_piece("on white, and for", 255, 570),
        a_piece("links in longer text", 255, 555),
    ]

    (table,) = in_reading_order(pieces, rules)

    assert table.rows == (("Colour", "Use"), ("Teal", "on white, and for links in longer text"))


def test_a_row_of_headings_above_the_first_rule_belongs_to_its_table() -> None:
    rules = [Rule(left=50, right=450, y=y) for y in (590, 570, 550)]
    words = [("Say", "Not"), ("use", "utilise"), ("to", "in order to")]
    pieces = [
        a_piece(cell, left, 595 - 20 * row)
        for row, cells in enumerate(words)
        for cell, left in zip(cells, (55, 255), strict=True)
    ]

    before, table = in_reading_order([a_piece("These are our words.", 55, 625), *pieces], rules)

    assert before.text == "These are our words."
    assert table.rows == tuple(words)


def test_a_cell_that_spans_columns_stays_in_its_first() -> None:
    rules = [Rule(left=50, right=450, y=y) for y in (610, 580, 550, 520)]
    pieces = [
        a_piece("Words that we use and words that we do not", 55, 595),
        a_piece("use", 55, 565), a_piece("utilise", 255, 565),
        a_piece("help", 55, 535), a_piece("facilitate", 255, 535),
    ]  # fmt: skip

    (table,) = in_reading_order(pieces, rules)

    assert table.rows[0] == ("Words that we use and words that we do not", "")
    assert table.rows[1:] == (("use", "utilise"), ("help", "facilitate"))


def test_a_page_of_very_many_words_is_taken_as_it_was_written() -> None:
    pieces = [a_piece(f"w{n}", 50 + 60 * (n % 2), 10_000 - n) for n in range(6_000)]

    assert " ".join(read(pieces)).split() == [piece.text for piece in pieces]
