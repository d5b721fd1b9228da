"""Patterns in the dialect of .NET, which Vale's rules are written in, said in that of our engine."""

from __future__ import annotations

from dataclasses import dataclass

import regex

_PIECE = regex.compile(
    r"\\[pPN]\{[^}]*\}|\\x\{(?P<code>[0-9A-Fa-f]+)\}|\\k<(?P<again>\w+)>|\\(?P<number>[1-9])|\\."
    r"|(?P<set>\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\\[]|\[(?!:))*?(?:-\[(?P<less>(?:\\.|[^\]\\])*)\])?\])"
    r"|\(\?(?P<flags>[imsx\-]+)\)|\(\?P?<(?P<name>[A-Za-z_]\w*)>|\(\?'(?P<quoted>\w+)'"
    r"|\(\?(?:[:=!>|#]|<[=!]|[imsx\-]+:)|[()|]|\{(?P<count>\d+(?:,\d*)?\})?|[^\\\[\]()|{]+|.",
    regex.DOTALL,
)
_IN_CLASS = {
    "alpha": "A-Za-z",
    "digit": r"\d",
    "alnum": "0-9A-Za-z",
    "upper": "A-Z",
    "lower": "a-z",
    "space": r"\s",
    "blank": r"\t ",
    "punct": r"!-/:-@\[-`{-~",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
    "graph": "!-~",
    "print": " -~",
    "cntrl": r"\x00-\x1f\x7f",
    "ascii": r"\x00-\x7f",
}
_OPPOSITES = {r"\d": r"\D", r"\s": r"\S"}
_CLASS = regex.compile(rf"\[:(?P<not>\^?)(?P<name>{'|'.join(_IN_CLASS)}):\]")
_CODE = regex.compile(r"\\x\{([0-9A-Fa-f]+)\}")
_BARE_BRACKET = regex.compile(r"(?<!\\)\[")
_NEVER = "(?!)"


@dataclass
class _Open:
    """A group that has not ended: its number if it captures, and the flags that were set inside of it."""

    number: int = 0
    flags: str = ""

    @property
    def closing(self) -> str:
        """What ends the groups that hold its flags."""
        return ")" * self.flags.count("(")


def portable(source: str) -> str:
    r"""The pattern in this engine's dialect, meaning what it means in .NET.

    Inline flags such as `(?i)` hold from where they stand to the end of their group, also in its next
    alternatives; `\Z` is the very end, as `\z` is; a brace that counts nothing is a brace; `[a-z-[aeiou]]`
    takes away; `\1` inside of the first group never matches.
    """
    if "\\" not in source and "(?" not in source and "{" not in source and "[" not in source:
        return source
    out: list[str] = []
    opened = [_Open()]
    groups = 0
    for piece in _PIECE.finditer(source):
        text = piece[0]
        if piece["flags"]:
            out.append(f"(?{piece['flags']}:")
            opened[-1].flags += out[-1]
        elif text == "|":
            out.append(f"{opened[-1].closing}|{opened[-1].flags}")
        elif text == ")":
            out.append((opened.pop().closing if len(opened) > 1 else "") + ")")
        elif text.startswith("("):
            out.append(_said(piece))
            groups += _captures(piece)
            opened.append(_Open(number=groups if _captures(piece) else 0))
        else:
            number = int(piece["number"] or 0)
            out.append(_NEVER if number and any(each.number == number for each in opened) else _said(piece))
    return "".join(out) + opened[0].closing


def without_groups(source: str) -> str:
    """The same pattern with its groups made non-capturing, so that it can stand in a list of patterns."""
    return "".join("(?:" if _captures(piece) else piece[0] for piece in _PIECE.finditer(source))


def _said(piece: regex.Match[str]) -> str:
    text = piece[0]
    if piece["set"]:
        return _set(text, piece["less"])
    if piece["quoted"]:
        return f"(?P<{piece['quoted']}>"
    if piece["again"]:
        return f"(?P={piece['again']})"
    if piece["code"]:
        return _sign(piece["code"])
    return {"{": r"\{", r"\z": r"\Z"}.get(text, text)


def _set(text: str, less: str | None) -> str:
    """A set of signs; what is taken away from it must not come next."""
    if less is not None:
        return f"(?:(?![{less}]){_set(text[: -len(less) - len('-[]]')] + ']', None)})"
    inside = _CODE.sub(lambda found: _sign(found[1]), text[1:])
    named = _CLASS.sub(lambda found: _class(found["name"], is_not=bool(found["not"])), inside)
    return "[" + (named if named != inside else _BARE_BRACKET.sub(r"\\[", inside))


def _class(name: str, *, is_not: bool) -> str:
    """A named class of signs as it is written inside of a set, or all other signs."""
    own = _IN_CLASS[name]
    if not is_not:
        return own
    if own in _OPPOSITES:
        return _OPPOSITES[own]
    others = regex.findall(f"[^{own}]", "".join(map(chr, range(128))))
    return "".join(f"\\x{ord(sign):02x}" for sign in others) + r"\x80-\U0010ffff"


def _sign(code: str) -> str:
    return f"\\U{int(code, 16):08x}"


def _captures(piece: regex.Match[str]) -> bool:
    return piece[0] == "(" or bool(piece["name"] or piece["quoted"])
