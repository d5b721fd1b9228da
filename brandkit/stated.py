"""A rule as a sentence of the guidelines states it, in the rule file format, and the proof that it works."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from brandkit.briefs import ChannelName
from brandkit.checking import TROUBLE, run
from brandkit.drafts import Part, Variant
from brandkit.entries import parse_yaml
from brandkit.errors import KitError
from brandkit.kit import BrandKit
from brandkit.layout import lay_out_file, lay_out_variant
from brandkit.passages import Passage
from brandkit.rules import Example, Rule, parse
from brandkit.scopes import ScopedText

FEWEST_BAD = 1


@dataclass(frozen=True, kw_only=True)
class StatedRule:
    """`body` are the keys of a rule file; `sentence` is what states it, word for word, in `passage`."""

    name: str
    body: Mapping[str, object]
    sentence: str
    passage: Passage
    found_by: str = "pattern"

    @property
    def yaml(self) -> str:
        """The rule file."""
        return yaml.safe_dump(dict(self.body), sort_keys=False, allow_unicode=True, width=100)


@dataclass(frozen=True, kw_only=True)
class Untestable:
    """A statement that tells writers what to do and that no rule can hold copy against, and why."""

    sentence: str
    passage: Passage
    why: str


@dataclass(frozen=True, kw_only=True)
class Statements:
    """What guidelines state: rules that were proven, and what cannot be one."""

    rules: tuple[StatedRule, ...] = ()
    untestable: tuple[Untestable, ...] = ()


def problem_with(text: str, name: str, kit: BrandKit) -> str:
    """Why a rule file cannot be used, in words; empty when it compiles and its examples hold in time."""
    file = f"rules/{name}.yml"
    try:
        rule = parse(parse_yaml(text, file), file, vocabulary=kit.own_words, name=name)
    except KitError as error:
        return str(error)
    return next(_broken_examples(rule, kit), "")


def is_held_already(text: str, name: str, kit: BrandKit) -> bool:
    """Whether the kit finds something in every bad example of a rule that works, at the same words."""
    file = f"rules/{name}.yml"
    rule = parse(parse_yaml(text, file), file, vocabulary=kit.own_words, name=name)
    return bool(rule.header.bad) and all(_is_found(rule, each, kit) for each in rule.header.bad)


def _broken_examples(rule: Rule, kit: BrandKit) -> Iterator[str]:
    if len(rule.header.bad) < FEWEST_BAD or not rule.header.good:
        yield "Give at least one bad and one good example: they show that the rule does what it says."
    if any(_is_slow(rule, each, kit) for each in (*rule.header.bad, *rule.header.good)):
        yield "Its pattern takes too long on one of its examples. Make the pattern simpler."
    for each in rule.header.bad:
        if not _found(rule, each, kit):
            yield f"The rule does not find its bad example “{each.text}”. Correct the one or the other."
    for each in rule.header.good:
        if _found(rule, each, kit):
            yield f"The rule finds fault with its good example “{each.text}”. Correct the one or the other."


def _found(rule: Rule, example: Example, kit: BrandKit) -> list[tuple[int, int]]:
    findings = run([rule], _laid_out(example, kit))
    return [(each.start, each.end) for each in findings if not each.rule.startswith(TROUBLE)]


def _is_slow(rule: Rule, example: Example, kit: BrandKit) -> bool:
    return any(each.rule.startswith(TROUBLE) for each in run([rule], _laid_out(example, kit)))


def _is_found(rule: Rule, example: Example, kit: BrandKit) -> bool:
    mine = _found(rule, example, kit)
    laid_out = _laid_out(example, kit)
    theirs = [
        (each.start, each.end)
        for each in run([other for other in kit.rules if other.header.name != rule.header.name], laid_out)
    ]
    return bool(mine) and all(any(a < d and c < b for c, d in theirs) for a, b in mine)


def _laid_out(example: Example, kit: BrandKit) -> ScopedText:
    channel = kit.channels.get(ChannelName(example.channel))
    if channel is None:
        return lay_out_file(example.text, "md")
    field = example.field or next(iter(channel)).name
    return lay_out_variant(Variant(parts=(Part(field=field, text=example.text),)), channel)
