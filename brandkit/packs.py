"""Rule packs: rules that come with the desk, which a kit switches on, leaves out in part, or plays down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from brandkit.entries import Entry
from brandkit.errors import KitError
from brandkit.findings import Severity
from brandkit.rules import Rule

SOURCES_HOLD = timedelta(days=180)
"""How long a source counts as read; after that somebody should look again."""
EVERY_PACK = "all"


@dataclass(frozen=True, kw_only=True)
class Pack:
    """A set of rules about one matter. `markets` and `channels` hold for those rules that name none."""

    name: str
    title: str
    about: str
    markets: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def checked(self) -> tuple[date, date] | None:
        """The days on which its oldest and its newest source were read; None for a pack without dates."""
        days = [rule.header.checked_on for rule in self.rules if rule.header.checked_on]
        return (min(days), max(days)) if days else None

    @property
    def unconfirmed(self) -> int:
        """How many rules rest on something other than the primary text."""
        return sum(not rule.header.confirmed for rule in self.rules)


@dataclass(frozen=True, kw_only=True)
class PackChoice:
    """What a kit takes of a pack: all of it but `without`, some rules at another severity."""

    pack: str
    without: tuple[str, ...] = ()
    levels: Mapping[str, Severity] = field(default_factory=lambda: MappingProxyType({}))


def stale_rules(rules: Iterable[Rule], *, today: date) -> tuple[Rule, ...]:
    """The rules whose source was read too long ago, or on a day that nobody noted."""
    return tuple(rule for rule in rules if _is_stale(rule.header.checked_on, today))


def overdue_rules(rules: Iterable[Rule], *, today: date) -> tuple[Rule, ...]:
    """The rules whose owner should have reviewed them by now."""
    return tuple(rule for rule in rules if rule.header.review_by and rule.header.review_by < today)


def _is_stale(checked_on: date | None, today: date) -> bool:
    return checked_on is None or today - checked_on > SOURCES_HOLD


def parse_choices(value: object, known: tuple[str, ...]) -> tuple[PackChoice, ...]:
    """The packs that a kit.yaml names under `packs`, in its order; `all` stands for every pack there is."""
    entry = Entry(value, file="kit.yaml", name="kit.yaml")
    listed = entry.value("packs")
    if listed is None:
        return ()
    items = listed if isinstance(listed, list) else [listed]
    choices = [choice for item in items for choice in _choices(item, entry, known)]
    names = [choice.pack for choice in choices]
    for name in names:
        if names.count(name) > 1:
            raise entry.error(f"the pack “{name}” stands there twice. Keep one of them.", "packs")
    return tuple(choices)


def _choices(item: object, entry: Entry, known: tuple[str, ...]) -> list[PackChoice]:
    if item == EVERY_PACK:
        return [PackChoice(pack=name) for name in known]
    choice = PackChoice(pack=str(item)) if isinstance(item, str) else _choice(item, entry)
    if choice.pack not in known:
        raise entry.error(
            f"there is no pack “{choice.pack}”. Use “{EVERY_PACK}”, or some of: {', '.join(known)}.", "packs"
        )
    return [choice]


def _choice(item: object, entry: Entry) -> PackChoice:
    part = Entry(item, file=entry.file, line=entry.line, name="an item of “packs”")
    levels = part.entry("levels")
    choice = PackChoice(
        pack=part.text("pack"),
        without=part.texts("without"),
        levels=MappingProxyType(
            {} if levels is None else {name: levels.choice(name, Severity) for name in levels.mapping}
        ),
    )
    part.finish()
    return choice


def check_choice(choice: PackChoice, rules: Iterable[str]) -> None:
    """Refuse a choice that names rules which the pack does not have."""
    known = set(rules)
    for name in (*choice.without, *choice.levels):
        if name not in known:
            listed = ", ".join(sorted(known))
            problem = f"the pack “{choice.pack}” has no rule “{name}”. It has: {listed}."
            raise KitError(problem, file="kit.yaml")
