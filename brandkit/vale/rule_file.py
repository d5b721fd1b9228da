"""One rule file of a style under reading, with Vale's keys and Vale's idea of what is an error."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from brandkit.entries import Entry
from brandkit.errors import KitError
from brandkit.findings import Severity
from brandkit.rules.actions import NO_ACTION, Action, problem_with
from brandkit.rules.patterns import Pattern, PatternError
from brandkit.vale.blocks import Scope
from brandkit.vale.exceptions import Exceptions
from brandkit.vale.letter_case import Vocabulary
from brandkit.vale.rules import Header

WHOLE_WORDS = r"\b(?:%s)\b"
_GONE = frozenset({"code", "link", "strong", "emphasis"})
_EVERY_RULE = ("extends", "message", "level", "scope", "link", "description", "limit", "action", "name")
_NOT_MENDED_HERE = frozenset({"suggest"})


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a rule file does not say itself: the accepted words, and how words are held to their boundaries."""

    accepted: tuple[str, ...] = ()
    template: str = WHOLE_WORDS


class RuleFile:
    """Asks a rule file for its keys; `KitError` names the file and what is wrong."""

    def __init__(
        self, mapping: object, *, file: str, name: str, level: Severity | None, around: Surroundings
    ) -> None:
        self._entry = Entry(mapping, file=file, name="a rule file")
        self._name = name
        self._level = level
        self._around = around
        self.kind = self.text("extends")

    def header(self) -> Header:
        """The shared part of the rule."""
        if not self._entry.has("message"):
            raise self._entry.error("“message” is missing. Add what the rule is to say.", "message")
        return Header(
            name=self._name,
            message=self.text("message"),
            severity=self._level or self._entry.choice("level", Severity, Severity.WARNING),
            scope=Scope.parse(self._scopes()),
            link=self.text("link"),
            description=self.text("description"),
            limit=self.number("limit"),
            action=self._action(),
        )

    def error(self, problem: str, key: str = "") -> KitError:
        """An error that points at a key of this file."""
        return self._entry.error(problem, key)

    def refuse_unknown(self, *own: str) -> None:
        """Vale refuses a rule with a key that its kind does not have."""
        known = (*_EVERY_RULE, *own)
        for key in self._entry.mapping:
            if key.lower() not in known:
                close = difflib.get_close_matches(key, known, n=1)
                hint = f" Did you mean “{close[0]}”?" if close else ""
                raise self._entry.error(f"the key “{key}” does not belong in {self.kind} rules.{hint}", key)

    def text(self, key: str) -> str:
        """A text as it is written, a number or a flag in words; empty when it is absent."""
        value = self._value(key)
        if isinstance(value, bool):
            return str(value).lower()
        return str(value) if isinstance(value, str | int | float) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single text counts as a list of one."""
        value = self._value(key)
        items = value if isinstance(value, list) else [] if value is None else [value]
        return tuple(_written(item) for item in items)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false; `vocab: false` is the one that is on by itself."""
        value = self._value(key)
        return default if value is None else str(value).lower() in {"true", "1"}

    def number(self, key: str) -> int:
        """A whole number, 0 when it is absent."""
        value = self._value(key)
        try:
            return int(str(value)) if value is not None else 0
        except ValueError:
            raise self._entry.error(f"“{key}” must be a whole number.", key) from None

    def share(self, key: str) -> float:
        """A number, 0 when it is absent."""
        value = self._value(key)
        try:
            return float(str(value)) if value is not None else 0.0
        except ValueError:
            raise self._entry.error(f"“{key}” must be a number, such as 0.8.", key) from None

    def mapping(self, key: str) -> Mapping[str, str]:
        """A group of keys and texts; a list of such groups is taken for one."""
        value = self._value(key)
        if value is None:
            return {}
        if isinstance(value, list) and all(isinstance(each, Mapping) for each in value):
            value = {one: other for each in value for one, other in each.items()}
        if not isinstance(value, Mapping):
            raise self._entry.error(f"“{key}” must be a group of lines “one: other”.", key)
        return {str(one): _written(other) for one, other in value.items()}

    def words(self, tokens: list[str], *, nonword: bool = False) -> str:
        """Tokens as one alternation in their order, held to word boundaries unless `nonword`."""
        joined = "|".join(tokens)
        held = f"(?:{joined})" if nonword else self._around.template.replace("%s", joined)
        return f"(?m){held}"

    def pattern(self, source: str, *, ignore_case: bool) -> Pattern:
        """A pattern out of this file; `KitError` when it does not compile."""
        try:
            return Pattern(source=source, ignore_case=ignore_case, lines=False)
        except PatternError as error:
            raise self._entry.error(f"{error}.") from error

    def exceptions(self, *, vocabulary: bool = True) -> Exceptions:
        """What the rule leaves alone: its own list, and the accepted words where `vocab` allows."""
        accepted = self._around.accepted if vocabulary and self.flag("vocab", default=True) else ()
        try:
            return Exceptions.of([*self.texts("exceptions"), *accepted])
        except PatternError as error:
            raise self._entry.error(f"{error}.", "exceptions") from error

    def case_exceptions(self) -> Vocabulary:
        """The words that keep their own case.

        A rule's own exceptions are case-sensitive patterns; only beside accepted words are they taken as
        spellings that correct other ones. That is how Vale does it.
        """
        accepted = self._around.accepted if self.flag("vocab", default=True) else ()
        own = self.texts("exceptions")
        if accepted:
            return Vocabulary(words=(*own, *accepted))
        return Vocabulary(words=tuple(each if each.startswith("(?i)") else f"(?-i){each}" for each in own))

    def _value(self, key: str) -> object:
        """A key's value; Vale does not mind the case of keys."""
        mapping = self._entry.mapping
        if key in mapping:
            return mapping[key]
        return next((value for own, value in mapping.items() if own.lower() == key), None)

    def _scopes(self) -> tuple[str, ...]:
        scopes = self.texts("scope") or ("text",)
        for scope in scopes:
            first = scope.strip().removeprefix("~").split(".")[0]
            if "&" in scope:
                continue
            if first in _GONE:
                problem = f"the scope “{first}” is no longer one of Vale's. Use “raw”."
                raise self._entry.error(problem, "scope")
            if " " in first:
                raise self._entry.error(f"the scope “{scope}” holds a space.", "scope")
        return scopes

    def _action(self) -> Action:
        value = self._entry.mapping.get("action")
        if not isinstance(value, Mapping):
            return NO_ACTION
        keys = {key.lower(): each for key, each in value.items()}
        params = keys.get("params")
        texts = tuple(map(_written, params)) if isinstance(params, list) else ()
        name = str(keys.get("name") or "")
        if name in _NOT_MENDED_HERE:
            return NO_ACTION
        action = Action(name=name, params=texts)
        problem = problem_with(action)
        if problem:
            raise KitError(problem, file=self._entry.file, line=self._entry.line)
        return action


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
