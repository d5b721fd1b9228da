"""How much a model may write into a field: a channel's limits as what a grammar can hold.

A grammar counts code points and knows alphabets; platforms count in units of their own. The roomy
bound lets any text through that could fit, and what it lets through too much of is counted after.
The certain bound gives up characters that weigh more than one, so what it lets through does fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from brandkit.channels import Field, Limit, Unit

# Never of use in copy: control characters, marks that reorder or hide text, private and unassigned planes.
_NEVER = (
    r"\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ue000-\uf8ff\ufff0-\uffff\U000e0000-\U0010ffff"
)
PRINTABLE = f"[^{_NEVER}]"
PRINTABLE_LINE = rf"[^\n{_NEVER}]"
_BASIC_PLANE = rf"[^{_NEVER}\ud7ff-\uffff\U00010000-\U000dffff]"
_LIGHT_ON_X = r"[\n \u0021-\u007e\u00a1-\u10ff\u2010-\u201f]"
# Alphabets without a gap in them: unassigned characters may be counted as wide.
_NARROW = (
    r"[\n \u0021-\u007e\u00a1-\u0377\u038e-\u03a1\u03a3-\u052f\u05d0-\u05ea\u0620-\u06ff\u0900-\u097f"
    r"\u0e01-\u0e3a\u2010-\u2027]"
)
_GSM = r"[\n !\u0022#$%&'()*+,\-./0-9:;<=>?@A-Za-z£¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà]"
_WIDE_LANGUAGES = frozenset({"zh", "ja", "ko"})
_GSM_LANGUAGES = frozenset({"en", "de", "nl", "da", "sv", "nb", "nn", "no", "fi", "it"})

_CODE_POINTS_A_WORD = 6
_LONGEST_LINE = 300
_LONGEST_TEXT = 6_000
_SMS_ALONE, _SMS_PART = 160, 153
_UCS2_ALONE, _UCS2_PART = 70, 67


class Fit(Enum):
    """Which of the two bounds."""

    ROOMY = "roomy"
    CERTAIN = "certain"


@dataclass(frozen=True, kw_only=True)
class Bound:
    """Between `shortest` and `longest` code points, each of them in `alphabet` (a regex class)."""

    shortest: int
    longest: int
    alphabet: str

    @property
    def pattern(self) -> str:
        """A regex for the whole text, which does not begin with a space and may be empty if `shortest` is 0.

        The length stands in the pattern, because guidance cannot tell whether a pattern and a length of
        its own exclude each other, and then refuses the schema.
        """
        return text_pattern(self.alphabet, shortest=self.shortest, longest=self.longest)


def text_pattern(alphabet: str, *, shortest: int, longest: int) -> str:
    """The regex for so many characters of a class, of which the first is no space."""
    spaceless = alphabet.replace(r"[\n ", "[").replace("[ ", "[")
    begin = rf"[^\s{alphabet[2:]}" if alphabet.startswith("[^") else spaceless
    text = f"{begin}{alphabet}{{{max(0, shortest - 1)},{longest - 1}}}"
    return f"^{text}$" if shortest else f"^({text})?$"


def longest_in(pattern: str) -> int:
    """How many code points a text of this pattern has at most."""
    return int(pattern.rpartition(",")[2].partition("}")[0]) + 1


def bound_of(field: Field, *, locale: str = "en", fit: Fit = Fit.ROOMY) -> Bound:
    """The bound of one text of this field, from the tightest of its limits that hold for the whole text."""
    language = locale.split("-", 1)[0].lower()
    limits = [limit for limit in field.limits if not limit.opening]
    ceiling = _LONGEST_TEXT if field.multiline else _LONGEST_LINE
    longest = min([ceiling, *(_longest(limit, language, fit) for limit in limits)])
    shortest = max([int(field.required), *(_shortest(limit) for limit in limits)])
    alphabet = _alphabet(limits, language, fit)
    if not field.multiline:
        alphabet = _without_break(alphabet)
    return Bound(shortest=min(shortest, longest), longest=longest, alphabet=alphabet)


def _longest(limit: Limit, language: str, fit: Fit) -> int:
    value, certain = limit.value, fit is Fit.CERTAIN
    match limit.unit:
        case Unit.WORDS:
            return value * _CODE_POINTS_A_WORD // (2 if certain else 1)
        case Unit.GSM_SEPTETS:
            return value if language in _GSM_LANGUAGES or not certain else value * 7 // 16
        case Unit.SMS_SEGMENTS:
            return _in_segments(value, ucs2=certain and language not in _GSM_LANGUAGES)
        case Unit.BYTES:
            return value // 4 if certain else value
        case Unit.X_WEIGHTED | Unit.DOUBLE_WIDTH if language in _WIDE_LANGUAGES:
            return value // 2
    return value


def _in_segments(parts: int, *, ucs2: bool) -> int:
    alone, part = (_UCS2_ALONE, _UCS2_PART) if ucs2 else (_SMS_ALONE, _SMS_PART)
    return alone if parts == 1 else parts * part


def _shortest(limit: Limit) -> int:
    """Words are left to the count: a grammar that forces length makes a model ramble."""
    return 0 if limit.unit is Unit.WORDS else limit.minimum


def _alphabet(limits: list[Limit], language: str, fit: Fit) -> str:
    units = {limit.unit for limit in limits}
    if units & {Unit.GSM_SEPTETS, Unit.SMS_SEGMENTS} and language in _GSM_LANGUAGES:
        return _GSM
    if fit is Fit.ROOMY:
        return PRINTABLE
    if Unit.X_WEIGHTED in units and language not in _WIDE_LANGUAGES:
        return _LIGHT_ON_X
    if Unit.DOUBLE_WIDTH in units and language not in _WIDE_LANGUAGES:
        return _NARROW
    return _BASIC_PLANE


def _without_break(alphabet: str) -> str:
    return (
        PRINTABLE_LINE if alphabet == PRINTABLE else alphabet.replace(r"[^", r"[^\n").replace(r"[\n ", "[ ")
    )
