"""Switches in the text itself: comments such as `vale off` and `vale Style.Rule = NO`."""

from __future__ import annotations

import json
from collections.abc import Sequence

import regex

_RULE = regex.compile(r"vale (.+\..+|[^.]+) = (YES|NO|on|off)")
_MATCHES = regex.compile(r"vale (.+\..+)(\[.+\]) = (YES|NO)")
_STYLES = regex.compile(r"vale styles? = (.*)")


class Switches:
    """What the comments read so far have turned off."""

    def __init__(self, styles: Sequence[str]) -> None:
        self._styles = tuple(styles)
        self._off: set[str] = set()
        self.all_off = False

    def read(self, comment: str) -> None:
        """Take a comment's words into account; those that are no switch change nothing."""
        if comment in {"vale off", "vale on"}:
            self.all_off = comment == "vale off"
        elif found := _MATCHES.fullmatch(comment):
            for match in _texts(found[2]):
                self._set(f"{found[1]}[{match}]", off=found[3] == "NO")
        elif found := _RULE.fullmatch(comment):
            self._set(found[1], off=found[2] in {"NO", "off"})
        elif found := _STYLES.fullmatch(comment):
            for style in self._styles:
                self._set(style, off=True)
            for style in found[1].split(", "):
                self._set(style, off=False)

    def silence(self, name: str) -> bool:
        """Whether a rule `Style.Rule`, or one of its matches `Style.Rule[match]`, is off."""
        return self.all_off or name in self._off or name.partition(".")[0] in self._off

    def reset(self) -> None:
        """Turn all rules on again; only `vale off` without an end stays."""
        self._off.clear()

    def _set(self, name: str, *, off: bool) -> None:
        if off:
            self._off.add(name)
        else:
            self._off.discard(name)


def _texts(listed: str) -> tuple[str, ...]:
    try:
        value = json.loads(listed)
    except ValueError:
        return ()
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()
