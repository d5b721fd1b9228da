"""What the guidelines given for a brief state about its topic, in sentences that can stand in copy."""

# ruff: noqa: E501
# A pattern or a list of words reads better on one line.
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brandkit.passages import Passage, RankedPassage
from llm.house import english
from llm.house.word_roots import roots

_MOST_WORDS = 25
_A_NAME = 2
"""So many words of meaning are a name that no other subject has."""
_SUBJECT = 3
"""A topic of one word has to be among so many words at the beginning of a sentence that is about it."""
_NAMES_IT = re.compile(
    r"(?:^|(?<=[.!?]\s))(?:it is|it[’']s|this is|we call (?:it|this)|it is called|call it|the name is|its name is)\b[^.!?]*",
    re.IGNORECASE,
)
_ON_COPY = re.compile(
    r"[“”\"]|\b(?:writ\w+|words?|wording|ton(?:e|al)|voice|headlines?|titles?|sentences?|paragraphs?|posts?|copy|readers?|"
    r"say|says|call(?:ed)?|name[sd]?|spell\w*|capital\w*|mention\w*|avoid|never|always|must|should|"
    r"don[’']t|do not|instead|please|prefer\w*|example|guidelines?|rules?)\b",
    re.IGNORECASE,
)
"""What marks a sentence of a guideline as one about writing, and no statement of the brand's."""
_AMONG_OURSELVES = re.compile(
    r"\b(?:internal(?:ly)?|confidential|not (?:yet )?public|embargo\w*|intranet|this (?:page|document|section|file|chapter)|(?:team|desk|department) (?:owns|runs|decides|approves|signs)|"
    r"ask (?:them|the|us)|approv\w+|sign(?:s|ed)?[- ]off|legal|review(?:s|ed)?|budget|draft|see (?:the|also|above|below)|owner|brand team|style guide|agency|launch plan|we (?:plan|hope|expect|aim|want)|for now|to be (?:confirmed|decided)|tbc|tbd)\b",
    re.IGNORECASE,
)
"""What is said among colleagues, and to no reader."""

_KEPT_QUIET = re.compile(
    r"\b(?:do not|don[’']t|never|must not|may not|cannot) (?:mention|name|advertise|promote|announce|publish|speak of|talk about)\b",
    re.IGNORECASE,
)
"""A section that tells somebody not to speak of the thing is no source of copy about it."""
_LEANS = re.compile(
    r"(?:it|its|they|their|she|he|this|that|these|those|so|then|both(?! people)|also|there it)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Stated:
    """A sentence that a guideline states, as it stands there, and the passage that has it."""

    sentence: str
    passage: Passage


def stated_on(topic: str, passages: Sequence[RankedPassage]) -> tuple[Stated, ...]:
    """What the passages state about a topic, the nearest passage first, each sentence once.

    A sentence counts that names the topic itself, or any of a section that is about nothing else: one
    whose heading names the topic, or that stands in a document that says what the topic is called. What is
    about writing, or said among colleagues, does not.
    """
    named = roots(english.without_article(topic))
    if not named:
        return ()
    given = tuple(each.passage for each in passages)
    titles = {_place(each) for each in given if _calls_it(each, named)}
    found: dict[str, Stated] = {}
    for passage in given:
        headed = _is_headed(passage, named)
        whole = headed or _place(passage) in titles
        for sentence in _statements(passage.text, named, whole=whole, headed=headed):
            found.setdefault(sentence, Stated(sentence=sentence, passage=passage))
    return tuple(found.values())


def _place(passage: Passage) -> tuple[str, tuple[str, ...]]:
    """The document and its title: what stands under one title is about one thing."""
    return passage.document, passage.heading[:1]


def _is_headed(passage: Passage, named: frozenset[str]) -> bool:
    return any(named <= roots(heading) for heading in (*passage.heading[:1], *passage.heading[-1:]))


def _calls_it(passage: Passage, named: frozenset[str]) -> bool:
    """Whether a section says that what its document is about has this name."""
    titled = len(passage.heading) > 1 and len(named) >= _A_NAME
    return titled and any(named <= roots(said) for said in _NAMES_IT.findall(passage.text))


def _statements(text: str, named: frozenset[str], *, whole: bool, headed: bool) -> Iterator[str]:
    """The sentences that can stand in copy; one that leans on what is before it only behind that."""
    if _KEPT_QUIET.search(text):
        return
    told = headed
    for sentence in english.sentences(text):
        ends = sentence.endswith(".") and len(sentence.split()) <= _MOST_WORDS
        subject = sentence if len(named) >= _A_NAME else " ".join(sentence.split()[:_SUBJECT])
        about_it = whole or named <= roots(subject)
        fit = not (_ON_COPY.search(sentence) or _AMONG_OURSELVES.search(sentence))
        leans = bool(_LEANS.match(sentence))
        told = ends and about_it and fit and english.is_clause(sentence) and (told or not leans)
        if told:
            yield sentence
