"""The rules of a set-up: those that can be run here, and those that cannot, each with the reason."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from brandkit.entries import parse_yaml
from brandkit.errors import KitError
from brandkit.rules.prefilter import Choice
from brandkit.vale.globs import covers
from brandkit.vale.kinds import (
    capitalization,
    conditional,
    consistency,
    existence,
    metric,
    occurrence,
    repetition,
    substitution,
)
from brandkit.vale.rule_file import WHOLE_WORDS, RuleFile, Surroundings
from brandkit.vale.rules import Rule
from brandkit.vale.settings import Section, Settings, is_on

_BUILT_IN = "Vale"
_KINDS: Mapping[str, tuple[Callable[[RuleFile], Rule], tuple[str, ...]]] = {
    "existence": (
        existence.parse,
        ("tokens", "raw", "exceptions", "ignorecase", "nonword", "append", "vocab"),
    ),
    "substitution": (
        substitution.parse,
        ("swap", "exceptions", "ignorecase", "nonword", "vocab", "capitalize", "pos"),
    ),
    "occurrence": (occurrence.parse, ("token", "max", "min", "ignorecase")),
    "repetition": (repetition.parse, ("tokens", "max", "ignorecase", "alpha", "vocab", "exceptions")),
    "conditional": (conditional.parse, ("first", "second", "exceptions", "ignorecase", "vocab")),
    "capitalization": (
        capitalization.parse,
        ("match", "style", "exceptions", "indicators", "threshold", "vocab", "prefix"),
    ),
    "metric": (metric.parse, ("formula", "condition")),
    "readability": (metric.parse_readability, ("metrics", "grade")),
    "consistency": (consistency.parse, ()),
}
_LENIENT = frozenset({"consistency"})
_BEYOND = {
    "spelling": "spelling rules need a dictionary, which is not read here",
    "sequence": "sequence rules need a tagger for parts of speech, which is not run here",
    "script": "script rules are programs for the Tengo engine, which is not run here",
}
_REPETITION = r"""
extends: repetition
message: "'%s' is repeated!"
level: error
ignorecase: true
alpha: true
action: {name: edit, params: [truncate, " "]}
tokens: ['[^\s.!?]+']
"""


@dataclass(frozen=True, kw_only=True)
class RuleSource:
    """The text of one rule file and its path, for messages."""

    name: str
    text: str
    file: str


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A rule that does not run here, and why."""

    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class WordLists:
    """A vocabulary: patterns of words that are accepted as written, and of words that are rejected."""

    accepted: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The rules about one scope."""

    rules: tuple[Rule, ...]
    choice: Choice

    def worth_running(self, text: str) -> list[Rule]:
        """The rules that may find something in a text."""
        return [self.rules[number] for number in self.choice.among(text)]


@dataclass(frozen=True, kw_only=True)
class RuleSet:
    """Everything a set-up brings to bear on files."""

    settings: Settings
    rules: tuple[Rule, ...]
    left_out: tuple[LeftOut, ...] = ()
    _plans: dict[tuple[tuple[str, ...], frozenset[str]], Plan] = field(
        default_factory=dict, compare=False, repr=False
    )

    def plan(self, rules: tuple[Rule, ...], tags: frozenset[str]) -> Plan:
        """Those of the rules that are about a scope, ready to be chosen among; made once for many files."""
        key = (tuple(rule.header.name for rule in rules), tags)
        if key not in self._plans:
            about = tuple(rule for rule in rules if rule.header.scope.matches(tags))
            self._plans[key] = Plan(rules=about, choice=Choice([rule.needed for rule in about]))
        return self._plans[key]

    @cached_property
    def cuts_sentences(self) -> bool:
        """Whether any rule is about sentences; only then text is cut into them."""
        return any(rule.header.scope.starts_with("sentence") for rule in self.rules)

    @cached_property
    def cuts_paragraphs(self) -> bool:
        """Whether any rule is about paragraphs of a block."""
        return any(rule.header.scope.starts_with("paragraph") for rule in self.rules)

    def covers(self, path: str) -> bool:
        """Whether any section is about this file."""
        everywhere = self.settings.everywhere
        if everywhere.styles or everywhere.rules:
            return True
        return any(covers(section.glob, path) for section in self.settings.narrower)

    def for_file(self, path: str) -> tuple[Rule, ...]:
        """The rules that run on a file."""
        sections = [each for each in self.settings.narrower if covers(each.glob, path)]
        styles = self.styles_for(path)
        switched = {name: value for each in sections for name, value in each.rules.items()}
        least = self.settings.least.rank
        return tuple(
            rule
            for rule in self.rules
            if rule.header.severity.rank <= least and self._runs(rule.header.name, styles, switched)
        )

    def styles_for(self, path: str) -> tuple[str, ...]:
        """The styles a file is based on: those of the last section about it that names any."""
        named = [
            each.styles
            for each in self.settings.narrower
            if each.styles is not None and covers(each.glob, path)
        ]
        return named[-1] if named else self.settings.everywhere.styles or ()

    def _runs(self, name: str, styles: tuple[str, ...], switched: Mapping[str, str]) -> bool:
        for settings in (switched, self.settings.everywhere.rules):
            if name in settings:
                return is_on(settings[name])
        return name.partition(".")[0] in styles


def named_styles(settings: Settings) -> tuple[str, ...]:
    """The styles that any section is based on, without the built-in one."""
    listed = [style for section in settings.sections for style in section.styles or ()]
    return tuple(dict.fromkeys(style for style in listed if style != _BUILT_IN))


def named_rules(settings: Settings) -> tuple[str, ...]:
    """The rules that sections turn on one by one."""
    listed = [name for section in settings.sections for name, value in section.rules.items() if is_on(value)]
    return tuple(dict.fromkeys(name for name in listed if not name.startswith(f"{_BUILT_IN}.")))


def build(settings: Settings, sources: tuple[RuleSource, ...], words: WordLists) -> RuleSet:
    """The rule set out of the texts of all rule files."""
    rules: list[Rule] = []
    left_out: list[LeftOut] = []
    for source in (*sources, *_built_in(settings, words)):
        try:
            rules.append(parse_rule(source, settings, words))
        except NotRun as error:
            left_out.append(LeftOut(name=source.name, reason=str(error)))
        except KitError as error:
            left_out.append(LeftOut(name=source.name, reason=error.problem))
    if _uses(settings, "Spelling"):
        left_out.append(LeftOut(name="Vale.Spelling", reason=_BEYOND["spelling"]))
    return RuleSet(settings=settings, rules=tuple(rules), left_out=tuple(left_out))


class NotRun(Exception):
    """A rule of a kind that is beyond this engine; the message says what it would need."""


def parse_rule(source: RuleSource, settings: Settings, words: WordLists) -> Rule:
    """A rule out of its file's text. `NotRun` when its kind is not run here, `KitError` when it is wrong."""
    around = Surroundings(accepted=words.accepted, template=settings.word_template or WHOLE_WORDS)
    file = RuleFile(
        parse_yaml(source.text, source.file),
        file=source.file,
        name=source.name,
        level=settings.levels.get(source.name),
        around=around,
    )
    if file.kind in _BEYOND:
        raise NotRun(_BEYOND[file.kind])
    if file.kind not in _KINDS:
        raise file.error(f"“extends: {file.kind}” is no kind of rule in Vale.", "extends")
    parse, keys = _KINDS[file.kind]
    if file.kind not in _LENIENT:
        file.refuse_unknown(*keys)
    return parse(file)


def _built_in(settings: Settings, words: WordLists) -> Iterator[RuleSource]:
    if not _is_based_on(settings):
        return
    yield RuleSource(name="Vale.Repetition", text=_REPETITION, file="Vale.Repetition")
    if words.accepted:
        swaps = {term.lower(): term for term in words.accepted}
        yield _listed("Terms", "substitution", "Use '%s' instead of '%s'.", {"swap": swaps})
    if words.rejected:
        yield _listed("Avoid", "existence", "Avoid using '%s'.", {"tokens": list(words.rejected)})


def _listed(name: str, kind: str, message: str, more: Mapping[str, object]) -> RuleSource:
    """A rule out of a word list, written as a file would be; JSON is YAML too."""
    own = {"ignorecase": True, "vocab": False} if kind == "substitution" else {}
    value = {"extends": kind, "message": message, "level": "error", **own, **more}
    return RuleSource(name=f"Vale.{name}", text=json.dumps(value, ensure_ascii=False), file=f"Vale.{name}")


def _is_based_on(settings: Settings) -> bool:
    return any(
        _BUILT_IN in (section.styles or ()) or any(name.startswith(_BUILT_IN) for name in section.rules)
        for section in settings.sections
    )


def _uses(settings: Settings, rule: str) -> bool:
    """Whether a rule of the built-in style is on anywhere."""
    name = f"{_BUILT_IN}.{rule}"

    def uses(section: Section) -> bool:
        for rules in (section.rules, settings.everywhere.rules):
            if name in rules:
                return is_on(rules[name])
        return _BUILT_IN in (section.styles or ())

    return any(uses(section) for section in settings.sections)
