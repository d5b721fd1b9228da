"""The kinds of rules that packs brought along: hashtags, links, local formats, disclosures, assertions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brandkit.checking import run
from brandkit.errors import KitError
from brandkit.findings import Finding
from brandkit.layout import lay_out_file, lay_out_variant
from tests.unit.brandkit.builders import a_rule, a_variant, channel


def check(yaml: str, text: str) -> list[Finding]:
    return run([a_rule(yaml)], lay_out_file(text, "txt"))


def fixed(yaml: str, text: str) -> str:
    for finding in reversed(check(yaml, text)):
        text = text[: finding.start] + finding.fixes[0].replacement + text[finding.end :]
    return text


HASHTAG = "extends: hashtag\nwords: [small business owner a own er monday mot]\n"


def test_a_hashtag_of_known_words_is_taken_apart_into_the_fewest() -> None:
    (finding,) = check(HASHTAG, "Hi #smallbusinessowner")

    assert finding.match == "#smallbusinessowner"
    assert finding.fixes[0].replacement == "#SmallBusinessOwner"
    assert (
        finding.message
        == "Write “#SmallBusinessOwner” instead of “#smallbusinessowner”, so that it can be read aloud."
    )


def test_a_hashtag_may_hold_the_plural_of_a_known_word() -> None:
    (finding,) = check(HASHTAG, "#smallowners")

    assert finding.fixes[0].replacement == "#SmallOwners"


@pytest.mark.parametrize(
    "text", ["#SmallBusiness", "#business", "#smallkubernetes", "a#smallbusiness", "&#small", "#1"]
)
def test_a_hashtag_that_can_be_read_or_is_not_known_is_left_alone(text: str) -> None:
    assert check(HASHTAG, text) == []


def test_a_very_long_hashtag_is_no_trouble() -> None:
    assert len(check(HASHTAG, "#" + "small" * 2000)) == 1


SECURE = "extends: link\nsecure: true\n"


def test_an_address_without_encryption_gets_it() -> None:
    assert fixed(SECURE, "See http://mill.example/a, or https://mill.example/b.") == (
        "See https://mill.example/a, or https://mill.example/b."
    )


def test_links_are_read_where_rules_else_see_a_mask() -> None:
    findings = run(
        [a_rule(SECURE)], lay_out_variant(a_variant(body="At http://mill.example/a"), channel("x"))
    )

    assert [each.match for each in findings] == ["http://mill.example/a"]


def test_a_campaign_has_all_its_parts_or_none() -> None:
    yaml = "extends: link\nparameters: [utm_source, utm_medium]\nmessage: 'missing: %s'\n"

    assert [each.message for each in check(yaml, "https://m.example/?utm_source=a")] == [
        "missing: utm_medium"
    ]
    assert check(yaml, "https://m.example/?utm_source=a&utm_medium=b https://m.example/?ref=a") == []


def test_a_host_is_matched_as_a_whole_address_not_in_its_path() -> None:
    yaml = "extends: link\nhosts: ['^bit\\.ly$']\n"

    assert len(check(yaml, "https://bit.ly/x and bit.ly/y")) == 2
    assert check(yaml, "https://mill.example/bit.ly") == []


def test_an_address_that_cannot_be_parsed_is_left_alone() -> None:
    assert check(SECURE, "http://[::1/x") == []


@pytest.mark.parametrize(
    ("yaml", "text", "expected"),
    [
        ("dates: day", "On May 14th, 2026 and June 3", "On 14 May 2026 and 3 June"),
        ("dates: month", "On 14th of May 2026 and 3 June", "On May 14, 2026 and June 3"),
        ("decimals: point", "It costs €1.200,50 and weighs 3,5 kg", "It costs €1,200.50 and weighs 3.5 kg"),
        ("currency: before", "It costs 9 € or 10$", "It costs €9 or $10"),
        ("currency: behind", "It costs €9", "It costs 9\u00a0€"),
        ("decimals: comma", "Es kostet 1,299.50 €", "Es kostet 1.299,50 €"),
        ("decimals: comma\ngrouping: space", "Il coûte 1,299.50 €", "Il coûte 1\u202f299,50 €"),
    ],
)
def test_what_is_written_for_another_place_is_put_right(yaml: str, text: str, expected: str) -> None:
    assert fixed(f"extends: locale-format\n{yaml}\n", text) == expected
    assert check(f"extends: locale-format\n{yaml}\n", expected) == []


def test_a_format_can_be_held_to_one_language() -> None:
    yaml = "extends: locale-format\ndecimals: comma\ngiven: '\\bund\\b'\n"

    assert check(yaml, "Bread and tea at 4.90 €") == []
    assert len(check(yaml, "Brot und Tee um 4.90 €")) == 1


def test_only_a_date_with_two_readings_is_ambiguous() -> None:
    yaml = "extends: locale-format\nfigures: false\n"
    text = "03/04/2026, 13/04/2026, 04/04/2026, 24/7, 2.4.10, 1/2 and 03.04.2026"

    assert [each.match for each in check(yaml, text)] == ["03/04/2026", "03.04.2026"]


TERMS = "extends: disclosure\nignorecase: true\nwhen: '\\bfree trial\\b'\nneeds: '\\bno card\\b'\n"


def test_a_disclosure_may_stand_anywhere_in_the_copy() -> None:
    far = "Start your free trial.\n\n" + "We bake. " * 50 + "\n\nNo card needed."

    assert check(TERMS, far) == []
    assert [each.match for each in check(TERMS, "Start your Free Trial.")] == ["Free Trial"]


def test_a_disclosure_may_have_to_stand_near_or_in_a_note_or_in_another_part() -> None:
    near = TERMS + "within: 1\n"
    far = "Start your free trial. We sell oats. We sell rye."

    assert [each.match for each in check(near, f"{far} You need no card for the library.")] == ["free trial"]
    assert check(TERMS, f"{far} You need no card for the library.") == []
    assert check(near, "We ask for no card. Start your free trial. We sell oats.") == []
    assert check(near, f"{far}\n\n* No card is asked for.") == []
    variant = a_variant(subject="No card", body=far)
    assert run([a_rule(near)], lay_out_variant(variant, channel("email"))) == []


def test_a_disclosure_in_a_fixed_wording_counts() -> None:
    copy = lay_out_file("Your free trial. No card needed.", "txt", cleared=["No card needed."])

    assert run([a_rule(TERMS)], copy) == []


def test_a_disclosure_is_asked_for_only_in_copy_about_its_matter() -> None:
    yaml = TERMS + "given: '\\bapp\\b'\n"

    assert check(yaml, "Start your free trial.") == []
    assert len(check(yaml, "Start your free trial of the app.")) == 1


def test_a_place_on_an_unwanted_host_may_be_allowed() -> None:
    yaml = "extends: link\nhosts: ['^docs\\.mill\\.example$']\nallowed: ['^docs\\.mill\\.example/forms/']\n"

    found = check(yaml, "https://docs.mill.example/forms/a https://docs.mill.example/d/a")

    assert [each.match for each in found] == ["https://docs.mill.example/d/a"]


BASED = "extends: assertion\nignorecase: true\ntokens: ['\\d+ days sooner']\nbasis: '\\bmedian of \\d'\n"


@pytest.mark.parametrize(
    "text",
    [
        "Paid 8 days sooner. Median of 4,210 invoices, January to June 2026.",
        "Paid 8 days sooner.*\n\n* Median of 4,210 invoices.",
        "Paid 8 days sooner.\n\n[1] The median of 4210 invoices.",
    ],
)
def test_an_assertion_with_its_basis_beside_it_or_in_a_footnote_stands(text: str) -> None:
    assert check(BASED, text) == []


def test_a_basis_in_another_paragraph_says_nothing() -> None:
    text = "Paid 8 days sooner.\n\nThe street is quiet. Median of 40 cars a day."

    assert [each.match for each in check(BASED, text)] == ["8 days sooner"]


@pytest.mark.parametrize(
    ("yaml", "advice"),
    [
        ("extends: hashtag\n", "Add the words that hashtags are made of"),
        ("extends: link\n", "Add “secure: true”"),
        ("extends: locale-format\ndates: year\n", "must be one of: day, month"),
        ("extends: disclosure\nwhen: a\n", "Add a line “needs: …”"),
        ("extends: disclosure\nwhen: a\nneeds: '('\n", "Correct it, or take it out"),
        ("extends: assertion\n", "Add the words that have to be proven"),
        ("extends: assertion\ntokens: [a]\nbasis: '('\n", "Correct it, or take it out"),
    ],
)
def test_a_rule_file_that_lacks_something_says_what(yaml: str, advice: str) -> None:
    with pytest.raises(KitError) as caught:
        a_rule(yaml)

    assert advice in str(caught.value)


KINDS = [
    HASHTAG, SECURE, TERMS,
    "extends: link\nlowercase: true\n",
    "extends: locale-format\ndates: day\nfigures: false\ndecimals: point\ncurrency: before\n",
    "extends: assertion\ntokens: ['\\w+ly']\n",
]  # fmt: skip
PIECES = st.sampled_from(
    [
        "#smallowner",
        "http://m.example/?utm_source=A",
        "free trial",
        "3,5 €",
        "9€",
        "May 14",
        "03/04/2026",
        "truly",
        "\n",
        " ",
        "é",
        "🎉",
        "**",
        "[a](b)",
        "`x`",
    ]
)


@given(
    yaml=st.sampled_from(KINDS),
    pieces=st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=12),
    filetype=st.sampled_from(["txt", "html"]),
)
def test_every_finding_stands_where_it_says(yaml: str, pieces: list[str], filetype: str) -> None:
    text = " ".join(pieces)

    for finding in run([a_rule(yaml)], lay_out_file(text, filetype)):
        assert text[finding.start : finding.end] == finding.match
