"""What each kind of rule finds, and what it leaves alone."""

from __future__ import annotations

import pytest

from brandkit.checking import run
from brandkit.errors import KitError
from brandkit.findings import Finding
from brandkit.layout import lay_out_file
from tests.unit.brandkit.builders import a_rule


def findings(yaml: str, text: str, filetype: str = "txt") -> list[Finding]:
    return run([a_rule(yaml)], lay_out_file(text, filetype))


def matches(yaml: str, text: str, filetype: str = "txt") -> list[str]:
    return [finding.match for finding in findings(yaml, text, filetype)]


@pytest.mark.parametrize(
    ("keys", "text", "expected"),
    [
        ("tokens: [cat, cats]", "Cats like a cat and bobcats.", ["cat"]),
        ("tokens: [cat]\nignorecase: true", "Cat, CAT, concatenate", ["Cat", "CAT"]),
        ("tokens: ['!']\nnonword: true", "Stop! Now!", ["!", "!"]),
        ("tokens: ['(?i)as well as']", "As Well As this", ["As Well As"]),
        ("tokens: ['a (?i:b) c']", "a B c, A b c", ["a B c"]),
        (r"tokens: ['(?<!very )good']", "good, very good", ["good"]),
        (r"tokens: ['\p{Lu}{3,}']", "ÄÖÜ and ab", ["ÄÖÜ"]),
        ("tokens: [very]\nexceptions: [very]", "very", []),
        ("tokens: ['[a-z]+ly']\nexceptions: [early]", "early, boldly", ["boldly"]),
        ("raw: ['colou', 'r']", "colours", ["colour"]),
    ],
)
def test_existence_finds_words_at_their_boundaries(keys: str, text: str, expected: list[str]) -> None:
    assert matches(f"extends: existence\n{keys}", text) == expected


def test_the_message_takes_what_was_found() -> None:
    (finding,) = findings("extends: existence\nmessage: 'Not “%s”, 100%% sure.'\ntokens: [foo]", "a foo")

    assert (finding.message, finding.start, finding.end) == ("Not “foo”, 100% sure.", 2, 5)


def test_the_longer_swap_goes_first_and_groups_are_filled_in() -> None:
    rule = r"""
        extends: substitution
        ignorecase: true
        capitalize: true
        swap:
          log in: sign in
          log in to: open
          '(\d+)th of (May|June)': $1 $2
    """
    found = findings(rule, "Log in to Acme by the 5th of May.")

    assert [(each.match, each.fixes[0].replacement) for each in found] == [
        ("Log in to", "Open"),
        ("5th of May", "5 May"),
    ]


def test_a_swap_leaves_the_good_form_alone_and_offers_every_option() -> None:
    rule = "extends: substitution\nignorecase: true\nswap:\n  e-?mail: email\n  staff: team|people"

    found = findings(rule, "E-mail the staff. email")

    assert [(each.match, [fix.replacement for fix in each.fixes]) for each in found] == [
        ("E-mail", ["email"]),
        ("staff", ["team", "people"]),
    ]
    assert found[1].message == "Use “team or people” instead of “staff”."


@pytest.mark.parametrize(
    ("keys", "text", "expected"),
    [
        ("token: '!'\nmax: 1", "One! Two!", ["!"]),
        ("token: '!'\nmax: 1", "One!\n\nTwo!", []),
        ("token: '!'\nmax: 1\nper: copy", "One!\n\nTwo! Three!", ["!", "!"]),
        ("token: please\nmin: 1", "Do it.", [""]),
        (
            "token: '\\w+'\nmax: 3\nscope: sentence\nmark: block",
            "One two three. One two three four.",
            ["One two three four."],
        ),
    ],
)
def test_occurrence_counts_in_a_block_or_over_the_copy(keys: str, text: str, expected: list[str]) -> None:
    assert matches(f"extends: occurrence\n{keys}", text) == expected


@pytest.mark.parametrize(
    ("case", "text", "is_found"),
    [
        ("$sentence", "# Send invoices with Acme Pay", False),
        ("$sentence", "# Send Invoices With a Button", True),
        ("$sentence", "# send invoices", True),
        ("$sentence", "# Export as PDF today", True),
        ("$sentence\nacronyms: true", "# Export as PDF today", False),
        ("$title", "# Send Invoices with a Button", False),
        ("$title", "# Send invoices with a button", True),
        ("$lower", "# all lower", False),
        ("$upper", "# Not upper", True),
        ("'[.]$'", "# Ends with a stop.", False),
    ],
)
def test_capitalization_judges_headings(*, case: str, text: str, is_found: bool) -> None:
    rule = f"extends: capitalization\nmatch: {case}\nexceptions: [Acme Pay]"

    assert bool(matches(rule, text, "md")) is is_found


def test_a_heading_is_offered_in_the_right_case() -> None:
    (finding,) = findings(
        "extends: capitalization\nmatch: $sentence\nexceptions: [Acme]", "# What Acme Does For You", "md"
    )

    assert finding.match == "What Acme Does For You"
    assert finding.fixes[0].replacement == "What Acme does for you"


@pytest.mark.parametrize(
    "headline",
    [
        "Acme wins at the UK App Awards in Berlin",
        "What freelancers in Manchester ask the Bank of Wales",
        "Why designers love the iPhone",
        "Meet Sara Khan, who writes our reminders",
        "Find us at the British Small Business Awards",
    ],
)
def test_names_keep_their_capitals_in_sentence_case(headline: str) -> None:
    rule = "extends: capitalization\nmatch: $sentence\nnames: true\nacronyms: true\nthreshold: 1"

    assert matches(rule, f"# {headline}", "md") == []


@pytest.mark.parametrize(
    ("headline", "offered"),
    [
        ("Acme Takes Two UK App Awards", "Acme takes two UK App Awards"),
        ("Send Invoices Before The Coffee Gets Cold", "Send invoices before the coffee gets cold"),
        ("Meet Us At The British Small Business Awards", "Meet us at the British Small Business Awards"),
        ("How To Get Paid In Germany By Friday", "How to get paid in Germany by Friday"),
        ("Take A Day Off This Week", "Take a day off this week"),
        ("Meet Our New Designer Priya Nair", "Meet our new designer Priya Nair"),
        ("Ruth Adeyemi Joins The Board", "Ruth Adeyemi joins the board"),
        ("Say Hello To Dr Okafor On Fridays", "Say hello to Dr Okafor on Fridays"),
    ],
)
def test_names_are_left_alone_when_a_headline_is_mended(headline: str, offered: str) -> None:
    rule = "extends: capitalization\nmatch: $sentence\nnames: true\nacronyms: true"

    (finding,) = findings(rule, f"# {headline}", "md")

    assert finding.fixes[0].replacement == offered


def test_without_names_sentence_case_is_as_vale_has_it() -> None:
    (finding,) = findings("extends: capitalization\nmatch: $sentence", "# Find Us In Berlin On Friday", "md")

    assert finding.fixes[0].replacement == "Find us in berlin on friday"


def test_repetition_stops_at_the_end_of_a_sentence() -> None:
    rule = "extends: repetition\ntokens: ['[^\\s.]+']\nignorecase: true"

    assert matches(rule, "The the cat. It was it. It is\nis not.") == ["The the", "is\nis"]


def test_consistency_marks_the_spelling_that_came_second() -> None:
    rule = "extends: consistency\neither:\n  colou?r: hue\n  advisor: adviser"

    assert matches(rule, "An adviser.\n\nThe advisor and the adviser, in color.") == ["advisor"]


def test_an_acronym_needs_its_meaning_first() -> None:
    rule = r"""
        extends: conditional
        first: '\b([A-Z]{3})\b'
        second: '\(([A-Z]{3})\)'
        exceptions: [PDF]
    """
    assert matches(rule, "MTD is near. Making Tax Digital (MTD) and MTD and PDF.\n\nMTD again. ABC.") == [
        "ABC"
    ]


def test_a_condition_has_to_stand_near_its_trigger() -> None:
    rule = "extends: proximity\nwhen: free\nneeds: 30 days\nwithin: 1"

    assert matches(rule, "It is free. For 30 days. Go.") == []
    assert matches(rule, "It is free. Go. For 30 days.") == ["free"]


def test_a_metric_is_calculated_over_all_prose() -> None:
    rule = "extends: metric\nmessage: '%s words a sentence'\nformula: words / sentences\ncondition: '> 3'"

    assert [each.message for each in findings(rule, "One two three four five. Six seven eight.")] == [
        "4.00 words a sentence"
    ]
    assert findings(rule, "One two. Three.") == []


@pytest.mark.parametrize(
    ("rule", "line", "advice"),
    [
        ("extends: existence", 1, "Add the words"),
        ("extends: spelling\nfilters: [a]", 1, "Use one of: existence"),
        ("tokens: [a]", 1, "Add a line “extends"),
        ("extends: existence\ntokens: ['(']", 2, "Correct it"),
        ("extends: existence\ntokens: [a]\nlevel: fatal", 3, "error, warning, suggestion"),
        ("extends: existence\ntokens: [a]\nignorcase: true", 3, "Did you mean “ignorecase”"),
        ("extends: existence\ntokens:\n  - say: no", 2, "Put quotes"),
        ("extends: existence\ntokens: [a]\n tokens: [b]", 3, "Check the indentation"),
        ("extends: existence\ntokens: [a]\ntokens: [b]", 3, "Keep one of them"),
        ("extends: occurrence\ntoken: a", 1, "max: 1"),
        ("extends: metric\nformula: __import__('os')\ncondition: '> 1'", 2, "Use + - * /"),
        ("extends: metric\nformula: words\ncondition: many", 3, "> 8"),
        ("extends: existence\ntokens: [a]\naction: {name: explode}", 3, "remove"),
        (
            "extends: existence\ntokens: [a]\naction: {name: edit, params: [regex, '(', x]}",
            3,
            "Correct its params",
        ),
        (
            "extends: existence\ntokens: [a]\naction: {name: edit, params: [regex, 'a', $4]}",
            3,
            "Correct its params",
        ),
        ("extends: existence\ntokens: [a]\nreview_by: soon", 3, "2026-11-30"),
    ],
)
def test_a_wrong_rule_file_names_file_line_and_the_change_to_make(rule: str, line: int, advice: str) -> None:
    with pytest.raises(KitError, match=r"^rules/test\.yml, line ") as caught:
        a_rule(rule)

    assert (caught.value.file, caught.value.line) == ("rules/test.yml", line)
    assert advice in str(caught.value)


def test_a_pattern_that_would_run_for_ever_is_reported_and_the_others_go_on() -> None:
    slow = a_rule("extends: existence\nnonword: true\ntokens: ['(a|aa)+$']", "slow")
    quick = a_rule("extends: existence\ntokens: [end]", "quick")

    found = run([slow, quick], lay_out_file("a" * 5000 + "b end", "txt"))

    assert [each.rule for each in found] == ["rule-error.slow", "quick"]
    assert "took too long" in found[0].message


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("{name: replace, params: [one, two]}", ["one", "two"]),
        ("{name: remove}", [""]),
        ("{name: lower}", ["foo"]),
        ("{name: edit, params: [regex, '(F)(o+)', '$2$1']}", ["ooF"]),
        ("{name: edit, params: [trim_right, o]}", ["F"]),
        ("{name: edit, params: [truncate, o]}", ["F"]),
        ("{name: edit, params: [split, o, 9]}", []),
        ("{name: remove, safe: true}", [""]),
    ],
)
def test_an_action_becomes_fixes(action: str, expected: list[str]) -> None:
    (finding,) = findings(f"extends: existence\ntokens: [Foo]\naction: {action}", "Foo")

    assert [fix.replacement for fix in finding.fixes] == expected
    assert any(fix.safe for fix in finding.fixes) is ("safe" in action)


def test_a_swap_may_look_at_its_surroundings() -> None:
    rule = "extends: substitution\nnonword: true\nswap:\n  '(?<=no )(\\d+)%': $1 percent"

    assert [each.fixes[0].replacement for each in findings(rule, "no 5%, 6%")] == ["5 percent"]


def test_a_cap_on_findings_is_kept() -> None:
    assert matches("extends: existence\ntokens: [a]\nlimit: 2", "a a a a") == ["a", "a"]
