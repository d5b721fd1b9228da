"""The kinds of rules, one module each, and how a rule file becomes a rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from brandkit.rules import (
    assertion,
    capitalization,
    conditional,
    consistency,
    disclosure,
    existence,
    hashtags,
    links,
    locale_format,
    metric,
    occurrence,
    proximity,
    repetition,
    substitution,
)
from brandkit.rules.rule import Example, Header, Rule
from brandkit.rules.rule_entry import RuleEntry

__all__ = ["KINDS", "Example", "Header", "Rule", "parse"]

KINDS: Mapping[str, Callable[[RuleEntry], Rule]] = {
    "existence": existence.parse,
    "substitution": substitution.parse,
    "occurrence": occurrence.parse,
    "capitalization": capitalization.parse,
    "repetition": repetition.parse,
    "consistency": consistency.parse,
    "conditional": conditional.parse,
    "proximity": proximity.parse,
    "metric": metric.parse,
    "assertion": assertion.parse,
    "disclosure": disclosure.parse,
    "hashtag": hashtags.parse,
    "link": links.parse,
    "locale-format": locale_format.parse,
}


def parse(
    mapping: object,
    source: str,
    *,
    vocabulary: tuple[str, ...] = (),
    name: str = "",
    proven: bool = False,
) -> Rule:
    """The rule that a file describes; `source` is the file's path, whose stem names the rule if nobody does.

    `vocabulary` holds the brand's own words, which style rules leave alone. `KitError` names the file,
    the line and the change to make. A `proven` rule's patterns are known to compile.
    """
    stem = name or PurePosixPath(source).stem
    entry = RuleEntry(mapping, file=source, name=stem, vocabulary=vocabulary, proven=proven)
    kind = entry.text("extends")
    if kind not in KINDS:
        raise entry.error(
            f"“extends: {kind}” is not a kind of rule here. Use one of: {', '.join(KINDS)}.", "extends"
        )
    return KINDS[kind](entry)
