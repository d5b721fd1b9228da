"""Punctuation, case and length: what a sentence says about marks, headings and counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from retrieval.prose.clauses import HOLE, Clause
from retrieval.prose.wanted import HEADINGS, Wanted, made, matched
from retrieval.prose.wording import level_of

_NEVER = r"(?:please )?(?:we )?(?:do not|don[’']t|never|avoid|no|use no|must not)(?: (?:use|using|add|include|put))?(?: the use of)?(?: an?| any| the)?"
_WHERE = r"(?P<where> (?:in|at the end of|for) (?:[\w-]+ )?(?P<place>headings?|headlines?|titles?|subheadings?|subject lines?)| in (?:a |your )?(?:sentences?|text|copy|content|body text|writing))?"
_PAREN = r"(?: \([^()]*\))?"


@dataclass(frozen=True, kw_only=True)
class _Mark:
    pattern: str
    name: str
    message: str
    bad: str
    good: str = "It is ready. You can start."
    ignorecase: bool = False


_MARKS: Mapping[str, _Mark] = {
    r"exclamation (?:marks?|points?)": _Mark(
        pattern="!+", name="no-exclamation-marks", message="We use no exclamation marks.", bad="It is ready!"
    ),
    r"ampersands?": _Mark(
        pattern=r"(?<=\s)&(?=\s)",
        name="no-ampersands",
        message="Write “and” instead of “&”.",
        bad="Terms & conditions",
        good="Terms and conditions",
    ),
    r"semi-?colons?": _Mark(
        pattern=";", name="no-semicolons", message="We use no semicolons.", bad="It is ready; you can start."
    ),
    r"em[ -]dash(?:es)?": _Mark(
        pattern="—", name="no-em-dashes", message="We use no em dashes.", bad="It is ready — start."
    ),
    r"en[ -]dash(?:es)?": _Mark(
        pattern="–", name="no-en-dashes", message="We use no en dashes.", bad="It is ready – start."
    ),
    r"emojis?|emoticons?": _Mark(
        pattern=r"\p{Extended_Pictographic}",
        name="no-emoji",
        message="We use no emoji.",
        bad="It is ready 🎉",
    ),
    r"hashtags?": _Mark(
        pattern=r"(?<![\w&])#\w+",
        name="no-hashtags",
        message="We use no hashtags.",
        bad="It is ready #launch",
    ),
    r"ellips[ie]s": _Mark(
        pattern=r"…|\.{3,}",
        name="no-ellipses",
        message="Finish the sentence: we use no ellipses.",
        bad="It is ready…",
    ),
    r"(?:all[ -]?caps|block capitals|full capitals|all capitals|all capital letters|upper ?case for emphasis)": _Mark(
        pattern=r"\b\p{Lu}{4,}\b(?:\s+\p{Lu}{2,}\b)*",
        name="no-capitals",
        message="We write no words in capitals.",
        bad="It is READY now.",
    ),
    r"apostrophes? (?:in|to|for|with|at) (?:plural abbreviations (?:or|and) )?(?:decades|years|dates)": _Mark(
        pattern=r"\b(?:\d\d)?\d0[’']s\b",
        name="no-apostrophe-in-decades",
        message="Write the decade without an apostrophe.",
        bad="In the 1990’s it began.",
        good="In the 1990s it began.",
    ),
    r"contractions": _Mark(
        pattern=r"\b\p{L}+n[’']t\b|\b(?:I|you|we|they|he|she|it|that|there|who|what)[’'](?:re|ve|ll|d|m|s)\b",
        name="no-contractions",
        message="Write “%s” out.",
        bad="We don’t know.",
        good="We do not know.",
        ignorecase=True,
    ),
    r"(?:oxford|serial) commas?": _Mark(
        pattern=r"(?<=\p{L}, [\p{L}’' -]{1,40}),(?= (?:and|or)\b)",
        name="no-serial-commas",
        message="We put no comma before the last “and” of a list.",
        bad="Send pens, paper, and ink.",
        good="Send pens, paper and ink.",
    ),
    r"(?:full stops?|periods?)": _Mark(
        pattern=r"(?<!\.)\.$",
        name="no-full-stops",
        message="No full stop at the end of a heading.",
        bad="# A heading that ends.",
        good="# A heading that does not",
    ),
    r"double spaces?|two spaces(?: (?:after|between) (?:a |sentences?|full stops?|periods?)[\w ]*)?": _Mark(
        pattern=r"(?<=[.!?]) {2,}(?=\S)",
        name="one-space",
        message="One space between sentences.",
        bad="It is ready.  Start now.",
    ),
}
_FORBIDDEN = {
    mark.name: re.compile(rf"{_NEVER} (?:{name}){_PAREN}{_WHERE}", re.IGNORECASE)
    for name, mark in _MARKS.items()
}
_ONE_SPACE = re.compile(
    r"(?:sentences should (?:always )?be separated by|(?:we )?(?:use|put|leave|add)(?: only)?|only)? ?(?:a single|one|a) space(?:,? not two,?)? "
    r"?(?:(?:after|between|following) (?:a |each |the )?(?:sentences?|full[ -]stops?|periods?|end punctuation)[\w ]*)?",
    re.IGNORECASE,
)
_AND = re.compile(
    rf"(?:we )?(?:always )?(?:use|write) (?:the word )?(?:and|{HOLE}) (?:instead of|rather than|not) (?:an? )?(?:ampersands?|&|{HOLE})(?: \(&\))?",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    rf",? (?:except|unless|apart from)(?: in| for)? (?:the )?{HOLE}(?:(?:, | and | or ){HOLE})*$",
    re.IGNORECASE,
)
_CASE = re.compile(
    r"(?:we )?(?:always )?(?:use|write|put|set) (?:(?P<first>[\w ]{0,30}?) in )?(?P<case>sentence|title)[ -]case(?:,? \([^()]*\)|,)?"
    r"(?: (?:for|in) (?P<what>[\w, -]{3,60}?))?(?:,? (?:except|unless|apart from|capitali[sz]ing)\b.*)?",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"(?:(?:we )?(?:keep|limit|write|make|aim for)? ?(?:all |your |the |our |each )?(?P<what>[a-z][a-z ]{2,30}?)"
    r" ?(?:should (?:be|have|not be|contain|not exceed)|must (?:be|not be|have|not exceed)|are|is|to|of|at|:|can be|with)?)"
    r" ?(?P<bound>under|below|no (?:more|longer) than|not (?:more|longer) than|(?:more|longer) than|at most|up to|(?:a )?max(?:imum)?\.?(?: of)?|fewer than|less than|to|within|shorter than)?"
    r" (?P<number>\d{1,4}) (?P<unit>characters?|words?|sentences?)(?: (?:or (?:less|fewer|shorter)|max(?:imum)?|long|each|in length))*",
    re.IGNORECASE,
)
_SHORTER = re.compile(r"(?:under|below|fewer than|less than|shorter than)", re.IGNORECASE)
_SPELL_OUT = re.compile(
    r"(?:we )?(?:always )?(?:spell out|write out|use words for|spell|write)(?: in writing| out)?(?: the)? (?:whole )?numbers?(?: from)? (?:zero|one|1|0)"
    r" ?(?:to|through|-|–|and) ?(?P<last>nine|ten|9|10)(?: (?:in|as) (?:words|full|letters))?",
    re.IGNORECASE,
)
_WORD = r"\b[\p{L}\p{N}][\p{L}\p{N}’'-]*\b"
_PLACES: Mapping[str, tuple[str, ...]] = {
    "heading": HEADINGS,
    "headline": HEADINGS,
    "title": HEADINGS,
    "page title": HEADINGS,
    "subheading": ("heading",),
    "subject line": ("subject",),
    "subject": ("subject",),
    "sentence": ("sentence",),
    "paragraph": ("paragraph",),
    "alt text": ("alt",),
    "bullet": ("list",),
    "bullet point": ("list",),
    "list item": ("list",),
    "link text": ("link",),
}
_CASED = re.compile(
    r"\b(?:headings?|headlines?|titles?|subheadings?|subheads?|page titles?|subject lines?)\b", re.IGNORECASE
)
_ONLY_CASED = re.compile(
    r"(?:(?:all|your|our|the|and|or|page|blog|post|article|section|main|email|news|press|release|web|level|h[1-6]|both|any|most"
    r"|headings?|headlines?|titles?|subheadings?|subheads?|subject|lines?)\b,? ?)+",
    re.IGNORECASE,
)
_FEWEST, _MOST = 3, 2_000


def marks(clause: Clause) -> Iterator[Wanted]:
    """What a sentence says about punctuation, case, numbers or length."""
    plain = clause.plain
    makers: tuple[Callable[[Clause, str], Iterator[Wanted]], ...] = (
        _forbidden,
        _ampersand,
        _case,
        _spelled_out,
        _limit,
        _one_space,
    )
    for make in makers:
        found = list(make(clause, plain))
        if found:
            yield from found
            return


def _forbidden(clause: Clause, plain: str) -> Iterator[Wanted]:
    excepted = _EXCEPT.search(plain)
    bare = plain[: excepted.start()] if excepted else plain
    for name, mark in ((each.name, each) for each in _MARKS.values()):
        found = _FORBIDDEN[name].fullmatch(bare)
        if found is None or (clause.is_conditional and not excepted):
            continue
        place = found["place"]
        at_heading = name == "no-full-stops"
        if at_heading and not place:
            return
        exceptions = clause.quoted[bare.count(HOLE) :] if excepted else ()
        bad, good = (mark.bad, mark.good)
        if place and not at_heading:
            bad, good = f"# {bad}", f"# {good}"
        yield matched(
            mark.pattern,
            name=f"{name}-in-headings" if place and not at_heading else name,
            message=mark.message,
            good=[good],
            bad=[bad],
            sentence=clause.written,
            passage=clause.passage,
            level=level_of(clause),
            scope=HEADINGS if place else (),
            ignorecase=mark.ignorecase,
            exceptions=exceptions,
        )
        return


def _ampersand(clause: Clause, plain: str) -> Iterator[Wanted]:
    if not _AND.fullmatch(plain) or (
        "&" not in clause.written and "ampersand" not in clause.written.casefold()
    ):
        return
    mark = _MARKS["ampersands?"]
    yield matched(
        mark.pattern,
        name=mark.name,
        message=mark.message,
        good=[mark.good],
        bad=[mark.bad],
        sentence=clause.written,
        passage=clause.passage,
    )


def _one_space(clause: Clause, plain: str) -> Iterator[Wanted]:
    if not _ONE_SPACE.fullmatch(plain) or not re.search(
        r"sentence|stop|period|punctuation", plain, re.IGNORECASE
    ):
        return
    mark = next(each for each in _MARKS.values() if each.name == "one-space")
    yield matched(
        mark.pattern,
        name=mark.name,
        message=mark.message,
        good=[mark.good],
        bad=[mark.bad],
        sentence=clause.written,
        passage=clause.passage,
    )


def _case(clause: Clause, plain: str) -> Iterator[Wanted]:
    found = _CASE.fullmatch(plain)
    what = (found["what"] or found["first"] or "") if found else ""
    if found is None or not _CASED.search(what) or not _ONLY_CASED.fullmatch(what.strip()):
        return
    title = found["case"].lower() == "title"
    right, wrong = ("Send Your First Invoice Today", "Send your first invoice today")
    if not title:
        right, wrong = wrong, right
    body: dict[str, object] = {
        "extends": "capitalization",
        "message": f"Write headings in {'title' if title else 'sentence'} case: “%[2]s”.",
        "level": "suggestion",
        "match": "$title" if title else "$sentence",
        "scope": list(HEADINGS),
        "threshold": 0.8,
        "acronyms": True,
    }
    yield made(
        "headings-title-case" if title else "headings-sentence-case",
        body,
        good=[f"# {right}"],
        bad=[f"# {wrong}"],
        sentence=clause.written,
        passage=clause.passage,
    )


def _spelled_out(clause: Clause, plain: str) -> Iterator[Wanted]:
    found = _SPELL_OUT.fullmatch(plain)
    if found is None:
        return
    ten = found["last"].lower() in {"ten", "10"}
    digits = r"(?:[1-9]|10)" if ten else r"[1-9]"
    yield matched(
        rf"(?<![\p{{L}}\p{{N}}.,:/£$€#%+-]){digits}(?![\p{{N}}.,:/%°-]*[\p{{N}}%°/-]|[\p{{L}}%°]|\.\p{{N}})",
        name="numbers-in-words",
        message="Write the number “%s” as a word.",
        good=["We met three clients in 2026.", "It costs £5 and takes 25 days."],
        bad=["We met 3 clients."],
        sentence=clause.written,
        passage=clause.passage,
        level="suggestion",
    )


def _limit(clause: Clause, plain: str) -> Iterator[Wanted]:
    found = _LIMIT.fullmatch(plain)
    if found is None:
        return
    what = re.sub(
        r"\b(?:all|your|the|our|each|keep|limit|write|make|individual|most)\b", "", found["what"].casefold()
    ).strip()
    what = re.sub(r"\s+(?:should|must|be|have|are|is|to|of|not|at|short|length)$", "", what).strip()
    singular = what[:-1] if what.endswith("s") and not what.endswith("ss") else what
    scope = _PLACES.get(singular)
    bound = found["bound"] or ""
    negated = bool(re.search(r"\b(?:not|no|never|n[’']t)\b", plain[: found.start("number")], re.IGNORECASE))
    if (
        scope is None
        or (bound.lower() in {"more than", "longer than"} and not negated)
        or (not bound and "or" not in plain)
    ):
        return
    most = int(found["number"]) - bool(_SHORTER.fullmatch(bound))
    unit = found["unit"].lower().rstrip("s")
    if not _FEWEST <= most <= _MOST and unit != "sentence":
        return
    yield _counted(clause, singular, scope, most, unit)


def _counted(clause: Clause, what: str, scope: tuple[str, ...], most: int, unit: str) -> Wanted:
    token = {"character": r"[\s\S]", "word": _WORD, "sentence": r"[.!?]+(?=\s|$)"}[unit]
    one = {"character": "a", "word": "word ", "sentence": "It is so. "}[unit]
    lead = "# " if "heading" in scope else "- " if scope == ("list",) else ""
    shown = (
        "![{}](a.png)"
        if scope == ("alt",)
        else "[{}](https://example.com/a)"
        if scope == ("link",)
        else f"{lead}{{}}"
    )
    long = (one * (most + 1)).strip()
    short = one.strip()
    body: dict[str, object] = {
        "extends": "occurrence",
        "message": f"This {what} has %s {unit}s: {most} is the most.",
        "level": "suggestion",
        "scope": list(scope),
        "token": token,
        "max": most,
        "mark": "block",
    }
    setting = {"channel": "email", "field": "subject"} if scope == ("subject",) else None
    examples = [{"text": text, **setting} if setting else shown.format(text) for text in (short, long)]
    return made(
        f"{what.replace(' ', '-')}-{unit}s",
        body,
        good=examples[:1],
        bad=examples[1:],
        sentence=clause.written,
        passage=clause.passage,
    )
