"""The few kinds of check that Block Kit's rules are made of. Each yields problems with JSON pointers."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sandbox.payload import Json


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something Slack would refuse, and where it is."""

    text: str
    pointer: str

    def __str__(self) -> str:
        """Write it as Slack does in `response_metadata.messages`."""
        return f"[ERROR] {self.text} [json-pointer:{self.pointer}]"


Check = Callable[[object, str], Iterator[Problem]]


def text(*, most: int | None = None, least: int = 1, pattern: str = "") -> Check:
    """A string of `least` to `most` characters, fitting `pattern` as a whole."""

    def check(value: object, at: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem(text="must be a string", pointer=at)
        elif len(value) < least:
            yield Problem(text=f"must be more than {least - 1} characters", pointer=at)
        elif most is not None and len(value) > most:
            yield Problem(text=f"must be less than {most + 1} characters", pointer=at)
        elif pattern and not re.fullmatch(pattern, value):
            yield Problem(text=f"must match the pattern {pattern}", pointer=at)

    return check


def number(*, least: float, most: float) -> Check:
    """A whole number between two bounds."""

    def check(value: object, at: str) -> Iterator[Problem]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield Problem(text="must be an integer", pointer=at)
        elif not least <= value <= most:
            yield Problem(text=f"must be between {least} and {most}", pointer=at)

    return check


def flag(value: object, at: str) -> Iterator[Problem]:
    """True or false."""
    if not isinstance(value, bool):
        yield Problem(text="must be a boolean", pointer=at)


def anything(_value: object, _at: str) -> Iterator[Problem]:
    """No rule."""
    yield from ()


def choice(*values: object) -> Check:
    """One of a few values."""

    def check(value: object, at: str) -> Iterator[Problem]:
        if value not in values:
            yield Problem(text=f"must be one of: {', '.join(map(str, values))}", pointer=at)

    return check


def listing(each: Check, *, least: int = 0, most: int | None = None) -> Check:
    """A list of `least` to `most` items, each with a check of its own."""

    def check(value: object, at: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem(text="must be an array", pointer=at)
            return
        if len(value) < least:
            yield Problem(text=f"no less than {least} items allowed", pointer=at)
        if most is not None and len(value) > most:
            yield Problem(text=f"no more than {most} items allowed", pointer=at)
        for index, item in enumerate(value):
            yield from each(item, f"{at}/{index}")

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *rules: Check) -> Check:
    """An object with these fields and no others; `rules` look at several fields together."""
    known = {**required, **(optional or {}), "type": anything}

    def check(value: object, at: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(text="must be an object", pointer=at)
            return
        for name in required:
            if value.get(name) is None:
                yield Problem(text=f"missing required field: {name}", pointer=at)
        for name, field in value.items():
            if name not in known:
                yield Problem(text=f"invalid additional property: {name}", pointer=at)
            elif field is not None:
                yield from known[name](field, f"{at}/{name}")
        for rule in rules:
            yield from rule(value, at)

    return check


def by_type(table: Mapping[str, Check]) -> Check:
    """An object whose `type` says which check it gets."""

    def check(value: object, at: str) -> Iterator[Problem]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str):
            yield Problem(text="missing required field: type", pointer=at)
        elif kind not in table:
            yield Problem(text=f"unsupported type: {kind}", pointer=f"{at}/type")
        else:
            yield from table[kind](value, at)

    return check


def one_of(*names: str) -> Check:
    """A rule over an object: it has at least one of these fields."""

    def check(value: object, at: str) -> Iterator[Problem]:
        if isinstance(value, dict) and not any(value.get(name) for name in names):
            yield Problem(text=f"missing required field: {' or '.join(names)}", pointer=at)

    return check


def fields_of(value: object) -> Json:
    """Give an object's fields, none for anything else."""
    return value if isinstance(value, dict) else {}
