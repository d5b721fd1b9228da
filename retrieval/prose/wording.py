"""One word and not another: sentences that name words in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from retrieval.prose.clauses import HOLE, MANY, Clause, first_clause
from retrieval.prose.wanted import HEADINGS, Wanted, avoided, swaps

_PLEASE = r"(?:please )?(?:always )?(?:we )?(?:always |generally )?"
_SAY = rf"{_PLEASE}(?:use|say|write|spell|prefer|choose|call (?:it|them)|refer to (?:it|them) as)"
_KIND = r"(?: the)?(?: (?:word|term|phrase|spelling|form|preferred term|abbreviation|acronym|expression|pronoun)s?)?"
_NOT = r"(?:(?:,| ?(?:---?|—|–))? (?:and |but )?(?:not|never)(?: (?:use|say|write|the))?|,? instead of|,? rather than|,? in place of)"
_ASIDE = r"(?: \([^()]*\))?"
_NEVER = (
    rf"{_PLEASE}(?:do not|don[’']t|never|must not|should not|shouldn[’']t|avoid)(?: ever)?"
    r"(?: (?:use|using|say|saying|write|writing|call(?:ing)? (?:it|them)))?"
)
_NO_USE = (
    rf"{_PLEASE}(?:(?:do not|don[’']t|must not|should not)(?: ever)? (?:use|say|write)"
    r"|(?:never|avoid)(?: (?:use|using|say|saying|write|writing))?)"
)
_SAY_NOT = re.compile(
    rf"{_SAY}{_KIND} (?P<good>{MANY}){_ASIDE}{_NOT}{_KIND} (?P<bad>{MANY}){_ASIDE}", re.IGNORECASE
)
_PREFER = re.compile(
    rf"{_PLEASE}prefer{_KIND} (?P<good>{MANY}){_ASIDE} (?:to|over){_KIND} (?P<bad>{MANY}){_ASIDE}",
    re.IGNORECASE,
)
_NOT_SAY = re.compile(
    rf"{_NEVER}{_KIND} (?P<bad>{MANY}){_ASIDE}(?:[,;:]| ?[-–—]{{1,3}}|,? and)? (?:instead,? |rather,? )?"
    rf"{_SAY}{_KIND} (?P<good>{MANY})(?: instead)?",
    re.IGNORECASE,
)
_SIDE_BY_SIDE = re.compile(
    rf"(?P<good>{MANY}){_ASIDE}(?:{_NOT}| (?:is|are) (?:preferred|better|right) (?:to|over|than)){_KIND} (?P<bad>{MANY}){_ASIDE}",
    re.IGNORECASE,
)
_BECOMES = re.compile(
    rf"(?:{_PLEASE}(?:replace|swap|change){_KIND} (?P<bad>{MANY}){_ASIDE} (?:with|for|to|by)"
    rf"|(?P<from>{MANY}){_ASIDE} ?(?:→|⇒|=>|->|-->)){_KIND} ?(?P<good>{MANY})",
    re.IGNORECASE,
)
_PAIRED = re.compile(
    rf"(?:{_SAY}{_KIND}|{_NEVER} [\w ,-]+?,? (?:like|such as)) {HOLE}{_NOT} {HOLE}"
    rf"(?:(?:[,;]|,? and|, or) (?:and )?{HOLE}{_NOT} {HOLE})+(?:,? and so on|,? etc)?",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    rf"(?:instead of|rather than){_KIND} (?P<bad>{MANY}),? {_SAY}{_KIND} (?P<good>{MANY})", re.IGNORECASE
)
_LEAVE_OUT = re.compile(rf"{_NEVER}{_KIND} (?P<bad>{MANY}){_ASIDE}", re.IGNORECASE)
_SUCH_AS = re.compile(
    rf"{_NO_USE}(?: any)?(?: [\w-]+){{0,4}}? (?P<what>words?|terms?|phrases?|expressions?|abbreviations?|jargon|link text|labels?|"
    rf"clich[ée]s|contractions|idioms|language)(?: [\w-]+){{0,6}}?,?(?: such as| like| including|:) (?P<bad>{MANY})",
    re.IGNORECASE,
)
_THEN_SAY = re.compile(rf"(?:instead,? )?{_SAY}{_KIND} (?P<good>{MANY})(?: instead)?", re.IGNORECASE)
_SOFT = re.compile(r"\b(?:avoid|prefer|try|generally)\b", re.IGNORECASE)
_STILL = re.compile(
    r"\s*(?:but|however|we do (?:use|say)|we also (?:use|say)|you can|it[’']s (?:ok|okay|fine)|it is (?:ok|okay|fine)|the exception"
    r"|except|unless|sometimes|exceptions?|you may|we may|if you)\b",
    re.IGNORECASE,
)
_MANNER = re.compile(
    r"(?:(?:the )?(?:active|passive)(?: voice)?|(?:the )?(?:first|second|third)[- ]person|(?:present|past|future)(?: tense)?"
    r"|(?:sentence|title|upper|lower)[- ]?case|all[- ]caps|capitals|bold|italics?|underlin\w+|numerals|digits|words)",
    re.IGNORECASE,
)
_COMMON = re.compile(
    r"an?|the|its?|he|she|they|them|we|us|you|your|i|one|this|that|these|those|which|who|is|are|be|was|were|to|of|in|on|at|by|for"
    r"|from|with|as|and|or|but|not|no|if|so",
    re.IGNORECASE,
)
"""Words that every text has: a sentence that forbids one means a use of it, which no rule can see."""
_WORDY = re.compile(r"[\w&][\w\s&'’./+%-]*")
MOST_WORDS = 4


def wording(clause: Clause) -> Iterator[Wanted]:
    """What a sentence says about the words it quotes, where it says that without a condition."""
    if not clause.quoted or clause.is_conditional or _STILL.match(clause.after) or clause.follows_condition:
        return
    for pattern in (_SAY_NOT, _PREFER, _INSTEAD, _SIDE_BY_SIDE, _BECOMES, _NOT_SAY):
        found = pattern.fullmatch(clause.plain)
        if found:
            yield from _swapped(clause, found)
            return
    if _PAIRED.fullmatch(clause.plain) and all(map(is_wording, clause.quoted)):
        pairs = {bad: (good,) for good, bad in zip(clause.quoted[::2], clause.quoted[1::2], strict=True)}
        yield from _as_swaps(clause, pairs)
        return
    for pattern in (_LEAVE_OUT, _SUCH_AS):
        found = pattern.fullmatch(clause.plain)
        if found:
            yield from _left_out(clause, found)
            return


def words_in(clause: Clause, found: re.Match[str], group: str) -> list[str]:
    """The quoted words that a part of the sentence holds; none if one of them is no word of copy."""
    first = clause.plain[: found.start(group)].count(HOLE)
    listed = list(clause.quoted[first : first + found[group].count(HOLE)])
    fit = all(map(is_wording, listed)) and not (group != "good" and any(map(_COMMON.fullmatch, listed)))
    return listed if fit else []


def scope_of(clause: Clause) -> Sequence[str]:
    """Where it holds: in links or headings alone, when the sentence or the heading above it speaks of them."""
    about = " ".join((*clause.passage.heading[-1:], clause.told)).casefold()
    if "link" in about:
        return ("link",)
    return HEADINGS if re.search(r"\b(?:headings?|headlines?)\b", about) else ()


def is_wording(text: str) -> bool:
    """Whether a text is a word or a short phrase."""
    return bool(_WORDY.fullmatch(text)) and len(text.split()) <= MOST_WORDS and any(map(str.isalpha, text))


def level_of(clause: Clause) -> str:
    """How strongly a sentence speaks."""
    return "suggestion" if _SOFT.search(clause.told) else "warning"


def _swapped(clause: Clause, found: re.Match[str]) -> Iterator[Wanted]:
    named = "from" if "from" in found.groupdict() and found["from"] else "bad"
    good, bad = words_in(clause, found, "good"), words_in(clause, found, named)
    if not good or not bad or any(each.casefold() in one.casefold().split() for each in bad for one in good):
        return
    in_pairs = len(good) == len(bad) > 1 and " and " in found["good"]
    pairs = (
        {each: (one,) for each, one in zip(bad, good, strict=True)}
        if in_pairs
        else dict.fromkeys(bad, tuple(good))
    )
    yield from _as_swaps(clause, pairs)


def _as_swaps(clause: Clause, pairs: Mapping[str, Sequence[str]]) -> Iterator[Wanted]:
    """Unless the passage uses a word after all, or it is the name of a way to write and no word of copy."""
    if any(_is_used(each, clause) or _MANNER.fullmatch(each) for each in pairs):
        return
    wanted = swaps(pairs, sentence=clause.written, passage=clause.passage, level=level_of(clause))
    if wanted is not None:
        yield wanted


def _is_used(words: str, clause: Clause) -> bool:
    """Whether the passage goes on to use the words after all, elsewhere."""
    used = rf"\b(?:we|you can|you may|it[’']s (?:ok|okay|fine) to)\b(?: do| also| sometimes| may| can)* (?:use|say|put|write)\b[^.\n]*[\"“‘']{re.escape(words)}\b"
    return bool(re.search(used, clause.after, re.IGNORECASE))


def _left_out(clause: Clause, found: re.Match[str]) -> Iterator[Wanted]:
    bad = words_in(clause, found, "bad")
    if not bad or any(_is_used(each, clause) for each in bad):
        return
    scope = scope_of(clause)
    following = first_clause(clause.passage, clause.after)
    follow = _follow(clause, following)
    if following is not None and follow and not scope:
        wanted = swaps(
            dict.fromkeys(bad, tuple(follow)),
            sentence=f"{clause.written} {following.written}",
            passage=clause.passage,
            level=level_of(clause),
        )
    else:
        wanted = avoided(
            bad,
            sentence=clause.written,
            passage=clause.passage,
            level=level_of(clause),
            scope=scope,
        )
    if wanted is not None:
        yield wanted


def _follow(clause: Clause, following: Clause | None) -> list[str]:
    """What the very next sentence offers instead."""
    if following is None or following.is_conditional:
        return []
    found = _THEN_SAY.fullmatch(following.plain)
    good = words_in(following, found, "good") if found else []
    wrong = {each.casefold() for each in clause.quoted}
    return [each for each in good if each.casefold() not in wrong]
