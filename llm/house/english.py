"""Just enough English grammar to put a marketer's words into a sentence of ours."""

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
    r"\s+(?:for|of|in|on|with|from|to|by|at|about|that|which|who|where|when|during|after|before|between|without)\b"
)
_VERB_ENDING_ING = re.compile(r"^[a-z]{2,}ing\b", re.IGNORECASE)
_ING_NOUNS_LISTED = """
    pricing billing invoicing spring branding king ring thing evening morning meeting
"""
_ING_NOUNS = frozenset(_ING_NOUNS_LISTED.split())
_SUBJECT_VERB = re.compile(
    r"^(?:we|you|they|it|i|he|she|there)(?:'|’|\s)|"
    r"\b(?:is|are|was|were|will|can|has|have|now supports?|launch(?:es|ed)|now|helps?|lets?|saves?|does|do)"
    r"\s+\w+",
    re.IGNORECASE,
)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, line breaks counting as ends."""
    return tuple(text[start:end] for start, end in sentence_spans(text, lines_end_sentences=True))


def is_question_topic(text: str) -> bool:
    """Whether a topic is put as a question or a how-to: “how to …”, “why freelancers …”."""
    return bool(re.match(r"(?:how|why|what|when|where|which|who)\b", text, re.IGNORECASE))


def is_gerund(text: str) -> bool:
    """Whether a topic starts with an activity: “getting paid on time”."""
    first = text.split(maxsplit=1)[0].lower() if text.split() else ""
    return bool(_VERB_ENDING_ING.match(first)) and first not in _ING_NOUNS and len(text.split()) > 1


def is_clause(text: str) -> bool:
    """Whether a text is a statement of its own rather than the name of a thing."""
    return bool(_SUBJECT_VERB.search(text)) and not is_question_topic(text)


def head_noun(phrase: str) -> str:
    """The noun a noun phrase is about: “reminders” in “the new invoice reminders for teams”."""
    core = _POST_MODIFIER.split(phrase, maxsplit=1)[0].strip(" ,.")
    return core.split()[-1] if core.split() else ""


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
    return text[:1].lower() + text[1:]


def listed(words: Sequence[str]) -> str:
    """“a”, “a and b”, “a, b and c”."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
