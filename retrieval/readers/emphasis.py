"""Words set in italics, bold or code that a sentence holds against each other: kept as quoted words.

Markup goes when a document is read. In “Say *sign in*, not *log in*” it is what tells the words from the
sentence, so quotation marks take its place there; everywhere else the emphasis just goes.
"""

from __future__ import annotations

import re

BEGIN, END = "\ue000", "\ue001"
"""Around what was set apart, while a line is read."""

_WORDS = rf"{BEGIN}[^{BEGIN}{END}\n]{{1,40}}{END}"
_MANY = rf"{_WORDS}(?:(?:,? (?:or|and) |, | ?/ ?){_WORDS})*"
_KIND = r"(?: the)?(?: (?:word|term|phrase|spelling)s?)?"
_VERB = r"(?:use|say|write|spell|prefer|choose)"
_NEVER = rf"\b(?:do not|don[’']t|never|avoid)(?: (?:{_VERB}|using|saying|writing))?"
_AGAINST = (
    r"(?:,? ?(?:and |but )?(?:---?|—|–)? ?(?:not|never)(?: (?:use|say|write))?|,? instead of|,? rather than"
    r"|,? in place of| ?(?:→|->|=>))"
)
_FRAMES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_MANY}{_AGAINST}{_KIND} ?{_MANY}(?!{_AGAINST}{_KIND} ?{_WORDS})",
        rf"\bprefer{_KIND} {_MANY} (?:to|over){_KIND} {_MANY}",
        rf"(?:instead of|rather than){_KIND} {_MANY},? (?:{_VERB}){_KIND} {_MANY}",
        rf"{_NEVER}{_KIND} {_MANY}[^\w{BEGIN}]{{1,3}}(?:instead,? )?{_VERB}{_KIND} {_MANY}",
        rf"{_NEVER} the (?:word|term|phrase)s? {_MANY}",
    )
)
_MARK = re.compile(f"[{BEGIN}{END}]")
_TWICE = re.compile(f"(?<=[“\"‘'{BEGIN}]){BEGIN}|{END}(?=[”\"’'{END}])")


def quoted(text: str) -> str:
    """The text with quotation marks around the words it names, and without its marks."""
    if BEGIN not in text:
        return text
    text = _TWICE.sub("", text)
    for frame in _FRAMES:
        text = frame.sub(lambda found: _with_quotes(found[0]), text)
    return _MARK.sub("", text)


def _with_quotes(text: str) -> str:
    return text.replace(BEGIN, "“").replace(END, "”")
