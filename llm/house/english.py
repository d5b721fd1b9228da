"""Just enough English grammar to put a marketer's words into a sentence of ours."""

# ruff: noqa: E501
# A pattern or a list of words reads better on one line.
from __future__ import annotations

import re
from collections.abc import Sequence

from brandkit.sentences import sentence_spans

_ARTICLE = re.compile(r"^(?:the|a|an|our|your|their|my|his|her|its|this|that|these|those)\s+", re.IGNORECASE)
_SINGULAR_S = re.compile(
    r"(?:ss|us|is|ness|news|series|analytics|tax|mathematics|business|access|process)$", re.IGNORECASE
)
_IRREGULAR_PLURALS = frozenset({"people", "men", "women", "children", "media", "data", "feet"})
_POST_MODIFIER = re.compile(
    r"\s+(?:for|of|in|on|with|from|to|by|at|about|that|which|who|where|when|during|after|before|between|without|tonight|tomorrow|today|yesterday|this|next|last)\b"
)
_WHEN = re.compile(
    r"\s+(?:yesterday|today|tomorrow|tonight|now|(?:this|next|last) (?:week|month|year|morning|evening|spring|summer|autumn|winter))$",
    re.IGNORECASE,
)
_VERB_ENDING_ING = re.compile(r"^[a-z]{2,}ing\b", re.IGNORECASE)
_ING_NOUNS_LISTED = """
    pricing billing invoicing spring branding king ring thing evening morning meeting training
    recurring upcoming existing outstanding growing exciting leading working missing remaining following
    ongoing pending amazing interesting outgoing incoming marketing accounting banking booking building
    bring sing sting swing cling fling wing sling
    parking housing clothing string wedding lighting heating
"""
_ING_NOUNS = frozenset(_ING_NOUNS_LISTED.split())
_THINGS_OF_ING = frozenset(
    {
        "tips",
        "tricks",
        "ideas",
        "tools",
        "skills",
        "course",
        "courses",
        "workshop",
        "guide",
        "guides",
        "basics",
        "mistakes",
        "lessons",
        "software",
        "policy",
        "team",
        "hours",
    }
)
"""“writing tips” are a thing, and “writing letters” is done."""
_A_PAIR = 2
_VERBS_LISTED = """
    ends ended starts started begins began opens opened closes closed goes comes came joins joined keeps kept
    gets got makes made runs shows tells told sends sent writes wrote scans sorts imports helps helped lets
    saves saved costs cost includes brings brought adds added turns takes took gives gave needs moves moved
    lives passed won hired raised waited reached changed launched stays arrives arrived becomes became
    fixes fixed solves solved improves improved adds removes removed replaces replaced
    raises raised hires sells enters entered expands doubles doubled triples reaches secures secured unveils unveiled
    donates pledges achieves achieved earns earned receives received celebrates welcomes grows grew
    turns turned introduces introduced wins pays paid releases released publishes published acquires acquired appoints
    appointed announces announced offers supports partners expires renews
"""
_VERBS = "|".join(_VERBS_LISTED.split())
_VERBS_ALONE = (
    "expires|expired|ends|ended|starts|started|begins|began|opens|opened|closes|closed|arrives|arrived|changes|changed|moves|moved|"
    "has arrived|is over|returns|returned|continues|stops|stopped|wins|won"
)
"""Verbs that need nothing after them."""
_SUBJECT_VERB = re.compile(
    r"^(?:we|you|they|it|i|he|she|there|this|that)(?:'|’|\s)|"
    r"\b(?:is|are|was|were|will|can|(?-i:may)|might|could|should|must|has|have|now supports?|launch(?:es|ed)|now|helps?|lets?|saves?|does|do)"
    rf"\s+\w+|^(?:[\w’'.-]+\s+){{1,5}}?(?:{_VERBS})\s+[\w£$€]|^(?:[\w’'-]+\s+){{1,5}}?(?:{_VERBS_ALONE})$|^(?:your|our|the|my|their) (?:[\w’'-]+ ){1, 2}?[a-z]+s (?:it|them|you|us|nothing|everything)\b|^(?:thank you|thanks)\s|^(?-i:[A-Z][\w’'-]+ [A-Z][\w’'-]+) (?:speaks|hosts|leads|talks|presents|explains|answers|teaches|moderates|writes|shares|gives)\b|^(?:meet (?:the|our|your)|donate|join us|discover|vote for|come (?:to|and))\s+\w+|"
    r"^(?:[\w’'-]+\s+){0,2}?(?!this|us|is|was|has|as)[a-z’'-]+s\s+(?:get|keep|save|pay|earn|receive|need|want|love|use|see|know|come|go|start|end|open|work)\s+\w+",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r".\b(?:that|who|which)\b", re.IGNORECASE)
_INVERTED = re.compile(
    r"(?:do|does|did|is|are|can|could|should|will|would|may|must|has|have)\s+(?:i|you|we|they|he|she|it|there|"
    r"my|your|our|the|an?|freelancers|people|customers)\b",
    re.IGNORECASE,
)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, line breaks counting as ends."""
    return tuple(text[start:end] for start, end in sentence_spans(text, lines_end_sentences=True))


def is_question_topic(text: str) -> bool:
    """Whether a topic is put as a question or a how-to: “how to …”, “why freelancers …”."""
    asks = re.match(r"(?:how|why|what|when|where|which|who)\b", text, re.IGNORECASE)
    return bool(asks or is_question(text))


def is_question(text: str) -> bool:
    """Whether a topic is a question as one asks it: “do I need to charge VAT”."""
    return bool(_INVERTED.match(text)) or (text.rstrip().endswith("?") and len(text.split()) > 1)


def is_gerund(text: str) -> bool:
    """Whether a topic starts with an activity: “getting paid on time”."""
    first = text.split(maxsplit=1)[0].lower() if text.split() else ""
    words = text.lower().split()
    is_thing = len(words) == _A_PAIR and words[-1] in _THINGS_OF_ING
    return bool(_VERB_ENDING_ING.match(first)) and first not in _ING_NOUNS and len(words) > 1 and not is_thing


def is_clause(text: str) -> bool:
    """Whether a text is a statement of its own rather than the name of a thing."""
    found = _SUBJECT_VERB.search(text)
    if found is None or is_question_topic(text):
        return False
    # “our customer Ana who gets paid sooner” is a thing with a verb inside, and no statement.
    return not _RELATIVE.search(text[: found.end()])


def head_noun(phrase: str) -> str:
    """The noun a noun phrase is about: “reminders” in “the new invoice reminders for teams”."""
    words = core(phrase).split()
    return words[-1] if words else ""


def core(phrase: str) -> str:
    """A noun phrase without what comes after its noun: “new dark mode” in “new dark mode in the app”."""
    unquoted = re.sub(r"\s*[“\"][^”\"]*[”\"]", "", phrase).strip() or phrase
    return _POST_MODIFIER.split(_WHEN.sub("", unquoted), maxsplit=1)[0].strip(" ,.")


def is_plural(phrase: str) -> bool:
    """Whether a noun phrase takes “are”."""
    noun = head_noun(phrase).lower()
    if re.search(r"\s(?:and|&)\s", _POST_MODIFIER.split(phrase, maxsplit=1)[0]):
        return True
    if noun in _IRREGULAR_PLURALS:
        return True
    return noun.endswith("s") and not _SINGULAR_S.search(noun)


def without_article(phrase: str) -> str:
    """“the new invoice reminders” → “new invoice reminders”."""
    return _ARTICLE.sub("", phrase.strip())


def with_stop(text: str) -> str:
    """The text as a sentence: with a full stop unless it has an end of its own."""
    stripped = text.strip().rstrip(",;:")
    return (
        stripped
        if not stripped or stripped[-1] in ".!?…" or stripped[-2:] in {".”", '."', "!”", "?”"}
        else f"{stripped}."
    )


def without_stop(text: str) -> str:
    """The text without a closing full stop."""
    stripped = text.strip()
    return stripped[:-1] if stripped.endswith(".") and not stripped.endswith("..") else stripped


def lowered(text: str) -> str:
    """The text as it stands within a sentence: first letter small, unless the word is a name or acronym."""
    first = text.split(maxsplit=1)[0] if text.split() else ""
    if len(first) > 1 and not first[1:].islower():
        return text
    if _NAME.match(text):
        return text
    return text[:1].lower() + text[1:]


_NAME = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|January|February|March|April|May|June|July|August|September|"
    r"October|November|December|Christmas|Easter)\b|(?!(?:The|An?|Our|New|Your|My|This|These|How|Why|What|When)\b)[A-Z][\w’'-]+ [A-Z]\w"
)


def listed(words: Sequence[str]) -> str:
    """“a”, “a and b”, “a, b and c”."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


_STEPS_TO_ANYTHING = frozenset(
    [
        "see",
        "read",
        "learn",
        "find",
        "get",
        "register",
        "contact",
        "click",
        "visit",
        "discover",
        "explore",
        "join",
        "apply",
        "subscribe",
        "try",
        "download",
    ]
)


def doing(step: str) -> str:
    """What a step to take is about: “send your first invoice” → “sending your first invoice”.

    “Read the guide” is about the guide. Empty for a step that leads to anything, such as “learn more”.
    """
    verb, _, rest = step.partition(" ")
    if verb.lower() in _STEPS_TO_ANYTHING:
        return rest if _ARTICLE.match(rest) else ""
    if not re.fullmatch(r"[a-z]{3,}", verb.lower()) or " " not in rest:
        return ""
    stem = verb.lower()
    if re.fullmatch(r"[^aeiou]*[aeiou][bdgmnpt]", stem):
        stem += stem[-1]
    return f"{stem[:-1] if stem.endswith('e') and not stem.endswith('ee') else stem}ing {rest}"


def asked(topic: str) -> str:
    """A question topic as a question: “how to price a job” → “How do you price a job?”."""
    text = without_stop(topic).rstrip("?")
    to_do = re.match(
        r"(?P<word>how|what|when|where|which|whom?)(?P<what>(?: \w+){0,2}?) to (?P<rest>.+)$",
        text,
        re.IGNORECASE,
    )
    if to_do:
        verb = "do" if to_do["word"].lower() == "how" else "should"
        return f"{to_do['word'].capitalize()}{to_do['what']} {verb} you {to_do['rest']}?"
    if _INVERTED.match(text) or re.match(
        r"(?:how|why|what|when|where|which|who)\S*(?: (?:much|many|long|often|far|soon|\w+))? (?:do|does|did|is|are|can|could|should|will|would)\b",
        text,
        re.IGNORECASE,
    ):
        return f"{text[:1].upper()}{text[1:]}?"
    return f"Do you know {text}?"


def pluralised(phrase: str) -> str:
    """“new copywriter” → “new copywriters”."""
    if is_plural(phrase):
        return phrase
    if phrase.endswith("y") and phrase[-2:-1] not in "aeiou":
        return f"{phrase[:-1]}ies"
    return f"{phrase}es" if phrase.endswith(("s", "x", "ch", "sh")) else f"{phrase}s"
