"""Which files a section of a Vale set-up is about."""

from __future__ import annotations

from functools import lru_cache

import regex


def covers(glob: str, path: str) -> bool:
    """Whether a section's pattern covers a path. `*` crosses folders, unless `**` is there to do so; `!` negates."""
    negated = glob.startswith("!")
    return (_compiled(glob.lstrip("!")).fullmatch(path.replace("\\", "/")) is not None) != negated


@lru_cache(maxsize=256)
def _compiled(glob: str) -> regex.Pattern[str]:
    return regex.compile(_translated(glob, crosses="**" not in glob), regex.DOTALL)


def _translated(glob: str, *, crosses: bool) -> str:
    out, depth, at = [], 0, 0
    while at < len(glob):
        sign = glob[at]
        if glob.startswith("**/", at):
            out.append("(?:.*/)?")
            at += 3
            continue
        if glob.startswith("**", at):
            out.append(".*")
            at += 2
            continue
        if sign == "[" and (close := glob.find("]", at + 2)) > 0:
            out.append("[" + glob[at + 1 : close].replace("!", "^", 1).replace("\\", r"\\") + "]")
            at = close
        else:
            depth += (sign == "{") - (sign == "}" and depth > 0)
            out.append(_sign(sign, crosses=crosses, grouped=depth > 0 or sign == "}"))
        at += 1
    return "".join(out) + ")" * depth


def _sign(sign: str, *, crosses: bool, grouped: bool) -> str:
    match sign:
        case "*":
            return ".*" if crosses else "[^/]*"
        case "?":
            return "." if crosses else "[^/]"
        case "{":
            return "(?:"
        case "}" if grouped:
            return ")"
        case "," if grouped:
            return "|"
    return regex.escape(sign)
