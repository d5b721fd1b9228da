"""Any text under any rules: nothing crashes, every place is in the text, and a fix mends what it is for."""

from __future__ import annotations

import json
from collections.abc import Mapping

import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from brandkit.vale.linting import lint
from brandkit.vale.rule_sets import RuleSet, RuleSource, WordLists, build
from brandkit.vale.settings import parse_settings

MARKUP = (
    "word", "we", "We", "API", "very", "utilize", "it's", "“we”", "’", "—", "…", "naïve", "日本。", "👍🏽", "e\u0301",
    "*", "**", "_", "`", "~~", "# ", "## ", "- ", "1. ", "> ", "| ", "|--|", "\n", "\n\n", "  \n", "```\n", "\t",
    "[we](a.md)", "![we](a.png)", "<b>", "</b>", "<!-- vale off -->", "<!-- vale on -->", "<!-- vale T.E = NO -->",
    "https://we.example/we", "a@b.example", "&amp;", "&lt", "[^1]", "[^1]: we", "$$\n", "---\n", "title: we\n",
    "\r\n", "\r", "\u2028", "\x00", "\ufeff", "\ud7ff", ".", "!", "?", ". ", "vs. ", "<pre>", "= ", "----\n", "|===\n", "word:: we", "+\n", "* we\n", ". we\n", ":we: word\n", "{we}", ".. code::\n\n   we",
    "ifdef::we[]\n", "endif::[]\n", "[source,we]\n", "link:we[we]", "<<we>>", "====\n", "``we``", "`we`_", "======\n", "::\n\n", "<div class='pre'>", "{x}",
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(MARKUP), st.text(max_size=6)), max_size=40).map(
    " ".join
) | st.lists(st.sampled_from(MARKUP), max_size=60).map("".join)
PIECES = (
    "we", "very", "word", r"\w+", r"[^\s]+", r"\b", "(?i)", "(?=w)", "(?<=e )", "(we)", "(?:a|b)", "|", "*", "+", "?",
    "{2}", "{x}", "[a-z]", "[[:alpha:]]", r"\p{L}", ".", "^", "$", r"\1", "(", ")", "[", "’", "(?<n>w)", r"\k<n>",
)  # fmt: skip
PATTERNS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join)
SCOPES = st.sampled_from(
    ["text", "heading", "~heading", "list & ~text.md", "sentence", "paragraph", "raw", "summary", "alt"]
)
FILES = st.sampled_from(["a.md", "a.html", "a.txt", "a.mdx", "a", "dir/a.markdown", "a.rst", "a.adoc"])
KINDS: Mapping[str, st.SearchStrategy[dict[str, object]]] = {
    "existence": st.fixed_dictionaries({"tokens": st.lists(PATTERNS, max_size=3), "nonword": st.booleans()}),
    "substitution": st.fixed_dictionaries(
        {"swap": st.dictionaries(PATTERNS, st.text(max_size=5), max_size=3)}
    ),
    "occurrence": st.fixed_dictionaries(
        {"token": PATTERNS, "max": st.integers(0, 3), "min": st.integers(0, 2)}
    ),
    "repetition": st.fixed_dictionaries({"tokens": st.lists(PATTERNS, max_size=2), "alpha": st.booleans()}),
    "consistency": st.fixed_dictionaries({"either": st.dictionaries(PATTERNS, PATTERNS, max_size=2)}),
    "conditional": st.fixed_dictionaries({"first": PATTERNS, "second": PATTERNS}),
    "capitalization": st.fixed_dictionaries(
        {
            "match": st.sampled_from(["$title", "$sentence", "$lower", "$upper"]) | PATTERNS,
            "prefix": st.just("") | PATTERNS,
            "exceptions": st.lists(PATTERNS, max_size=2),
        }
    ),
    "metric": st.fixed_dictionaries(
        {
            "formula": st.sampled_from(
                ["words / sentences", "1 / list", "math.sqrt(words)", "2 **", "pre * heading.h1"]
            ),
            "condition": st.sampled_from(["> 1", "< 1", "= 2"]),
        }
    ),
}
RULES = st.sampled_from(sorted(KINDS)).flatmap(
    lambda kind: st.tuples(st.just(kind), KINDS[kind], SCOPES, st.booleans())
)


@settings(max_examples=400, deadline=None)
@given(text=TEXTS, path=FILES, rules=st.lists(RULES, min_size=1, max_size=3))
def test_no_text_and_no_rule_crashes_and_every_place_is_in_the_text(
    text: str, path: str, rules: list[tuple[str, dict[str, object], str, bool]]
) -> None:
    sources = [
        source(f"R{number}", {"extends": kind, "scope": scope, "ignorecase": folded, **keys})
        for number, (kind, keys, scope, folded) in enumerate(rules)
    ]

    for alert in lint(text, path, rule_set(*sources)):
        finding = alert.finding
        assert 0 <= finding.start <= finding.end <= len(text)
        assert finding.match == text[finding.start : finding.end]
        assert alert.line >= 1
        assert alert.column >= 1
        assert alert.last_column >= 1


MENDING = (
    (
        "utilize|very|API|We",
        {"extends": "substitution", "swap": {"utilize": "use", "very": "quite", "API|We": "they"}},
    ),
    (
        "very|word",
        {
            "extends": "existence",
            "tokens": ["very", "word"],
            "action": {"name": "replace", "params": ["quite"]},
        },
    ),
    (
        "(?i)we",
        {
            "extends": "existence",
            "tokens": ["we"],
            "ignorecase": True,
            "action": {"name": "replace", "params": ["they"]},
        },
    ),
    (
        "…|—",
        {
            "extends": "existence",
            "nonword": True,
            "tokens": ["…", "—"],
            "action": {"name": "replace", "params": ["-"]},
        },
    ),
    (
        "[’“”]",
        {
            "extends": "substitution",
            "scope": "raw",
            "nonword": True,
            "swap": {"’": "'", "“|”": '"'},
            "action": {"name": "replace"},
        },
    ),
)


@settings(max_examples=200, deadline=None)
@given(text=TEXTS, path=FILES, mending=st.sampled_from(MENDING))
def test_each_fix_removes_what_was_found_and_adds_none_of_the_same_rule(
    text: str, path: str, mending: tuple[str, dict[str, object]]
) -> None:
    """Vale gives two alerts at one place as one, so what is left is counted in the text."""
    bad, rule = mending
    rules = rule_set(source("R", rule))

    while finding := next((each.finding for each in lint(text, path, rules) if each.finding.fixes), None):
        before = len(regex.findall(bad, text))
        text = text[: finding.start] + finding.fixes[0].replacement + text[finding.end :]

        assert len(regex.findall(bad, text)) < before


def rule_set(*sources: RuleSource) -> RuleSet:
    return build(parse_settings("[*]\nBasedOnStyles = T\n"), sources, WordLists(accepted=("they",)))


def source(name: str, rule: Mapping[str, object]) -> RuleSource:
    """JSON is YAML too."""
    text = json.dumps({"message": "'%s'", "level": "warning", **rule})
    return RuleSource(name=f"T.{name}", text=text, file=f"{name}.yml")
