"""What a follow-up asks to change: “shorter”, “mention the trial”, “use variant 2”, taken apart by rules."""

# ruff: noqa: E501
# A pattern or a list of words reads better on one line.
from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from llm.house.asked_content import split_mentions
from llm.house.change_kinds import (
    Afresh,
    Another,
    Change,
    Combine,
    Correct,
    Decorate,
    Drop,
    GoBack,
    Keep,
    Longer,
    Mention,
    More,
    NewAudience,
    NewCallToAction,
    NewLink,
    Postscript,
    Shorter,
    Swap,
    Tone,
    Wish,
)
from llm.house.details import all_in, kind_called
from llm.house.hearing import plain, without_padding
from llm.house.told_facts import first_told

_NUMBERS: Mapping[str, int] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "6th": 6,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6,
    "a": 1, "b": 2, "c": 3, "last": 0, "a couple": 2, "a couple of": 2, "a few": 3, "some": 2, "another": 1, "an": 1,
}  # fmt: skip
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|last|1st|2nd|3rd|4th|5th|6th)"
_COUNT = r"(?:one|two|three|four|five|six|[1-6])"
_VARIANT = r"(?:variant|version|option|alternative|take|one|draft)"
_WHICH = rf"(?:(?:the )?(?P<{{0}}o>{_ORDINAL})(?: {_VARIANT}| one)?|{_VARIANT} (?:number )?#?(?P<{{0}}n>[1-6]|[a-f]|one|two|three|four|five|six)\b|(?:#|no\.? ?)(?P<{{0}}h>[1-6]))"
_PART = (
    r"(?P<part>headlines?|title|subject(?: line)?|pre-?header|opening|opener|hook|intro|introduction|first (?:line|sentence|paragraph)|start|"
    r"ending|closing|close|last (?:line|sentence|paragraph)|cta|call to action|button|hashtags?|body|text|lead|quote|quotation|meta description|"
    r"descriptions?|dateline|contact)"
)
_END = r"(?=\s*(?:$|[,.;!\n]|\b(?:and|but)\b))"
_LIST_END = r"(?=\s*(?:$|[.;!\n]|,\s*(?:and\s+)?(?:make|use|keep|drop|remove|add|change|shorter|longer|more|less|friendl)|\s+and\s+(?:make|use|keep it|drop|remove|add|change|replace|shorten|link|shorter|longer|more|less)\b|\s+but\s+))"


def read_wish(message: str) -> Wish:
    """Take a follow-up apart into changes, in the order in which they were asked for."""
    rest = without_padding(plain(message))
    found: list[tuple[int, Change]] = []
    while told := first_told(rest):
        found += [(told.start, Mention(what=fact)) for fact in told.facts]
        rest = _blanked(rest, told.start, told.end)
    for pattern, build in _PATTERNS:
        while match := pattern.search(rest):
            found += [(match.start(), change) for change in build(match)]
            rest = _blanked(rest, *match.span())
    changes = tuple(change for _, change in sorted(found, key=lambda pair: pair[0]))
    only, unclear = _only(rest), _unclear(rest)
    if not changes and len(only) == 1 and not unclear:
        return Wish(changes=(Keep(number=only[0]),))
    return Wish(changes=changes, only=only if changes else (), unclear=unclear)


def _blanked(text: str, start: int, end: int) -> str:
    """The text with a span that was understood left empty, so that what stands behind it keeps its place."""
    return f"{text[:start]}{' ' * (end - start - 1)};{text[end:]}"


def earlier_version(message: str, *, latest: int) -> int | None:
    """The number of the version that “undo” or “go back to version 1” means; None when it means neither."""
    for change in read_wish(message).changes:
        if isinstance(change, GoBack):
            version = change.version or latest - 1
            return version if 1 <= version < latest else None
    return None


def _number(match: re.Match[str], prefix: str) -> int:
    said = next((match[f"{prefix}{kind}"] for kind in "onh" if match[f"{prefix}{kind}"]), "")
    return _NUMBERS.get(said.lower(), 1)


_NO_WORD = 2
_FILLER = re.compile(
    r"\b(?:can|could|would|you|we|i|it|this|that|them|the|a|an|please|make|made|be|is|and|but|also|just|now|then|to|for|of|with|in|on|so|"
    r"bit|little|much|even|still|keep|kept|everything|all|rest|else|same|as|get|do|give|me|us|have|let's|let’s|like|want|need|more|sound|"
    r"ok|okay|great|nice|good|perfect|love|thanks?|cool|yes|yeah|text|post|copy|tone|instead|again|there|one|ones|version|variant|its|it's|it’s|i'd|i’d|"
    r"should|think|maybe|perhaps|could|slightly|very|really|too|fine|looks?|great|way|somewhat)\b|[^\w]",
    re.IGNORECASE,
)


def _unclear(rest: str) -> str:
    left = re.sub(
        rf"{_WHICH.format('x').replace('?P<xo>', '?:').replace('?P<xn>', '?:').replace('?P<xh>', '?:')}",
        " ",
        rest,
        flags=re.IGNORECASE,
    )
    pieces = [piece.strip(" ,.") for piece in re.split(r"[;\n]|\.\s", left)]
    said = [
        piece
        for piece in pieces
        if not re.match(r"(?:please,? )?(?:but )?(?:keep|leave) ", piece, re.IGNORECASE)
    ]
    return "; ".join(piece for piece in said if len(_FILLER.sub("", piece)) > _NO_WORD)


def _only(rest: str) -> tuple[int, ...]:
    return tuple(_number(match, "v") for match in re.finditer(_WHICH.format("v"), rest, re.IGNORECASE))


def _mentions(match: re.Match[str]) -> Sequence[Change]:
    return [Mention(what=what.strip(" .")) for what in split_mentions(match["what"].strip())]


def _corrected(match: re.Match[str]) -> Sequence[Change]:
    kind = kind_called(match["kind"])
    return [Correct(kind=kind, new=match["new"].strip())] if all_in(match["new"], kind) else []


def _drops(match: re.Match[str]) -> Sequence[Change]:
    several = re.split(r",? and (?=(?:the|our|its) )", match["what"].strip(" ."))
    return [change for each in several for change in _drop(each)]


def _drop(said: str) -> Sequence[Change]:
    what = re.sub(
        r"^(?:the (?:part|bit|sentence|line|mention|reference) (?:about|on|of|to|with) )",
        "",
        said.strip(" ."),
        flags=re.IGNORECASE,
    )
    what = re.sub(r"(?<=\w) (?:link )?(?:line|part|bit|sentence)$", "", _bare(what), flags=re.IGNORECASE)
    return [Drop(what=what if what.lower() not in _PLACES else _bare(said))]


_PLACES = frozenset(
    {f"{the}{nth}" for the in ("", "the ") for nth in ("first", "second", "third", "fourth", "fifth", "last")}
)


def _bare(text: str) -> str:
    return text.strip().strip("“”").strip()


def _more(match: re.Match[str]) -> Sequence[Change]:
    return [More(count=max(1, _NUMBERS.get((match["count"] or "one").lower(), 1)))]


def _combine(match: re.Match[str]) -> Sequence[Change]:
    return [Combine(base=_number(match, "b"), part=match["part"].lower(), donor=_number(match, "d"))]


def _decorated(match: re.Match[str]) -> Sequence[Change]:
    what = match["what"].lower()
    kind = (
        "emoji"
        if what.startswith("emoji")
        else "hashtags"
        if what.startswith(("hashtag", "#"))
        else "exclamation marks"
    )
    return [Decorate(what=kind, add=not _TAKES_OUT.search(match[0][: match.start("what") - match.start()]))]


_TAKES_OUT = re.compile(
    r"\b(?:without|no|drop|remove|lose|fewer|less|cut|skip|delete|get rid|don|take out|ditch|leave out)\b",
    re.IGNORECASE,
)
_DECORATION = r"(?P<what>emojis?|hashtags?|#hashtags?|exclamations?(?: marks?| points?)?)"
_FORMAL = r"(?:more )?(?:formal|professional|serious|businesslike|official|sober|corporate|polite)"
_WARM = r"(?:(?:more )?(?:friendly|casual|warm|relaxed|informal|conversational|human|personal|approachable|playful|fun)|friendlier|warmer|chattier|lighter)"
_LEAD_IN = r"(?:(?:can|could|would) you\s+|please\s+|and\s+|also\s+|but\s+|now\s+)*"
_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Sequence[Change]]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), build)
    for pattern, build in (
        (r"\b(?:replace|swap|change)\s+“(?P<old>[^”]+)”\s+(?:with|for|by|to|into)\s+“(?P<new>[^”]*)”", lambda m: [Swap(old=m["old"], new=m["new"])]),
        (r"\bsay\s+“(?P<new>[^”]+)”\s+(?:instead of|not|rather than)\s+“(?P<old>[^”]+)”", lambda m: [Swap(old=m["old"], new=m["new"])]),
        (r"\b(?:use|write|put)\s+“(?P<new>[^”]+)”\s+(?:instead of|not|rather than|for)\s+“(?P<old>[^”]+)”", lambda m: [Swap(old=m["old"], new=m["new"])]),
        (r"\b(?:(?:it |that )?(?:should|must|has to|needs to) (?:say|read|be)|use|say|write)\s+(?P<new>[\w’'%£$€.-]+(?: [\w’'%£$€.-]+){0,4}?),?\s+(?:instead of|rather than|(?:and )?not)\s+(?P<old>[\w’'%£$€.-]+(?: [\w’'%£$€.-]+){0,4}?)" + _END, lambda m: [Swap(old=m["old"], new=m["new"])]),
        (r"\b(?:replace|swap)\s+(?P<old>[\w’'-]+(?: [\w’'-]+){0,3}?)\s+(?:with|by|for)\s+(?P<new>[\w’'-]+(?: [\w’'-]+){0,4}?)" + _END, lambda m: [Swap(old=m["old"], new=m["new"])]),
        (r"\b(?:don[’']t|do not|never) (?:say|call it|write|use) (?P<old>[\w’'-]+(?: [\w’'-]+){0,2}?),? (?:but |please )?(?:say|call it|write|use|rather) (?P<new>[\w’'-]+(?: [\w’'-]+){0,2}?)" + _END, lambda m: [Swap(old=m["old"], new=m["new"])]),
        (r"^(?:it[’']?s |make (?:it|that) )?(?P<new>[£$€]?\w[\w’'%.-]*(?: [\w’'-]+){0,2}?),? not (?P<old>[£$€]?\w[\w’'%.-]*(?: [\w’'-]+){0,2}?)(?=[.!]?$)", lambda m: [Swap(old=m["old"], new=m["new"])]),
        (r"(?<!add )(?<!mention )(?<!include )(?<!with )\b(?:(?:change|move|correct|fix|update|set) )?the (?P<kind>date|day|time|price|cost)\b(?: is wrong| has changed| changed)?[,:;]?(?: (?:to|it[’']s|it is|is now|is|should be|must be|it should be))? (?P<new>[£$€]?\d[^,;!\n]*?)(?=\s*(?:$|[,;!\n]|\.(?:\s|$)|\band\b))", _corrected),
        (r"\b(?:undo|revert|roll back|rollback)\b(?:(?: that| it| the last (?:change|edit)| to)?(?: (?:version|v)\s*(?P<v>\d+))?)?", lambda m: [GoBack(version=int(m["v"] or 0))]),
        (r"\b(?:try (?:it |this )?again|(?:give it |have )?another (?:try|go)|once more|do it (?:again|over)|start (?:over|again)|(?:rewrite|redo) (?:it|this)(?: all)?)\b(?=\s*(?:$|[,.;!\n]|and\b|but\b))", lambda _m: [Afresh()]),
        (r"\b(?:go |get |take (?:it|me|us) )?back to (?:the )?(?:(?:version|draft|v)\s*(?P<v>\d+)|(?P<word>first|original|previous|last|one before)(?: version| draft| one)?)", lambda m: [GoBack(version=int(m["v"]) if m["v"] else 1 if m["word"].lower() in {"first", "original"} else 0)]),
        (rf"(?:\b(?:use|take|keep|go with|i(?:’d| would)? like|prefer|choose|pick)\s+)?{_WHICH.format('b')},?\s+(?:but |and )?(?:with|using|has|have)\s+(?:the )?{_PART}\s+(?:of|from|in)\s+{_WHICH.format('d')}", _combine),
        (rf"(?:\b(?:use|take|keep|go with|prefer|choose|pick)\s+)?{_WHICH.format('b')},?\s+(?:but |and )?(?:with|using)\s+(?:the )?(?P<do>{_ORDINAL}|(?P<dn>\d))(?P<dh>)(?: (?:variant|one|version|option)(?:’s|'s)?)?\s+{_PART}", _combine),
        (rf"(?:\b(?:use|take)\s+)(?:the )?{_PART}\s+(?:of|from)\s+{_WHICH.format('d')}\s+(?:in|for|with|on)\s+{_WHICH.format('b')}", _combine),
        (rf"\b(?:use|keep|take|go with|choose|pick|continue with|let(?:’|')s (?:use|go with|take)|i(?:’d| would)? (?:like|prefer|choose)|i like|prefer)\s+(?:only\s+|just\s+)?{_WHICH.format('k')}(?:\s+only)?(?!\s*,?\s*(?:but|with)\b)", lambda m: [Keep(number=_number(m, "k"))]),
        (rf"\b(?:add |give me |i(?:’d| would)? like |write )?(?:another|(?P<count>{_COUNT}|a couple of|a few|some) (?:more|other|further|additional|extra|new))(?:\s+(?:variants?|variations?|options?|alternatives?|versions?|takes?|ideas?|ones?))?{_END}(?!\s+{_PART})", _more),
        (r"\b(?:more|other|different) (?:variants?|variations|options|alternatives|versions|ideas)\b(?P<count>)", _more),
        (rf"(?:\bmake it|\bgive me|\bshow me|let me (?:have|see)|i (?:need|want)|(?:can|could) (?:i|we) (?:get|have|see)|do|^it|^)\s*(?P<count>{_COUNT})\s+(?:different\s+)?(?:variants?|variations?|options?|alternatives|versions?)\b", lambda m: [More(count=_NUMBERS.get(m["count"].lower(), 1), in_all=True)]),
        (rf"\b(?:make |keep )?the {_PART}\s+(?:is |are |feels? |sounds? |looks? |could be |should be |needs to be |a (?:bit|little|touch) |much |more |too |rather |very |quite )*(?:shorter|punchier|snappier|catchier|stronger|better|bolder|tighter|crisper|interesting|exciting|boring|dull|weak|flat|bland|long|generic|bad|vague|tired)\b", lambda m: [Another(part=m["part"].lower())]),
        (rf"\b(?:another|a (?:new|different|better)|new|different|rewrite the|try another|change the|give me another|redo the|rework the) {_PART}\b(?!\s+(?:to|is|should))", lambda m: [Another(part=m["part"].lower())]),
        (rf"{_LEAD_IN}\b(?:add(?: (?:a few|some|an?|more))?|use(?: (?:a few|some|an?|more))?|with(?: (?:some|a few|an?|more))?|include(?: (?:some|an?))?|more|put in(?: (?:some|an?))?|sprinkle in some)\s+{_DECORATION}", _decorated),
        (rf"{_LEAD_IN}\b(?:without(?: any| the)?|no(?: more)?|drop(?: the| all)?|remove(?: the| all)?|lose(?: the)?|fewer|less|cut(?: the)?|skip(?: the)?|delete(?: the)?|get rid of(?: the)?|ditch(?: the)?|leave out(?: the)?|take out(?: the)?|don[’']t use(?: any)?)\s+{_DECORATION}", _decorated),
        (r"\b(?:change|update|set|make|use|switch)?\s*(?:the )?(?:cta|call to action|button)(?: text)?\s*(?:to|should (?:be|say|read)|is|as|[:=])\s*(?:“(?P<q>[^”]+)”|(?P<w>[^,.;!\n]+))", lambda m: [NewCallToAction(text=_bare(m["q"] or m["w"]))]),
        (r"\b(?:(?:change|update|set|switch|replace|use)\s+)?(?:the )?(?:links?|url)\s*(?:(?:it )?(?:to|with|should (?:be|go to|point to)|is)|[:=])\s*(?P<url>(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/[^\s,;]*)?)", lambda m: [NewLink(url=_url(m["url"]))]),
        (r"\b(?:remove|drop|without|no|delete|lose|take out)\s+(?:the |any )?(?:link|url)s?\b", lambda _m: [NewLink(url="")]),
        (r"\b(?:add|include|with)\s+(?:a |the )?link(?:\s+to)?\s*:?\s*(?P<url>(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/[^\s,;]*)?)", lambda m: [NewLink(url=_url(m["url"]))]),
        (rf"\b(?:(?:change|set|switch) the audience to|audience\s*[:=]|audience should be|aim (?:it|this) at|address(?: it to)?|target(?: it at)?|speak to|write it for|make it for|this is for|rather for|do it for)\s+(?P<who>[^,.;!\n]+?){_END}", lambda m: [NewAudience(who=_bare(m["who"]))]),
        (r"^(?:(?:(?:the )?same(?: (?:thing|one|again))?|now|this time),? (?:but )?for (?P<who>[^,.;!\n]+?)|for (?P<whom>[^,.;!\n]+?),? instead)(?=\s*$)", lambda m: [NewAudience(who=_bare(m["who"] or m["whom"]))]),
        (rf"\b(?:don[’']t|do not|no need to|without|stop|never)\s+(?:mention(?:ing)?|say(?:ing)?|includ(?:e|ing)|talk(?:ing)? about|referenc(?:e|ing))\s+(?P<what>.+?){_LIST_END}", _drops),
        (rf"(?:^|(?<=[,;]\s)|(?<=\bbut\s)|(?<=\band\s))without (?P<what>(?:the|our|its|any) .+?){_LIST_END}", _drops),
        (rf"\b(?:remove|drop|delete|cut|leave out|take out|lose|get rid of|omit|skip)\s+(?P<what>.+?){_LIST_END}", _drops),
        (rf"{_LEAD_IN}\b(?:add|include|put|with|write)\s+(?:in )?(?:a |an |the )?(?:p\.? ?s\b\.?|postscript)\s*(?::|that|saying(?: that)?|about|with|to say(?: that)?)?\s*(?P<what>.+?){_LIST_END}", lambda m: [Postscript(what=_bare(m["what"]))]),
        (rf"{_LEAD_IN}\b(?:mention|include|add(?! another)|say|bring up|highlight|work in|talk about|point out|reference|stress|emphasi[sz]e)\s+(?:that (?=\w))?(?:also )?(?P<what>.+?){_LIST_END}", _mentions),
        (rf"\b(?:make (?:it|this|that|them)|sound(?:s|ing)?|keep it|be|in an?|use an?)?\s*(?:a (?:bit|little|touch) |slightly |much |less )?(?<!less ){_FORMAL}\b(?:\s+tone)?", lambda _m: [Tone(formal=True)]),
        (r"\bless (?:formal|stiff|corporate|serious|professional|dry)\b", lambda _m: [Tone(formal=False)]),
        (r"\bless (?:casual|friendly|chatty|playful|informal)\b|\btone it down\b", lambda _m: [Tone(formal=True)]),
        (rf"\b(?:make (?:it|this|that|them)|sound(?:s|ing)?)?\s*(?:a (?:bit|little|touch) |slightly |much )?\b{_WARM}\b(?:\s+tone)?", lambda _m: [Tone(formal=False)]),
        (r"\b(?:(?:make (?:it|this|that|them) )?(?:a (?:bit|little) |much |way |even )?(?:shorter|briefer|snappier|tighter|more concise|more compact|short|brief|concise|punchier)|shorten(?: (?:it|this))?|too long|trim(?: it)?|tighten(?: it)?(?: up)?|condense(?: it)?|cut it down|less text)\b", lambda _m: [Shorter()]),
        (r"\b(?:(?:make (?:it|this|that|them) )?(?:a (?:bit|little) |much |even )?(?:longer|more detailed|more detail|fuller)|expand(?: (?:it|on (?:it|this)))?|elaborate|too short|add more(?: detail)?|flesh (?:it|this) out|more info(?:rmation)?)\b", lambda _m: [Longer()]),
    )
)  # fmt: skip


def _url(text: str) -> str:
    text = text.rstrip(".,;:!?)")
    return text if text.startswith("http") else f"https://{text}"
