"""What a person really typed: chat text without Slack's markup, politeness and stray quotes."""

# ruff: noqa: E501
# A pattern or a list of words reads better on one line.
from __future__ import annotations

import html
import re

_MENTION = re.compile(r"<[@!][^>]*>|(?<!\S)@copy\s?desk\b[:,]?", re.IGNORECASE)
_CHANNEL_LINK = re.compile(r"<#[A-Z0-9]+(?:\|([^>]*))?>")
_LINK = re.compile(r"<((?:https?://|mailto:)[^|>\s]+)(?:\|[^>]*)?>")
_EMPHASIS = re.compile(r"(?<![\w*])[*_~`]+(?=\S)|(?<=\S)[*_~`]+(?![\w*])")
_BULLET = re.compile(r"^\s*[•‣▪·]\s*", re.MULTILINE)
_GREETING = re.compile(
    r"^\s*(?:hi|hiya|hey|hello|howdy|good (?:morning|afternoon|evening)|dear|yo|ok(?:ay)?|so|right|morning)\b"
    r"(?:\s+(?:there|team|all|everyone|folks|copy\s?desk|desk|bot))*\s*[,!.:–—-]*\s*",
    re.IGNORECASE,
)
_POLITE_START = re.compile(
    r"^\s*(?:please|pls|plz|kindly|just|quick one[:,]?|"
    r"(?:can|could|would|will) (?:you|we|i|somebody|someone)(?: please)?(?: possibly| maybe)?(?: have| get| help (?:me|us)(?: with| to)?| be able to)?|"
    r"(?:i|we)(?:'d|’d| would)? (?:like|love|want|need)(?: you)?(?: to (?:have|get|see))?|"
    r"(?:i|we)(?:'m|’m|'re|’re| am| are) (?:looking for|after|in need of)|"
    r"(?:our|my|the) (?:ceo|cfo|cmo|boss|manager|client|team|director|founder|head of \w+) (?:wants?|needs?|(?:has )?asked (?:me |us )?for|would like|would love)|"
    r"(?:any chance (?:of|you could|we could (?:get|have)))|"
    r"let(?:'|’)s (?:do|have|get|make|write)|help (?:me|us)(?: with| to)?|"
    r"(?:go ahead and )?(?:draft|write|create|make|prepare|produce|compose|generate|craft|do|whip up|knock up|put together|come up with|give)"
    r"(?: (?:me|us))?(?: up)?|to (?:draft|write|create|have)"
    r")(?=[\s,]|$)[\s,]*",
    re.IGNORECASE,
)
_POLITE_END = re.compile(
    r"[\s,.!;–—-]*(?:\b(?:please|pls|plz|thanks?(?: you)?(?: so much| very much| a lot| in advance)?|thx|ty|cheers|asap|"
    r"many thanks|much appreciated|if (?:you can|possible)|when you (?:can|get a (?:chance|minute)))|🙏|🙂|😊|:\)|:pray:)[\s.!🙏🙂😊]*$",
    re.IGNORECASE,
)
_SIGNS = str.maketrans(
    {
        "，": ", ",
        "、": ", ",
        "。": ". ",
        "：": ": ",
        "；": "; ",
        "！": "! ",
        "？": "? ",
        "¿": "",
        "¡": "",
        "\u00a0": " ",
        "\u202f": " ",
        "‚": ",",
    }
)
_QUOTES = (("“", "”"), ("„", "“"), ("„", "”"), ("«", "»"), ("»", "«"), ("「", "」"), ("‘", "’"), ('"', '"'))


_EMOJI = re.compile(
    r"(?:[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\ufe0f\u200d\U000e0020-\U000e007f]+|(?<![\w:]):[a-z][a-z0-9_+-]*:(?!\w))\s*"
)
_MARKS = re.compile(r"[?!](?:\s*[?!])+")
_SHOUTED = 0.8
_A_SENTENCE = 12


def calmed(text: str, names: str) -> str:
    """What a person in a hurry means: no emoji, “??” as one mark, capitals lowered where all is shouted.

    `names` are words of the brand, which keep their spelling.
    """
    text = _MARKS.sub(lambda match: "?" if "?" in match[0] else "!", _EMOJI.sub(" ", text))
    text = re.sub(r"[ \t]{2,}", " ", text)
    letters = re.findall(r"[^\W\d_]", text)
    if len(letters) < _A_SENTENCE or sum(map(str.isupper, letters)) < _SHOUTED * len(letters):
        return text
    known = {name.lower(): name for name in re.findall(r"\w+", names) if name != name.lower()}
    return re.sub(r"\w+", lambda match: known.get(match[0].lower(), match[0].lower()), text)


def plain(text: str) -> str:
    """The words of a chat message: no mentions, no markup, quotes as “…”, signs of other scripts as ours."""
    text = _LINK.sub(lambda match: match[1].removeprefix("mailto:"), text)
    text = _CHANNEL_LINK.sub(lambda match: match[1] or "", text)
    text = html.unescape(_MENTION.sub(" ", text)).translate(_SIGNS)
    text = _BULLET.sub("", _EMPHASIS.sub("", _even_quotes(text)))
    return "\n".join(re.sub(r"[ \t]+", " ", line).strip() for line in text.splitlines()).strip()


def without_padding(text: str) -> str:
    """The message without greeting, “could you please” and “thanks”."""
    before = None
    while before != text:
        before = text
        text = _POLITE_END.sub("", _POLITE_START.sub("", _GREETING.sub("", text)))
    return text.strip(" \n,")


def _even_quotes(text: str) -> str:
    for opening, closing in _QUOTES:
        if opening == "‘":
            pattern = r"(?<!\w)‘([^‘’\n]+)’(?!\w)"
        else:
            pattern = f"{re.escape(opening)}([^{re.escape(opening + closing)}\n]+){re.escape(closing)}"
        text = re.sub(pattern, r"“\1”", text)
    return re.sub(r"(?<!\w)'([^'\n]+)'(?!\w)", r"“\1”", text)
