"""Words in lists: “email, not e-mail”, words to avoid as bullets, and tables of do and don't."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from brandkit.passages import Passage
from retrieval.prose.clauses import Clause
from retrieval.prose.wanted import Wanted, avoided, swaps
from retrieval.prose.wording import is_wording, level_of

_BULLET = re.compile(r"^\s*[-*•–]\s+")
_QUOTES = "“”\"‘’'`*_ "
_X_NOT_Y = re.compile(r"(?P<good>[^,.:;()]{2,40}), not (?P<bad>[^,:;()]{1,60})")
_INSTEAD = re.compile(
    r"(?P<good>[^.:;()]{2,40}?) ?(?:---|--|—|–) ?instead of (?P<bad>[^.:;()]{2,60})\.?", re.IGNORECASE
)
_ARROW = re.compile(r"(?P<bad>[^→⇒=>|:]{2,60}?) ?(?:→|⇒|->|=>|-->) ?(?P<good>[^→⇒=>|:]{1,60})")
_TRADES = re.compile(
    r"\b(?:instead of|rather than|replace|swap|jargon|plain (?:english|language|words)|simpler|avoid|don[’']t (?:say|use|write))\b",
    re.IGNORECASE,
)
_PAIR = re.compile(r"(?P<good>[a-z][a-z’' -]{1,24}?) instead of (?P<bad>[a-z][a-z’' -]{1,24})")
_PAIRS = re.compile(r"(?:we )?(?:use|say|write) (?P<pairs>.+)", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:please )?(?:we )?(?:(?:do not|don[’']t|never|avoid)(?: (?:use|using|say|saying|write|writing))?"
    r"(?: (?:the|these|any))?(?: (?:following|these))?(?: (?:words?|terms?|phrases?|expressions?))?(?: (?:and|or) (?:words?|terms?|phrases?))?"
    r"|(?:words?|terms?|phrases?|expressions?|language)(?: (?:and|or) (?:words?|terms?|phrases?))? (?:to avoid|we (?:avoid|never use|do not use|don[’']t use)))",
    re.IGNORECASE,
)
_SAY_FOR = re.compile(
    r"(?:we )?(?:say|use|write) [“\"‘'](?P<good>[^”\"’']{2,40})[”\"’'] (?:instead of|rather than|not)",
    re.IGNORECASE,
)
_COLON = re.compile(
    r"(?:please )?(?:(?:do not use|don[’']t use|never use|avoid(?: using)?|we (?:never|do not|don[’']t) use)\b|things to avoid:)"
    r"(?P<what>[^:.()]{0,90}?\b(?:words|terms|phrases|language|expressions|clich[ée]s|jargon|link text|contractions|abbreviations)\b[^:.()]{0,90}?)"
    r"(?:: ?(?P<listed>[^.:;()]+)|,? (?:like|such as) (?P<like>[^.:;()]+)|\((?:for example,? |such as |e\.g\.,? )?(?P<aside>[^.:;()]+)\).*)\.?",
    re.IGNORECASE,
)
_CALLS = re.compile(
    r"(?:please )?(?:we )?(?:do not|don[’']t|never) (?:say|write|call (?:things|people|anyone|anything|it|them)) (?P<bad>[\w’'-]+(?: [\w’'-]+)?(?:, [\w’'-]+(?: [\w’'-]+)?)*,? or [\w’'-]+(?: [\w’'-]+)?)",
    re.IGNORECASE,
)
_SAY_NOT = re.compile(
    r"(?:we )?say (?P<good>[\w’' -]+(?:, [\w’' -]+)*?(?: or [\w’' -]+)?),? (?:and )?not (?P<bad>[\w’' -]+)",
    re.IGNORECASE,
)
_APART = re.compile(r",? (?:and|or) |, ?")
_HEADS_AVOID = re.compile(
    r"(?:words? |terms? |phrases? )?(?:don[’']t(?: (?:say|use|write))?|do not(?: (?:say|use|write))?|instead of(?: this)?|avoid(?: using)?"
    r"|not(?: this)?|never(?: (?:say|use|write))?|rather than|to avoid|we avoid|we (?:do not|don[’']t|never) (?:say|use|write)|banned|replace"
    r"|wrong|incorrect|bad|worse|no|don[’']?ts|complex(?: word)?|jargon|words to avoid|(?:words|terms) not to use|deprecated|old(?: (?:word|term))?)",
    re.IGNORECASE,
)
_HEADS_SAY = re.compile(
    r"(?:do(?:[’']?s)?(?: (?:say|use|write))?|say(?: instead)?|use(?: this| instead)?|write(?: this| instead)?|instead(?:,? (?:say|use|write|try))?"
    r"|try(?: this| instead)?|this|we (?:say|use|write)|yes|good|right|correct|better|prefer(?:red)?(?: (?:word|term))?|with"
    r"|simple(?:r)?(?: word)?|plain(?:er)?(?: (?:word|english|language))?|(?:words|terms) to use|approved(?: (?:word|term))?|new(?: (?:word|term))?)",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:do(?:[’']?s)?|don[’']?ts?|do not|yes|no|good|bad|right|wrong|(?:in)?correct|better|worse|this|not(?: this)?|try(?: this)?|avoid|never):?",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"(?:be|write|use|keep|sound|speak|talk|make|tell|show|avoid|focus|stay|add|put|explain|address|describe|start|end|choose|give"
    r"|don[’']t|do not|never|always)\s",
    re.IGNORECASE,
)
_KNOWS_WORDS = re.compile(
    r"\b(?:words?|phrases?|terms?|terminology|language|spelling|vocabulary|glossary|a to z|a-z)\b",
    re.IGNORECASE,
)
_GENERIC = frozenset(
    [
        "words",
        "digits",
        "numerals",
        "numbers",
        "images",
        "text",
        "symbols",
        "italics",
        "bold",
        "capitals",
        "links",
        "hyphens",
        "dashes",
        "bullets",
        "names",
        "headings",
        "sentences",
        "paragraphs",
        "pdf",
        "pdfs",
        "periods",
        "commas",
        "quotes",
        "apostrophes",
        "this",
        "that",
        "it",
        "these",
    ]
)
_NOUNS = re.compile(r"^(?:an?|the)\s", re.IGNORECASE)
_MOST_ITEM = 3


def listed(passage: Passage) -> Iterator[Wanted]:
    """What the lists and tables of a passage ask for."""
    lines = passage.text.split("\n")
    for number, line in enumerate(lines):
        text = _BULLET.sub("", line).strip()
        yield from _line(text, passage, bullet=bool(_BULLET.match(line)))
        if text.endswith(":"):
            yield from _below(text, lines[number + 1 :], passage)
    yield from _arrows(lines, passage)
    yield from _table(lines, passage)


def named(clause: Clause) -> Iterator[Wanted]:
    """Words listed without quotation marks in a sentence that forbids them, or pairs of words."""
    written = clause.written.strip()
    found = _COLON.fullmatch(written)
    if found:
        text = found["listed"] or found["like"] or found["aside"]
        items = [
            each
            for each in (
                _clean(one)
                for one in _APART.split(re.sub(r" (?:whenever|where(?:ver)?|when) possible$", "", text))
            )
            if each
        ]
        items = [each for each in items if each.casefold() not in {"etc", "so on", "others"}]
        if len(items) > 1 and all(_short(each) for each in items):
            about_links = "link text" in found["what"].casefold()
            wanted = avoided(
                items,
                sentence=written,
                passage=clause.passage,
                level=level_of(clause),
                scope=["link"] if about_links else [],
            )
            yield from _if_any(wanted)
        return
    if not clause.quoted and not clause.is_conditional:
        spoken = list(_spoken(clause))
        if spoken:
            yield from spoken
            return
    found = _PAIRS.fullmatch(written.rstrip("."))
    if found and "instead of" in found["pairs"] and not clause.quoted:
        pairs = _pairs(found["pairs"])
        if pairs and (len(pairs) > 1 or _KNOWS_WORDS.search(" ".join(clause.passage.heading))):
            yield from _if_any(swaps(pairs, sentence=written, passage=clause.passage, level=level_of(clause)))


def _spoken(clause: Clause) -> Iterator[Wanted]:
    """“Say everyone, folks or team, not guys”, “We do not call things crazy or lame”: words without marks."""
    plain, passage = clause.plain, clause.passage
    if found := _CALLS.fullmatch(plain):
        bad = _alternatives(found["bad"])
        if all(map(_short, bad)) and not any(map(_is_generic, bad)):
            yield from _if_any(avoided(bad, sentence=clause.written, passage=passage, level=level_of(clause)))
    elif found := _SAY_NOT.fullmatch(plain):
        good, bad = _alternatives(found["good"]), _alternatives(found["bad"])
        if all(map(_short, (*good, *bad))) and not any(map(_is_generic, (*good, *bad))):
            pairs = dict.fromkeys(bad, tuple(good))
            yield from _if_any(swaps(pairs, sentence=clause.written, passage=passage))


def _pairs(text: str) -> dict[str, tuple[str, ...]]:
    """“buy instead of purchase, help instead of assist, and so on”; empty when a piece is something else."""
    pairs: dict[str, tuple[str, ...]] = {}
    for piece in re.split(r",? and (?=so on)|, ?(?:and )?|; ?", text):
        if piece.strip() in {"so on", "etc", ""}:
            continue
        found = _PAIR.fullmatch(piece.strip())
        if found is None or any(_is_generic(found[each]) for each in ("good", "bad")):
            return {}
        pairs[found["bad"].strip()] = (found["good"].strip(),)
    return pairs


def _is_generic(text: str) -> bool:
    words = text.casefold().split()
    return bool(_NOUNS.match(text)) or len(words) > _MOST_ITEM or bool(_GENERIC & set(words))


def _line(text: str, passage: Passage, *, bullet: bool) -> Iterator[Wanted]:
    found = _INSTEAD.fullmatch(text) if bullet else None
    if found and is_wording(_clean(found["good"])):
        offered = tuple(_alternatives(found["good"]))
        bad = [each for each in _alternatives(found["bad"]) if _short(each) and "/" not in each]
        yield from _if_any(swaps(dict.fromkeys(bad, offered), sentence=text, passage=passage))
        return
    found = _X_NOT_Y.fullmatch(text)
    if not found or not bullet:
        return
    good, bad = _alternatives(found["good"]), _alternatives(found["bad"])
    spelled = all(_letters(each) == _letters(one) or len(each) <= _MOST_ITEM for each in bad for one in good)
    at_words = bool(_KNOWS_WORDS.search(" ".join(passage.heading))) and all(map(_short, (*good, *bad)))
    fit = all(is_wording(each) for each in (*good, *bad)) and not any(map(_is_generic, bad))
    if fit and (spelled or at_words):
        yield from _if_any(swaps(dict.fromkeys(bad, tuple(good)), sentence=text, passage=passage))


def _below(lead: str, lines: Sequence[str], passage: Passage) -> Iterator[Wanted]:
    """A line that ends in a colon, and the words in the bullets under it."""
    head = lead.rstrip(":").strip()
    say = _SAY_FOR.fullmatch(head)
    if not say and not _LEAD.fullmatch(head):
        return
    items = []
    for line in lines:
        if not _BULLET.match(line):
            break
        items.append(_clean(re.split(r" (?:---|--|—|–|-) |[:(]", _BULLET.sub("", line))[0]))
    if not items or not all(is_wording(each) and _short(each) for each in items):
        return
    sentence = f"{head}: {'; '.join(items)}"
    if say:
        yield from _if_any(swaps(dict.fromkeys(items, (say["good"],)), sentence=sentence, passage=passage))
    elif len(items) > 1 or any(mark in lines[0] for mark in '“"‘'):
        yield from _if_any(avoided(items, sentence=sentence, passage=passage))


def _arrows(lines: Sequence[str], passage: Passage) -> Iterator[Wanted]:
    """“utilise → use” in bullets, where the heading or the line above says that words are traded."""
    about = " ".join(passage.heading)
    pairs: dict[str, tuple[str, ...]] = {}
    lead = ""
    for line in lines:
        if not _BULLET.match(line):
            lead = line
            continue
        found = _ARROW.fullmatch(_BULLET.sub("", line).strip())
        if found is None or not (_TRADES.search(f"{about} {lead}") or _KNOWS_WORDS.search(about)):
            continue
        bad, good = _alternatives(found["bad"]), _alternatives(found["good"])
        if bad and good and all(map(_short, (*bad, *good))) and not any(map(_is_generic, bad)):
            pairs |= dict.fromkeys(bad, tuple(good))
    rows = "; ".join(f"{bad} → {', '.join(good)}" for bad, good in pairs.items())
    if pairs:
        yield from _if_any(swaps(pairs, sentence=rows, passage=passage))


def _table(lines: Sequence[str], passage: Passage) -> Iterator[Wanted]:
    """The rows of a table with a column to avoid and one to write, as pairs of short wordings."""
    pairs: dict[str, tuple[str, ...]] = {}
    heads: tuple[str, str] = ("", "")
    for told, bad, good in _rows(lines):
        if _is_advice(told, bad, good):
            continue
        avoid, say = _alternatives(bad), _alternatives(good)
        fit = avoid and say and all(is_wording(each) for each in (*avoid, *say))
        same = any(each.casefold() == one.casefold() for each in avoid for one in say)
        if fit and not same and not any(map(_is_generic, avoid)):
            pairs |= dict.fromkeys(avoid, tuple(say))
            heads = told
    if pairs:
        rows = "; ".join(f"{bad} | {', '.join(good)}" for bad, good in pairs.items())
        sentence = f"{heads[0]} | {heads[1]}: {rows}"
        yield from _if_any(swaps(pairs, sentence=sentence, passage=passage))


def _is_advice(heads: tuple[str, str], bad: str, good: str) -> bool:
    """Whether a row says how to write rather than which words: “Be warm | Be cold” under do and don't.

    Heads that speak of words, such as “Don't say”, leave no doubt.
    """
    if not all(_BARE.fullmatch(head) for head in heads):
        return False
    return any(cell.rstrip().endswith((".", "!")) or _ORDERS.match(cell) for cell in (bad, good))


def _rows(lines: Sequence[str]) -> Iterator[tuple[tuple[str, str], str, str]]:
    """Heads, what to avoid and what to write, row by row: heads stand above, or in each cell with a colon."""
    above: tuple[int, int] | None = None
    names = ("", "")
    for line in lines:
        cells = [cell.strip() for cell in line.split(" | ")]
        if len(cells) < 2:  # noqa: PLR2004 - two columns
            above = None
            continue
        labelled = [cell.split(": ", 1) for cell in cells]
        inside = _columns([each[0] for each in labelled]) if all(len(each) > 1 for each in labelled) else None
        if inside is not None:
            avoid, say = inside
            heads = (labelled[avoid][0], labelled[say][0])
            yield heads, labelled[avoid][1], labelled[say][1]
        elif (found := _columns(cells)) is not None:
            above, names = found, (cells[found[0]], cells[found[1]])
        elif above is not None and len(cells) > max(above):
            yield names, cells[above[0]], cells[above[1]]


def _columns(head: Sequence[str]) -> tuple[int, int] | None:
    """Which column holds what to avoid, and which what to write."""
    cells = [cell.rstrip(":") for cell in head]
    avoid = [place for place, cell in enumerate(cells) if _HEADS_AVOID.fullmatch(cell)]
    say = [place for place, cell in enumerate(cells) if _HEADS_SAY.fullmatch(cell)]
    return (avoid[0], say[0]) if len(avoid) == len(say) == 1 else None


def _alternatives(text: str) -> list[str]:
    return [
        each
        for each in (_clean(one) for one in re.split(r",? or |, ?| / ", _unstopped(text.strip())))
        if each
    ]


def _unstopped(text: str) -> str:
    """Without a full stop at the end, unless it belongs to an abbreviation such as “D.C.”."""
    return text if re.search(r"\b\w\.\w\.$", text) else text.rstrip(".")


def _clean(text: str) -> str:
    return " ".join(text.split()).strip(_QUOTES)


def _short(text: str) -> bool:
    return is_wording(text) and len(text.split()) <= _MOST_ITEM


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _if_any(wanted: Wanted | None) -> Iterator[Wanted]:
    if wanted is not None:
        yield wanted
