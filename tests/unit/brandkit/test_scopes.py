"""Prose is told from code, links and headings, and every block knows its place in the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brandkit.checking import run
from brandkit.layout import lay_out_file, written_in
from brandkit.scopes import Selector
from brandkit.sentences import sentence_spans
from tests.unit.brandkit.builders import a_rule

MARKDOWN = """---
title: front foo
---
# A foo heading

A **foo**, a `foo`, a [foo](http://foo.com/foo "foo") and <http://foo.com>
and foo&amp;foo \\*foo.

- item foo
- [ref foo][foo]

> quoted foo

| foo | b |
|-----|---|
| c   | foo |

![alt foo](foo.png)

```
foo
```

[foo]: http://foo.com
"""

HTML = "<h1>A foo</h1><p>One <code>foo</code> &amp; foo<br>foo</p><script>foo</script><ul><li>foo</li></ul><img alt='foo'>"


def places(scope: str, text: str, filetype: str) -> list[str]:
    """Each match with what stands before it on its line, so that a test sees which one was found."""
    rule = a_rule(f"extends: existence\ntokens: [foo]\nscope: '{scope}'")
    found = run([rule], lay_out_file(text, filetype))
    assert all(text[each.start : each.end] == each.match == "foo" for each in found)
    return [text[: each.end].rpartition("\n")[2] for each in found]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("heading", ["# A foo"]),
        ("heading.h2", []),
        ("list", ["- item foo", "- [ref foo"]),
        ("blockquote", ["> quoted foo"]),
        ("table.cell", ["| c   | foo"]),
        ("table.header", ["| foo"]),
        ("alt", ["![alt foo"]),
        ("paragraph & ~md", []),
    ],
)
def test_a_scope_chooses_its_blocks_of_markdown(scope: str, expected: list[str]) -> None:
    assert places(scope, MARKDOWN, "md") == expected


def test_code_links_and_front_matter_are_no_prose() -> None:
    assert len(places("paragraph", MARKDOWN, "md")) == 5
    assert len(places("raw", MARKDOWN, "md")) == MARKDOWN.count("foo")


def test_html_is_read_like_markdown() -> None:
    assert places("heading", HTML, "html") == ["<h1>A foo"]
    assert len(places("paragraph", HTML, "html")) == 2
    assert len(places("list", HTML, "html")) == 1
    assert len(places("alt", HTML, "html")) == 1


def test_a_match_may_run_across_bold_letters() -> None:
    rule = a_rule("extends: existence\ntokens: [very unique]")
    text = "It is **very** unique."
    (finding,) = run([rule], lay_out_file(text, "md"))

    assert finding.match == "very** unique" == text[finding.start : finding.end]


@pytest.mark.parametrize(
    "hidden",
    [
        "https://foo.com/foo",
        "foo.com/foo",
        "foo@foo.com",
        "@foo",
        "`foo`",
        "www.foo.com/foo?foo=foo",
        "foo.example/foo",
    ],
)
def test_links_handles_and_code_are_masked_in_plain_text(hidden: str) -> None:
    assert places("text", f"See {hidden}, or foo.", "txt") == [f"See {hidden}, or foo"]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        (
            "Dr. Who pays £3.50 e.g. today. “Yes.” Done.",
            ["Dr. Who pays £3.50 e.g. today.", "“Yes.”", "Done."],
        ),
        ("At 5 p.m. We go. At 5 p.m. we go.", ["At 5 p.m.", "We go.", "At 5 p.m. we go."]),
        ("Line one\nLine two", ["Line one\nLine two"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


def test_selectors_read_as_in_vale() -> None:
    tags = frozenset({"text", "heading", "h2", "md"})

    assert Selector.parse("heading.h2").matches(tags)
    assert Selector.parse(["list", "heading & md"]).matches(tags)
    assert not Selector.parse("text & ~heading").matches(tags)
    assert Selector.parse("text").narrowed(["body", "md"]).matches(tags)


@given(
    text=st.text(alphabet=st.sampled_from(list("foo *_`[]()<>!#|-\n\\&;.é🐱")), max_size=80),
    filetype=st.sampled_from(["md", "html", "txt"]),
)
def test_whatever_the_markup_every_match_stands_where_it_is_said_to_stand(text: str, filetype: str) -> None:
    rule = a_rule("extends: existence\nnonword: true\ntokens: ['fo+', '\\S+ \\S+']")

    for finding in run([rule], lay_out_file(text, filetype)):
        assert 0 <= finding.start <= finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.match


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ready! Set! Go!", "txt"),
        ("# Ready!\n\nGo.", "md"),
        ("A #hashtag and 5 | 6", "txt"),
        ("See ![a picture](a.png)", "md"),
        ("| a | b |\n|---|---|\n| c | d |", "md"),
        ("Dear Theo,\n\n    here it is.\n---\nOmar", "txt"),
        ("<!-- later -->\nGo.", "md"),
        ("<p>Go.</p>", "md"),
        ("1 < 2 and 3 > 2", "txt"),
    ],
)
def test_a_text_without_a_name_is_read_as_what_it_shows(text: str, kind: str) -> None:
    assert written_in(text) == kind


@pytest.mark.parametrize(
    ("text", "kind", "lines"),
    [
        ("foo. [a foo](https://a.example) or <https://foo.example>.", "md", ["foo. [a foo"]),
        ("- foo\n- [Read *more foo*][a]\n\n[a]: https://a.example", "md", ["- [Read *more foo"]),
        (
            '<p>foo. <a href="https://a.example">a <b>foo</b></a></p>',
            "html",
            ['<p>foo. <a href="https://a.example">a <b>foo'],
        ),
        ("[Prices](https://a.example) foo", "md", []),
    ],
)
def test_a_rule_may_read_the_words_of_links_alone(text: str, kind: str, lines: list[str]) -> None:
    assert places("link", text, kind) == lines
    assert len(places("text", text, kind)) == text.count("foo") - ("foo.example" in text)
