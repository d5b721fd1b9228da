"""Another market's version of copy: its spelling and formats by rule, what is locked kept word for word.

Between kinds of English the rules do it all and note what they cannot decide. Another language needs a
model; what comes back must still carry every mandatory and claim as it stands.
"""

# ruff: noqa: E501
# A pattern or a list of words reads better on one line.
from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from brandkit.briefs import Brief
from brandkit.drafts import Variant
from brandkit.kit import BrandKit
from brandkit.rules.locale_format import Order, with_dates_in
from llm.house.clause_patterns import LANGUAGES, MARKETS

_AMERICAN_LISTED = """
    colour color favourite favorite behaviour behavior neighbour neighbor labour labor honour honor humour humor
    flavour flavor rumour rumor harbour harbor centre center theatre theater metre meter litre liter fibre fiber
    catalogue catalog dialogue dialog cheque check grey gray programme program travelling traveling traveller traveler
    cancelled canceled cancelling canceling modelling modeling labelled labeled labelling labeling fulfil fulfill
    enrol enroll enrolment enrollment skilful skillful jewellery jewelry defence defense offence offense licence license
    practise practice organise organize realise realize recognise recognize analyse analyze apologise apologize
    customise customize optimise optimize personalise personalize prioritise prioritize summarise summarize
    minimise minimize maximise maximize specialise specialize finalise finalize itemise itemize categorise categorize
    authorise authorize emphasise emphasize modernise modernize standardise standardize utilise utilize
    organisation organization customisation customization personalisation personalization authorisation authorization
    specialist specialist learnt learned spelt spelled whilst while amongst among towards toward storey story
    tonne ton kerb curb tyre tire plough plow sceptical skeptical ageing aging judgement judgment
"""
_WORDS = _AMERICAN_LISTED.split()
_PAIRS = tuple(zip(_WORDS[::2], _WORDS[1::2], strict=True))
_ONE_WAY = frozenset(
    {
        "check",
        "practice",
        "program",
        "license",
        "story",
        "ton",
        "tire",
        "learned",
        "while",
        "among",
        "toward",
        "curb",
        "meter",
        "dialog",
    }
)
"""American spellings that are also words of British English with another meaning or use."""
_ENDINGS = ("s", "d", "r", "rs")
_TRAVELS_BADLY: Mapping[str, tuple[tuple[str, str], ...]] = {
    "us": (
        ("fortnight", "two weeks"), ("VAT", "sales tax, which works otherwise"), ("postcode", "ZIP code"), ("bank holiday", "public holiday"),
        ("queue", "line"), ("holiday", "vacation"), ("autumn", "fall"), ("mobile", "cell phone"), ("current account", "checking account"),
        ("sole trader", "sole proprietor"), ("tax return", "tax return, with other dates and forms"), ("HMRC", "IRS"), ("limited company", "corporation or LLC"),
    ),
    "uk": (
        ("ZIP code", "postcode"), ("sales tax", "VAT, which works otherwise"), ("vacation", "holiday"), ("cell phone", "mobile"),
        ("checking account", "current account"), ("sole proprietor", "sole trader"), ("IRS", "HMRC"), ("Thanksgiving", "a holiday that is not kept there"),
    ),
}  # fmt: skip
_MONEY = re.compile(r"[£$€]\s?\d(?:[\d.,]*\d)?|\d(?:[\d.,]*\d)?\s?[£$€](?!\d)")
_HOME_SIGN = {"us": "$", "uk": "£", "ie": "€", "eu": "€"}
_REGIONS = {"GB": "uk"}
_WHERE = "|".join((*LANGUAGES, *MARKETS.values()))
_ASKED = re.compile(
    rf"\b(?:locali[sz]ed?|adapt(?:ed)?|translated?|converted?|make it|rewrite it|do it|need it)\b[^.;!?]*?\b(?:for|to|into|in)\s+(?:the\s+|our\s+)?(?P<a>{_WHERE})\b"
    rf"|^\W*(?:(?:please|and|now|also|an?|the|make|do|give me|need)\s+)*(?P<b>{_WHERE})\s+(?:english\s+)?(?:version|variant|edition|spelling|market|english)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Localised:
    """Copy for another market, what was changed in it, and what somebody from there should look at."""

    variant: Variant
    changed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def relocated(brief: Brief, reply: str, kit: BrandKit) -> Brief:
    """The brief for the market or language that a reply asks for; as it was, where it asks for none."""
    asked = _ASKED.search(reply)
    if asked is None:
        return brief
    where = asked["a"] or asked["b"]
    market = next((key for key, words in MARKETS.items() if re.fullmatch(words, where, re.IGNORECASE)), "")
    market = next((name for name in kit.markets if name.lower() == market), "")
    code = LANGUAGES.get(where.lower(), "")
    locale = _locale_of(code, market, kit)
    return replace(
        brief, market=market or _market_of(locale, kit) or brief.market, locale=locale or brief.locale
    )


def _locale_of(code: str, market: str, kit: BrandKit) -> str:
    """The kit's locale of a language or a market; the language itself where the kit has none."""
    if code:
        return next((each for each in kit.locales if each.lower().startswith(code.lower())), code)
    return next((each for each in kit.locales if _market_of(each, kit) == market), "") if market else ""


def _market_of(locale: str, kit: BrandKit) -> str:
    """The kit's market for the region of a locale: en-GB is uk."""
    region = locale.partition("-")[2].upper()
    wanted = _REGIONS.get(region, region.lower())
    return next((name for name in kit.markets if name.lower() == wanted), "")


def moves(before: Brief, after: Brief) -> bool:
    """Whether a change of the brief is to another market or language."""
    return (before.market, before.locale) != (after.market, after.locale)


def locked_in(variant: Variant, kit: BrandKit) -> tuple[str, ...]:
    """The mandatories, claims and fixed wordings that a variant carries word for word."""
    copy = "\n".join(part.text for part in variant.parts)
    return tuple(text for text in _locked(kit) if text in copy)


def is_english(locale: str) -> bool:
    """Whether a locale is a kind of English, as it is where none is named."""
    return not locale or locale.lower().split("-")[0] == "en"


def localised(variant: Variant, kit: BrandKit, *, locale: str, market: str) -> Localised:
    """The variant in another kind of English: spelling and dates changed, locked texts left as they are.

    Prices are not converted and words that travel badly are not replaced: both are noted.
    """
    american = locale.lower() == "en-us"
    changes: list[str] = []
    parts = tuple(
        replace(
            part,
            text=_outside(_locked(kit), part.text, lambda text: _in_kind(text, changes, american=american)),
        )
        for part in variant.parts
    )
    after = replace(variant, parts=parts)
    copy = "\n".join(part.text for part in parts)
    return Localised(
        variant=after,
        changed=tuple(dict.fromkeys(changes)),
        notes=tuple(_notes(copy, (market or _market_of(locale, kit)).lower())),
    )


def lost(before: Variant, after: Variant, kit: BrandKit) -> tuple[str, ...]:
    """The mandatories, claims and fixed wordings that one version has word for word and the next has not."""
    kept = locked_in(after, kit)
    return tuple(text for text in locked_in(before, kit) if text not in kept)


def _locked(kit: BrandKit) -> tuple[str, ...]:
    claims = (claim.text.rstrip(".") for claim in kit.claims)
    return tuple(
        filter(None, dict.fromkeys((*kit.approved_texts, *claims, *kit.products, kit.name, kit.website)))
    )


def _outside(locked: tuple[str, ...], text: str, change: Callable[[str], str]) -> str:
    """The text changed everywhere but in what is locked, in links and in what somebody is quoted with."""
    kept = "|".join(re.escape(each) for each in sorted(locked, key=len, reverse=True))
    pattern = rf"(https?://\S+|\S+@\S+|{kept})" if kept else r"(https?://\S+|\S+@\S+)"
    return "".join(
        piece if number % 2 else change(piece) for number, piece in enumerate(re.split(pattern, text))
    )


def _in_kind(text: str, changes: list[str], *, american: bool) -> str:
    words = _to_american() if american else _to_british()

    def spelled(match: re.Match[str]) -> str:
        new = words.get(match[0].lower())
        if new is None:
            return match[0]
        new = new.capitalize() if match[0][:1].isupper() else new
        changes.append(f"{match[0]} → {new}")
        return new

    turned = with_dates_in(re.sub(r"\b[A-Za-z]+\b", spelled, text), Order.MONTH if american else Order.DAY)
    changes += [f"{old} → {new}" for old, new in turned.changed]
    return turned.text


def _to_american() -> Mapping[str, str]:
    return {form: new for british, american in _PAIRS for form, new in _forms(british, american)}


def _to_british() -> Mapping[str, str]:
    return {
        form: new
        for british, american in _PAIRS
        if american not in _ONE_WAY
        for form, new in _forms(american, british)
    }


def _forms(old: str, new: str) -> Iterator[tuple[str, str]]:
    yield old, new
    for ending in _ENDINGS:
        if ending == "s" or old.endswith("e"):
            yield f"{old}{ending}", f"{new}{ending}"
    if old.endswith("e") and new.endswith("e"):
        yield f"{old[:-1]}ing", f"{new[:-1]}ing"


def _notes(copy: str, market: str) -> Iterator[str]:
    sign = _HOME_SIGN.get(market, "")
    for amount in dict.fromkeys(match[0].strip() for match in _MONEY.finditer(copy)):
        if sign and sign not in amount:
            yield f"“{amount}” is not converted: set the price for this market."
    for word, there in _TRAVELS_BADLY.get(market, ()):
        if re.search(rf"\b{re.escape(word)}\b", copy):
            yield f"“{word}”: there one says {there}."
