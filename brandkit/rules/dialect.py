"""Patterns in the dialect of .NET, which Vale's rules are written in, said in that of our engine."""

from __future__ import annotations

import regex

_ENDS = {r"\z": r"\Z", r"\Z": r"(?=\n?\Z)"}
_PIECE = regex.compile(
    r"\\[pPN]\{[^}]*\}|\\k<(?P<again>\w+)>|\\."
    r"|(?P<set>\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\\[]|\[(?!:))*?(?:-\[(?P<less>(?:\\.|[^\]\\])*)\])?\])"
    r"|\(\?(?P<flags>[imsx\-]+)\)|\(\?P?<(?P<name>[A-Za-z_]\w*)>|\(\?'(?P<quoted>\w+)'"
    r"|\(\?(?:[:=!>|#]|<[=!]|[imsx\-]+:)|[()|]|\{(?P<count>\d+(?:,\d*)?\})?|[^\\\[\]()|{]+|.",
    regex.DOTALL,
)
_IN_CLASS = {
    "alpha": "A-Za-z",
    "digit": "0-9",
    "alnum": "0-9A-Za-z",
    "upper": "A-Z",
    "lower": "a-z",
    "space": r"\t\n\v\f\r ",
    "punct": r"!-/:-@\[-`{-~",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}
_CLASS = regex.compile(rf"\[:({'|'.join(_IN_CLASS)}):\]")
_BARE_BRACKET = regex.compile(r"(?<!\\)\[")


def portable(source: str) -> str:
    r"""The pattern in this engine's dialect, meaning what it means in .NET.

    Inline flags such as `(?i)` hold from where they stand to the end of their group, also in its next
    alternatives; `\z` is the very end; a brace that counts nothing is a brace; `[a-z-[aeiou]]` takes away.
    """
    if "\\" not in source and "(?" not in source and "{" not in source and "[" not in source:
        return source
    out: list[str] = []
    opened = [""]
    for piece in _PIECE.finditer(source):
        text = piece[0]
        if piece["flags"]:
            out.append(f"(?{piece['flags']}:")
            opened[-1] += out[-1]
        elif text == "|":
            out.append(_closed(opened[-1]) + "|" + opened[-1])
        elif text == ")":
            out.append(_closed(opened.pop() if len(opened) > 1 else "") + ")")
        else:
            out.append(_said(piece))
            if text.startswith("("):
                opened.append("")
    return "".join(out) + _closed(opened[0])


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
    if text == "{":
        return r"\{"
    return _ENDS.get(text, text)


def _set(text: str, less: str | None) -> str:
    """A set of signs; what is taken away from it must not come next."""
    if less is not None:
        return f"(?:(?![{less}]){_set(text[: -len(less) - len('-[]]')] + ']', None)})"
    named = _CLASS.sub(
        lambda found: _IN_CLASS.get(found[2], found[0]) if not found[1] else found[0], text[1:]
    )
    return "[" + (named if named != text[1:] else _BARE_BRACKET.sub(r"\\[", text[1:]))


def _captures(piece: regex.Match[str]) -> bool:
    return piece[0] == "(" or bool(piece["name"] or piece["quoted"])


def _closed(opened: str) -> str:
    return ")" * opened.count("(")
