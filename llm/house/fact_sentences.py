"""A fact as a brief notes it down, said in whole sentences: with its subject, its verb and its reader."""

# ruff: noqa: E501
# A pattern or a list of words reads better on one line.
from __future__ import annotations

import re
from collections.abc import Sequence

from brandkit.template_text import capitalised
from llm.house import english

_A_LIST = 3
_A_PERSON = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,2}")
_SHORT_NOTE = 3
"""Notes that are no longer, as prices and names, stand in one sentence."""
_MADE_BY = re.compile(
    r"(?:carried out|run|led|made|written|done|held|hosted|audited|conducted) (?:by|in|with)\b", re.IGNORECASE
)
_QUOTED = re.compile(r"(?:a )?quote (?:from|by) (?P<who>[^:“]+?):?\s*“(?P<what>[^”]+)”\.?$", re.IGNORECASE)
_SPOKEN_BY = re.compile(r"“[^”]+,?”,? (?:says|said) [^.]+\.?")
_NEW_SENTENCE = re.compile(
    r",\s+(?:so |and )?(?=(?:you|it|they|we|she|he|nothing|everything|no one|nobody)(?:[’']\w+)?\s+\w+)"
    r"|,\s+(?=(?:thank|add|try|see|book|sign up|join|read|download|start|choose|check|update|apply|save|use|send|take|reply|visit|pick|bring|remember|ask|note|tell|contact|call|open)\s)",
    re.IGNORECASE,
)
_PERCENT_OFF = re.compile(r"^(?:up to )?(?:\d+ ?%|[£$€]\d[\d,.]*) (?:off|discount)\b", re.IGNORECASE)
_YOURS = re.compile(
    r"^(?:trial|subscription|account|plan|card|invoice|password|booking|order)\b (?=\w+s\b|is\b|has\b|will\b|was\b)",
    re.IGNORECASE,
)
_THE = re.compile(
    r"^(?:price|prices|webinar|office|app|event|sale|survey|service|site|website|team|meeting|workshop|offer|update|report|shop|store)\b (?=\w+s\b|are\b|has\b|have\b|will\b|was\b|were\b|go\b)",
    re.IGNORECASE,
)
_BARE_SUBJECT = re.compile(
    r"(?!(?:the|an?|our|your|my|their|its|his|her|this|that|these|those|it|we|you|they|he|she|there|everyone|nothing|no|all|some|most|many|more|not|how|why|what|when|where|who|if|as|in|on|at|for|from|until|by|"
    r"support|help|delivery|shipping|access|registration|parking|entry|admission|lunch|coffee|food|membership|training|payment|attendance|school|demand|work|everything|anything|nobody|"
    r"start|stop|ask|agree|send|keep|pay|check|wait|add|use|take|make|get|see|say|tell|bring|book)\b|\w+ing\b|\w*\d)"
    r"(?:(?!(?:when|if|that|who|which|where|it|they|you|we|as|because|so|and|or|until|once)\b)[a-z][\w’'-]* ){0,2}[a-z][\w’'-]*(?<![^s]s)(?<! it)(?<! you)(?<! they) (?:is|has|was|will|may|might|can|could|should|opens|closes|stays|starts|ends|moves|costs|includes)\b"
)
VERB_FIRST = re.compile(
    r"^(?:(?:exports|imports|offers|shows|updates|reads|counts|supports)(?!\s+(?:are|is|were|was|will|can|may|have|has|had|now|open|start|go|come|work|do)\b)|scans|sorts|opens|closes|starts|ends|runs|works|helps|lets|saves|costs|includes|sends|writes|joins|brings|adds|turns|takes|gives|becomes|comes|keeps|tracks|syncs|connects|covers|lasts|makes|hosts|ships)\b",
    re.IGNORECASE,
)
_HIRING = re.compile(
    r"^(?:hiring|looking for|recruiting|expanding|moving|opening|launching|celebrating)\b", re.IGNORECASE
)
_ON_A_DAY = re.compile(
    r"\b(opens?|starts?|ends?|begins?|closes?|launch(?:es)?|joins?|runs?)\s+((?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:\d{1,2}(?:st|nd|rd|th)? )?(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\b)"
)
_THANK = re.compile(r"^thank (?=(?:our|all|everyone|the)\b)", re.IGNORECASE)
_OPEN_QUESTION = re.compile(r"(?:and )?(?:how|what|when|where|which|who|why)\b", re.IGNORECASE)
_CODE = re.compile(r", (?:with |using )?(?:the )?(?:promo |discount |voucher )?code ([A-Z][A-Z0-9-]{2,})\b")
_THIRD = re.compile(r"^(?P<who>they|users|customers|people|members|readers)\b(?P<rest> .+)$", re.IGNORECASE)
_STATE = re.compile(
    r"(?P<what>(?:[^\s,:;]+ ){0,4}?[^\s,:;]+) (?P<how>(?:(?:now )?available (?:from|in|to|at|on|until|for)|(?:closed|cancelled|canceled|postponed|delayed|unavailable|offline|sold out|fully booked|now (?:live|open)|back online)"
    r"(?= (?:from|in|to|at|on|until|for|by|between|during|over|today|tomorrow|tonight|this|next|\d)|$)|down for|now (?=in\b|on\b))\b.*)",
    re.IGNORECASE | re.DOTALL,
)
_NOW_BEING = re.compile(
    r"(?P<what>(?:our|the|your|my|its) (?:[\w’'-]+ ){0,3}?[\w’'-]+) (?P<when>(?:now|finally|also|soon|still) )?being (?P<how>(?:now )?\w.+)$",
    re.IGNORECASE,
)
"""“Our app now being available in Welsh” is said about something that is so."""
_OPENS_NOW = re.compile(r"now open (?:in|on|at|from)\b", re.IGNORECASE)
"""“Exports now open in Excel”: several things do, and no “are” is missing."""
_HAS_A_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|being|will|would|has|have|had|gets?|got|can|could|may|might|should|must|not|never|to)\b"
    r"|[’'](?:s|re|ll|ve|d)\b|^(?:the|an?|our|your|their|we|you|they|it|i|he|she|this|that|there|those|these|who|which|when|if|as|and|but|or)\b(?!.*\bavailable)",
    re.IGNORECASE,
)


def sentence_of(fact: str, *, to_reader: bool = True) -> str:
    """A fact as one sentence or more, the reader as “you” where the copy speaks to readers."""
    said = _CODE.sub(r" with the code \1", fact.strip(" ,:;"))
    return " ".join(
        english.with_stop(capitalised(_spoken(part, to_reader=to_reader))) for part in _own_sentences(said)
    )


def _own_sentences(text: str) -> list[str]:
    """Where a comma joins two statements, or the notes of a list, each stands alone."""
    notes = re.split(r",\s+", text)
    if ": " in text or "“" in text or _is_one_sentence(notes):
        return [text]
    parts = [part.strip() for part in _NEW_SENTENCE.split(text) if part.strip()]
    if len(notes) > 1 and all(map(_OPEN_QUESTION.match, notes)):
        return [english.listed([note.removeprefix("and ") for note in notes])]
    notes = _with_makers(notes)
    listed = (
        len(notes) >= _A_LIST and all(len(note.split()) > 1 for note in notes) and " and " not in notes[-1]
    )
    if len(parts) == 1 and listed:
        return notes
    if len(parts) == 1 and any(VERB_FIRST.match(note) or _HIRING.match(note) for note in notes[1:]):
        chained = english.is_clause(notes[0]) or VERB_FIRST.match(notes[0])
        return [_joined(notes)] if chained else notes
    return parts


def _is_one_sentence(notes: Sequence[str]) -> bool:
    """Whether what commas part belongs together: a person and what is said of them, prices, or steps."""
    more = [bool(VERB_FIRST.match(note)) for note in notes[1:]]
    told_in_one = len(notes) >= _A_LIST and any(more) and not all(more)
    short = all(len(note.split()) <= _SHORT_NOTE for note in notes) and not english.is_clause(notes[0])
    return bool(_A_PERSON.fullmatch(notes[0])) or told_in_one or short


def _with_makers(notes: list[str]) -> list[str]:
    """“survey of 900 people, carried out by Pollwise” is one note, and not two."""
    whole: list[str] = []
    for note in notes:
        if whole and _MADE_BY.match(note):
            whole[-1] = f"{whole[-1]}, {note}"
        else:
            whole.append(note)
    return whole


def _joined(notes: list[str]) -> str:
    """“takes 5 minutes, closes Friday” → “takes 5 minutes and closes Friday”."""
    last = notes[-1] if " and " in notes[-1] else f"and {notes[-1]}"
    return ", ".join(notes[:-1]) + (", " if " and " in notes[-1] else " ") + last


def _spoken(text: str, *, to_reader: bool) -> str:
    quoted = _QUOTED.match(text)
    if quoted:
        return f"“{quoted['what'].rstrip('.')},” says {quoted['who'].strip()}"
    text = _as_finding(text)
    text = _ON_A_DAY.sub(_on_its_day, _with_subject(in_a_state(_THANK.sub("thank you to ", text))))
    third = _THIRD.match(text) if to_reader else None
    return f"you{second_person(third['rest'])}" if third else text


def _as_finding(text: str) -> str:
    """A figure noted down as a sentence: “average delay 11 days” → “the average delay is 11 days”."""
    text = re.sub(
        r"^(?:an? |the )?average ([a-z]+) (\d.*)$", r"the average \1 is \2", text, flags=re.IGNORECASE
    )
    text = re.sub(
        r"^(?P<who>\d+ (?:in|out of) \d+ \w+) (?P<how>late|overdue|unpaid|missing|wrong|unread)$",
        r"\g<who> are \g<how>",
        text,
        flags=re.IGNORECASE,
    )
    return re.sub(r"^(?:a |our )?(?=(?:survey|poll|study) of \d)", "based on a ", text, flags=re.IGNORECASE)


def _on_its_day(match: re.Match[str]) -> str:
    """“starts 1 May” → “starts on 1 May”, “starts May 2027” → “starts in May 2027”."""
    is_day = bool(re.search(r"\d|day$", match[2]) or re.match(r" \d{1,2}\b", match.string[match.end() :]))
    return f"{match[1]} {'on' if is_day else 'in'} {match[2]}"


def _with_subject(text: str) -> str:
    if _PERCENT_OFF.match(text):
        return f"get {text}"
    if _YOURS.match(text):
        return f"your {text}"
    if _THE.match(text) or _BARE_SUBJECT.match(text):
        return f"the {text}"
    if VERB_FIRST.match(text):
        return f"it {text[:1].lower()}{text[1:]}"
    return f"we are {text}" if _HIRING.match(text) else text


def in_a_state(text: str) -> str:
    """“office closed on Monday” → “office is closed on Monday”; all else as it is."""
    there = _STATE.match(text)
    says_all = there is not None and english.is_plural(there["what"]) and _OPENS_NOW.match(there["how"])
    being = _NOW_BEING.match(text)
    if being:
        return f"{being['what']} {'are' if english.is_plural(being['what']) else 'is'} {being['when'] or ''}{being['how']}"
    if there is None or says_all or english.is_question_topic(text) or _HAS_A_VERB.search(there["what"]):
        return text
    verb = "are" if english.is_plural(there["what"]) else "is"
    how = re.sub(r"^(closed|open|offline|unavailable) (?=\d.* to )", r"\1 from ", there["how"])
    return f"{there['what']} {verb} {how}"


def second_person(rest: str) -> str:
    """“ keep all their invoices” → “ keep all your invoices”."""
    return re.sub(
        r"\b(?:their|them|they|themselves|theirs)\b",
        lambda match: {"their": "your", "theirs": "yours", "themselves": "yourself"}.get(
            match[0].lower(), "you"
        ),
        rest,
        flags=re.IGNORECASE,
    )


def is_note(text: str) -> bool:
    """Whether a few words are said about the subject without naming it: “works on tablets”."""
    return bool(VERB_FIRST.match(text) or _HIRING.match(text) or _QUOTED.match(text))


def is_quotation(text: str) -> bool:
    """Whether a fact is what a person says: “quote from our CEO: …”."""
    return bool(_QUOTED.match(text) or _SPOKEN_BY.fullmatch(text.strip()))
