"""What AsciiDoc marks inside of a text: emphasis, code, links, attributes, and the signs it makes typographic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

import regex

_NAME = regex.compile(r"(?<!\\)\{([\w][\w\-]*)\}")
_KEPT = regex.compile("\x01(\\d+)\x02")
_PASSED = (
    regex.compile(r"\+\+\+(.{1,1000}?)\+\+\+", regex.DOTALL),
    regex.compile(r"pass:\w*\[(.{0,1000}?)\]", regex.DOTALL),
)
_LITERAL = regex.compile(
    r"(?<![\w\\`+;:])(?:`\+(?P<code>.{1,1000}?)\+`|\+(?P<text>\S(?:.{0,1000}?\S)?)\+)(?![\w`+])", regex.DOTALL
)
_CODE = (
    regex.compile(r"(?<!\\)``(?P<words>.{1,1000}?)``", regex.DOTALL),
    regex.compile(
        r"(?<![\w\\;:\"'`}])(?:\[[^\]]*\])?`(?P<words>\S|\S.{0,1000}?\S)`(?![\w\"'`])", regex.DOTALL
    ),
)
_QUOTED = (
    (regex.compile(r"(?<![\w;:}\\])\"`(\S|\S.{0,1000}?\S)`\"(?!\w)", regex.DOTALL), "“", "”"),
    (regex.compile(r"(?<![\w;:`}\\])'`(\S|\S.{0,1000}?\S)`'(?!\w)", regex.DOTALL), "‘", "’"),
)
_MARKED = tuple(
    (pattern, tag)
    for sign, tag in (("*", "strong"), ("_", "em"), ("#", "mark"))
    for pattern in (
        regex.compile(
            rf"(?<!\\)(?:\[[^\]]*\])?{regex.escape(sign * 2)}(.{{1,1000}}?){regex.escape(sign * 2)}",
            regex.DOTALL,
        ),
        regex.compile(
            rf"(?<![\w;:}}\\])(?:\[[^\]]*\])?{regex.escape(sign)}(\S|\S.{{0,1000}}?\S){regex.escape(sign)}(?!\w)",
            regex.DOTALL,
        ),
    )
)
_LINK = regex.compile(
    r"(?:link:(?P<path>[^\s\[\]]+)|(?P<address>(?<![\w\\=/])(?:https?|ftp|irc)://[^\s\[\]<>]*[^\s\[\]<>.,;:!?)\"']"
    r"|mailto:[^\s\[\]]+))\[(?P<words>(?:[^\]\\]|\\.)*)\]"
)
_BARE = regex.compile(r"(?<![\w\\=/\">])((?:https?|ftp|irc)://[^\s\[\]<>]*[^\s\[\]<>.,;:!?)\"'])")
_ANGLE = regex.compile(r"&lt;((?:https?|ftp|irc)://[^\s]*?)&gt;")
_REFERENCE = regex.compile(
    r"xref:([^\s\[]+)\[((?:[^\]\\]|\\.)*)\]|&lt;&lt;([^,&]+)(?:,\s*(.{1,1000}?))?&gt;&gt;", regex.DOTALL
)
_MACRO = regex.compile(
    r"\b(?P<name>image|icon|kbd|btn|menu|footnote|footnoteref|indexterm2?|anchor):(?P<of>[^\s:\[]*)\[(?P<in>[^\]]*)\]"
)
_ANCHOR = regex.compile(r"\[\[[\w:.\-]+(?:,[^\]]*)?\]\]|\(\(\(.{0,1000}?\)\)\)")
_TERM = regex.compile(r"\(\((.{1,1000}?)\)\)")
_SIGNS = (
    (regex.compile(r"(?<!\\)\(C\)"), "©"),
    (regex.compile(r"(?<!\\)\(R\)"), "®"),
    (regex.compile(r"(?<!\\)\(TM\)"), "™"),
    (regex.compile(r"(?<=^| )--(?= |$)| -- ", regex.MULTILINE), "\u2009—\u2009"),
    (regex.compile(r"(?<=\w)--(?=\w)"), "—\u200b"),
    (regex.compile(r"(?<!\\)\.\.\."), "…\u200b"),
    (regex.compile(r"(?<=[\p{L}\p{N}])'(?=\p{L})|(?<=\w)`'(?=[\w\s.,;:!?)]|$)"), "'"),
    (regex.compile(r"-&gt;"), "→"),
    (regex.compile(r"=&gt;"), "⇒"),
    (regex.compile(r"&lt;-"), "←"),
    (regex.compile(r"&lt;="), "⇐"),
)
_ESCAPED = regex.compile(r"\\(?=[*_`#+{<\[]|https?:|\.\.\.|\([CRT])")


def inline_html(text: str, attributes: Mapping[str, str]) -> str:
    """The HTML of a text; an attribute that is not set is left out, as Vale asks of Asciidoctor."""
    kept: list[str] = []

    def keep(markup: str) -> str:
        kept.append(markup)
        return f"\x01{len(kept) - 1}\x02"

    for pattern in _PASSED:
        text = pattern.sub(lambda found: keep(found[1]), text)
    text = _LITERAL.sub(lambda found: keep(_literal(found)), text)
    text = escape(text, quote=False)
    for pattern, opening, closing in _QUOTED:
        text = pattern.sub(rf"{opening}\1{closing}", text)
    for pattern in _CODE:
        text = pattern.sub(lambda found: f"<code>{found['words']}</code>", text)
    for pattern, tag in _MARKED:
        text = pattern.sub(rf"<{tag}>\1</{tag}>", text)
    text = _NAME.sub(lambda found: attributes.get(found[1].lower(), ""), text)
    for pattern, sign in _SIGNS:
        text = pattern.sub(sign, text)
    text = _macros(text, keep)
    text = _ESCAPED.sub("", regex.sub(r" \+$", "<br>", text, flags=regex.MULTILINE))
    while _KEPT.search(text):
        text = _KEPT.sub(lambda found: kept[int(found[1])], text)
    return text


def _literal(found: regex.Match[str]) -> str:
    if found["code"] is not None:
        return f"<code>{escape(found['code'], quote=False)}</code>"
    return escape(found["text"], quote=False)


def _macros(text: str, keep: Callable[[str], str]) -> str:
    text = _LINK.sub(
        lambda found: keep(_link(found["path"] or found["address"], _words(found["words"]))), text
    )
    text = _ANGLE.sub(lambda found: keep(_link(found[1], "")), text)
    text = _BARE.sub(lambda found: keep(_link(found[1], "")), text)
    text = _REFERENCE.sub(lambda found: keep(_reference(found)), text)
    text = _MACRO.sub(lambda found: keep(_macro(found)), text)
    return _TERM.sub(r"\1", _ANCHOR.sub("", text))


def _words(inside: str) -> str:
    """The words of a link without what is set behind them, and without the sign for a new window."""
    plain = inside.replace(r"\]", "]")
    if regex.search(r",\s*\w+=", plain) or (plain.startswith('"') and '"' in plain[1:]):
        plain = plain.split('"')[1] if plain.startswith('"') else plain.split(",")[0]
    return plain.removesuffix("^")


def _link(address: str, words: str) -> str:
    quoted = address.replace('"', "&quot;")
    return f'<a href="{quoted}">{words or address.removeprefix("mailto:")}</a>'


def _reference(found: regex.Match[str]) -> str:
    target, words = found[1] or found[3], found[2] or found[4]
    return f'<a href="#{escape(target)}">{words or f"[{target}]"}</a>'


def _macro(found: regex.Match[str]) -> str:
    name, inside = found["name"], found["in"]
    if name == "image":
        alt = inside.split(",")[0] or found["of"].rsplit("/", 1)[-1].rsplit(".", 1)[0]
        return f'<span class="image"><img src="{escape(found["of"])}" alt="{escape(alt)}"></span>'
    if name == "kbd":
        return f"<kbd>{inside}</kbd>"
    return inside if name in {"btn", "indexterm2"} else ""
