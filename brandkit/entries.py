"""Reading one mapping of a kit file key by key, with errors that name file, line and the change to make."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import TypeVar

import yaml

from brandkit.errors import KitError

Choice = TypeVar("Choice", bound=Enum)
_NOTHING: Mapping[str, object] = {}


class LocatedMapping(dict[str, object]):
    """A mapping out of a YAML file that remembers on which line each key stands."""

    lines: Mapping[str, int] = {}


def parse_yaml(text: str, file: str) -> object:
    """The value of a YAML text; its mappings are `LocatedMapping`s. `KitError` where it is not YAML."""
    loader = _LocatingLoader(text)
    loader.file = file
    try:
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        raise KitError(_syntax_problem(error), file=file, line=_line_of(error)) from error
    except yaml.YAMLError as error:
        raise KitError(
            f"this is not a YAML text file ({error}). Save it as UTF-8 text.", file=file
        ) from error
    except (ValueError, RecursionError) as error:  # a day that no month has, or lists in lists without end
        why = "it goes too deep" if isinstance(error, RecursionError) else str(error)
        told = f"a value in it cannot be read: {why}. Correct it, or put quotes around it if it is a text."
        raise KitError(told, file=file) from error
    finally:
        loader.dispose()


def _syntax_problem(error: yaml.MarkedYAMLError) -> str:
    return (
        f"the YAML cannot be read: {error.problem or 'it ends too early'}. "
        "Check the indentation, and put quotes around text that holds a colon or starts with a sign."
    )


def _line_of(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 0


class _LocatingLoader(yaml.CSafeLoader):
    """The parser in C: a kit with its packs is two hundred files, and the one in Python takes a second."""

    file = ""

    def located(self, node: yaml.MappingNode) -> Iterator[LocatedMapping]:
        mapping = LocatedMapping()
        yield mapping
        lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            key = _key_text(key_node)
            line = key_node.start_mark.line + 1
            if key in lines:
                problem = f"the key “{key}” stands here and on line {lines[key]}. Keep one of them."
                raise KitError(problem, file=self.file, line=line)
            lines[key] = line
            mapping[key] = self.construct_object(value_node, deep=True)
        mapping.lines = lines


def _key_text(node: yaml.Node) -> str:
    """A key as it is written: YAML would read the key `no` as false."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) else "?"


_LocatingLoader.add_constructor("tag:yaml.org,2002:map", _LocatingLoader.located)


class Entry:
    """One mapping under reading. Ask for each key once; `finish` then refuses the keys nobody asked for."""

    def __init__(self, value: object, *, file: str, line: int = 0, name: str = "this entry") -> None:
        self.file = file
        self._line = line
        self._asked: set[str] = set()
        if not isinstance(value, Mapping):
            raise KitError(
                f"{name} must be a list of “key: value” lines, but it is {_kind(value)}.",
                file=file,
                line=line,
            )
        self.mapping: Mapping[str, object] = value
        self._lines: Mapping[str, int] = getattr(value, "lines", {})

    @property
    def line(self) -> int:
        """The line on which the mapping starts, 0 when it is not known."""
        return min(self._lines.values(), default=self._line)

    def error(self, problem: str, key: str = "") -> KitError:
        """An error that points at a key of this mapping, or at its start."""
        return KitError(problem, file=self.file, line=self._lines.get(key, self.line))

    def has(self, key: str) -> bool:
        """Whether the key is there with a value."""
        return self.mapping.get(key) is not None

    def value(self, key: str) -> object:
        """The value of a key as it is; None when it is absent."""
        self._asked.add(key)
        return self.mapping.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A text, with the white space around it removed; required when there is no default."""
        value = self.value(key)
        if value is None or value == "":
            if default is None:
                raise self.error(f"“{key}” is missing. Add a line “{key}: …”.", key)
            return default
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return str(value).strip()
        raise self.error(f"“{key}” must be a text, but it is {_kind(value)}. Put it in quotes.", key)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single text counts as a list of one, nothing as an empty list."""
        value = self.value(key)
        if value is None:
            return ()
        items = value if isinstance(value, list) else [value]
        for item in items:
            if not isinstance(item, str | int | float):
                advice = "Put quotes around each text that holds a colon or starts with a sign."
                raise self.error(f"“{key}” must hold texts, but one item is {_kind(item)}. {advice}", key)
        return tuple(map(_plain_text, items))

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number that is not negative; required when there is no default."""
        value = self.value(key)
        if value is None and default is not None:
            return default
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        raise self.error(f"“{key}” must be a whole number, such as “{key}: {default or 1}”.", key)

    def share(self, key: str, default: float) -> float:
        """A number from 0 to 1."""
        value = self.value(key)
        if value is None:
            return default
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
        raise self.error(f"“{key}” must be a number from 0 to 1, such as “{key}: {default}”.", key)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        value = self.value(key)
        if value is None:
            return default
        if isinstance(value, bool):
            return value
        raise self.error(f"“{key}” must be true or false, but it is {_kind(value)}.", key)

    def day(self, key: str) -> dt.date | None:
        """A date such as 2026-11-30; None when it is absent."""
        value = self.value(key)
        if value is None:
            return None
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value
        raise self.error(f"“{key}” must be a date such as 2026-11-30, but it is “{value}”.", key)

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """One of the values of an enum; required when there is no default."""
        value = self.value(key)
        if value is None and default is not None:
            return default
        for member in kind:
            if member.value == value:
                return member
        allowed = ", ".join(str(member.value) for member in kind)
        raise self.error(f"“{key}” is “{value}”, but must be one of: {allowed}.", key)

    def entry(self, key: str) -> Entry | None:
        """A mapping inside this one; None when it is absent."""
        value = self.value(key)
        if value is None:
            return None
        return Entry(value, file=self.file, line=self._lines.get(key, self.line), name=f"“{key}”")

    def entries(self, key: str) -> tuple[Entry, ...]:
        """A list of mappings inside this one; empty when it is absent."""
        value = self.value(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self.error(
                f"“{key}” must be a list whose items start with “- ”, but it is {_kind(value)}.", key
            )
        line = self._lines.get(key, self.line)
        return tuple(Entry(item, file=self.file, line=line, name=f"each item of “{key}”") for item in value)

    def finish(self, *, also: Iterable[str] = ()) -> None:
        """Refuse keys that nobody asked for: a misspelt key must not be ignored in silence."""
        known = self._asked.union(also)
        for key in self.mapping:
            if key not in known:
                close = difflib.get_close_matches(key, known, n=1)
                hint = (
                    f"Did you mean “{close[0]}”?" if close else f"Known keys are: {', '.join(sorted(known))}."
                )
                raise self.error(f"the key “{key}” is not known here. {hint}", key)


def _plain_text(value: object) -> str:
    """As written: a space at either end was put in quotes on purpose."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _kind(value: object) -> str:
    match value:
        case None:
            return "empty"
        case bool():
            return f"“{str(value).lower()}”"
        case str():
            return f"the text “{value[:40]}”"
        case list():
            return "a list"
        case Mapping():
            return "a group of keys"
    return f"“{value}”"
