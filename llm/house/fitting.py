"""Making a text fit: whole sentences go first, words only when nothing else helps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from brandkit.channels import Field, Limit, Unit
from brandkit.counting import length
from brandkit.kit import Claim
from brandkit.sentences import sentence_spans

_DANGLING = re.compile(
    r"[\s,;:–—-]+(?:and|or|but|the|a|an|your|our|their|its|to|of|for|in|on|at|by|with|from|that|which|who|as|so|is|are|than|without|into|when|if|it’s|it's)$",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"[,;:–—](?=\s)|\s[–—-](?=\s)")
_WORTH_KEEPING = 0.4
"""A clause alone says enough when it fills so much of the room; else the cut is made between words."""
_LIST_MARK = re.compile(r"\s*(?:\d+[.)]|[-*•])\s")
_NOT_THE_FIRST = 1


def fits(text: str, field: Field, *, hard_only: bool = False) -> bool:
    """Whether a text keeps the limits of its field, the soft ones too unless told otherwise."""
    return all(_within(text, limit) for limit in field.limits if limit.hard or not hard_only)


def fit(text: str, field: Field, *, keep: Sequence[str] = ()) -> str:
    """The text within its field's limits. Sentences that hold one of `keep` stay, and so does the first.

    A soft limit is met by leaving sentences out; only for a hard one is a sentence cut.
    """
    for limit in sorted((limit for limit in field.limits if not limit.opening), key=lambda limit: limit.hard):
        text = _with_fewer_sentences(text, limit, keep)
        if not _within(text, limit) and (limit.hard or not field.multiline):
            text = cut_words(text, limit.value, limit.unit)
    return text


def without_a_sentence(text: str, keep: Sequence[str]) -> str | None:
    """The text without its last sentence that may go, list steps after all others; None if all must stay.

    The first sentence stays, and with a greeting the one after it.
    """
    spans = sentence_spans(text, lines_end_sentences=True)
    greeted = bool(spans) and text[spans[0][0] : spans[0][1]].rstrip().endswith(",")
    spans = spans[_NOT_THE_FIRST + greeted :]
    for start, end in sorted(spans, key=lambda span: (_is_in_list(text, span[0]), -span[0])):
        sentence = text[start:end]
        if not _holds(sentence, keep) and not _is_heading(sentence):
            return tidy(text[:start] + text[end:])
    return None


def _is_in_list(text: str, at: int) -> bool:
    line = text[text.rfind("\n", 0, at) + 1 :]
    return bool(_LIST_MARK.match(line))


def without_orphans(text: str, claims: Iterable[Claim]) -> str:
    """The text without disclaimers whose claim it does not make."""
    for claim in claims:
        if (
            claim.disclaimer
            and claim.disclaimer in text
            and claim.text.rstrip(".").lower() not in text.lower()
        ):
            text = tidy(text.replace(claim.disclaimer, "", 1))
    return text


def cut_words(text: str, most: int, unit: Unit) -> str:
    """As many whole words of the text as fit into `most` units, without a dangling “and the” at the end.

    What is cut ends with a clause where one ends far enough: “We moved, old links” would be no sentence.
    """
    if length(text.rstrip(), unit) <= most:
        return _undangled(text.rstrip())
    words = list(re.finditer(r"\S+", text))
    for number in range(len(words), 0, -1):
        kept = _undangled(text[: words[number - 1].end()])
        if length(kept, unit) <= most:
            return _whole_clauses(kept, round(_WORTH_KEEPING * len(kept)))
    return text[:most]


def first_clause(text: str) -> str:
    """What stands before the first comma, dash or colon; empty where there is none."""
    end = _CLAUSE_ENDS.search(text)
    return text[: end.start()].rstrip() if end else ""


def _undangled(text: str) -> str:
    kept = text.rstrip(" ,;:–—-")
    while shorter := _DANGLING.search(kept):
        kept = kept[: shorter.start()]
    return kept


def _whole_clauses(text: str, least: int) -> str:
    """The text up to the last end of a clause in it, if that leaves `least` characters."""
    ends = [found.start() for found in _CLAUSE_ENDS.finditer(text) if found.start() >= least]
    return text[: ends[-1]].rstrip() if ends else text


def tidy(text: str) -> str:
    """No double spaces, no space before a stop, no more than one empty line."""
    text = re.sub(r"[ \t]+", " ", text)
    text = re.sub(r" +([,.;:!?])(?=\s|$)", r"\1", text)
    text = re.sub(r" *\n *", "\n", text)
    text = re.sub(r"\n(?:#+[^\n]*\n)(?=\s*(?:#|$))", "\n", text)
    text = re.sub(r"^(?:\d+[.)]|[-*•])$\n?", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _with_fewer_sentences(text: str, limit: Limit, keep: Sequence[str]) -> str:
    while not _within(text, limit):
        shorter = without_a_sentence(text, keep)
        if shorter is None:
            return text
        text = shorter
    return text


def _within(text: str, limit: Limit) -> bool:
    if limit.opening:
        spans = sentence_spans(text, lines_end_sentences=True)
        text = text[spans[0][0] : spans[0][1]] if spans else ""
    return length(text, limit.unit) <= limit.value


def _holds(sentence: str, keep: Sequence[str]) -> bool:
    said = sentence.lower()
    return any(each and (each.lower() in said or said in each.lower()) for each in keep)


def _is_heading(sentence: str) -> bool:
    return sentence.startswith("#") or bool(re.fullmatch(r"(?:\d+[.)]|[-*•])", sentence))
