from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.documents import Document
from retrieval.readers.reading import read_document
from tests.unit.retrieval.making import a_deck, a_pdf, a_word_file


def outline(document: Document) -> list[tuple[str, str]]:
    return [(" > ".join(section.heading), section.text) for section in document.sections]


def written(folder: Path, name: str, text: str) -> Document:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_document(path)


def test_markdown_sections_lie_under_their_path_of_headings(tmp_path: Path) -> None:
    document = written(
        tmp_path,
        "voice.md",
        "# Voice\nWe are warm.\n\n## Tone\nIt *changes*.\n\n### In errors\nBe calm.\n\n## Words\n[Say](x) yes.",
    )

    assert outline(document) == [
        ("Voice", "We are warm."),
        ("Voice > Tone", "It changes."),
        ("Voice > Tone > In errors", "Be calm."),
        ("Voice > Words", "Say yes."),
    ]


def test_front_matter_gives_the_title_where_no_heading_does(tmp_path: Path) -> None:
    document = written(
        tmp_path, "dates.md", "---\ntitle: 'Dates'\norder: 3\n---\nWrite 3 May.\n\n## Times\nWrite 5pm."
    )

    assert document.title == "Dates"
    assert outline(document) == [("Dates", "Write 3 May."), ("Dates > Times", "Write 5pm.")]


def test_a_heading_one_wins_over_front_matter(tmp_path: Path) -> None:
    document = written(tmp_path, "a.md", "---\ntitle: Short\n---\n# The long title\nText.")

    assert outline(document) == [("The long title", "Text.")]


def test_do_and_dont_headings_stay_in_their_section_as_labels(tmp_path: Path) -> None:
    document = written(
        tmp_path, "a.md", "# Links\nName the page.\n\n#### Do\nRead our prices.\n\n#### Don’t\nClick here."
    )

    assert outline(document) == [("Links", "Name the page.\nDo:\nRead our prices.\nDon’t:\nClick here.")]


def test_lists_and_tables_keep_their_shape(tmp_path: Path) -> None:
    document = written(
        tmp_path, "a.md", "# Words\n\n- email\n- sign in\n\n| Say | Not |\n|---|---|\n| use | utilise |\n"
    )

    assert outline(document) == [("Words", "- email\n- sign in\nSay | Not\nuse | utilise")]


def test_the_same_path_twice_is_told_apart(tmp_path: Path) -> None:
    document = written(tmp_path, "a.md", "# A\n## Example use\nOne.\n## Example use\nTwo.")

    assert [heading for heading, _ in outline(document)] == ["A > Example use", "A > Example use (2)"]


def test_what_a_liquid_include_shows_is_kept(tmp_path: Path) -> None:
    document = written(
        tmp_path,
        "a.md",
        '# Lists\n{% include example.liquid\n  content= "\nThe plan includes:\n- a report\n" %}\nEnd {{ site.url }}.',
    )

    assert outline(document) == [("Lists", "The plan includes:\n- a report\nEnd .")]


def test_html_is_read_without_scripts_and_navigation(tmp_path: Path) -> None:
    page = "<html><head><title>Guide</title></head><body><nav>Home</nav><h1>Logo</h1><p>Keep <b>clear</b> space.</p><script>evil()</script><table><tr><th>Use</th><td>Blue</td></tr></table><img alt='The logo on white'></body></html>"
    document = written(tmp_path, "logo.html", page)

    assert document.title == "Guide"
    assert outline(document) == [("Logo", "Keep clear space.\nUse | Blue\nThe logo on white")]


def test_a_template_page_has_its_set_title_and_the_prose_of_its_macros(tmp_path: Path) -> None:
    page = '{% extends "l.njk" %}{% set pageTitle = "Numbers" %}<h2>Money</h2>{{ insetText({ "html": "<p>Write £75 not £75.00</p>" }) }}{# note #}<p>See {{ x }}.</p>'
    document = written(tmp_path, "numbers.njk", page)

    assert outline(document) == [("Numbers > Money", "Write £75 not £75.00\nSee .")]


def test_restructured_text_knows_sphinx_and_follows_no_include(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    text = "Guide\n=====\n\nUse :ref:`plain words <x>`.\n\n.. include:: secret.txt\n\nTone\n----\n\n.. versionadded:: 2\n   Be kind.\n\n* one\n* two\n"
    document = written(tmp_path, "guide.rst", text)

    assert outline(document) == [("Guide", "Use plain words."), ("Guide > Tone", "2 Be kind.\n- one\n- two")]


def test_plain_text_headings_are_underlined_or_shouted(tmp_path: Path) -> None:
    document = written(tmp_path, "a.txt", "Guide\n=====\nHello.\n\nTONE OF VOICE\n\nBe kind.\n")

    assert outline(document) == [("Guide", "Hello."), ("Guide > TONE OF VOICE", "Be kind.")]


def test_word_headings_tables_and_lists(tmp_path: Path) -> None:
    path = a_word_file(
        tmp_path / "a.docx",
        ("Heading 1", "Voice"),
        ("Normal", "Be warm."),
        ("Heading 2", "Words"),
        ("List Bullet", "email"),
        ("table", "Say|Not;use|utilise"),
    )

    document = read_document(path)

    assert outline(document) == [
        ("Voice", "Be warm."),
        ("Voice > Words", "- email\nSay | Not\nuse | utilise"),
    ]


def test_slides_have_numbers_and_speaker_notes(tmp_path: Path) -> None:
    path = a_deck(
        tmp_path / "a.pptx", ("Our voice", "Warm, never cute", "Ask Ana for more"), ("Colour", "Teal", "")
    )

    document = read_document(path)

    assert [(section.page, *section.heading) for section in document.sections] == [
        (1, "Our voice"),
        (2, "Colour"),
    ]
    assert document.sections[0].text == "Our voice\nWarm, never cute\nNotes: Ask Ana for more"


def test_pdf_headings_are_the_large_lines_and_footers_are_left_out(tmp_path: Path) -> None:
    body = [
        (
            11,
            f"This line {n} of the body says that the tone of our copy is warm and plain, as a friend speaks.",
        )
        for n in range(12)
    ]
    pages = [[(24, "Voice"), *body], [(18, "Tone in errors"), *body], body]
    path = a_pdf(tmp_path / "a.pdf", *pages, footer="Brand book, page {page}")

    document = read_document(path)

    assert [(section.page, section.heading) for section in document.sections] == [
        (1, ("Voice",)),
        (2, ("Voice", "Tone in errors")),
        (3, ("Voice", "Tone in errors")),
    ]
    assert "Brand book" not in document.text


def test_progress_is_told_page_by_page(tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "a.pdf", [(12, "One page of text")], [(12, "Another page")])
    told: list[tuple[int, int]] = []

    read_document(path, progress=lambda done, total: told.append((done, total)))

    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_text_in_older_encodings_is_understood(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Say “café”.".encode(encoding))

    assert read_document(path).text == "Say “café”."


def test_offsets_point_at_the_section_in_the_document(tmp_path: Path) -> None:
    document = written(tmp_path, "a.md", "# A\nOne 😀.\n\n## B\nTwo.")

    assert [document.text[one.start : one.end] for one in document.sections] == ["One 😀.", "Two."]
