"""Who looks after a guideline document, until when it holds, and what it is about, as it says itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

LISTS = ("channels", "markets", "products", "locales")


@dataclass(frozen=True, kw_only=True)
class Care:
    """Empty values say nothing: no owner, no date, for every channel, market, product and locale.

    `owner` is a name or a Slack id; `review_by` the day by which somebody should look whether the
    document still holds.
    """

    owner: str = ""
    review_by: date | None = None
    channels: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()

    def over(self, other: Care) -> Care:
        """What is said here, completed by another care where this one says nothing."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(other, **{name: value for name, value in said.items() if value})

    def overdue(self, today: date) -> bool:
        """Whether the day has passed."""
        return self.review_by is not None and self.review_by < today

    def as_json(self) -> dict[str, Any]:
        """Plain data, without what it says nothing about."""
        plain = {field.name: _plain(getattr(self, field.name)) for field in fields(self)}
        return {name: value for name, value in plain.items() if value}


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What a piece of copy is for: documents for something else have no say. Empty is anything.

    With `current_on`, neither have documents whose review was due before that day.
    """

    channel: str = ""
    market: str = ""
    product: str = ""
    locale: str = ""
    current_on: date | None = None

    def admits(self, care: Care) -> bool:
        """Whether a document so cared for speaks to this copy."""
        if self.current_on is not None and care.overdue(self.current_on):
            return False
        pairs = (
            (self.channel, care.channels),
            (self.market, care.markets),
            (self.product, care.products),
        )
        return all(
            not wanted or not named or wanted.casefold() in {each.casefold() for each in named}
            for wanted, named in pairs
        ) and _speaks(self.locale, care.locales)

    def __bool__(self) -> bool:
        return bool(self.channel or self.market or self.product or self.locale or self.current_on)


ANYTHING = Scope()
"""Whatever a document is for."""


def care_of(plain: Mapping[str, Any]) -> Care:
    """Read front matter, or what was stored. What cannot be understood says nothing."""
    known = {re.sub(r"[-\s]", "_", str(key).lower()): value for key, value in plain.items()}
    lists = {name: _list(known.get(name, known.get(name.removesuffix("s")))) for name in LISTS}
    return Care(owner=_words(known.get("owner")), review_by=_date(known.get("review_by")), **lists)


def _speaks(locale: str, named: Sequence[str]) -> bool:
    """“en” speaks to en-GB, and en-GB to copy in “en”; de-DE to neither."""
    if not locale or not named:
        return True
    wanted = locale.casefold().replace("_", "-")
    spoken = [each.casefold().replace("_", "-") for each in named]
    return any(
        one == wanted or wanted.startswith(f"{one}-") or one.startswith(f"{wanted}-") for one in spoken
    )


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _words(value: Any) -> str:
    return " ".join(str(value).split())[:200] if isinstance(value, str | int) else ""


def _list(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list | tuple):
        return ()
    return tuple(dict.fromkeys(filter(None, (_words(each) for each in value))))


def _date(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip()) if value else None
    except ValueError:
        return None
