"""How a rule mends what it found: a rule's `action`, turned into fixes."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from brandkit.findings import Fix


@dataclass(frozen=True, kw_only=True)
class Action:
    """A named way to mend a match, in Vale's words: replace, remove, edit, convert; and ours: lower.

    `safe` says that nobody needs to read the result first; a kit's author decides that.
    """

    name: str = ""
    params: tuple[str, ...] = ()
    safe: bool = False

    def fixes(self, match: str) -> tuple[Fix, ...]:
        """The fixes for one match; none where the action would change nothing."""
        return tuple(
            Fix(replacement=text, safe=self.safe and number == 0)
            for number, text in enumerate(self._texts(match))
            if text != match
        )

    def _texts(self, match: str) -> tuple[str, ...]:
        match self.name:
            case "replace":
                return self.params
            case "remove":
                return ("",)
            case "edit":
                return _edited(match, self.params)
            case "convert" | "lower":
                return (_sentence_case(match) if self.name == "convert" else match.lower(),)
        return ()


NO_ACTION = Action()
KNOWN_ACTIONS = ("replace", "remove", "edit", "convert", "lower")


def _edited(match: str, params: tuple[str, ...]) -> tuple[str, ...]:
    match params:
        case ("regex", pattern, replacement):
            return (regex.sub(pattern, regex.sub(r"\$(\d)", r"\\\1", replacement), match, timeout=0.1),)
        case ("trim", characters):
            return (match.strip(characters),)
        case ("trim_left", characters):
            return (match.lstrip(characters),)
        case ("trim_right", characters):
            return (match.rstrip(characters),)
        case ("truncate", separator):
            return (match.split(separator)[0],)
        case ("split", separator, number) if number.isdigit():
            pieces = match.split(separator)
            return (pieces[int(number)],) if int(number) < len(pieces) else ()
    return ()


def _sentence_case(match: str) -> str:
    return match[:1].upper() + match[1:].lower()
