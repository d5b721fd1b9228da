"""Words that many rules share: a pattern writes “{{conditions}}” and means every illness in the list."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from brandkit.entries import LocatedMapping
from brandkit.errors import KitError

_NAMED = regex.compile(r"(?<!\\)\{\{([a-z][a-z-]*)\}\}")
_PATTERN_KEYS = frozenset({"tokens", "raw", "exceptions", "unless", "basis", "when", "needs", "given"})


class WordClasses:
    """Classes by name, each a list of patterns; a class may name others in its patterns."""

    def __init__(self, listed: Mapping[str, object], *, file: str) -> None:
        self._listed = listed
        self._file = file
        self._joined: dict[str, str] = {}

    def spelled_out(self, rule: object, file: str) -> object:
        """A rule's mapping in which each name of a class gave way to the patterns it stands for."""
        if not isinstance(rule, LocatedMapping):
            return rule
        whole = LocatedMapping(rule)
        whole.update({key: self._spelled(rule[key], file) for key in _PATTERN_KEYS & rule.keys()})
        whole.lines = rule.lines
        return whole

    def _spelled(self, value: object, file: str) -> object:
        """A name that is a whole item of a list becomes as many items, so that each can be searched alone."""
        if isinstance(value, str):
            return self._replaced(value, file)
        if not isinstance(value, list):
            return value
        spelled: list[object] = []
        for item in value:
            alone = _NAMED.fullmatch(item) if isinstance(item, str) else None
            spelled += self._patterns(alone[1], file) if alone else [self._spelled(item, file)]
        return spelled

    def _replaced(self, pattern: str, file: str, within: tuple[str, ...] = ()) -> str:
        return _NAMED.sub(lambda found: self._as_group(found[1], file, within), pattern)

    def _as_group(self, name: str, file: str, within: tuple[str, ...]) -> str:
        if name not in self._joined:
            self._joined[name] = f"(?:{'|'.join(self._patterns(name, file, within))})"
        return self._joined[name]

    def _patterns(self, name: str, file: str, within: tuple[str, ...] = ()) -> list[str]:
        if name in within:
            raise KitError(f"the word class “{name}” names itself. Take that out.", file=self._file)
        patterns = self._listed.get(name)
        if not isinstance(patterns, list):
            raise KitError(f"there is no word class “{name}”. Add it to {self._file}.", file=file)
        return [self._replaced(str(each), self._file, (*within, name)) for each in patterns]
