"""How a rule mends what it found: a rule's `action`, turned into fixes."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from brandkit.findings import Fix
from brandkit.rules.patterns import SECONDS_A_SEARCH, Pattern, PatternError


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
            for number, text in enumerate(self.texts(match))
            if text != match
        )

    def texts(self, match: str) -> tuple[str, ...]:
        """What the action makes of a match, each way it can be mended."""
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
_GROUP = regex.compile(r"\$(\d)")
KNOWN_ACTIONS = ("replace", "remove", "edit", "convert", "lower")


def _edited(match: str, params: tuple[str, ...]) -> tuple[str, ...]:
    """Vale's `edit`: a change named by the first parameter; nothing where the parameters do not fit."""
    match params:
        case ("regex", pattern, replacement):
            changed = Pattern(source=pattern).compiled.sub(
                _group_slots(replacement), match, timeout=SECONDS_A_SEARCH
            )
            return (changed,)
        case ("trim" | "trim_left" | "trim_right" as edge, characters):
            return (_TRIMS[edge](match, characters),)
        case ("truncate", separator) if separator:
            return (match.partition(separator)[0],)
        case ("split", separator, number) if separator and number.isdigit():
            return tuple(match.split(separator)[int(number) : int(number) + 1])
    return ()


def _group_slots(replacement: str) -> str:
    """The groups of a replacement as this engine writes them."""
    return _GROUP.sub(r"\\g<\1>", replacement.replace("\\", "\\\\"))


def problem_with(action: Action) -> str:
    """What is wrong with an action as it stands in a file; empty when it can be used."""
    if action.name not in ("", *KNOWN_ACTIONS):
        return f"the action “{action.name}” is not known. Use one of: {', '.join(KNOWN_ACTIONS)}."
    try:
        action.fixes("sample")
    except (PatternError, regex.error, IndexError) as error:
        return f"the action cannot be used: {error}. Correct its params."
    return ""


_TRIMS = {"trim": str.strip, "trim_left": str.lstrip, "trim_right": str.rstrip}


def _sentence_case(match: str) -> str:
    return match[:1].upper() + match[1:].lower()
